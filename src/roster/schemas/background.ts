import { z } from 'zod';
import { countLimit, scoreLimit } from '../limits.js';
import { escoFault, iscedFault, iscoFault } from '../profile-codes.js';
import {
  laterStatuses,
  ownCategories,
  planStatuses,
  type Criterion,
  type Crossing,
  type Mark,
  type Outcome,
  type PastPlacement,
  type PlanRow,
  type Profile,
  type Project,
  type QualityRule,
} from '../types.js';
import { across, choice, day, exceeds, flag, id, maybe, orElse, said, text, texts, whole } from './fields.js';

const project = z.strictObject({
  id,
  code: maybe(text),
  action: maybe(text),
  callYear: maybe(whole(2014, 2100)),
  nationalAgency: maybe(text),
  startDay: maybe(day),
  endDay: maybe(day),
  cap: maybe(whole(0, countLimit)),
});
/** projects.csv */
export const projectSchema = project.check(
  across<z.output<typeof project>>(function* (record) {
    if (exceeds(record.startDay, record.endDay)) yield { code: 'end-before-start', field: 'endDay', expected: 'a day not before start' };
  }),
) satisfies z.ZodType<Project>;

const profile = z.strictObject({
  id,
  name: maybe(text),
  isced: maybe(text),
  esco: maybe(text),
  isco: maybe(text),
  outcomes: orElse(texts, []),
});
/** profiles.csv */
export const profileSchema = profile.check(
  across<z.output<typeof profile>>(function* (record) {
    for (const [field, faultOf] of [
      ['isced', iscedFault],
      ['isco', iscoFault],
      ['esco', escoFault],
    ] as const) {
      const code = record[field];
      const fault = typeof code === 'string' && code.trim() !== '' ? faultOf(code.trim()) : null;
      if (fault !== null)
        yield { code: fault.code, field, expected: fault.expected, ...(fault.maybe === null ? {} : { maybe: fault.maybe }) };
    }
  }),
) satisfies z.ZodType<Profile>;

/** crosswalk.csv */
export const crossingSchema = z.strictObject({ fromId: id, toId: id, fit: whole(0, 100) }) satisfies z.ZodType<Crossing>;

/** outcomes.csv */
export const outcomeSchema = z.strictObject({
  placement: text,
  hostId: id,
  completed: maybe(flag),
  category: maybe(text),
  indicator: maybe(text),
  source: maybe(text),
  rating: maybe(whole(0, 100)),
  statusAfter6: maybe(choice(laterStatuses)),
  statusAfter12: maybe(choice(laterStatuses)),
}) satisfies z.ZodType<Outcome>;

const qualityRule = z.strictObject({
  category: text,
  indicator: maybe(text),
  source: maybe(text),
  weight: orElse(whole(0, 1_000), 1),
  minimum: maybe(whole(0, 100)),
});
/** quality.csv */
export const qualitySchema = qualityRule.check(
  across<z.output<typeof qualityRule>>(function* ({ category, indicator, source }) {
    if (!ownCategories.some((own) => own === category)) return;
    for (const [field, value] of Object.entries({ indicator, source })) {
      if (said(value)) yield { code: 'column-unfit', field, expected: `nothing: category ${String(category)} is no rating` };
    }
  }),
) satisfies z.ZodType<QualityRule>;

const planRow = z.strictObject({
  studentId: id,
  openingId: maybe(id),
  flowId: maybe(id),
  startDay: maybe(day),
  status: choice(planStatuses),
});
/** plan.csv */
export const planSchema = planRow.check(
  across<z.output<typeof planRow>>(function* (record) {
    if (said(record.openingId) === said(record.flowId)) {
      yield { code: 'target-unclear', field: 'openingId', expected: 'exactly one of opening and flow' };
    }
  }),
) satisfies z.ZodType<PlanRow>;

/** criteria.csv */
export const criterionSchema = z.strictObject({
  list: maybe(text),
  id,
  weight: orElse(whole(-10_000, 10_000), 1),
  minimum: maybe(whole(-scoreLimit, scoreLimit)),
  tie: maybe(whole(1, 99)),
}) satisfies z.ZodType<Criterion>;

/** marks.csv */
export const markSchema = z.strictObject({
  studentId: id,
  criterionId: id,
  mark: whole(-10_000, 10_000),
}) satisfies z.ZodType<Mark>;

/** history.csv */
export const historySchema = z.strictObject({
  studentId: id,
  round: text,
  hostId: maybe(id),
  sector: maybe(text),
}) satisfies z.ZodType<PastPlacement>;
