import { z } from 'zod';
import { parseIsoDay } from '../../basics/day.js';
import { countryOf } from '../countries.js';
import { budgetLimitCents, costLimitCents, countLimit, scoreLimit } from '../limits.js';
import {
  costCategories,
  decisionActions,
  personKinds,
  quotaDimensions,
  sexes,
  wishTargets,
  type Budget,
  type Decision,
  type PairOverride,
  type Preference,
  type Quota,
  type QuotaDimension,
} from '../types.js';
import { fieldOfDimension } from '../each.js';
import { across, cents, choice, choices, country, exceeds, flag, id, maybe, orElse, said, text, whole } from './fields.js';

const preference = z.strictObject({
  studentId: maybe(id),
  hostId: maybe(id),
  targetKind: choice(wishTargets),
  target: text,
  rank: whole(1, countLimit),
});
/** preferences.csv; the country of a wish is kept as hosts write it (EL is GR). */
export const preferenceSchema = preference
  .check(
    across<z.output<typeof preference>>(function* (record) {
      if (said(record.studentId) === said(record.hostId)) {
        yield { code: 'who-unclear', field: 'studentId', expected: 'exactly one of student and host' };
      }
      if (typeof record.target !== 'string') return;
      if (record.targetKind === 'period') {
        const [from, to, more] = record.target.split('/').map(parseIsoDay);
        if (more !== undefined || from === undefined || from === null || to === undefined || to === null || from > to) {
          yield { code: 'period-invalid', field: 'target', expected: 'a period like 2026-03-01/2026-03-31' };
        }
      }
      if (record.targetKind === 'country' && countryOf(record.target) === null) {
        yield { code: 'country-invalid', field: 'target', expected: 'a country as two capital letters, like IT' };
      }
    }),
  )
  .transform(
    (record): Preference => (record.targetKind === 'country' ? { ...record, target: countryOf(record.target) ?? record.target } : record),
  );

/** budgets.csv */
export const budgetSchema = z.strictObject({
  id,
  limitCents: cents(budgetLimitCents),
  projectId: maybe(id),
  senderId: maybe(id),
  schoolId: maybe(id),
  partnerId: maybe(id),
  hostId: maybe(id),
  openingId: maybe(id),
  flowId: maybe(id),
  kind: maybe(choice(personKinds)),
  category: maybe(choice(costCategories)),
}) satisfies z.ZodType<Budget>;

const quota = z.strictObject({
  id,
  minimum: orElse(whole(0, countLimit), 0),
  maximum: maybe(whole(0, countLimit)),
  senderId: maybe(id),
  schoolId: maybe(id),
  projectId: maybe(id),
  profileId: maybe(id),
  country: maybe(country),
  city: maybe(text),
  partnerId: maybe(id),
  hostId: maybe(id),
  openingId: maybe(id),
  kind: maybe(choice(personKinds)),
  sex: maybe(choice(sexes)),
  fewerOpportunities: maybe(flag),
  flowId: maybe(id),
  each: orElse(choices(quotaDimensions), []),
});
/** quotas.csv */
export const quotaSchema = quota.check(
  across<z.output<typeof quota>>(function* (record) {
    if (exceeds(record.minimum, record.maximum)) {
      yield { code: 'minimum-above-maximum', field: 'minimum', expected: 'a minimum not above the maximum' };
    }
    if (!Array.isArray(record.each)) return;
    const each = record.each as readonly QuotaDimension[];
    if (each.some((dimension) => said(record[fieldOfDimension[dimension]])))
      yield { code: 'each-named', field: 'each', expected: 'columns that are blank in this row' };
    if (new Set(each).size < each.length) yield { code: 'each-twice', field: 'each', expected: 'each column once' };
    if (each.length > 1 && typeof record.minimum === 'number' && record.minimum > 0)
      yield { code: 'each-minimum', field: 'minimum', expected: 'no minimum for combinations; one column in each, or a maximum' };
  }),
) satisfies z.ZodType<Quota>;

const decision = z.strictObject({
  studentId: id,
  action: choice(decisionActions),
  openingId: maybe(id),
  hostId: maybe(id),
  flowId: maybe(id),
  otherId: maybe(id),
  scope: maybe(choice(['opening', 'host', 'flow', 'city'])),
  weight: maybe(whole(1, 1_000_000)),
  reason: maybe(text),
  by: maybe(text),
  when: maybe(text),
});
/** decisions.csv */
export const decisionSchema = decision.check(
  across<z.output<typeof decision>>(function* (record) {
    const places = [record.openingId, record.hostId, record.flowId].filter(said).length;
    const code = 'decision-target';
    if (said(record.weight) && record.action !== 'together' && record.action !== 'apart') {
      yield { code: 'weight-without-company', field: 'weight', expected: `nothing: ${record.action} is a rule` };
    }
    if (record.action === 'pin' || record.action === 'forbid') {
      if (places !== 1) yield { code, field: 'openingId', expected: 'exactly one of opening, host and flow' };
      if (said(record.otherId)) yield { code, field: 'otherId', expected: `nothing: ${record.action} concerns one person` };
    } else if (record.action === 'together' || record.action === 'apart') {
      if (places !== 0) yield { code, field: 'openingId', expected: `no opening, host or flow: ${record.action} concerns two persons` };
      if (!said(record.otherId)) yield { code, field: 'otherId', expected: 'the id of the other person' };
      else if (record.otherId === record.studentId) yield { code, field: 'otherId', expected: 'another person' };
    } else if (record.action === 'override') {
      if (places !== 1 || !said(record.openingId)) yield { code, field: 'openingId', expected: 'an opening, and no host or flow' };
      if (!said(record.reason)) yield { code: 'reason-missing', field: 'reason', expected: 'a reason: an override needs one' };
    }
  }),
) satisfies z.ZodType<Decision>;

const pair = z.strictObject({
  studentId: id,
  openingId: maybe(id),
  flowId: maybe(id),
  score: maybe(whole(-scoreLimit, scoreLimit)),
  costCents: maybe(cents(costLimitCents)),
  forbidden: orElse(flag, false),
});
/** pairs.csv */
export const pairSchema = pair.check(
  across<z.output<typeof pair>>(function* (record) {
    if (said(record.openingId) === said(record.flowId)) {
      yield { code: 'target-unclear', field: 'openingId', expected: 'exactly one of opening and flow' };
    }
  }),
) satisfies z.ZodType<PairOverride>;
