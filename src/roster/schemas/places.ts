import { z } from 'zod';
import { costLimitCents, countLimit } from '../limits.js';
import {
  activities,
  blockedWhats,
  organisationKinds,
  personKinds,
  reaches,
  type Blocked,
  type City,
  type Distance,
  type Flow,
  type Host,
  type Lodging,
  type Opening,
  type Organisation,
} from '../types.js';
import {
  across,
  cents,
  choice,
  choices,
  country,
  day,
  decimal,
  exceeds,
  flag,
  id,
  ids,
  languages,
  maybe,
  orElse,
  said,
  text,
  texts,
  whole,
  wholes,
  type CrossFault,
} from './fields.js';

const place = {
  country: maybe(country),
  city: maybe(text),
  latitude: maybe(decimal(-90, 90)),
  longitude: maybe(decimal(-180, 180)),
};

/** Half a pair of coordinates is no place. */
function* halfPlace(record: { readonly latitude: unknown; readonly longitude: unknown }): Iterable<CrossFault> {
  if (said(record.latitude) === said(record.longitude)) return;
  const missing = said(record.latitude) ? 'longitude' : 'latitude';
  yield { code: 'coordinates-incomplete', field: missing, found: '', expected: 'latitude and longitude, both or none' };
}

const organisation = z.strictObject({
  id,
  kind: choice(organisationKinds),
  name: maybe(text),
  ...place,
  oid: maybe(text),
  senderId: maybe(id),
});
/** organisations.csv */
export const organisationSchema = organisation.check(across<z.output<typeof organisation>>(halfPlace)) satisfies z.ZodType<Organisation>;

const host = z.strictObject({
  id,
  name: maybe(text),
  partnerId: maybe(id),
  ...place,
  minimumAge: maybe(whole(0, 99)),
  hazard: orElse(flag, false),
  night: orElse(flag, false),
  languages: orElse(languages, []),
  needsMet: orElse(texts, []),
  tutorNamed: maybe(flag),
  seats: maybe(whole(0, countLimit)),
  quality: maybe(whole(0, 100)),
  sector: maybe(text),
});
/** hosts.csv */
export const hostSchema = host.check(across<z.output<typeof host>>(halfPlace)) satisfies z.ZodType<Host>;

const opening = z.strictObject({
  id,
  hostId: id,
  flowId: maybe(id),
  profileIds: orElse(ids, []),
  profileFits: orElse(wholes(0, 100), []),
  kinds: orElse(choices(personKinds), []),
  activities: orElse(choices(activities), []),
  startDay: maybe(day),
  endDay: maybe(day),
  windowFromDay: maybe(day),
  windowToDay: maybe(day),
  lengthDays: maybe(whole(1, 1_000)),
  seats: whole(0, countLimit),
  minimumToOpen: orElse(whole(0, countLimit), 0),
  languages: orElse(languages, []),
  outcomes: orElse(texts, []),
  minimumOutcomes: maybe(whole(0, 100)),
  online: orElse(flag, false),
  reach: maybe(choice(reaches)),
  travelCents: maybe(cents(costLimitCents)),
  perDayCents: maybe(cents(costLimitCents / 100)),
  courseCents: maybe(cents(costLimitCents)),
  otherCents: orElse(cents(costLimitCents), 0),
});

/** openings.csv */
export const openingSchema = opening.check(
  across<z.output<typeof opening>>(function* (record) {
    const fits = Array.isArray(record.profileFits) ? record.profileFits.length : 0;
    const accepted = Array.isArray(record.profileIds) ? record.profileIds.length : 0;
    if (fits > 0 && fits !== accepted) {
      yield { code: 'fits-uneven', field: 'profileFits', expected: `as many as profiles, ${accepted}, or none` };
    }
    const window = [record.windowFromDay, record.windowToDay, record.lengthDays].filter(said).length;
    const dates = [record.startDay, record.endDay].filter(said).length;
    if (window > 0 && dates > 0) {
      yield { code: 'dates-twice', field: 'startDay', expected: 'either start and end, or window_from, window_to and days' };
    } else if (window > 0 && window < 3) {
      const missing = !said(record.windowFromDay) ? 'windowFromDay' : !said(record.windowToDay) ? 'windowToDay' : 'lengthDays';
      yield { code: 'dates-incomplete', field: missing, expected: 'window_from, window_to and days together' };
    } else if (dates === 1) {
      yield { code: 'dates-incomplete', field: said(record.startDay) ? 'endDay' : 'startDay', expected: 'start and end together' };
    } else if (window === 0 && dates === 0 && !said(record.flowId)) {
      yield { code: 'dates-missing', field: 'startDay', expected: 'start and end, or a window and a length, or a flow that has dates' };
    }
    if (exceeds(record.startDay, record.endDay)) yield { code: 'end-before-start', field: 'endDay', expected: 'a day not before start' };
    if (exceeds(record.windowFromDay, record.windowToDay)) {
      yield { code: 'end-before-start', field: 'windowToDay', expected: 'a day not before window_from' };
    } else if (typeof record.windowFromDay === 'number' && typeof record.windowToDay === 'number') {
      const span = record.windowToDay - record.windowFromDay + 1;
      if (exceeds(record.lengthDays, span)) {
        yield { code: 'window-short', field: 'lengthDays', expected: `at most ${span} days, the length of the window` };
      }
    }
  }),
) satisfies z.ZodType<Opening>;

const flow = z.strictObject({
  id,
  partnerId: maybe(id),
  city: maybe(text),
  country: maybe(country),
  startDay: day,
  endDay: day,
  minimum: orElse(whole(0, countLimit), 0),
  maximum: maybe(whole(0, countLimit)),
  beds: maybe(whole(0, countLimit)),
  learnersPerAccompanying: maybe(whole(1, countLimit)),
  accompanyingScope: orElse(choice(['flow', 'sender']), 'flow' as const),
  accompanyingToName: orElse(flag, false),
  accompanyingCents: maybe(cents(costLimitCents)),
  preparatoryVisitors: orElse(whole(0, 99), 0),
  reach: maybe(choice(reaches)),
  status: maybe(text),
});
/** flows.csv */
export const flowSchema = flow.check(
  across<z.output<typeof flow>>(function* (record) {
    if (exceeds(record.startDay, record.endDay)) yield { code: 'end-before-start', field: 'endDay', expected: 'a day not before start' };
    if (exceeds(record.minimum, record.maximum)) {
      yield { code: 'minimum-above-maximum', field: 'minimum', expected: 'a minimum not above the maximum' };
    }
  }),
) satisfies z.ZodType<Flow>;

const lodging = z.strictObject({ city: text, fromDay: day, toDay: day, beds: whole(0, countLimit) });
/** lodging.csv */
export const lodgingSchema = lodging.check(
  across<z.output<typeof lodging>>(function* (record) {
    if (exceeds(record.fromDay, record.toDay)) yield { code: 'end-before-start', field: 'toDay', expected: 'a day not before from' };
  }),
) satisfies z.ZodType<Lodging>;

const distance = z.strictObject({ fromId: id, hostId: maybe(id), partnerId: maybe(id), km: whole(0, 25_000) });
/** distances.csv */
export const distanceSchema = distance.check(
  across<z.output<typeof distance>>(function* (record) {
    if (said(record.hostId) === said(record.partnerId))
      yield { code: 'target-unclear', field: 'hostId', expected: 'exactly one of host and partner' };
  }),
) satisfies z.ZodType<Distance>;

/** cities.csv */
export const citySchema = z.strictObject({
  city: text,
  country,
  latitude: decimal(-90, 90),
  longitude: decimal(-180, 180),
}) satisfies z.ZodType<City>;

const blocked = z.strictObject({
  fromDay: day,
  toDay: day,
  what: orElse(choice(blockedWhats), 'stay' as const),
  hostId: maybe(id),
  city: maybe(text),
  partnerId: maybe(id),
  flowId: maybe(id),
  schoolId: maybe(id),
  senderId: maybe(id),
  studentId: maybe(id),
  reason: maybe(text),
});
/** blocked.csv */
export const blockedSchema = blocked.check(
  across<z.output<typeof blocked>>(function* (record) {
    if (exceeds(record.fromDay, record.toDay)) yield { code: 'end-before-start', field: 'toDay', expected: 'a day not before from' };
  }),
) satisfies z.ZodType<Blocked>;
