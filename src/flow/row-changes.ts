import type { CoupledProblem, RowsOfPair } from './coupled.js';
import type { WorkingPlan } from './working-plan.js';

/** What moves of some people change in each row, added up in place: `tally`, read, `clear`. */
export class RowChanges {
  readonly changeOfRow: Float64Array;
  /** The first `touchedCount` are the rows that some pair of the moves lies in; their change may be zero. */
  readonly touchedRow: Int32Array;
  touchedCount = 0;
  private readonly isTouched: Uint8Array;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly plan: WorkingPlan,
  ) {
    this.changeOfRow = new Float64Array(problem.rows.count);
    this.touchedRow = new Int32Array(problem.rows.count);
    this.isTouched = new Uint8Array(problem.rows.count);
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
    for (let k = 0; k < this.touchedCount; k++) {
      this.changeOfRow[this.touchedRow[k]!] = 0;
      this.isTouched[this.touchedRow[k]!] = 0;
    }
    this.touchedCount = 0;
  }

  private tallyPair(pair: number, sign: number): void {
    const { firstOfPair, row, coefficient } = this.across;
    for (let at = firstOfPair[pair]!; at < firstOfPair[pair + 1]!; at++) {
      const r = row[at]!;
      if (this.isTouched[r] === 0) {
        this.isTouched[r] = 1;
        this.touchedRow[this.touchedCount++] = r;
      }
      this.changeOfRow[r] = this.changeOfRow[r]! + sign * coefficient[at]!;
    }
  }
}
