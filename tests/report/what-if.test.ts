import { describe, expect, it } from 'vitest';
import { htmlOfWhatIf, screenOfWhatIf, type ScenarioResult, type WhatIfOutcome } from '../../src/report/what-if.js';

const planned: ScenarioResult = {
  name: 'as it is',
  status: 'planned',
  verdict: 'optimal',
  placed: 1426,
  quality: 2_716_800,
  costCents: 90_790_000,
  different: 0,
  conflict: [],
  issues: [],
};
const none = { verdict: 'infeasible', placed: null, quality: null, costCents: null, different: null } as const;
const outcome: WhatIfOutcome = {
  base: planned,
  scenarios: [
    { ...planned, name: 'rates a third higher', verdict: 'within-gap', placed: 1420, costCents: 888_666_00, different: 153 },
    { ...planned, ...none, name: 'no beds', status: 'infeasible', conflict: ['beds in Graz'] },
  ],
  sweeps: [],
};

describe('a comparison of scenarios', () => {
  it('is a table with heads on screen, every column as wide as its widest cell', () => {
    expect(screenOfWhatIf(outcome)).toBe(
      [
        '  Scenario              Placed  Change  Match quality          Cost  Other places  Answer',
        '  as it is               1,426              2,716,800  907,900.00 €             0  proved best',
        '  rates a third higher   1,420      -6      2,716,800  888,666.00 €           153  checked, and near the best',
        '  no beds               no plan can keep all rules: beds in Graz',
        '',
      ].join('\n'),
    );
  });

  it('has the figures before the answer on its page, so that a phone shows them', () => {
    const heads = [...htmlOfWhatIf(outcome).matchAll(/<th scope="col"[^>]*>([^<]*)<\/th>/g)].map(([, head]) => head);
    expect(heads.slice(0, 3)).toEqual(['Scenario', 'Placed', 'Change']);
    expect(heads.at(-1)).toBe('Answer');
  });
});
