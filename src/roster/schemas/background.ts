import { z } from 'zod';
import { countLimit } from '../limits.js';
import { planStatuses, type Outcome, type PlanRow, type Profile, type Project } from '../types.js';
import { across, choice, day, exceeds, flag, id, maybe, orElse, said, text, texts, whole } from './fields.js';

const project = z.strictObject({
  id,
  code: maybe(text),
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

const iscedError = 'an ISCED-F code of 2 to 4 digits';
/** profiles.csv */
export const profileSchema = z.strictObject({
  id,
  name: maybe(text),
  isced: maybe(z.string({ error: iscedError }).regex(/^\d{2,4}$/, { error: iscedError })),
  esco: maybe(text),
  isco: maybe(text),
  outcomes: orElse(texts, []),
}) satisfies z.ZodType<Profile>;

/** outcomes.csv */
export const outcomeSchema = z.strictObject({
  placement: text,
  hostId: id,
  completed: maybe(flag),
  category: maybe(text),
  indicator: maybe(text),
  source: maybe(text),
  rating: maybe(whole(0, 100)),
  statusAfter6: maybe(text),
  statusAfter12: maybe(text),
}) satisfies z.ZodType<Outcome>;

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
