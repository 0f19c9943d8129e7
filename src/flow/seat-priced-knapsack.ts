/** Pairs under prices: what a relaxation leaves to be solved exactly. Integers in doubles. */
export interface PricedPairs {
  readonly firstPairOfPerson: Int32Array;
  readonly worthOfPair: Float64Array;
  /** 1: must not be taken. */
  readonly isClosedPair: Uint8Array;
  /** 1: has to be placed. */
  readonly isRequiredPerson: Uint8Array;
}

/** States of one dynamic program; beyond, the bound that was reached stands. */
const mostStates = 3_000_000;
/** Steps of the search for the multiplier; it need not be the best, only near. */
const multiplierSteps = 24;

/**
 * A multiple-choice knapsack: each person takes at most one of its pairs, the cost of all stays within a limit, the worth is the largest.
 *
 * Principle. With a multiplier λ ≥ 0 on the limit, no choice is worth more than D(λ) = λ·limit + Σ max over a person's options of (worth − λ·cost).
 * An option loses its person's maximum less its own; a choice falls short of D by its losses and λ times the money it leaves. So all choices within Δ of D
 * are found by a dynamic program over (cost, worth) that drops options and states which have lost more than Δ: near the best λ nearly every person
 * keeps a single option. Δ is doubled until a choice lies within it; that choice is the best of all, exactly.
 * States are Pareto states, sorted by cost, so cents cost no more than round figures.
 *
 * References. D. Pisinger, "A minimal algorithm for the multiple-choice knapsack problem" (1995); M. Dyer, J. Riha, J. Walker (1995).
 */
export class BudgetKnapsack {
  /** Found by the last call. */
  multiplier = 0;
  private reach = 0;
  private readonly firstOption: Int32Array;
  private readonly pairOfOption: Int32Array;
  private readonly costOfOption: Float64Array;
  private readonly worthOfOption: Float64Array;
  private readonly lossOfOption: Float64Array;
  private readonly endOfOptions: Int32Array;
  private readonly choice: Int32Array;

  private costOfState = new Float64Array(1024);
  private worthOfState = new Float64Array(1024);
  private parentOfState = new Int32Array(1024);
  private optionOfState = new Int32Array(1024);

  /** `costOfPair` counts for the pairs of `persons` only: integers ≥ 0. */
  constructor(
    readonly persons: Int32Array,
    readonly limit: number,
    private readonly costOfPair: Float64Array,
    firstPairOfPerson: Int32Array,
  ) {
    let count = 0;
    this.firstOption = new Int32Array(persons.length);
    persons.forEach((person, at) => {
      this.firstOption[at] = count;
      count += firstPairOfPerson[person + 1]! - firstPairOfPerson[person]! + 1;
    });
    this.pairOfOption = new Int32Array(count);
    this.costOfOption = new Float64Array(count);
    this.worthOfOption = new Float64Array(count);
    this.lossOfOption = new Float64Array(count);
    this.endOfOptions = new Int32Array(persons.length);
    this.choice = new Int32Array(persons.length);
  }

  /** The largest worth (or, where too many states were met, a bound on it); writes the pairs chosen into `pairOfPerson`. −Infinity: no choice. */
  solve(pairs: PricedPairs, pairOfPerson: Int32Array): number {
    if (!this.readOptions(pairs)) return Number.NEGATIVE_INFINITY;
    const free = this.choose(0);
    if (free.cost <= this.limit) {
      this.multiplier = 0;
      this.write(pairOfPerson);
      return free.worth;
    }
    if (this.leastCost() > this.limit) return Number.NEGATIVE_INFINITY;
    this.multiplier = this.findMultiplier(free);
    const { cost, worth } = this.choose(this.multiplier);
    const ceiling = worth + this.multiplier * (this.limit - cost);
    this.loseAgainstChoice();
    let shown = 0;
    let reach = Math.max(this.reach * 1.25, Math.abs(ceiling) * 1e-5, 16);
    for (;;) {
      const found = this.search(reach, ceiling);
      if (found === null) break;
      if (found >= 0 && this.worthOfState[found]! >= ceiling - reach) {
        this.reach = ceiling - this.worthOfState[found]!;
        this.backtrack(found);
        this.write(pairOfPerson);
        return this.worthOfState[found]!;
      }
      shown = reach;
      reach *= 2;
    }
    this.choose(this.multiplier);
    this.write(pairOfPerson);
    return Math.floor(ceiling - shown);
  }

  /** False: somebody who must be placed has no pair left. */
  private readOptions({ firstPairOfPerson, worthOfPair, isClosedPair, isRequiredPerson }: PricedPairs): boolean {
    const { persons, firstOption, endOfOptions, pairOfOption, costOfOption, worthOfOption, costOfPair } = this;
    for (let at = 0; at < persons.length; at++) {
      const person = persons[at]!;
      const isRequired = isRequiredPerson[person] === 1;
      let end = firstOption[at]!;
      if (!isRequired) {
        pairOfOption[end] = -1;
        costOfOption[end] = 0;
        worthOfOption[end++] = 0;
      }
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        if (isClosedPair[pair] === 1 || (!isRequired && worthOfPair[pair]! <= 0)) continue;
        pairOfOption[end] = pair;
        costOfOption[end] = costOfPair[pair]!;
        worthOfOption[end++] = worthOfPair[pair]!;
      }
      if (end === firstOption[at]!) return false;
      endOfOptions[at] = end;
    }
    return true;
  }

  /** Everybody's best option under a multiplier, the cheaper of equal ones. */
  private choose(multiplier: number): { readonly cost: number; readonly worth: number } {
    const { firstOption, endOfOptions, costOfOption, worthOfOption, choice } = this;
    let cost = 0;
    let worth = 0;
    for (let at = 0; at < choice.length; at++) {
      let best = firstOption[at]!;
      let bestNet = worthOfOption[best]! - multiplier * costOfOption[best]!;
      for (let option = best + 1; option < endOfOptions[at]!; option++) {
        const net = worthOfOption[option]! - multiplier * costOfOption[option]!;
        if (net > bestNet || (net === bestNet && costOfOption[option]! < costOfOption[best]!)) {
          best = option;
          bestNet = net;
        }
      }
      choice[at] = best;
      cost += costOfOption[best]!;
      worth += worthOfOption[best]!;
    }
    return { cost, worth };
  }

  private leastCost(): number {
    let cost = 0;
    for (let at = 0; at < this.choice.length; at++) {
      let least = Number.POSITIVE_INFINITY;
      for (let option = this.firstOption[at]!; option < this.endOfOptions[at]!; option++)
        least = Math.min(least, this.costOfOption[option]!);
      cost += least;
    }
    return cost;
  }

  /** Where the tangents of D on both sides of its least point meet, from the last multiplier. */
  private findMultiplier(free: { readonly cost: number; readonly worth: number }): number {
    let low = { at: 0, ...free };
    let high: typeof low | null = null;
    let at = this.multiplier > 0 ? this.multiplier : Math.max(1e-9, Math.abs(free.worth) / (2 * free.cost));
    for (let step = 0; step < multiplierSteps; step++) {
      const here = { at, ...this.choose(at) };
      if (high !== null) {
        const value = here.worth + at * (this.limit - here.cost);
        const line = low.worth + at * (this.limit - low.cost);
        if (value <= line + 1e-9 * Math.abs(line)) return at;
      }
      if (here.cost > this.limit) low = here;
      else high = here;
      if (high === null) at *= step === 0 ? 1.05 : 2;
      else if (low.at === 0 && step === 0) at *= 0.95;
      else at = (low.worth - high.worth) / (low.cost - high.cost);
    }
    return at;
  }

  private loseAgainstChoice(): void {
    const { firstOption, endOfOptions, costOfOption, worthOfOption, lossOfOption, choice, multiplier } = this;
    for (let at = 0; at < choice.length; at++) {
      const best = choice[at]!;
      const bestNet = worthOfOption[best]! - multiplier * costOfOption[best]!;
      for (let option = firstOption[at]!; option < endOfOptions[at]!; option++) {
        lossOfOption[option] = option === best ? 0 : Math.max(0, bestNet - worthOfOption[option]! + multiplier * costOfOption[option]!);
      }
    }
  }

  /** The best state that has lost at most `reach`; −1: none; null: too many states. */
  private search(reach: number, ceiling: number): number | null {
    const { firstOption, endOfOptions, costOfOption, worthOfOption, lossOfOption, choice, limit, multiplier } = this;
    const open: { at: number; nearest: number }[] = [];
    let cost = 0;
    let worth = 0;
    for (let at = 0; at < choice.length; at++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let option = firstOption[at]!; option < endOfOptions[at]!; option++) {
        if (option !== choice[at] && lossOfOption[option]! < nearest) nearest = lossOfOption[option]!;
      }
      if (nearest <= reach) open.push({ at, nearest });
      else {
        cost += costOfOption[choice[at]!]!;
        worth += worthOfOption[choice[at]!]!;
      }
    }
    // Those with the nearest options last: they multiply the states most.
    open.sort((a, b) => b.nearest - a.nearest || a.at - b.at);
    const leastAfter = new Float64Array(open.length + 1);
    const mostAfter = new Float64Array(open.length + 1);
    const netAfter = new Float64Array(open.length + 1);
    for (let k = open.length - 1; k >= 0; k--) {
      const { at } = open[k]!;
      let least = Number.POSITIVE_INFINITY;
      let most = 0;
      for (let option = firstOption[at]!; option < endOfOptions[at]!; option++) {
        if (lossOfOption[option]! > reach) continue;
        least = Math.min(least, costOfOption[option]!);
        most = Math.max(most, costOfOption[option]!);
      }
      leastAfter[k] = leastAfter[k + 1]! + least;
      mostAfter[k] = mostAfter[k + 1]! + most;
      netAfter[k] = netAfter[k + 1]! + worthOfOption[choice[at]!]! - multiplier * costOfOption[choice[at]!]!;
    }
    this.costOfState[0] = cost;
    this.worthOfState[0] = worth;
    this.parentOfState[0] = -1;
    this.optionOfState[0] = -1;
    let first = 0;
    let end = 1;
    const options = new Int32Array(256);
    const next = new Int32Array(256);
    // One unit of slack: rounding errors are far below it.
    const floor = ceiling - reach - 1;
    for (let k = 0; k < open.length; k++) {
      const { at } = open[k]!;
      let count = 0;
      for (let option = firstOption[at]!; option < endOfOptions[at]! && count < options.length; option++) {
        if (lossOfOption[option]! <= reach) {
          options[count] = option;
          next[count++] = first;
        }
      }
      if (count === options.length) return null;
      const until = end;
      this.reserve(end + (until - first) * count);
      const { costOfState, worthOfState, parentOfState, optionOfState } = this;
      const mostCost = limit - leastAfter[k + 1]!;
      const rest = netAfter[k + 1]! + multiplier * limit;
      const mostRest = mostAfter[k + 1]!;
      let lastWorth = Number.NEGATIVE_INFINITY;
      for (;;) {
        let pick = -1;
        let pickCost = Number.POSITIVE_INFINITY;
        let pickWorth = 0;
        for (let o = 0; o < count; o++) {
          const state = next[o]!;
          if (state === until) continue;
          const here = costOfState[state]! + costOfOption[options[o]!]!;
          if (here > pickCost) continue;
          const worthHere = worthOfState[state]! + worthOfOption[options[o]!]!;
          if (here < pickCost || worthHere > pickWorth) {
            pick = o;
            pickCost = here;
            pickWorth = worthHere;
          }
        }
        if (pick < 0 || pickCost > mostCost) break;
        const parent = next[pick]!++;
        if (pickWorth <= lastWorth) continue;
        const most = pickWorth - multiplier * pickCost + rest;
        const left = limit - pickCost - mostRest;
        if (most - (left > 0 ? multiplier * left : 0) < floor) continue;
        costOfState[end] = pickCost;
        worthOfState[end] = pickWorth;
        parentOfState[end] = parent;
        optionOfState[end++] = options[pick]!;
        lastWorth = pickWorth;
      }
      first = until;
      if (end === first) return -1;
      if (end > mostStates) return null;
    }
    if (cost > limit && open.length === 0) return -1;
    return end - 1;
  }

  private reserve(size: number): void {
    if (size <= this.costOfState.length) return;
    const length = Math.max(size, 2 * this.costOfState.length);
    const grow = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.costOfState = grow(this.costOfState, new Float64Array(length));
    this.worthOfState = grow(this.worthOfState, new Float64Array(length));
    this.parentOfState = grow(this.parentOfState, new Int32Array(length));
    this.optionOfState = grow(this.optionOfState, new Int32Array(length));
  }

  /** Everybody outside the last search keeps the choice under the multiplier. */
  private backtrack(state: number): void {
    const personOfOption = this.personOfOption();
    for (let at = state; this.optionOfState[at]! >= 0; at = this.parentOfState[at]!) {
      const option = this.optionOfState[at]!;
      this.choice[personOfOption[option]!] = option;
    }
  }

  private cachedPersonOfOption: Int32Array | null = null;

  private personOfOption(): Int32Array {
    if (this.cachedPersonOfOption === null) {
      const personOfOption = new Int32Array(this.pairOfOption.length);
      for (let at = 0; at < this.choice.length; at++) personOfOption.fill(at, this.firstOption[at]!);
      this.cachedPersonOfOption = personOfOption;
    }
    return this.cachedPersonOfOption;
  }

  private write(pairOfPerson: Int32Array): void {
    for (let at = 0; at < this.choice.length; at++) pairOfPerson[this.persons[at]!] = this.pairOfOption[this.choice[at]!]!;
  }
}
