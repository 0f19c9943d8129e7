import { expect, test } from 'vitest';
import { ParetoStates } from '../../src/flow/pareto-states.js';

test('a list that no state is left of finds nothing, whatever an earlier search left in memory', () => {
  const groups = [0, 1, 2, 3];
  const worthOfOption = new Float64Array(8);
  const states = new ParetoStates(
    {
      firstOption: Int32Array.of(0, 2, 4, 6, 8),
      groupOfOption: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
      costOfOption: Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1),
      worthOfOption,
      lossOfOption: new Float64Array(8),
      choice: Int32Array.of(1, 3, 5, 7),
    },
    1000,
  );
  const nothing = { cost: 0, worth: 0, least: 0, most: 0 };
  const window = { limit: 10, multiplier: 0, reach: 0, floor: 1000 };
  for (let option = 1; option < 8; option += 2) worthOfOption[option] = 1e6;
  expect(states.best(groups, nothing, window)?.worth).toBe(4e6);
  for (let option = 1; option < 8; option += 2) worthOfOption[option] = 1;
  expect(states.best(groups, nothing, window)?.worth).toBe(Number.NEGATIVE_INFINITY);
});
