import type { z } from 'zod';
import { compareText } from '../basics/order.js';
import { IssueList } from './issues.js';
import { repeatedNames } from './json-names.js';
import { nearest } from './nearest.js';
import { optionNames, optionsSchema, type OptionsInput, type dateFormats, type delimiters, type encodings } from './schemas/options.js';
import type { Issue, Options } from './types.js';

export type { OptionsInput } from './schemas/options.js';

export type DateFormat = (typeof dateFormats)[number];
export type Encoding = (typeof encodings)[number];
export type Delimiter = (typeof delimiters)[number];

/** What holds where `placewise.json` says nothing. */
export const defaultOptions: Options = {
  way: 'tiers',
  stableAnyway: false,
  order: 'rank-first',
  eligible: 'rules',
  tiers: ['placed', 'quality', 'evenness', 'money'],
  give: { placed: 0, quality: 10_000, evenness: 0, money: 0 },
  tolerance: { placed: 0, quality: 0, evenness: 0, money: 1_000 },
  weights: { profile: 40, outcomes: 15, wish: 30, hostWish: 5, quality: 10, distance: 0 },
  profileDigits: 2,
  minimumOutcomes: 0,
  seed: 1,
  maximumMoves: null,
  replan: false,
  neverWorse: false,
  variantWeekday: 1,
  durations: {
    graduate: [10, 365],
    'graduate/competition': [1, 10],
    'graduate/group': [2, 30],
    'long-term': [90, 365],
    'short-term': [10, 89],
    'short-term/competition': [1, 10],
    'short-term/group': [2, 30],
    staff: [2, 365],
    'staff/course': [2, 10],
    'staff/expert': [2, 60],
    'staff/job-shadowing': [2, 60],
    'staff/trainee-teacher': [10, 365],
  },
  fewerOpportunitiesLeast: 2,
  graduateMonths: 12,
  shortTermProjectCap: 30,
  adultAge: 18,
  repeat: 'allowed',
  waitingBonus: 0,
  qualityPrior: 5,
  hostGate: { minimumQuality: 0, tutorNamed: false, checks: 'none' },
  rulePack: null,
};

/** How the files are written; null: found out from the file itself. */
export interface Reading {
  readonly dateFormat: DateFormat;
  readonly decimalComma: boolean;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter | null;
}

export interface OptionsResult {
  /** The defaults stand in for what failed, so that the rest of a roster can still be checked. */
  readonly options: Options;
  readonly reading: Reading;
  readonly issues: readonly Issue[];
}

/**
 * Options from the value of a `placewise.json` (any fields of `Options`, whole or in part, and `dateFormat`, `decimalComma`,
 * `encoding`, `delimiter`). Unknown names and wrong types are errors; `overrides` win over the file.
 */
export function parseOptions(json: unknown, overrides: OptionsInput = {}, file = 'placewise.json'): OptionsResult {
  const issues = new IssueList();
  const written = checked(json, file, issues);
  const laid = checked(overrides, 'the options given', issues);
  const given = {
    ...written,
    ...laid,
    give: { ...written.give, ...laid.give },
    tolerance: { ...written.tolerance, ...laid.tolerance },
    weights: { ...written.weights, ...laid.weights },
    durations: { ...written.durations, ...laid.durations },
    hostGate: { ...written.hostGate, ...laid.hostGate },
  };
  const options: Options = {
    way: given.way ?? defaultOptions.way,
    stableAnyway: given.stableAnyway ?? defaultOptions.stableAnyway,
    order: given.order ?? defaultOptions.order,
    eligible: given.eligible ?? defaultOptions.eligible,
    tiers: given.tiers ?? defaultOptions.tiers,
    give: filled(given.give, defaultOptions.give),
    tolerance: filled(given.tolerance, defaultOptions.tolerance),
    weights: filled(given.weights, defaultOptions.weights),
    profileDigits: given.profileDigits ?? defaultOptions.profileDigits,
    minimumOutcomes: given.minimumOutcomes ?? defaultOptions.minimumOutcomes,
    seed: given.seed ?? defaultOptions.seed,
    maximumMoves: given.maximumMoves === undefined ? defaultOptions.maximumMoves : given.maximumMoves,
    replan: given.replan ?? defaultOptions.replan,
    neverWorse: given.neverWorse ?? defaultOptions.neverWorse,
    variantWeekday: given.variantWeekday ?? defaultOptions.variantWeekday,
    durations: byName({ ...defaultOptions.durations, ...given.durations }),
    fewerOpportunitiesLeast: given.fewerOpportunitiesLeast ?? defaultOptions.fewerOpportunitiesLeast,
    graduateMonths: given.graduateMonths ?? defaultOptions.graduateMonths,
    shortTermProjectCap: given.shortTermProjectCap === undefined ? defaultOptions.shortTermProjectCap : given.shortTermProjectCap,
    adultAge: given.adultAge ?? defaultOptions.adultAge,
    repeat: given.repeat ?? defaultOptions.repeat,
    waitingBonus: given.waitingBonus ?? defaultOptions.waitingBonus,
    qualityPrior: given.qualityPrior ?? defaultOptions.qualityPrior,
    hostGate: filled(given.hostGate, defaultOptions.hostGate),
    rulePack: given.rulePack ?? defaultOptions.rulePack,
  };
  if (Object.values(options.weights).every((weight) => weight === 0)) {
    issues.add('error', file, null, () => ({
      code: 'weights-zero',
      column: 'weights',
      found: 'all weights 0',
      expected: 'at least one weight above 0',
    }));
  }
  const reading: Reading = {
    dateFormat: given.dateFormat ?? 'iso',
    decimalComma: given.decimalComma ?? false,
    encoding: given.encoding ?? 'utf-8',
    delimiter: given.delimiter ?? null,
  };
  return { options, reading, issues: issues.list() };
}

/** As `parseOptions`, from the text of the file; text that is no JSON, or names an option twice, is an error. */
export function parseOptionsText(text: string, overrides: OptionsInput = {}): OptionsResult {
  const issues = new IssueList();
  let json: unknown = {};
  try {
    json = JSON.parse(text);
    for (const path of repeatedNames(text)) {
      issues.add('error', 'placewise.json', null, () => ({
        code: 'option-twice',
        column: path,
        found: path,
        expected: 'each option once',
      }));
    }
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    issues.add('error', 'placewise.json', null, () => ({ code: 'json-invalid', found: fault.message, expected: 'valid JSON' }));
  }
  const result = parseOptions(json, overrides);
  return { ...result, issues: [...issues.list(), ...result.issues] };
}

/** The value where it is sound; else what of its top level is sound, and issues for the rest. */
function checked(json: unknown, file: string, issues: IssueList): z.output<typeof optionsSchema> {
  const result = optionsSchema.safeParse(json);
  if (result.success) return result.data;
  const faulty = new Set<string>();
  for (const fault of result.error.issues) {
    const path = fault.path.map(String);
    const names = fault.code === 'unrecognized_keys' ? fault.keys : [null];
    for (const name of names) {
      const place = name === null ? path : [...path, name];
      faulty.add(place[0] ?? '');
      issues.add('error', file, null, () =>
        name === null
          ? { code: 'option-invalid', column: place.join('.') || null, found: written(valueAt(json, path)), expected: fault.message }
          : unknownOption(place, optionNames.get(path.join('.')) ?? []),
      );
    }
  }
  if (typeof json !== 'object' || json === null) return {};
  const sound = optionsSchema.safeParse(Object.fromEntries(Object.entries(json).filter(([name]) => !faulty.has(name))));
  return sound.success ? sound.data : {};
}

function unknownOption(place: readonly string[], names: readonly string[]) {
  const name = place.at(-1) ?? '';
  return {
    code: 'option-unknown',
    column: place.join('.'),
    found: name,
    expected: `one of: ${names.join(', ')}`,
    maybe: nearest(name, names),
  };
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  let value = json;
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value;
}

function written(value: unknown): string {
  return value === undefined ? 'nothing' : typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** The same fields, by name: what is written of the options does not tell in which order they were given. */
function byName<Value>(fields: { readonly [name: string]: Value | undefined }): { readonly [name: string]: Value } {
  const said = Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(said.sort(([a], [b]) => compareText(a, b)));
}

function filled<Value extends object>(given: { readonly [name in keyof Value]?: Value[name] | undefined }, fallback: Value): Value {
  const whole = { ...fallback };
  for (const name of Object.keys(fallback) as (keyof Value)[]) {
    const value = given[name];
    if (value !== undefined) whole[name] = value as Value[typeof name];
  }
  return whole;
}
