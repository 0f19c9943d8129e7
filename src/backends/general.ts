import type { Backend } from './contract.js';
import { branchAndBound } from './branch.js';
import { forgetHighs, highsOracle, loadOnce } from './highs.js';
import { PivotLimitReached, simplexOracle } from './simplex.js';

/** Largest problem the dense tableau of the pure JavaScript solver takes in well under a second. */
export const simplexColumnLimit = 80;

/** HiGHS relaxations under our own tree. */
export const highsBackend: Backend = {
  name: 'highs',
  refuses: () => null,
  solve: async (problem, control) => {
    try {
      return await branchAndBound(problem, control, async (matrix) => highsOracle(await loadOnce(), matrix, control.basis));
    } catch (error) {
      forgetHighs();
      throw error;
    }
  },
};

/** javascript-lp-solver for the plan, its dual programme for the prices, our own tree around both. */
export const simplexBackend: Backend = {
  name: 'simplex',
  refuses: (problem) => (problem.columnCount > simplexColumnLimit ? `more than ${simplexColumnLimit} columns` : null),
  solve: async (problem, control) => {
    try {
      return await branchAndBound(problem, control, async (matrix) => simplexOracle(matrix));
    } catch (error) {
      // It cycles: the other general solver takes over.
      if (error instanceof PivotLimitReached) return highsBackend.solve(problem, control);
      throw error;
    }
  },
};
