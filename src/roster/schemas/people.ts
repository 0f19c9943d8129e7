import { z } from 'zod';
import { costLimitCents, countLimit, scoreLimit } from '../limits.js';
import { activities, personKinds, sexes, type Student } from '../types.js';
import { across, cents, choice, day, exceeds, flag, id, languages, maybe, orElse, text, texts, whole } from './fields.js';

const fields = z.strictObject({
  id,
  kind: choice(personKinds),
  activity: maybe(choice(activities)),
  online: orElse(flag, false),
  senderId: maybe(id),
  schoolId: maybe(id),
  projectId: maybe(id),
  profileId: maybe(id),
  outcomes: orElse(texts, []),
  eqfLevel: maybe(whole(1, 8)),
  languages: orElse(languages, []),
  birthDay: maybe(day),
  graduatedDay: maybe(day),
  availableFromDay: maybe(day),
  availableToDay: maybe(day),
  wishedDays: maybe(whole(1, 365)),
  selectionList: maybe(text),
  points: maybe(whole(-scoreLimit, scoreLimit)),
  lot: maybe(whole(0, 4_294_967_295)),
  needs: orElse(texts, []),
  fewerOpportunities: orElse(flag, false),
  sex: maybe(choice(sexes)),
  group: maybe(text),
  minimum: orElse(whole(0, countLimit), 1),
  maximum: orElse(whole(1, countLimit), 1),
  differentHosts: orElse(flag, false),
  required: orElse(flag, false),
  needsAccompanying: maybe(flag),
  inclusionCents: orElse(cents(costLimitCents), 0),
  greenTravel: orElse(flag, false),
  travelDays: orElse(whole(0, 30), 0),
  linguisticSupport: orElse(flag, false),
});

/** students.csv */
export const studentSchema = fields
  .check(
    across<z.output<typeof fields>>(function* (student) {
      if (exceeds(student.availableFromDay, student.availableToDay)) {
        yield { code: 'end-before-start', field: 'availableToDay', expected: 'a day not before available_from' };
      }
      if (exceeds(student.minimum, student.maximum)) {
        yield { code: 'minimum-above-maximum', field: 'minimum', expected: 'a minimum not above the maximum (blank: 1)' };
      }
    }),
  )
  .transform(
    (student): Student =>
      student.needsAccompanying === null ? { ...student, needsAccompanying: student.kind === 'short-term' } : (student as Student),
  );
