import { commonDivisor } from '../basics/common-divisor.js';
import { type CoupledProblem, type RowsOfPair, rowsOfPair, valueIfFeasible } from './coupled.js';
import { freePeople } from './free-people.js';
import { knapsackRowsOf, SeatRelaxation } from './seat-priced.js';
import { SeatTree } from './seat-tree.js';

/** People freed at first, as a part of all … */
const firstPart = 0.4;
/** … and how that changes: more after so many neighbourhoods that show nothing, fewer after one whose tree is not finished. */
const growth = 1.12;
const failures = 3;
/** After so many in a row without a better plan its surroundings count as searched. */
const mostFruitless = 150;
const nodesOfTree = 40;
const evaluationsOfRoot = 30;

/** The lowest lots are freed; a lot is weighed with this and the person's nearness, from 0 to 1. */
const leastWeight = 1;

/** Who is freed together: the people of some seats (they may swap them), of some budgets (they share the money), or anybody. */
const kinds = ['seats', 'budgets', 'people'] as const;
type Kind = (typeof kinds)[number];

/**
 * Search around a plan: some of the people are freed, everybody else stays, and what is left is solved by the seat-priced tree, mostly to the end.
 * For each kind of neighbourhood the number freed hovers where trees can just be finished.
 */
export class Neighbourhoods {
  private readonly sizeOfKind: Record<Kind, number>;
  private readonly failedOfKind: Record<Kind, number> = { seats: 0, budgets: 0, people: 0 };
  private fruitless = 0;
  private round = 0;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly scale: number,
    private readonly price: Float64Array,
    /** What the prices of a relaxation lose where its person takes a pair … */
    private readonly lossOfPair: Float64Array,
    /** … or none. */
    private readonly lossOfPerson: Float64Array,
    /** The number of a person's budget; −1: none. */
    private readonly knapsackOfPerson: Int32Array,
    private readonly random: () => number,
    private readonly shouldStop: () => boolean,
    /** 1: must not be taken. */
    private readonly isClosedPair: Uint8Array | null = null,
  ) {
    const size = Math.ceil(problem.personCount * firstPart);
    this.sizeOfKind = { seats: size, budgets: size, people: size };
  }

  isExhausted(): boolean {
    return this.fruitless >= mostFruitless;
  }

  restart(): void {
    this.fruitless = 0;
  }

  /** A better plan than the one given, which breaks nothing; null: this neighbourhood shows none. */
  improve(plan: Int32Array): Int32Array | null {
    return this.solve(plan, kinds[this.round++ % kinds.length]!, null);
  }

  /** The same, where those are freed whom another plan has elsewhere: the better parts of both are put together. */
  improveTowards(plan: Int32Array, other: Int32Array): Int32Array | null {
    return this.solve(plan, 'people', other);
  }

  private solve(plan: Int32Array, kind: Kind, other: Int32Array | null): Int32Array | null {
    this.fruitless++;
    const { persons, pairOfFree, problem } = freePeople(this.problem, this.across, plan, this.drawn(plan, kind, other), this.isClosedPair);
    const knapsackRows = knapsackRowsOf(problem);
    if (knapsackRows === null) return null;
    const across = rowsOfPair(problem);
    let value = 0;
    for (const person of persons) if (plan[person]! >= 0) value += this.problem.objective[plan[person]!]!;
    const grid = commonDivisor(problem.objective) || 1;
    let found: Int32Array | null = null;
    const incumbent = {
      leastBetter: () => (value + grid) * this.scale,
      onChoice: ({ pairOfPerson }: { readonly pairOfPerson: Int32Array }) => {
        const here = valueIfFeasible(problem, across, pairOfPerson);
        if (here === null || here <= value) return;
        value = here;
        found = pairOfPerson;
      },
    };
    const relaxation = new SeatRelaxation(problem, across, this.scale, knapsackRows);
    const tree = new SeatTree(relaxation, incumbent, this.price, evaluationsOfRoot, this.shouldStop);
    while (tree.nodes.length < nodesOfTree && !this.shouldStop() && tree.split());
    this.resize(kind, tree.isDone(), found !== null);
    if (found === null) return null;
    this.fruitless = 0;
    const better = plan.slice();
    (found as Int32Array).forEach((pair, at) => {
      better[persons[at]!] = pair < 0 ? -1 : pairOfFree[pair]!;
    });
    return better;
  }

  private resize(kind: Kind, isDone: boolean, isBetter: boolean): void {
    if (isBetter) this.failedOfKind[kind] = 0;
    else if (!isDone) {
      this.failedOfKind[kind] = 0;
      this.sizeOfKind[kind] = Math.max(1, Math.floor(this.sizeOfKind[kind] / growth));
    } else if (++this.failedOfKind[kind] >= failures) {
      this.failedOfKind[kind] = 0;
      this.sizeOfKind[kind] = Math.min(this.problem.personCount, Math.ceil(this.sizeOfKind[kind] * growth));
    }
  }

  /** People by a lot of their own, or of the seat they hold, or of their budget. */
  private drawn(plan: Int32Array, kind: Kind, other: Int32Array | null): Int32Array {
    const { seatCount, personCount, seatOfPair } = this.problem;
    const lotOfGroup = Float64Array.from({ length: kind === 'seats' ? seatCount : personCount }, () => this.random());
    const groupOf = (person: number): number => {
      if (kind === 'budgets') return this.knapsackOfPerson[person]!;
      return kind === 'people' || plan[person]! < 0 ? -1 : seatOfPair[plan[person]!]!;
    };
    const near = this.nearness(plan);
    const lots = Array.from({ length: personCount }, (_, person) => {
      if (other !== null && other[person] !== plan[person]) return { person, lot: -1 };
      const group = groupOf(person);
      return { person, lot: (group < 0 ? this.random() : lotOfGroup[group]!) * (leastWeight + near[person]!) };
    });
    lots.sort((a, b) => a.lot - b.lot || a.person - b.person);
    return Int32Array.from(lots.slice(0, this.sizeOfKind[kind]), ({ person }) => person).sort();
  }

  /** How little a person would lose by changing its place: its rank among all, from 0 (nothing) to 1. */
  private nearness(plan: Int32Array): Float64Array {
    const { personCount, firstPairOfPerson } = this.problem;
    const loss = new Float64Array(personCount);
    for (let person = 0; person < personCount; person++) {
      let least = plan[person]! < 0 ? Number.POSITIVE_INFINITY : this.lossOfPerson[person]!;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
        if (pair !== plan[person]) least = Math.min(least, this.lossOfPair[pair]!);
      loss[person] = least;
    }
    const order = Array.from({ length: personCount }, (_, person) => person).sort((a, b) => loss[a]! - loss[b]! || a - b);
    const rank = new Float64Array(personCount);
    order.forEach((person, at) => {
      rank[person] = at / personCount;
    });
    return rank;
  }
}
