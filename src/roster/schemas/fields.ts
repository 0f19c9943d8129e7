import { z } from 'zod';
import { parseIsoDay } from '../../basics/day.js';
import { countryOf } from '../countries.js';
import { idLimit } from '../limits.js';
import type { CefrLevel, LanguageLevel } from '../types.js';

/**
 * The building blocks of every record's schema. Nothing is coerced: `''`, `'0x10'`, `' 3'` are not numbers, `2026-02-31` is no date.
 * The message of a schema is what an issue prints after "expected", so each is a phrase.
 */

/** Characters no text may hold: controls (but for line breaks and tabs) and halves of surrogate pairs. */
const unfit = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;
/** An id may hold no line break either: it becomes part of messages, file names and tables. */
const unfitInId = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

export const idError = `an id: 1 to ${idLimit} characters, none of them a control character`;
export const id = z
  .string({ error: idError })
  .trim()
  .min(1, { error: idError })
  .max(idLimit, { error: idError })
  .refine((text) => !unfitInId.test(text), { error: idError });

const textError = 'text without control characters';
export const text = z
  .string({ error: textError })
  .trim()
  .min(1, { error: textError })
  .refine((value) => !unfit.test(value), { error: textError });

/** Blank, absent and null are one: not said. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

/** Blank, absent and null stand for `fallback`. */
export function orElse<Schema extends z.ZodType, Fallback>(schema: Schema, fallback: Fallback) {
  return schema.nullish().transform((value) => value ?? fallback);
}

/** −0 counts as 0. */
const withoutSign = (value: number) => value + 0;

export function whole(least: number, most: number) {
  const error = `a whole number from ${grouped(least)} to ${grouped(most)}`;
  return z.int({ error }).min(least, { error }).max(most, { error }).overwrite(withoutSign);
}

/** Several whole numbers in one cell. */
export function wholes(least: number, most: number) {
  const error = `whole numbers from ${grouped(least)} to ${grouped(most)} with | between`;
  return z.array(z.int({ error }).min(least, { error }).max(most, { error }).overwrite(withoutSign), { error });
}

/** Degrees, kept to nine decimals (a tenth of a millimetre), so that what is written is read back as it was. */
export function decimal(least: number, most: number) {
  const error = `a number from ${least} to ${most}, like 41.3275`;
  return z
    .number({ error })
    .min(least, { error })
    .max(most, { error })
    .overwrite((value) => Math.round(value * 1e9) / 1e9 + 0);
}

/** Whole cents; in files euros. */
export function cents(most: number) {
  const error = `euros from 0 to ${grouped(most / 100)}, like 1234.50`;
  return z.int({ error }).min(0, { error }).max(most, { error }).overwrite(withoutSign);
}

const dayError = 'a date like 2009-02-28';
/** ISO text to a day number. */
export const day = z.string({ error: dayError }).transform((iso, context) => {
  const found = parseIsoDay(iso);
  if (found !== null) return found;
  context.issues.push({ code: 'custom', input: iso, message: dayError });
  return z.NEVER;
});

export const flag = z.boolean({ error: 'yes or no' });

export function choice<const Words extends readonly [string, ...string[]] | readonly string[]>(words: Words) {
  return z.enum(words as readonly string[] as readonly [Words[number], ...Words[number][]], { error: `one of: ${words.join(', ')}` });
}

const countryError = 'a country as two capital letters, like IT';
export const country = z.string({ error: countryError }).transform((written, context) => {
  const code = countryOf(written.trim());
  if (code !== null) return code;
  context.issues.push({ code: 'custom', input: written, message: countryError });
  return z.NEVER;
});

const listError = 'a list with | between its items, none of them empty';
const item = (schema: z.ZodType<string, string>) => schema.refine((value) => !value.includes('|'), { error: listError });
export const texts = z.array(item(text), { error: listError });
export const ids = z.array(item(id), { error: listError });

export function choices<const Words extends readonly string[]>(words: Words) {
  return z.array(choice(words), { error: `a list with | between, of: ${words.join(', ')}` });
}

const languagesError = 'languages with their CEFR level, like en:B1|it:A2';
const languageLevel: z.ZodType<LanguageLevel, { language: string; level: number }> = z.strictObject(
  {
    language: z.string({ error: languagesError }).regex(/^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$/, { error: languagesError }),
    level: z
      .int({ error: languagesError })
      .min(1, { error: languagesError })
      .max(6, { error: languagesError })
      .transform((level) => level as CefrLevel),
  },
  { error: languagesError },
);
export const languages = z.array(languageLevel, { error: languagesError });

function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A fault that several fields of one record make together. */
export interface CrossFault {
  readonly code: string;
  /** Field that is named in the issue. */
  readonly field: string;
  readonly expected: string;
  readonly found?: string;
  readonly maybe?: string;
}

/**
 * A check over several fields. It runs even where other fields failed (faults come as one complete list), so it sees a partial
 * record: fields that failed may hold what was written, and `days` and the like must be tested with `both`.
 */
export function across<Value>(find: (record: { readonly [field in keyof Value]: unknown }) => Iterable<CrossFault>) {
  return z.core._check(
    (payload: z.core.ParsePayload<Value>) => {
      if (typeof payload.value !== 'object' || payload.value === null) return;
      for (const fault of find(payload.value)) {
        payload.issues.push({
          code: 'custom',
          input: payload.value,
          path: [fault.field],
          message: fault.expected,
          continue: true,
          params: { code: fault.code, found: fault.found, maybe: fault.maybe },
        });
      }
    },
    { when: () => true } as z.core.$ZodCustomParams,
  ) as z.core.$ZodCheck<Value>;
}

/** True where both are numbers and the first exceeds the second. */
export function exceeds(first: unknown, second: unknown): boolean {
  return typeof first === 'number' && typeof second === 'number' && first > second;
}

/** True where something was said, right or wrong. */
export function said(value: unknown): boolean {
  return value !== null && value !== undefined;
}
