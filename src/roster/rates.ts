import { readdirSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { IssueList } from './issues.js';
import { nearest } from './nearest.js';
import { extensionSchema, packSchema, type PackExtension } from './schemas/rates.js';
import type { Options } from './types.js';
import type { CallRates, RulePack } from './types-rates.js';

/** A fault in a rule pack: where in it, what was found, what was expected. */
export interface PackFault {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  readonly maybe: string | null;
}

export type PackResult =
  | { readonly pack: RulePack; readonly faults: readonly [] }
  | { readonly pack: null; readonly faults: readonly PackFault[] };

const folder = new URL('../../data/packs/', import.meta.url);

/** Names of the packs that come with the program. */
export function builtInPacks(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort();
}

/** A pack that comes with the program; a fault where there is none of this name. */
export function builtInPack(name: string): PackResult {
  const names = builtInPacks();
  if (names.includes(name)) return parsePack(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as unknown);
  const fault = { path: 'rulePack', found: name, expected: `one of: ${names.join(', ')}, or a .json file of the roster` };
  return { pack: null, faults: [{ ...fault, maybe: nearest(name, names) }] };
}

/** Checks the value of a pack's JSON. A pack with `extends` changes a built-in one: calls of the same years, in them the parts it names. */
export function parsePack(json: unknown): PackResult {
  if (typeof json !== 'object' || json === null || !('extends' in json)) return checked(packSchema.safeParse(json), json);
  const extension = extensionSchema.safeParse(json);
  if (!extension.success) return { pack: null, faults: faultsOf(extension.error, json) };
  const base = builtInPack(extension.data.extends);
  if (base.pack === null) return { pack: null, faults: base.faults.map((fault) => ({ ...fault, path: 'extends' })) };
  const merged = extended(base.pack, extension.data);
  return checked(packSchema.safeParse(merged), merged);
}

/** The pack that options name among the built-in ones; null where they name none. */
export function ratesOf({ rulePack }: Options): PackResult | { readonly pack: null; readonly faults: readonly PackFault[] } {
  return rulePack === null ? { pack: null, faults: [] } : builtInPack(rulePack);
}

export function addPackFaults(faults: readonly PackFault[], file: string, issues: IssueList): void {
  for (const { path, found, expected, maybe } of faults)
    issues.add('error', file, null, () => ({ code: 'rates-invalid', column: path || null, found, expected, maybe }));
}

function extended(base: RulePack, { id, title, date, sources, calls }: PackExtension): unknown {
  const changes = new Map((calls ?? []).map((call) => [`${call.fromYear} ${call.toYear}`, call]));
  const old = base.calls.map((call) => {
    const key = `${call.fromYear} ${call.toYear}`;
    const change = changes.get(key);
    changes.delete(key);
    return change === undefined ? call : { ...call, ...change, individual: individualOf(call, change.individual ?? []) };
  });
  const added = [...changes.values()];
  return { id, title, date, sources: { ...base.sources, ...sources }, calls: [...old, ...added].sort((a, b) => a.fromYear - b.fromYear) };
}

/** Entries for an agency take the place of those for the same agency. */
function individualOf(call: CallRates, changed: CallRates['individual']): CallRates['individual'] {
  const agencies = new Set(changed.map(({ agency }) => agency));
  return [...call.individual.filter(({ agency }) => !agencies.has(agency)), ...changed];
}

function checked(result: z.ZodSafeParseResult<z.output<typeof packSchema>>, json: unknown): PackResult {
  return result.success ? { pack: result.data, faults: [] } : { pack: null, faults: faultsOf(result.error, json) };
}

function faultsOf(error: z.ZodError, json: unknown): PackFault[] {
  return error.issues.map(({ path, message }) => {
    let value = json;
    for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    const found = value === undefined ? 'nothing' : typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
    return { path: path.map(String).join('.'), found, expected: message, maybe: null };
  });
}
