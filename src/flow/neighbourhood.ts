import { type CoupledProblem, type RowsOfPair, rowsOfPair, valueIfFeasible } from './coupled.js';
import { freePeople } from './free-people.js';
import { knapsackRowsOf, SeatRelaxation } from './seat-priced.js';
import { SeatTree } from './seat-tree.js';

/** People freed at first, as a part of all, and the most that are worth a tree at once. */
const firstPart = 0.3;
const growth = 1.25;
/** Neighbourhoods of one size that may fail before larger ones are tried … */
const failures = 10;
/** … and trees in a row that may end unfinished before the plan counts as the best of its surroundings. */
const mostUnfinished = 3;
const nodesOfTree = 60;
const evaluationsOfRoot = 40;

/**
 * Search around a plan: the people of some seats are freed, everybody else stays, and what is left is solved by the seat-priced tree, mostly to the end.
 * Seats are drawn at random, whole, so that people may swap them; people of all budgets are among them. The part freed grows while it shows nothing new.
 */
export class Neighbourhoods {
  private size: number;
  private failed = 0;
  private unfinished = 0;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly scale: number,
    private readonly price: Float64Array,
    private readonly random: () => number,
    private readonly shouldStop: () => boolean,
  ) {
    this.size = this.firstSize();
  }

  /** True: larger neighbourhoods are beyond reach, or all people are already free. */
  isExhausted(): boolean {
    return this.unfinished >= mostUnfinished || this.size > this.problem.personCount;
  }

  restart(): void {
    this.size = this.firstSize();
    this.failed = 0;
    this.unfinished = 0;
  }

  /** A better plan than the one given, which breaks nothing; null: this neighbourhood shows none. */
  improve(plan: Int32Array): Int32Array | null {
    const { persons, pairOfFree, problem } = freePeople(this.problem, this.across, plan, this.drawn(plan));
    const knapsackRows = knapsackRowsOf(problem);
    if (knapsackRows === null) {
      this.fail();
      return null;
    }
    const across = rowsOfPair(problem);
    let value = 0;
    for (const person of persons) if (plan[person]! >= 0) value += this.problem.objective[plan[person]!]!;
    let found: Int32Array | null = null;
    const incumbent = {
      value: () => value,
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
    this.unfinished = tree.isDone() || found !== null ? 0 : this.unfinished + 1;
    if (found === null) {
      this.fail();
      return null;
    }
    this.failed = 0;
    const better = plan.slice();
    (found as Int32Array).forEach((pair, at) => {
      better[persons[at]!] = pair < 0 ? -1 : pairOfFree[pair]!;
    });
    return better;
  }

  private firstSize(): number {
    return Math.max(Math.min(this.problem.personCount, 60), Math.round(this.problem.personCount * firstPart));
  }

  private fail(): void {
    if (++this.failed < failures) return;
    this.failed = 0;
    this.size = Math.ceil(this.size * growth);
  }

  /** The people of seats drawn at random, and some of the unplaced. */
  private drawn(plan: Int32Array): Int32Array {
    const { seatCount, personCount, seatOfPair } = this.problem;
    const lotOfSeat = Float64Array.from({ length: seatCount }, () => this.random());
    const lots = Array.from({ length: personCount }, (_, person) => {
      const pair = plan[person]!;
      return { person, lot: pair < 0 || seatOfPair[pair]! < 0 ? this.random() : lotOfSeat[seatOfPair[pair]!]! };
    });
    lots.sort((a, b) => a.lot - b.lot || a.person - b.person);
    return Int32Array.from(lots.slice(0, this.size), ({ person }) => person).sort();
  }
}
