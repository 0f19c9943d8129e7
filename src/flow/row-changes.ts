import type { CoupledProblem, RowsOfPair } from './coupled.js';
import { SparseSum } from './sparse-sum.js';
import type { WorkingPlan } from './working-plan.js';

/** What moves of some people change in each row: `tally`, read, `clear`. */
export class RowChanges {
  readonly ofRow: SparseSum;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly plan: WorkingPlan,
  ) {
    this.ofRow = new SparseSum(problem.rows.count);
  }

  /** Adds up what the moves change in each row; returns the change of the objective. */
  tally(persons: Int32Array, pairs: Int32Array, count: number): number {
    const { objective } = this.problem;
    let gain = 0;
    for (let k = 0; k < count; k++) {
      const old = this.plan.pairOfPerson[persons[k]!]!;
      const pair = pairs[k]!;
      if (old >= 0) {
        gain -= objective[old]!;
        this.tallyPair(old, -1);
      }
      if (pair >= 0) {
        gain += objective[pair]!;
        this.tallyPair(pair, 1);
      }
    }
    return gain;
  }

  clear(): void {
    this.ofRow.clear();
  }

  private tallyPair(pair: number, sign: number): void {
    const { firstOfPair, row, coefficient } = this.across;
    for (let at = firstOfPair[pair]!; at < firstOfPair[pair + 1]!; at++) this.ofRow.add(row[at]!, sign * coefficient[at]!);
  }
}
