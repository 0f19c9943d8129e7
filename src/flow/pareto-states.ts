/** Near options of one group; with more, the dynamic program is given up. */
const mostOptionsOfGroup = 256;

/** Groups of options, numbered through: those of one group stand together. */
export interface OptionsOfGroups {
  /** One more than the groups: the last is the end. */
  readonly firstOption: Int32Array;
  readonly groupOfOption: Int32Array;
  readonly costOfOption: Float64Array;
  readonly worthOfOption: Float64Array;
  /** Beside the best option of its group under the multiplier. */
  readonly lossOfOption: Float64Array;
  /** Option chosen of each group: by the multiplier, until a better choice is found. */
  readonly choice: Int32Array;
}

/** What choices are looked for. */
export interface Window {
  readonly limit: number;
  readonly multiplier: number;
  /** Options that lose more are not looked at. */
  readonly reach: number;
  /** Choices worth less are not. */
  readonly floor: number;
}

/** Some groups together: what the multiplier chooses, and the least and the most that their near options cost. */
export interface Together {
  readonly cost: number;
  readonly worth: number;
  readonly least: number;
  readonly most: number;
}

/** States over one half of the groups, from the cheapest to the dearest, which are also the least and the most worth. */
interface Front {
  readonly first: number;
  readonly end: number;
}

/** The best choice that was found: a state of each half. */
export interface Met {
  readonly worth: number;
  readonly states: readonly [number, number];
}

/**
 * The dynamic program of `choice-knapsack.ts` over the options near the multiplier's choice: Pareto states, sorted by cost. A state that may belong to no choice
 * above the floor is dropped; one that, completed by what the multiplier chooses, keeps the limit raises the floor. The groups are taken in two halves, each
 * with a list of its own, and the two lists meet in one go through both (E. Horowitz, S. Sahni, "Computing partitions with applications to the knapsack problem", 1974): a list grows with every group, so two short ones
 * hold far fewer states than a long one (S2 clust 1, budgets of 200 people: 3,900 states a knapsack, 24,800 in one list with a fixed floor).
 */
export class ParetoStates {
  private costOfState = new Float64Array(1024);
  private worthOfState = new Float64Array(1024);
  private parentOfState = new Int32Array(1024);
  private optionOfState = new Int32Array(1024);
  /** Of each option of the group that is being added: the cheapest state not yet taken together with it. */
  private readonly costOfHead = new Float64Array(mostOptionsOfGroup);
  private readonly worthOfHead = new Float64Array(mostOptionsOfGroup);
  /** Of each such option: its number, and that state. */
  private readonly optionOfHead = new Int32Array(mostOptionsOfGroup);
  private readonly stateOfHead = new Int32Array(mostOptionsOfGroup);
  /** States so far. */
  private end = 0;
  /** Nothing worth less is looked for. */
  private floor = 0;

  constructor(
    private readonly options: OptionsOfGroups,
    /** Beyond, the search is given up. */
    private readonly mostStates: number,
  ) {}

  /**
   * The best choice over groups that have near options, those with the nearest last, as they multiply the states most; `far`: all others. Its worth is
   * −Infinity where there is none above the floor; null: too many states.
   */
  best(near: readonly number[], far: Together, window: Window): Met | null {
    const halves = [near.filter((_, k) => k % 2 === 0), near.filter((_, k) => k % 2 === 1)] as const;
    const [one, other] = halves.map((groups) => this.together(groups, window.reach)) as [Together, Together];
    this.floor = window.floor;
    this.end = 0;
    const first = this.statesOf(halves[0], sumOf(far, other), window);
    const second = first === null ? null : this.statesOf(halves[1], sumOf(far, one), window);
    if (first === null || second === null) return null;
    const { worth, states } = this.meet(first, second, window.limit - far.cost);
    return { worth: worth + far.worth, states };
  }

  private together(groups: readonly number[], reach: number): Together {
    let sum: Together = { cost: 0, worth: 0, least: 0, most: 0 };
    for (const group of groups) sum = sumOf(sum, this.alone(group, reach));
    return sum;
  }

  private alone(group: number, reach: number): Together {
    const { firstOption, costOfOption, worthOfOption, lossOfOption, choice } = this.options;
    const chosen = choice[group]!;
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let option = firstOption[group]!; option < firstOption[group + 1]!; option++) {
      if (lossOfOption[option]! > reach) continue;
      least = Math.min(least, costOfOption[option]!);
      most = Math.max(most, costOfOption[option]!);
    }
    return { cost: costOfOption[chosen]!, worth: worthOfOption[chosen]!, least, most };
  }

  /** All states over such groups that may belong to a choice above the floor, whatever the groups outside take; null: too many. */
  private statesOf(groups: readonly number[], outside: Together, { limit, multiplier, reach }: Window): Front | null {
    const { firstOption, costOfOption, worthOfOption, lossOfOption } = this.options;
    const { costOfHead, worthOfHead, optionOfHead, stateOfHead } = this;
    const after: Together[] = [outside];
    for (let k = groups.length - 1; k >= 0; k--) after.unshift(sumOf(after[0]!, this.alone(groups[k]!, reach)));
    this.reserve(this.end + 1);
    let first = this.end++;
    this.costOfState[first] = 0;
    this.worthOfState[first] = 0;
    this.parentOfState[first] = -1;
    this.optionOfState[first] = -1;
    for (let k = 0; k < groups.length; k++) {
      const group = groups[k]!;
      let count = 0;
      for (let option = firstOption[group]!; option < firstOption[group + 1]! && count < mostOptionsOfGroup; option++) {
        if (lossOfOption[option]! <= reach) {
          optionOfHead[count] = option;
          stateOfHead[count++] = first;
        }
      }
      if (count === mostOptionsOfGroup) return null;
      const until = this.end;
      this.reserve(until + (until - first) * count);
      const { costOfState, worthOfState, parentOfState, optionOfState } = this;
      const { cost: costAfter, worth: worthAfter, least: leastAfter, most: mostAfter } = after[k + 1]!;
      const mostCost = limit - leastAfter;
      const netAfter = worthAfter - multiplier * costAfter + multiplier * limit;
      let { floor } = this;
      let end = until;
      let lastWorth = Number.NEGATIVE_INFINITY;
      for (let head = 0; head < count; head++) {
        costOfHead[head] = costOfState[first]! + costOfOption[optionOfHead[head]!]!;
        worthOfHead[head] = worthOfState[first]! + worthOfOption[optionOfHead[head]!]!;
      }
      for (;;) {
        let pick = 0;
        let cost = costOfHead[0]!;
        let worth = worthOfHead[0]!;
        for (let head = 1; head < count; head++) {
          const here = costOfHead[head]!;
          if (here > cost || (here === cost && worthOfHead[head]! <= worth)) continue;
          pick = head;
          cost = here;
          worth = worthOfHead[head]!;
        }
        if (!(cost <= mostCost)) break;
        const parent = stateOfHead[pick]!++;
        if (parent + 1 === until) costOfHead[pick] = Number.POSITIVE_INFINITY;
        else {
          costOfHead[pick] = costOfState[parent + 1]! + costOfOption[optionOfHead[pick]!]!;
          worthOfHead[pick] = worthOfState[parent + 1]! + worthOfOption[optionOfHead[pick]!]!;
        }
        if (worth <= lastWorth) continue;
        const left = limit - cost - mostAfter;
        if (worth - multiplier * cost + netAfter - (left > 0 ? multiplier * left : 0) < floor) continue;
        if (cost + costAfter <= limit) floor = Math.max(floor, worth + worthAfter - 1);
        costOfState[end] = cost;
        worthOfState[end] = worth;
        parentOfState[end] = parent;
        optionOfState[end++] = optionOfHead[pick]!;
        lastWorth = worth;
      }
      this.floor = floor;
      this.end = end;
      first = until;
      if (end > this.mostStates) return null;
      if (end === first) break;
    }
    return { first, end: this.end };
  }

  /** The best two states, one of each list, that keep the limit together: what the first spends more, the second must spend less. */
  private meet(one: Front, other: Front, limit: number): Met {
    const { costOfState, worthOfState } = this;
    let worth = Number.NEGATIVE_INFINITY;
    let states: [number, number] = [one.first, other.first];
    let partner = other.end - 1;
    for (let state = one.first; state < one.end; state++) {
      while (partner >= other.first && costOfState[state]! + costOfState[partner]! > limit) partner--;
      if (partner < other.first) break;
      const here = worthOfState[state]! + worthOfState[partner]!;
      if (here <= worth) continue;
      worth = here;
      states = [state, partner];
    }
    return { worth, states };
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

  /** Writes the options that lead to a state into the choice. */
  choose(state: number): void {
    for (let at = state; this.optionOfState[at]! >= 0; at = this.parentOfState[at]!) {
      const option = this.optionOfState[at]!;
      this.options.choice[this.options.groupOfOption[option]!] = option;
    }
  }
}

function sumOf(a: Together, b: Together): Together {
  return { cost: a.cost + b.cost, worth: a.worth + b.worth, least: a.least + b.least, most: a.most + b.most };
}
