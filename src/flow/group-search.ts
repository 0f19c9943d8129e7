import { activitiesOf, breachOf, type CoupledProblem, type CoupledRows } from './coupled.js';
import type { GroupHull } from './group-hull.js';
import { type Candidate, type GroupNode, GroupTree } from './group-tree.js';
import { decideAll, type Decisions } from './groups.js';
import { GroupNeighbourhoods } from './group-neighbourhoods.js';
import type { Relaxation, Relaxed } from './relaxation.js';
import { knapsackRowsOf, SeatRelaxation, startOf } from './seat-priced.js';
import { openSeatTree, type SeatProof } from './seat-bound.js';
import { isOver, kicked, reachFactors, type Search, sweep, typicalValue, worthKick } from './sweep.js';

/** What an open row that lacks people adds to each of its pairs, as a part of a typical value: doubled while it lacks them, up to so many times. */
const firstReward = 0.002;
const mostReward = 256;

/** Where semi-continuous rows are decided while there is no plan: open from these parts of their minimum on. */
const openFromParts = [0.5, 0.75, 0.3, 1, 0.6] as const;
/** Branchings between two sweeps. */
const nodesPerSweep = 4;
/** With more people than this, sweeps find more than neighbourhoods, and the seat-priced bound gains too little for its time. */
const mostPeopleOfSeats = 1000;
/** Rounds with groups alone before seats are priced. */
const mostGroupRounds = 12;
/** Branchings with seat prices, and neighbourhoods, in one round: of 12 s at S1 flat 1, 20 and 4 leave 0.027 % of gap, 4 and 8 leave 0.021. */
const seatNodesPerRound = 4;
const neighbourhoodsPerRound = 8;

export interface Grouped {
  readonly tree: readonly GroupNode[];
  readonly seatProof: SeatProof | null;
}

/** The whole search with semi-continuous rows: groups alone first; with few people seats are then priced as well, and plans searched around the best. */
export function searchGroups(search: Search, problem: CoupledProblem, relaxation: Relaxation, root: Relaxed, hull: GroupHull): Grouped {
  const { best, across, control } = search;
  const grouped = new GroupSearch(search, problem, relaxation, root, hull);
  grouped.start();
  const knapsackRows = problem.personCount > mostPeopleOfSeats ? null : knapsackRowsOf(problem);
  let round = 0;
  for (; !isOver(search) && (knapsackRows === null || best.value === null || (grouped.canSplit && round < mostGroupRounds)); round++) {
    grouped.round(round);
    control.onLeaves((grouped.tree.nodes.length + 1) / 2);
  }
  const tree = grouped.tree.nodes;
  if (knapsackRows === null || best.value === null) return { tree, seatProof: null };
  const priced = new SeatRelaxation(problem, across, relaxation.scale, knapsackRows);
  const seats = openSeatTree(search, priced, startOf(priced, root, null), false, tree);
  const around = new GroupNeighbourhoods(search, problem, relaxation, priced, grouped);
  for (; !isOver(search); round++) {
    for (let node = 0; node < seatNodesPerRound && control.strand === 0 && !isOver(search) && seats.split(); node++) {
      search.work++;
      best.lowerBound(seats.total());
    }
    best.lowerBound(seats.total());
    for (let k = 0; k < neighbourhoodsPerRound && !isOver(search); k++) {
      search.work++;
      around.step(round);
    }
  }
  return { tree, seatProof: { nodes: seats.nodes, knapsackRows } };
}

/**
 * Plans and bounds where rows are closed or open. The tree bounds; its best leaf leans to closing some rows and opening others, which is tried as it
 * is: with every row decided the rest is a problem of budgets. In between, the best plan so far is kicked, under the prices of its own decisions.
 */
export class GroupSearch {
  readonly tree: GroupTree;
  /** Its tree may still gain by branching. */
  canSplit = true;
  private readonly isRefusedRow: Uint8Array;
  private readonly tried = new Set<string>();
  private home: Candidate | null = null;
  private decisionsOfHome = '';

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
    private readonly root: Relaxed,
    hull: GroupHull,
  ) {
    this.isRefusedRow = new Uint8Array(problem.rows.count);
    this.tree = new GroupTree(problem, search.across, root, this.isRefusedRow, hull);
    search.best.lowerBound(this.tree.total());
  }

  /** First plans: as the root leans, then by activity alone until one holds. */
  start(): void {
    this.try(this.tree.leaning());
    const undecided = new Int8Array(this.problem.rows.count).fill(-1);
    for (const openFrom of openFromParts) {
      if (this.search.best.value !== null || isOver(this.search)) return;
      this.try(decideAll(this.problem, undecided, this.root.activityOfRow, openFrom, this.isRefusedRow));
    }
  }

  round(round: number): void {
    const { search, tree } = this;
    for (let node = 0; node < nodesPerSweep && this.canSplit && !isOver(search); node++) {
      search.work++;
      this.canSplit = tree.split(search.best.leastBetter(), search.control.shouldStop);
      search.best.lowerBound(tree.total());
    }
    if (isOver(search) || this.try(tree.leaning())) return;
    this.kick(round);
  }

  /** Sweeps from the prices of these decisions; false where they were tried before. Rows that could not be opened are refused from then on. */
  private try(decisionOfRow: Decisions): boolean {
    const key = decisionOfRow.join();
    if (this.tried.has(key)) return false;
    this.tried.add(key);
    const { decided, within, priced } = this.tree.candidate(decisionOfRow);
    // Mended whatever plan is known: one with a group closed may be all there is (S1 flat 1: 0.22 % of gap, 0.07 once mended).
    const { activityOfRow } = sweep(this.search, decided.problem, within, priced, {
      from: this.opened(decided.problem.rows, within, priced),
      reachFactor: 1,
      noise: 0,
      isMended: true,
    });
    for (let row = 0; row < this.problem.rows.count; row++) {
      if (this.problem.rows.minimumToOpenOfRow[row]! > 0 && breachOf(decided.problem.rows, row, activityOfRow[row]!) > 0)
        this.isRefusedRow[row] = 1;
    }
    return true;
  }

  /**
   * A plan of the prices that keeps the minima of open rows, as far as rewards bring people in. The best prices' own plan often leaves one of them empty, as good as
   * full under the prices; once budgets are spent nobody is brought in any more (S3 flat 11: 2.0 % of gap for 9 s, 0.016 after 3).
   */
  private opened(rows: CoupledRows, within: Relaxation, priced: Relaxed): Int32Array {
    const step = this.relaxation.scale * typicalValue(this.problem) * firstReward;
    const priceOfRow = priced.priceOfRow.slice();
    let relaxed = priced;
    for (let factor = 1; factor <= mostReward && !isOver(this.search); factor *= 2) {
      let isShort = false;
      for (let row = 0; row < rows.count; row++) {
        if (this.problem.rows.minimumToOpenOfRow[row]! <= 0 || relaxed.activityOfRow[row]! >= rows.lowerOfRow[row]!) continue;
        priceOfRow[row] = priceOfRow[row]! - Math.ceil(step * factor);
        isShort = true;
      }
      if (!isShort) break;
      relaxed = within.evaluate(priceOfRow.slice(), relaxed);
    }
    return relaxed.matching.pairOfPerson;
  }

  /** A sweep from the best plan, or from prices, both a little off. */
  kick(round: number): Int32Array {
    const { search, problem, relaxation, root } = this;
    const plan = search.best.pairOfPerson;
    const { decided, within, priced } = this.around(plan) ?? { decided: { problem }, within: relaxation, priced: root };
    const nearby = kicked(search, within, priced);
    const { pairOfPerson } = sweep(search, decided.problem, within, nearby, {
      from: plan !== null && round % 3 !== 0 ? plan : this.opened(decided.problem.rows, within, nearby),
      reachFactor: reachFactors[round % reachFactors.length]!,
      noise: worthKick,
      isMended: false,
    });
    return pairOfPerson;
  }

  /** The prices of a plan's own decisions. */
  around(plan: Int32Array | null): Candidate | null {
    if (plan === null) return null;
    const { rows } = this.problem;
    const activityOfRow = activitiesOf(this.problem, this.search.across, plan);
    const decisions = new Int8Array(rows.count).fill(-1);
    for (let row = 0; row < rows.count; row++) if (rows.minimumToOpenOfRow[row]! > 0) decisions[row] = activityOfRow[row]! > 0 ? 1 : 0;
    const key = decisions.join();
    if (this.home === null || key !== this.decisionsOfHome) {
      this.home = this.tree.candidate(decisions);
      this.decisionsOfHome = key;
    }
    return this.home;
  }
}
