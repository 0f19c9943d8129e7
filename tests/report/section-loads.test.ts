import { expect, it } from 'vitest';
import { budgetSection } from '../../src/report/section-loads.js';
import { fakeOutcome, fakeRoster } from './fake.js';

it('says what each budget is for, and what is spent by category, to the cent', () => {
  const roster = fakeRoster();
  const outcome = fakeOutcome(roster);
  const budget = { ...roster.budgets[0]!, senderId: 'S-AL', category: 'travel' as const };
  const [first, ...rest] = outcome.placements;
  const placements = [
    { ...first!, costByCategory: { travel: 27_501, individual: 100_000, course: 0, inclusion: 0, linguistic: 0, other: 0 } },
    ...rest.map((row) => ({ ...row, costByCategory: { travel: 0, individual: 0, course: 0, inclusion: 0, linguistic: 0, other: 0 } })),
  ];
  const html = budgetSection({ ...outcome, placements }, { ...roster, budgets: [budget] });
  expect(html).toContain('<p>1,275.01 € in all: travel 275.01 €, individual 1,000.00 €.</p>');
  expect(html).toMatch(/sender S-AL, category travel|category travel, sender S-AL/);
  expect(budgetSection({ ...outcome, placements }, { ...roster, budgets: [] })).toContain('<h2>Costs</h2>\n<p>1,275.01 € in all');
});
