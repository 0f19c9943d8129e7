import type { Step } from '../solution/types.js';

/** A step that says nothing yet but which one it is and what plan stands for it. */
export function blankStep(tier: Step['tier'], kind: Step['kind'], witness: Int32Array): Step {
  return {
    tier,
    kind,
    value: 0,
    denominator: 1,
    bound: null,
    boundDenominator: 1,
    witness,
    proof: null,
    kept: null,
    refused: null,
    open: null,
    claimedBy: null,
    stop: 'complete',
  };
}
