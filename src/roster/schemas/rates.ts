import { z } from 'zod';
import { costLimitCents } from '../limits.js';
import type { RulePack } from '../types-rates.js';
import { cents, text, whole } from './fields.js';

const idError = 'a name of small letters, digits and hyphens';
const packId = z.string({ error: idError }).regex(/^[a-z0-9][a-z0-9-]{0,59}$/, { error: idError });
const money = cents(costLimitCents);
const year = whole(2000, 2100);
const sourced = { source: text, confirmed: z.boolean({ error: 'true or false' }) };
const rates = z
  .array(z.strictObject({ firstCents: money, laterCents: money }), { error: 'a list of rates, one a country group' })
  .min(1, { error: 'a rate for each country group' });

const call = {
  fromYear: year,
  toYear: year,
  travel: z.strictObject({
    ...sourced,
    bands: z
      .array(z.strictObject({ fromKm: whole(0, 25_000), standardCents: money, greenCents: money.nullable() }), {
        error: 'a list of distance bands',
      })
      .min(1, { error: 'at least one distance band' })
      .refine((bands) => bands[0]?.fromKm === 0 && bands.every((band, k) => k === 0 || band.fromKm > bands[k - 1]!.fromKm), {
        error: 'bands from 0 km on, each further than the one before',
      }),
  }),
  travelDays: z.strictObject({ ...sourced, standard: whole(0, 30), green: whole(0, 30) }),
  groups: z.strictObject({
    ...sourced,
    of: z.record(z.string().regex(/^[A-Z]{2}$/, { error: 'countries as two capital letters' }), whole(1, 9), {
      error: 'an object from country to group',
    }),
    others: whole(1, 9),
  }),
  firstDays: whole(0, 365),
  individual: z.array(z.strictObject({ ...sourced, agency: text.nullable(), learner: rates, staff: rates }), {
    error: 'a list of daily rates',
  }),
  course: z.strictObject({ ...sourced, perDayCents: money, mostCents: money }),
  linguistic: z.strictObject({ ...sourced, cents: money, longTermCents: money }),
  inclusion: z.strictObject({ ...sourced, organisationCents: money }),
  preparatory: z.strictObject({ ...sourced, visitorCents: money, mostVisitors: whole(0, 99) }),
  organisational: z.strictObject({
    ...sourced,
    firstCents: money,
    firstCount: whole(0, 1_000_000),
    beyondCents: money,
    longTermCents: money,
    courseCents: money,
  }),
};

const packError = 'a rule pack: an object with id, title, date, sources and calls';
const head = {
  id: packId,
  title: text,
  date: z.string({ error: 'a date like 2026-02-28' }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a date like 2026-02-28' }),
  sources: z.record(z.string(), text, { error: 'an object from key to source' }),
};

/** A whole pack; what its parts say of each other is checked too. */
export const packSchema = z
  .strictObject(
    { ...head, calls: z.array(z.strictObject(call), { error: 'a list of calls' }).min(1, { error: 'at least one call' }) },
    { error: packError },
  )
  .check((context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.issues.push({ code: 'custom', input: context.value, path, message, continue: true });
    const { calls, sources } = context.value;
    calls.forEach((entry, k) => {
      if (entry.toYear < entry.fromYear) fault(['calls', k, 'toYear'], 'a year not before fromYear');
      if (k > 0 && entry.fromYear <= calls[k - 1]!.toYear) fault(['calls', k, 'fromYear'], 'years after those of the call before');
      if (!entry.individual.some(({ agency }) => agency === null)) fault(['calls', k, 'individual'], 'an entry with agency null');
      const groups = Math.max(entry.groups.others, ...Object.values(entry.groups.of));
      entry.individual.forEach((rate, at) => {
        for (const side of ['learner', 'staff'] as const)
          if (rate[side].length < groups) fault(['calls', k, 'individual', at, side], `a rate for each of ${groups} country groups`);
      });
      for (const [name, part] of Object.entries(entry)) {
        for (const one of Array.isArray(part) ? part : [part]) {
          if (typeof one === 'object' && !Object.hasOwn(sources, one.source))
            fault(['calls', k, name, 'source'], `one of: ${Object.keys(sources).join(', ')}`);
        }
      }
    });
  }) satisfies z.ZodType<RulePack>;

/** A pack that changes another: what it leaves out is that of the pack it extends. */
export const extensionSchema = z.strictObject(
  {
    extends: packId,
    ...head,
    sources: head.sources.optional(),
    calls: z.array(z.strictObject(call).partial().extend({ fromYear: year, toYear: year }), { error: 'a list of calls' }).optional(),
  },
  { error: packError },
);
export type PackExtension = z.output<typeof extensionSchema>;
