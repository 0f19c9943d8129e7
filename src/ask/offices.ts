import { byColumn } from '../basics/by-column.js';
import { randomFrom } from '../basics/random.js';
import { RecordedPair } from '../instance/recorded-pair.js';
import type { Instance } from '../instance/types.js';
import type { Model, RowKind } from '../model/types.js';

/** Who chooses first: the best by points, whoever came first (the lot), or whom a seeded draw names. */
export type OfficeRule = 'points' | 'first-come' | 'lottery';

/**
 * Rows of which a person who chooses sees no limit: they say what several people owe each other, or what somebody owes the plan. Where such a
 * row is not held in the end, the plan breaks it.
 */
const unseen: ReadonlySet<RowKind> = new Set<RowKind>(['together', 'accompanying', 'placed', 'pin', 'moves', 'apart-wish']);

/**
 * The plan (its pairs, ascending) that an office makes by hand: people come one after the other, and each takes the best placement that
 * seats, beds, budgets, maxima and earlier choices leave: the best by own wish, then by score, then by cost. Who must be placed or is pinned
 * comes first and takes the pin. A journey or opening that stays under its minimum is called off and all choose again, until none does.
 * At last accompanying persons join the journeys that lack one. Nobody is moved to let another in; minima of quotas and people
 * kept together are not looked after. Null for `points` where nobody has any.
 * Each round takes O(pairs · rows of a pair); every round but the last closes one journey or opening.
 */
export function officePlan(instance: Instance, model: Model, rule: OfficeRule, seed: number): Int32Array | null {
  const turns = turnsOf(model, rule, seed);
  if (turns === null) return null;
  const desk = new Desk(
    model,
    choicesOf(instance),
    Int32Array.from(instance.persons, ({ minimum }) => Math.max(1, minimum)),
  );
  for (;;) {
    desk.clear();
    for (const person of turns) desk.serve(person);
    if (desk.callOff()) continue;
    desk.accompany(turns);
    return desk.plan();
  }
}

/** People in the order they choose; those who must be placed and the pinned stand first. */
function turnsOf(model: Model, rule: OfficeRule, seed: number): number[] | null {
  if (rule === 'points' && model.walk.length === 0) return null;
  const order = Int32Array.from({ length: model.personCount }, (_, person) => person);
  if (rule === 'lottery') {
    const random = randomFrom(seed);
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(random() * (i + 1));
      [order[i], order[other]] = [order[other]!, order[i]!];
    }
  }
  const ranked = rule === 'points' ? [...new Set([...model.walk, ...order])] : [...order];
  const bound = new Set<number>();
  for (let person = 0; person < model.personCount; person++) if (model.lowerOfPerson[person]! > 0) bound.add(person);
  const { rows } = model;
  for (let row = 0; row < rows.count; row++) {
    if (rows.labelOfRow[row]!.kind !== 'pin') continue;
    const column = rows.columnOfEntry[rows.firstEntryOfRow[row]!];
    if (column !== undefined && column < model.pairCount) bound.add(personOf(model, column));
  }
  return [...ranked.filter((person) => bound.has(person)), ...ranked.filter((person) => !bound.has(person))];
}

function personOf({ firstPairOfPerson, personCount }: Model, pair: number): number {
  let [low, high] = [0, personCount - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firstPairOfPerson[middle]! <= pair) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Pairs of each person, the best first: by the rank of the wish, then score, then cost, then slot. */
function choicesOf(instance: Instance): Int32Array {
  const { firstPairOfPerson, slotOfPair, scoreOfPair, costOfPair, persons } = instance;
  const choices = Int32Array.from(slotOfPair, (_, pair) => pair);
  const rankOfPair = new Float64Array(choices.length);
  for (let person = 0; person < persons.length; person++) {
    const [first, end] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
    for (let pair = first; pair < end; pair++)
      rankOfPair[pair] = new RecordedPair(instance, person, slotOfPair[pair]!).wishRank ?? Infinity;
    choices
      .subarray(first, end)
      .sort((a, b) =>
        rankOfPair[a] === rankOfPair[b]
          ? scoreOfPair[b]! - scoreOfPair[a]! || costOfPair[a]! - costOfPair[b]! || a - b
          : rankOfPair[a]! - rankOfPair[b]!,
      );
  }
  return choices;
}

/** What is taken so far, and what every row still leaves. */
class Desk {
  readonly #model: Model;
  readonly #choices: Int32Array;
  readonly #leastOfPerson: Int32Array;
  /** Rows that a pair stands in, and with what coefficient. */
  readonly #firstOfPair: Int32Array;
  readonly #rows: Int32Array;
  readonly #coefficients: Float64Array;
  readonly #isPinned: Uint8Array;
  readonly #isClosed: Uint8Array;
  #activity = new Float64Array();
  #seated = new Int32Array();
  #taken = new Set<number>();

  /** `leastOfPerson`: fewer placements than these are none. */
  constructor(model: Model, choices: Int32Array, leastOfPerson: Int32Array) {
    this.#leastOfPerson = leastOfPerson;
    this.#model = model;
    this.#choices = choices;
    this.#isClosed = new Uint8Array(model.rows.count);
    this.#isPinned = new Uint8Array(model.pairCount);
    const { rows, pairCount, columnCount } = model;
    const { firstOfColumn, rowOfEntry, coefficientOfEntry } = byColumn(rows, columnCount);
    this.#firstOfPair = firstOfColumn;
    this.#rows = rowOfEntry;
    this.#coefficients = coefficientOfEntry;
    rows.labelOfRow.forEach(({ kind }, row) => {
      if (kind !== 'pin') return;
      for (const column of rows.columnOfEntry.subarray(rows.firstEntryOfRow[row], rows.firstEntryOfRow[row + 1]))
        if (column < pairCount) this.#isPinned[column] = 1;
    });
  }

  clear(): void {
    this.#activity = new Float64Array(this.#model.rows.count);
    this.#seated = new Int32Array(this.#model.seatCount);
    this.#taken = new Set();
  }

  /** A person takes as many placements as they may have, or none where they need more than there are. */
  serve(person: number): void {
    const { firstPairOfPerson, upperOfPerson, optionalOfPerson } = this.#model;
    const [first, end] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
    const own: number[] = [];
    for (const wanted of optionalOfPerson[person] === 1 ? [1] : [1, 0]) {
      for (let k = first; k < end && own.length < upperOfPerson[person]!; k++) {
        const pair = this.#choices[k]!;
        if (this.#isPinned[pair] !== wanted || !this.#fits(pair)) continue;
        this.#take(pair, 1);
        own.push(pair);
      }
    }
    if (own.length < this.#leastOfPerson[person]!) for (const pair of own) this.#take(pair, -1);
  }

  /** Closes the opening or journey that is furthest under its minimum; false where none is under it. */
  callOff(): boolean {
    const { rows } = this.#model;
    let worst = -1;
    let leastShare = 1;
    for (let row = 0; row < rows.count; row++) {
      const share = rows.minimumToOpenOfRow[row]! > 0 ? this.#activity[row]! / rows.minimumToOpenOfRow[row]! : 1;
      if (share === 0 || share >= leastShare) continue;
      leastShare = share;
      worst = row;
    }
    if (worst >= 0) this.#isClosed[worst] = 1;
    return worst >= 0;
  }

  /** Accompanying persons, in the order of their turns, each into the first journey that lacks one. */
  accompany(turns: readonly number[]): void {
    const { firstPairOfPerson, optionalOfPerson } = this.#model;
    for (const person of turns) {
      if (optionalOfPerson[person] === 0) continue;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        if (!this.#helps(pair) || !this.#fits(pair)) continue;
        this.#take(pair, 1);
        break;
      }
    }
  }

  plan(): Int32Array {
    return Int32Array.from(this.#taken).sort();
  }

  #fits(pair: number): boolean {
    const { seatOfPair, upperOfSeat, rows } = this.#model;
    const seat = seatOfPair[pair]!;
    if (this.#taken.has(pair) || (seat >= 0 && this.#seated[seat]! >= upperOfSeat[seat]!)) return false;
    for (let k = this.#firstOfPair[pair]!; k < this.#firstOfPair[pair + 1]!; k++) {
      const row = this.#rows[k]!;
      if (this.#isClosed[row] === 1) return false;
      const coefficient = this.#coefficients[k]!;
      if (coefficient > 0 && !unseen.has(rows.labelOfRow[row]!.kind) && this.#activity[row]! + coefficient > rows.upperOfRow[row]!)
        return false;
    }
    return true;
  }

  /** Does an accompanying person in this pair mend a journey that lacks one? */
  #helps(pair: number): boolean {
    for (let k = this.#firstOfPair[pair]!; k < this.#firstOfPair[pair + 1]!; k++)
      if (this.#coefficients[k]! < 0 && this.#activity[this.#rows[k]!]! > this.#model.rows.upperOfRow[this.#rows[k]!]!) return true;
    return false;
  }

  #take(pair: number, sign: 1 | -1): void {
    const seat = this.#model.seatOfPair[pair]!;
    if (seat >= 0) this.#seated[seat]! += sign;
    for (let k = this.#firstOfPair[pair]!; k < this.#firstOfPair[pair + 1]!; k++)
      this.#activity[this.#rows[k]!]! += sign * this.#coefficients[k]!;
    if (sign > 0) this.#taken.add(pair);
    else this.#taken.delete(pair);
  }
}
