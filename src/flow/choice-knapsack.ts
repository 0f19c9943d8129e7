import { type OptionsOfGroups, ParetoStates, type Together } from './pareto-states.js';

/** Steps of the search for the multiplier; it need not be the best, only near. */
const multiplierSteps = 24;

/** The first guess of what a choice must lose: so many times what the last best one lost, or this part of the bound. */
const firstReach = 1.5;
const leastReachPart = 1e-7;

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
 * States are Pareto states, sorted by cost, so cents cost no more than round figures (`pareto-states.ts`).
 *
 * References. D. Pisinger, "A minimal algorithm for the multiple-choice knapsack problem" (1995); M. Dyer, J. Riha, J. Walker (1995).
 */
export class ChoiceKnapsack implements OptionsOfGroups {
  /** Found by the last call, the first guess of the next. */
  multiplier = 0;
  groupCount = 0;
  /** Option chosen of each group. */
  readonly choice: Int32Array;
  private reach = 0;
  /** One more than the groups: the last is the end. */
  readonly firstOption: Int32Array;
  readonly costOfOption: Float64Array;
  readonly worthOfOption: Float64Array;
  readonly lossOfOption: Float64Array;
  readonly groupOfOption: Int32Array;
  private readonly states: ParetoStates;

  /** Room for so many groups and options; beyond `mostStates` the dynamic program is given up. */
  constructor(mostGroups: number, mostOptions: number, mostStates: number) {
    this.choice = new Int32Array(mostGroups);
    this.firstOption = new Int32Array(mostGroups + 1);
    this.costOfOption = new Float64Array(mostOptions);
    this.worthOfOption = new Float64Array(mostOptions);
    this.lossOfOption = new Float64Array(mostOptions);
    this.groupOfOption = new Int32Array(mostOptions);
    this.states = new ParetoStates(this, mostStates);
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
    let reach = Math.max(this.reach * firstReach, Math.abs(ceiling) * leastReachPart, 16);
    for (;;) {
      const { near, far } = this.parted(reach);
      // One unit of slack: rounding errors are far below it.
      const found = this.states.best(near, far, { limit, multiplier: this.multiplier, reach, floor: ceiling - reach - 1 });
      if (found === null) break;
      if (found.worth >= ceiling - reach) {
        this.reach = ceiling - found.worth;
        for (const state of found.states) this.states.choose(state);
        return { worth: found.worth, isExact: true };
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

  /** Groups with an option near the multiplier's choice, those with the nearest last, as they multiply the states most; and all others together. */
  private parted(reach: number): { readonly near: readonly number[]; readonly far: Together } {
    const { firstOption, costOfOption, worthOfOption, lossOfOption, choice, groupCount } = this;
    const near: { group: number; nearest: number }[] = [];
    let cost = 0;
    let worth = 0;
    for (let group = 0; group < groupCount; group++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let option = firstOption[group]!; option < firstOption[group + 1]!; option++) {
        if (option !== choice[group] && lossOfOption[option]! < nearest) nearest = lossOfOption[option]!;
      }
      if (nearest <= reach) near.push({ group, nearest });
      else {
        cost += costOfOption[choice[group]!]!;
        worth += worthOfOption[choice[group]!]!;
      }
    }
    near.sort((a, b) => b.nearest - a.nearest || a.group - b.group);
    return { near: near.map(({ group }) => group), far: { cost, worth, least: cost, most: cost } };
  }
}
