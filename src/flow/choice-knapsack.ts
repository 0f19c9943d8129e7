/** Steps of the search for the multiplier; it need not be the best, only near. */
const multiplierSteps = 24;

/** Near options of one group; with more, the dynamic program is given up. */
const mostOptionsOfGroup = 256;

/** What a knapsack came to. */
export interface Chosen {
  /** The largest worth, or a bound on it; −Infinity: no choice keeps the limit. */
  readonly worth: number;
  /** False: too many states; `choice` holds what the multiplier makes best, which may break the limit. */
  readonly isExact: boolean;
}

/**
 * A multiple-choice knapsack: one option of each group, the cost of all within a limit, the worth the largest.
 *
 * Principle. With a multiplier λ ≥ 0 on the limit, no choice is worth more than D(λ) = λ·limit + Σ max over a group's options of (worth − λ·cost).
 * An option loses its group's maximum less its own; a choice falls short of D by its losses and λ times the room it leaves. So all choices within Δ of D
 * are found by a dynamic program over (cost, worth) that drops options and states which have lost more than Δ: near the best λ nearly every group
 * keeps a single option. Δ is doubled until a choice lies within it; that choice is the best of all, exactly.
 * States are Pareto states, sorted by cost, so cents cost no more than round figures.
 *
 * References. D. Pisinger, "A minimal algorithm for the multiple-choice knapsack problem" (1995); M. Dyer, J. Riha, J. Walker (1995).
 */
export class ChoiceKnapsack {
  /** Found by the last call, the first guess of the next. */
  multiplier = 0;
  groupCount = 0;
  /** Option chosen of each group. */
  readonly choice: Int32Array;
  private reach = 0;
  /** One more than the groups: the last is the end. */
  private readonly firstOption: Int32Array;
  private readonly costOfOption: Float64Array;
  private readonly worthOfOption: Float64Array;
  private readonly lossOfOption: Float64Array;
  private readonly groupOfOption: Int32Array;

  private costOfState = new Float64Array(1024);
  private worthOfState = new Float64Array(1024);
  private parentOfState = new Int32Array(1024);
  private optionOfState = new Int32Array(1024);
  /** Of each option of the group that is being added: the cheapest state not yet taken together with it. */
  private readonly costOfHead = new Float64Array(mostOptionsOfGroup);
  private readonly worthOfHead = new Float64Array(mostOptionsOfGroup);

  /** Room for so many groups and options; beyond `mostStates` the dynamic program is given up. */
  constructor(
    mostGroups: number,
    mostOptions: number,
    private readonly mostStates: number,
  ) {
    this.choice = new Int32Array(mostGroups);
    this.firstOption = new Int32Array(mostGroups + 1);
    this.costOfOption = new Float64Array(mostOptions);
    this.worthOfOption = new Float64Array(mostOptions);
    this.lossOfOption = new Float64Array(mostOptions);
    this.groupOfOption = new Int32Array(mostOptions);
  }

  /** Forgets all groups. */
  clear(): void {
    this.groupCount = 0;
  }

  /** Begins a group; options are added to it. */
  openGroup(): void {
    this.groupCount++;
    this.firstOption[this.groupCount] = this.firstOption[this.groupCount - 1]!;
  }

  /** An option of the last group; returns its number, counted over all groups. */
  addOption(cost: number, worth: number): number {
    const option = this.firstOption[this.groupCount]!++;
    this.costOfOption[option] = cost;
    this.worthOfOption[option] = worth;
    this.groupOfOption[option] = this.groupCount - 1;
    return option;
  }

  /** Has the last group any option? */
  hasOption(): boolean {
    return this.firstOption[this.groupCount]! > this.firstOption[this.groupCount - 1]!;
  }

  /** Chooses one option of each group; every group has one. */
  solve(limit: number): Chosen {
    const free = this.choose(0);
    if (free.cost <= limit) {
      this.multiplier = 0;
      return { worth: free.worth, isExact: true };
    }
    if (this.leastCost() > limit) return { worth: Number.NEGATIVE_INFINITY, isExact: true };
    this.multiplier = this.findMultiplier(limit, free);
    const { cost, worth } = this.choose(this.multiplier);
    const ceiling = worth + this.multiplier * (limit - cost);
    this.loseAgainstChoice();
    let shown = 0;
    let reach = Math.max(this.reach * 1.25, Math.abs(ceiling) * 1e-5, 16);
    for (;;) {
      const found = this.search(limit, reach, ceiling);
      if (found === null) break;
      if (found >= 0 && this.worthOfState[found]! >= ceiling - reach) {
        this.reach = ceiling - this.worthOfState[found]!;
        this.backtrack(found);
        return { worth: this.worthOfState[found]!, isExact: true };
      }
      shown = reach;
      reach *= 2;
    }
    this.choose(this.multiplier);
    return { worth: Math.floor(ceiling - shown), isExact: false };
  }

  /** The best option of each group under a multiplier, the cheaper of equal ones. */
  private choose(multiplier: number): { readonly cost: number; readonly worth: number } {
    const { firstOption, costOfOption, worthOfOption, choice, groupCount } = this;
    let cost = 0;
    let worth = 0;
    for (let group = 0; group < groupCount; group++) {
      let best = firstOption[group]!;
      let bestNet = worthOfOption[best]! - multiplier * costOfOption[best]!;
      for (let option = best + 1; option < firstOption[group + 1]!; option++) {
        const net = worthOfOption[option]! - multiplier * costOfOption[option]!;
        if (net > bestNet || (net === bestNet && costOfOption[option]! < costOfOption[best]!)) {
          best = option;
          bestNet = net;
        }
      }
      choice[group] = best;
      cost += costOfOption[best]!;
      worth += worthOfOption[best]!;
    }
    return { cost, worth };
  }

  private leastCost(): number {
    let cost = 0;
    for (let group = 0; group < this.groupCount; group++) {
      let least = Number.POSITIVE_INFINITY;
      for (let option = this.firstOption[group]!; option < this.firstOption[group + 1]!; option++)
        least = Math.min(least, this.costOfOption[option]!);
      cost += least;
    }
    return cost;
  }

  /** Where the tangents of D on both sides of its least point meet, from the last multiplier. */
  private findMultiplier(limit: number, free: { readonly cost: number; readonly worth: number }): number {
    let low = { at: 0, ...free };
    let high: typeof low | null = null;
    let at = this.multiplier > 0 ? this.multiplier : Math.max(1, Math.abs(free.worth)) / (2 * Math.max(1, Math.abs(free.cost)));
    for (let step = 0; step < multiplierSteps; step++) {
      const here = { at, ...this.choose(at) };
      if (high !== null) {
        const value = here.worth + at * (limit - here.cost);
        const line = low.worth + at * (limit - low.cost);
        if (value <= line + 1e-9 * Math.abs(line)) return at;
      }
      if (here.cost > limit) low = here;
      else high = here;
      if (high === null) at *= step === 0 ? 1.05 : 2;
      else if (low.at === 0 && step === 0) at *= 0.95;
      else at = (low.worth - high.worth) / (low.cost - high.cost);
    }
    return at;
  }

  private loseAgainstChoice(): void {
    const { firstOption, costOfOption, worthOfOption, lossOfOption, choice, multiplier, groupCount } = this;
    for (let group = 0; group < groupCount; group++) {
      const best = choice[group]!;
      const bestNet = worthOfOption[best]! - multiplier * costOfOption[best]!;
      for (let option = firstOption[group]!; option < firstOption[group + 1]!; option++) {
        lossOfOption[option] = option === best ? 0 : Math.max(0, bestNet - worthOfOption[option]! + multiplier * costOfOption[option]!);
      }
    }
  }

  /** The best state that has lost at most `reach`; −1: none; null: too many states. */
  private search(limit: number, reach: number, ceiling: number): number | null {
    const { firstOption, costOfOption, worthOfOption, lossOfOption, choice, multiplier, groupCount } = this;
    const open: { at: number; nearest: number }[] = [];
    let cost = 0;
    let worth = 0;
    for (let at = 0; at < groupCount; at++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let option = firstOption[at]!; option < firstOption[at + 1]!; option++) {
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
      for (let option = firstOption[at]!; option < firstOption[at + 1]!; option++) {
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
    const options = new Int32Array(mostOptionsOfGroup);
    const next = new Int32Array(mostOptionsOfGroup);
    // One unit of slack: rounding errors are far below it.
    const floor = ceiling - reach - 1;
    for (let k = 0; k < open.length; k++) {
      const { at } = open[k]!;
      let count = 0;
      for (let option = firstOption[at]!; option < firstOption[at + 1]! && count < options.length; option++) {
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
      const { costOfHead, worthOfHead } = this;
      for (let o = 0; o < count; o++) {
        costOfHead[o] = costOfState[first]! + costOfOption[options[o]!]!;
        worthOfHead[o] = worthOfState[first]! + worthOfOption[options[o]!]!;
      }
      for (;;) {
        let pick = 0;
        let pickCost = costOfHead[0]!;
        let pickWorth = worthOfHead[0]!;
        for (let o = 1; o < count; o++) {
          const here = costOfHead[o]!;
          if (here > pickCost || (here === pickCost && worthOfHead[o]! <= pickWorth)) continue;
          pick = o;
          pickCost = here;
          pickWorth = worthOfHead[o]!;
        }
        if (!(pickCost <= mostCost)) break;
        const parent = next[pick]!++;
        if (parent + 1 === until) costOfHead[pick] = Number.POSITIVE_INFINITY;
        else {
          costOfHead[pick] = costOfState[parent + 1]! + costOfOption[options[pick]!]!;
          worthOfHead[pick] = worthOfState[parent + 1]! + worthOfOption[options[pick]!]!;
        }
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
      if (end > this.mostStates) return null;
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

  private backtrack(state: number): void {
    for (let at = state; this.optionOfState[at]! >= 0; at = this.parentOfState[at]!) {
      const option = this.optionOfState[at]!;
      this.choice[this.groupOfOption[option]!] = option;
    }
  }
}
