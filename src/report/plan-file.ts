import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseIsoDay } from '../basics/day.js';
import type { Placement } from '../certify/types.js';
import { issueOf } from '../roster/issues.js';
import { parseOptions } from '../roster/options.js';
import { planStatuses, type Issue, type Options, type PlanRow } from '../roster/types.js';
import { rowsOfCsv } from './csv.js';
import { earlierColumns } from './moves.js';
import { placementColumns } from './tables.js';

/** A plan that somebody hands in, and what lay beside it. */
export interface HandedPlan {
  readonly placements: readonly Placement[];
  /** The options the plan was made with; null: no `run.json` beside it, the roster's own hold. */
  readonly options: Options | null;
  /** Bytes of `proof.bin`; null where there is none. */
  readonly proof: Uint8Array | null;
  /** The earlier plan of a replan, from `earlier.csv`; null: there is none beside it. */
  readonly earlier: readonly PlanRow[] | null;
  /** How far each placement has come, from the `plan.csv` that an approval wrote beside it; null: nobody approved it. */
  readonly statuses: readonly PlanRow[] | null;
  /** All cells as written, by row, to be compared with the records. */
  readonly rows: readonly HandedRow[];
}

export interface HandedRow {
  /** As the spreadsheet shows it: the header is row 1. */
  readonly row: number;
  readonly cells: ReadonlyMap<string, string>;
}

export interface HandedPlanResult {
  /** Null where an issue is an error. */
  readonly plan: HandedPlan | null;
  readonly issues: readonly Issue[];
}

const largestPlanBytes = 64 * 1024 * 1024;
const largestProofBytes = 1024 * 1024 * 1024;

export interface ReadPlanOptions {
  /** Read a folder without `placements.csv` but with a proof too, as a plan of nobody: that no plan exists is all such a run can show. */
  readonly withoutPlan?: boolean;
}

/**
 * Reads an output folder, or a `placements.csv` by itself (then `run.json` and `proof.bin` beside it count only where it bears that name).
 * Faults of the files come as issues; only a bug throws.
 */
export async function readPlan(path: string, { withoutPlan = false }: ReadPlanOptions = {}): Promise<HandedPlanResult> {
  const found = await stat(path).catch(() => null);
  if (found === null) return refused(path, 'plan-missing', 'an output folder or a placements.csv');
  const file = found.isDirectory() ? join(path, 'placements.csv') : path;
  const isOutput = found.isDirectory() || basename(path) === 'placements.csv';
  const fileStats = await stat(file).catch(() => null);
  if (withoutPlan && fileStats === null && found.isDirectory() && (await stat(join(path, 'proof.bin')).catch(() => null)) !== null) {
    const issues: Issue[] = [];
    const options = await readOptions(join(path, 'run.json'), issues);
    const proof = await readProof(join(path, 'proof.bin'), issues);
    const isRefused = issues.some(({ severity }) => severity === 'error');
    return { plan: isRefused ? null : { placements: [], options, proof, earlier: null, statuses: null, rows: [] }, issues };
  }
  if (fileStats === null || !fileStats.isFile()) return refused(file, 'plan-missing', 'a placements.csv');
  if (fileStats.size > largestPlanBytes) return refused(file, 'file-too-large', `at most ${largestPlanBytes} bytes`);

  const issues: Issue[] = [];
  const { rows, placements } = await readPlacements(file, issues);
  const options = isOutput ? await readOptions(join(dirname(file), 'run.json'), issues) : null;
  const proof = isOutput ? await readProof(join(dirname(file), 'proof.bin'), issues) : null;
  const earlier = isOutput ? await readPlanRows(join(dirname(file), 'earlier.csv'), issues) : null;
  const statuses = isOutput ? await readPlanRows(join(dirname(file), 'plan.csv'), issues) : null;
  if (issues.some(({ severity }) => severity === 'error')) return { plan: null, issues };
  return { plan: { placements, options, proof, earlier, statuses, rows }, issues };
}

async function readPlacements(file: string, issues: Issue[]): Promise<{ rows: HandedRow[]; placements: Placement[] }> {
  const name = basename(file);
  const fault = (code: string, expected: string, row: number | null, column: string | null, found: string | null): void => {
    if (issues.length < 100) issues.push(issueOf({ severity: 'error', code, file: name, row, column, found, expected }));
  };
  const text = await decoded(file);
  if (text === null) fault('encoding-invalid', 'UTF-8', null, null, null);
  const table =
    text === null
      ? []
      : await rowsOfCsv(text).catch((error: Error) => fault('csv-invalid', `sound CSV (${error.message})`, null, null, null) ?? []);
  const [header = [], ...body] = table;
  if (text !== null) {
    for (const column of ['student', 'opening', 'flow', 'start', 'end']) {
      if (!header.includes(column)) fault('column-missing', `a column ${column}`, 1, column, null);
    }
    const known: ReadonlySet<string> = new Set(placementColumns);
    header.forEach((column, position) => {
      if (!known.has(column)) fault('column-unknown', 'only the columns of placements.csv', 1, column, column);
      else if (header.indexOf(column) !== position) fault('column-twice', 'each column once', 1, column, column);
    });
  }
  if (issues.length > 0) return { rows: [], placements: [] };
  const rows: HandedRow[] = [];
  const placements: Placement[] = [];
  body.forEach((values, position) => {
    const row = position + 2;
    if (values.every((value) => value === '')) return;
    if (values.length !== header.length) return fault('row-length', `${header.length} cells`, row, null, `${values.length} cells`);
    const cells = new Map(header.map((column, index) => [column, values[index] ?? '']));
    const start = dayCell(cells, 'start');
    const end = dayCell(cells, 'end');
    const studentId = cells.get('student') ?? '';
    const openingId = cells.get('opening') || null;
    const flowId = cells.get('flow') || null;
    if (studentId === '') fault('cell-empty', 'a student', row, 'student', null);
    if (openingId === null && flowId === null)
      fault('cell-empty', 'an opening, or the flow of an accompanying person', row, 'opening', null);
    for (const [column, day] of [
      ['start', start],
      ['end', end],
    ] as const) {
      if (day === null) fault('date-invalid', 'a date like 2026-03-01', row, column, cells.get(column) ?? '');
    }
    if (start === null || end === null) return;
    rows.push({ row, cells });
    placements.push({ studentId, openingId, flowId: openingId === null ? flowId : null, startDay: start, endDay: end });
  });
  return { rows, placements };
}

/** earlier.csv as a run wrote it, or plan.csv as an approval did. */
async function readPlanRows(file: string, issues: Issue[]): Promise<PlanRow[] | null> {
  if ((await stat(file).catch(() => null)) === null) return null;
  const table = await rowsOfCsv((await decoded(file)) ?? '').catch(() => []);
  const rows: PlanRow[] = [];
  const isSound = table.every((cells, position) => {
    const [studentId = '', openingId = '', flowId = '', start = '', status = ''] = cells;
    if (position === 0) return cells.join() === earlierColumns.join();
    const known = planStatuses.find((name) => name === status);
    const startDay = start === '' ? null : parseIsoDay(start);
    if (studentId === '' || known === undefined || (start !== '' && startDay === null)) return false;
    rows.push({ studentId, openingId: openingId || null, flowId: flowId || null, startDay, status: known });
    return true;
  });
  if (!isSound || table.length === 0)
    issues.push(
      issueOf({
        severity: 'error',
        code: 'csv-invalid',
        file: basename(file),
        expected: `the columns ${earlierColumns.join(', ')} and known statuses`,
      }),
    );
  return rows;
}

function dayCell(cells: ReadonlyMap<string, string>, column: string): number | null {
  return parseIsoDay(cells.get(column) ?? '');
}

async function decoded(file: string): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function readOptions(file: string, issues: Issue[]): Promise<Options | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const given = typeof json === 'object' && json !== null ? Reflect.get(json, 'options') : undefined;
  if (given === undefined) {
    issues.push(issueOf({ severity: 'error', code: 'json-invalid', file: 'run.json', expected: 'the run.json of an output folder' }));
    return null;
  }
  const result = parseOptions(given);
  issues.push(...result.issues.map((issue) => ({ ...issue, file: 'run.json' })));
  return result.options;
}

async function readProof(file: string, issues: Issue[]): Promise<Uint8Array | null> {
  const found = await stat(file).catch(() => null);
  if (found === null) return null;
  if (!found.isFile() || found.size > largestProofBytes) {
    issues.push(
      issueOf({ severity: 'error', code: 'file-too-large', file: 'proof.bin', expected: `a file of at most ${largestProofBytes} bytes` }),
    );
    return null;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(file)) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
}

function refused(path: string, code: string, expected: string): HandedPlanResult {
  return { plan: null, issues: [issueOf({ severity: 'error', code, file: basename(path), found: path, expected })] };
}
