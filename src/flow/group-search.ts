import { activitiesOf, breachOf, type CoupledProblem } from './coupled.js';
import type { GroupHull } from './group-hull.js';
import { type Candidate, GroupTree } from './group-tree.js';
import { decideAll, type Decisions } from './groups.js';
import type { Relaxation, Relaxed } from './relaxation.js';
import { isOver, kicked, reachFactors, type Search, sweep, worthKick } from './sweep.js';

/** Where semi-continuous rows are decided while there is no plan: open from these parts of their minimum on. */
const openFromParts = [0.5, 0.75, 0.3, 1, 0.6] as const;
/** Branchings between two sweeps. */
const nodesPerSweep = 4;

/**
 * Plans and bounds where rows are closed or open. The tree bounds; its best leaf leans to closing some rows and opening others, which is tried as it
 * is: with every row decided the rest is a problem of budgets. In between, the best plan so far is kicked, under the prices of its own decisions.
 */
export class GroupSearch {
  readonly tree: GroupTree;
  private readonly isRefusedRow: Uint8Array;
  private readonly tried = new Set<string>();
  private home: Candidate | null = null;
  private decisionsOfHome = '';
  private canSplit = true;

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
    private readonly root: Relaxed,
    hull: GroupHull,
  ) {
    this.isRefusedRow = new Uint8Array(problem.rows.count);
    this.tree = new GroupTree(problem, search.across, root, relaxation.scale, this.isRefusedRow, hull);
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
      this.canSplit = tree.split(search.best.value, search.control.shouldStop);
      search.best.lowerBound(tree.total());
    }
    if (isOver(search) || (this.canSplit && this.try(tree.leaning()))) return;
    this.kick(round);
  }

  /** Sweeps from the prices of these decisions; false where they were tried before. Rows that could not be opened are refused from then on. */
  private try(decisionOfRow: Decisions): boolean {
    const key = decisionOfRow.join();
    if (this.tried.has(key)) return false;
    this.tried.add(key);
    const { decided, within, priced } = this.tree.candidate(decisionOfRow);
    const { activityOfRow } = sweep(this.search, decided.problem, within, priced, {
      from: priced.matching.pairOfPerson,
      reachFactor: 1,
      noise: 0,
      isMended: this.search.best.value === null,
    });
    for (let row = 0; row < this.problem.rows.count; row++) {
      if (this.problem.rows.minimumToOpenOfRow[row]! > 0 && breachOf(decided.problem.rows, row, activityOfRow[row]!) > 0)
        this.isRefusedRow[row] = 1;
    }
    return true;
  }

  private kick(round: number): void {
    const { search, relaxation, root, problem } = this;
    const plan = search.best.pairOfPerson;
    const { decided, within, priced } = this.around(plan) ?? { decided: { problem }, within: relaxation, priced: root };
    const nearby = kicked(search, within, priced);
    sweep(search, decided.problem, within, nearby, {
      from: plan !== null && round % 3 !== 0 ? plan : nearby.matching.pairOfPerson,
      reachFactor: reachFactors[round % reachFactors.length]!,
      noise: worthKick,
      isMended: false,
    });
  }

  /** The prices of a plan's own decisions. */
  private around(plan: Int32Array | null): Candidate | null {
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
