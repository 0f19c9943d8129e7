import { z } from 'zod';
import { countLimit } from '../limits.js';
import { activities, personKinds, tierNames, ways, type TierName } from '../types.js';
import { choice, whole } from './fields.js';

const million = whole(0, 1_000_000);
const weight = whole(0, 1_000);

function tiersOf<Value extends z.ZodType>(value: Value) {
  return z.strictObject(
    {
      placed: value.optional(),
      quality: value.optional(),
      evenness: value.optional(),
      money: value.optional(),
    } satisfies { [tier in TierName]: unknown },
    { error: `an object with some of: ${tierNames.join(', ')}` },
  );
}

const tiersError = `a list of different tiers, some of: ${tierNames.join(', ')}`;
const digits = z.literal([2, 3, 4], { error: 'the whole number 2, 3 or 4' });

/** Whom a limit of days may be about: a kind, or an activity of a kind. */
const durationNames = personKinds.flatMap((kind) => [kind, ...activities.map((activity) => `${kind}/${activity}`)]);
const durationError = 'a pair of whole numbers from 1 to 1,000, least days and most days, like [10, 89]';
const duration = z
  .tuple([z.int().min(1).max(1_000), z.int().min(1).max(1_000)], { error: durationError })
  .refine(([least, most]) => least <= most, { error: durationError })
  .readonly();
const durations = z.strictObject(Object.fromEntries(durationNames.map((name) => [name, duration.optional()])), {
  error: 'an object of kinds, or kinds with an activity, like {"staff/course": [2, 10]}',
});

/** Character sets a roster's files may be declared to have; undeclared ones are UTF-8. */
export const encodings = ['utf-8', 'windows-1250', 'windows-1251', 'windows-1252'] as const;
export const dateFormats = ['iso', 'dmy', 'mdy', 'excel'] as const;
/** Words for the separators of cells. */
export const delimiters = [',', ';', '\t'] as const;

const gateNames = ['minimumQuality', 'tutorNamed', 'checks'] as const;
const packNameError = 'the name of a rule pack, or of a .json file of the roster';

/** The options that change what an answer means; every one may be left out. */
const meaning = {
  way: choice(ways).optional(),
  stableAnyway: z.boolean({ error: 'true or false' }).optional(),
  order: choice(['rank-first', 'count-first']).optional(),
  eligible: choice(['rules', 'listed']).optional(),
  tiers: z
    .array(choice(tierNames), { error: tiersError })
    .min(1, { error: tiersError })
    .refine((tiers) => new Set(tiers).size === tiers.length, { error: tiersError })
    .optional(),
  give: tiersOf(million).optional(),
  tolerance: tiersOf(million).optional(),
  weights: z
    .strictObject(
      {
        profile: weight.optional(),
        outcomes: weight.optional(),
        wish: weight.optional(),
        hostWish: weight.optional(),
        quality: weight.optional(),
        distance: weight.optional(),
      },
      { error: 'an object with some of: profile, outcomes, wish, hostWish, quality, distance' },
    )
    .optional(),
  profileDigits: digits.optional(),
  minimumOutcomes: whole(0, 100).optional(),
  seed: whole(0, 4_294_967_295).optional(),
  maximumMoves: whole(0, countLimit).nullable().optional(),
  replan: z.boolean({ error: 'true or false' }).optional(),
  neverWorse: z.boolean({ error: 'true or false' }).optional(),
  variantWeekday: whole(0, 6).optional(),
  durations: durations.optional(),
  fewerOpportunitiesLeast: whole(1, 1_000).optional(),
  graduateMonths: whole(0, 1_000).optional(),
  shortTermProjectCap: whole(0, countLimit).nullable().optional(),
  adultAge: whole(0, 99).optional(),
  repeat: choice(['allowed', 'not-host', 'not-sector']).optional(),
  waitingBonus: whole(0, 1_000_000).optional(),
  qualityPrior: whole(0, 1_000).optional(),
  hostGate: z
    .strictObject(
      {
        minimumQuality: whole(0, 100).optional(),
        tutorNamed: z.boolean({ error: 'true or false' }).optional(),
        checks: choice(['none', 'rated', 'all']).optional(),
      },
      { error: `an object with some of: ${gateNames.join(', ')}` },
    )
    .optional(),
  rulePack: z.string({ error: packNameError }).min(1, { error: packNameError }).max(120, { error: packNameError }).nullable().optional(),
};
/** How the files are written. */
const reading = {
  dateFormat: choice(dateFormats).optional(),
  decimalComma: z.boolean({ error: 'true or false' }).optional(),
  encoding: choice(encodings).optional(),
  delimiter: z.enum(delimiters, { error: 'one of: "," ";" "\\t"' }).optional(),
};

/** `reading` of a mapping file. */
export const readingSchema = z.strictObject(
  { encoding: reading.encoding, dateFormat: reading.dateFormat, decimalComma: reading.decimalComma },
  { error: 'an object with some of: encoding, dateFormat, decimalComma' },
);

const objectError = 'a JSON object of options, like {"seed": 1}';
/** placewise.json. */
export const optionsSchema = z.strictObject({ ...meaning, ...reading }, { error: objectError });
export type OptionsInput = z.input<typeof optionsSchema>;

/** Names that may stand at a place of placewise.json: '' for the top, else a field. */
export const optionNames: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['', [...Object.keys(meaning), ...Object.keys(reading)]],
  ['give', tierNames],
  ['tolerance', tierNames],
  ['durations', durationNames],
  ['hostGate', gateNames],
  ['weights', ['profile', 'outcomes', 'wish', 'hostWish', 'quality', 'distance']],
]);
