/**
 * Deferred acceptance: the stable plan of people and seats that is best for every person at once.
 *
 * Problem. Person p ranks some seats strictly (its choices, best first); seat s takes up to u(s) people and ranks those who name it strictly (a
 * standing for each choice, smaller is better, no two of one seat alike). A plan is a choice, or none, for each person, with at most u(s) people
 * in s. A pair (p, s) blocks it where p names s and prefers it to what p has, and s has a free place or holds somebody of worse standing than
 * p. A plan that nothing blocks is stable.
 *
 * Principle (Gale and Shapley 1962). Whoever has no place asks the best seat not asked yet. A seat holds the best u(s) of those who ever asked and
 * lets go of the rest. It ends when everybody is held or has asked every choice.
 *
 * Why the result is stable: a seat's holders only get better, so whoever was refused stands behind all of them for good. Why it is best for every
 * person: no person is ever refused by a seat that some stable plan gives to this person. (Take the first such refusal, of p by s for the sake of q.
 * In that stable plan q has, at best, s itself, since q was refused by nobody attainable before; so q prefers s to its seat there, stands before p at
 * s, and (q, s) blocks.) So the result is one and the same whatever the order of asking, and no tie is left to break.
 *
 * Complexity. Each choice is asked once at most: O(m log u) for m choices, with the worst holder of a seat on top of a binary heap.
 *
 * What it does not know: rules that join people or seats (budgets, quotas, minima to open, couples). With them a stable plan need not exist.
 *
 * Exactness: standings are compared and never added; any finite numbers do.
 *
 * References: Gale, Shapley, College Admissions and the Stability of Marriage, 1962; Roth, Sotomayor, Two-Sided Matching, 1990, theorems 2.12, 5.6.
 */
export interface Choices {
  /** personCount + 1 entries; the choices of person p, best first, are firstChoiceOfPerson[p] … */
  readonly firstChoiceOfPerson: Int32Array;
  readonly seatOfChoice: Int32Array;
  /** Smaller is better; strict within a seat. */
  readonly standingOfChoice: Float64Array;
  readonly upperOfSeat: Int32Array;
}

/** Questions asked between two pauses. */
const stretch = 8_192;

/** The choice held by each person, −1 none. Yields now and then. */
export function* deferredAcceptance(choices: Choices): Generator<undefined, Int32Array, undefined> {
  const { firstChoiceOfPerson, seatOfChoice } = choices;
  const personCount = firstChoiceOfPerson.length - 1;
  const personOfChoice = new Int32Array(seatOfChoice.length);
  for (let person = 0; person < personCount; person++)
    personOfChoice.fill(person, firstChoiceOfPerson[person]!, firstChoiceOfPerson[person + 1]!);
  const held = new Holders(choices);
  const heldByPerson = new Int32Array(personCount).fill(-1);
  const nextOfPerson = firstChoiceOfPerson.slice(0, personCount);
  let asked = 0;
  for (let first = 0; first < personCount; first++) {
    // Whoever is let go asks on at once.
    for (let person = first; person >= 0; ) {
      if (++asked % stretch === 0) yield;
      const choice = nextOfPerson[person]!;
      if (choice === firstChoiceOfPerson[person + 1]) break;
      nextOfPerson[person] = choice + 1;
      const letGo = held.ask(seatOfChoice[choice]!, choice);
      if (letGo === choice) continue;
      heldByPerson[person] = choice;
      if (letGo < 0) break;
      person = personOfChoice[letGo]!;
      heldByPerson[person] = -1;
    }
  }
  return heldByPerson;
}

/** The choices that seats hold: one heap a seat, worst standing on top, all in one array. */
class Holders {
  private readonly firstOfSeat: Int32Array;
  private readonly countOfSeat: Int32Array;
  private readonly choiceAt: Int32Array;

  constructor(private readonly choices: Choices) {
    const { upperOfSeat, seatOfChoice } = choices;
    const named = new Int32Array(upperOfSeat.length);
    for (const seat of seatOfChoice) named[seat]!++;
    this.firstOfSeat = new Int32Array(upperOfSeat.length + 1);
    for (let seat = 0; seat < named.length; seat++)
      this.firstOfSeat[seat + 1] = this.firstOfSeat[seat]! + Math.min(named[seat]!, upperOfSeat[seat]!);
    this.countOfSeat = new Int32Array(upperOfSeat.length);
    this.choiceAt = new Int32Array(this.firstOfSeat[upperOfSeat.length]!);
  }

  /** Asks a seat for a choice. Returns the choice that is let go for it, the choice itself where it is refused, or −1. */
  ask(seat: number, choice: number): number {
    const { firstOfSeat, countOfSeat, choiceAt } = this;
    const { standingOfChoice } = this.choices;
    const first = firstOfSeat[seat]!;
    const room = firstOfSeat[seat + 1]! - first;
    if (room === 0) return choice;
    if (countOfSeat[seat]! < room) {
      this.rise(first, countOfSeat[seat]!++, choice);
      return -1;
    }
    const worst = choiceAt[first]!;
    if (standingOfChoice[choice]! > standingOfChoice[worst]!) return choice;
    this.sink(first, room, choice);
    return worst;
  }

  private rise(first: number, from: number, choice: number): void {
    const { choiceAt } = this;
    const { standingOfChoice } = this.choices;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (standingOfChoice[choiceAt[first + above]!]! >= standingOfChoice[choice]!) break;
      choiceAt[first + at] = choiceAt[first + above]!;
      at = above;
    }
    choiceAt[first + at] = choice;
  }

  private sink(first: number, count: number, choice: number): void {
    const { choiceAt } = this;
    const { standingOfChoice } = this.choices;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && standingOfChoice[choiceAt[first + below + 1]!]! > standingOfChoice[choiceAt[first + below]!]!) below++;
      if (standingOfChoice[choiceAt[first + below]!]! <= standingOfChoice[choice]!) break;
      choiceAt[first + at] = choiceAt[first + below]!;
      at = below;
    }
    choiceAt[first + at] = choice;
  }
}
