import { ChoiceKnapsack } from './choice-knapsack.js';

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

/** The people of one budget: each takes at most one of its pairs, the cost of all stays within the limit, the worth is the largest. */
export class BudgetKnapsack {
  private readonly knapsack: ChoiceKnapsack;
  /** −1: the person stays without a place. */
  private readonly pairOfOption: Int32Array;

  /** `costOfPair` counts for the pairs of `persons` only: integers ≥ 0. */
  constructor(
    readonly persons: Int32Array,
    readonly limit: number,
    private readonly costOfPair: Float64Array,
    firstPairOfPerson: Int32Array,
  ) {
    let optionCount = persons.length;
    for (const person of persons) optionCount += firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!;
    this.knapsack = new ChoiceKnapsack(persons.length, optionCount, mostStates);
    this.pairOfOption = new Int32Array(optionCount);
  }

  /** The largest worth (or, where too many states were met, a bound on it); writes the pairs chosen into `pairOfPerson`. −Infinity: no choice. */
  solve(pairs: PricedPairs, pairOfPerson: Int32Array): number {
    if (!this.readOptions(pairs)) return Number.NEGATIVE_INFINITY;
    const { knapsack, pairOfOption } = this;
    const { worth } = knapsack.solve(this.limit);
    if (worth > Number.NEGATIVE_INFINITY)
      this.persons.forEach((person, group) => {
        pairOfPerson[person] = pairOfOption[knapsack.choice[group]!]!;
      });
    return worth;
  }

  /** False: somebody who must be placed has no pair left. */
  private readOptions({ firstPairOfPerson, worthOfPair, isClosedPair, isRequiredPerson }: PricedPairs): boolean {
    const { knapsack, pairOfOption, costOfPair } = this;
    knapsack.clear();
    for (const person of this.persons) {
      const isRequired = isRequiredPerson[person] === 1;
      knapsack.openGroup();
      if (!isRequired) pairOfOption[knapsack.addOption(0, 0)] = -1;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        if (isClosedPair[pair] === 1 || (!isRequired && worthOfPair[pair]! <= 0)) continue;
        pairOfOption[knapsack.addOption(costOfPair[pair]!, worthOfPair[pair]!)] = pair;
      }
      if (!knapsack.hasOption()) return false;
    }
    return true;
  }
}
