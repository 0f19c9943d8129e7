import { eurosOfCents } from '../../basics/money.js';
import { compareText } from '../../basics/order.js';
import type { Instance } from '../../instance/types.js';
import { counted, findingOf, type Finding } from './finding.js';
import { holdsPerson, pairsInScope, slotsInScope } from './scope.js';

/** Budgets that cannot pay, even at the cheapest, for those who must be placed, for anybody, or for all. Those of one cost category are not added up. */
export function* budgetFindings(instance: Instance): Iterable<Finding> {
  const { persons, roster } = instance;
  const required: string[] = [];
  const empty: string[] = [];
  const short: string[] = [];
  for (const { id, limitCents, ...scope } of [...roster.budgets].sort((a, b) => compareText(a.id, b.id))) {
    if (scope.category !== null) continue;
    const slots = slotsInScope(instance, scope);
    const inside = persons.flatMap((student, person) =>
      student.kind !== 'accompanying' && holdsPerson(scope, student) ? [{ student, ...pairsInScope(instance, slots, person) }] : [],
    );
    // Who could go elsewhere need not be paid from here.
    const costs = inside.filter(({ only }) => only).map(({ cheapestCents }) => cheapestCents);
    const least = inside.reduce((cents, one) => Math.min(cents, one.cheapestCents), Number.POSITIVE_INFINITY);
    const must = inside.filter(({ only, student }) => only && student.required).reduce((sum, one) => sum + one.cheapestCents, 0);
    if (must > limitCents)
      required.push(`${id} (${eurosOfCents(limitCents)} €; those who must be placed cost ${eurosOfCents(must)} € at the cheapest)`);
    else if (Number.isFinite(least) && least > limitCents)
      empty.push(`${id} (${eurosOfCents(limitCents)} €, the cheapest place costs ${eurosOfCents(least)} €)`);
    else {
      costs.sort((a, b) => a - b);
      let [spent, count] = [0, 0];
      while (count < costs.length && spent + costs[count]! <= limitCents) spent += costs[count++]!;
      if (count < costs.length) short.push(`${id} (at the cheapest ${count} of ${costs.length} people)`);
    }
  }
  const none = roster.budgets.length === 0 ? 'No budgets.' : null;
  if (required.length > 0)
    yield findingOf(
      'budget-below-required',
      'red',
      required,
      (count) => `${counted(count, 'budget cannot', 'budgets cannot')} pay for those who must be placed: no plan exists`,
      'Raise it, offer cheaper places, or take "required" off some of them.',
      '',
    );
  yield findingOf(
    'budget-pays-nobody',
    'red',
    empty,
    (count) => `${counted(count, 'budget pays', 'budgets pay')} for nobody`,
    'Check the limit (euros, not cents or thousands) and the costs of the openings.',
    none ?? 'Every budget pays for somebody.',
  );
  if (none !== null) return;
  yield findingOf(
    'budget-short',
    'amber',
    short,
    (count) => `${counted(count, 'budget cannot', 'budgets cannot')} pay for all its people even in their cheapest places`,
    'Raise it, offer cheaper places, or expect people unplaced for money.',
    'Every budget could pay for all who depend on it in their cheapest places.',
  );
}
