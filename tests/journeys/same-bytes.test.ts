import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { createEngine, type EngineOptions } from '../../src/engine/engine.js';
import { generateRoster } from '../../src/generate/generate.js';
import { writeOutputs } from '../../src/report/outputs.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { csvText } from '../../src/roster/write.js';

/** Same roster, options and seed: the same bytes of every output, whatever the order of rows, workers, transport, time zone and locale. */

const data = fileURLToPath(new URL('../../data/', import.meta.url));
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let scratch: string;
let made = 0;

const rosters = ['tiny', 'vision', 'national'] as const;
const rosterFolder = (name: string): string => join(scratch, 'rosters', name);

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'placewise-bytes-'));
  mkdirSync(join(scratch, 'rosters', 'national'), { recursive: true });
  for (const name of ['tiny', 'vision']) cpSync(join(data, name), rosterFolder(name), { recursive: true });
  const tables = generateRoster('national', {
    people: 60,
    openings: 40,
    seed: 3,
    budgets: 2,
    flows: true,
    flowMinimum: 3,
    accompanying: true,
  });
  for (const [name, rows] of tables) writeFileSync(join(rosterFolder('national'), name), await csvText(rows.map((row) => row.map(String))));
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** All files of an output folder as text by name; of run.json what is promised to be the same. */
function bytesOf(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder).sort()) files[name] = readFileSync(join(folder, name)).toString('latin1');
  const { clock, source, ...fixed } = JSON.parse(Buffer.from(files['run.json']!, 'latin1').toString()) as Record<string, unknown>;
  expect([typeof clock, typeof source]).toEqual(['object', 'object']);
  return { ...files, 'run.json': JSON.stringify(fixed) };
}

async function planHere(folder: string, options: EngineOptions): Promise<Record<string, string>> {
  const { roster } = await readRoster(folder);
  await using engine = await createEngine(options);
  // As the command does.
  const outcome = await engine.place(roster!, { answers: true });
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  const out = join(scratch, `out-${++made}`);
  await writeOutputs(outcome, roster!, out, { force: false });
  return bytesOf(out);
}

async function planInProcess(folder: string, env: Record<string, string>, ...more: string[]): Promise<Record<string, string>> {
  const out = join(scratch, `out-${++made}`);
  await promisify(execFile)(process.execPath, [program, 'match', folder, '--out', out, '--quiet', ...more], {
    env: { ...process.env, ...env },
  });
  return bytesOf(out);
}

/** The same roster with the rows of every file in another order. */
function shuffled(folder: string, seed: number): string {
  const copy = join(scratch, 'rosters', `shuffled-${++made}`);
  cpSync(folder, copy, { recursive: true });
  const random = randomFrom(seed);
  for (const name of readdirSync(copy).filter((file) => file.endsWith('.csv'))) {
    const [header, ...rows] = readFileSync(join(copy, name), 'utf8').trimEnd().split('\n');
    for (let k = rows.length - 1; k > 0; k--) {
      const other = Math.floor(random() * (k + 1));
      [rows[k], rows[other]] = [rows[other]!, rows[k]!];
    }
    writeFileSync(join(copy, name), `${[header, ...rows].join('\n')}\n`);
  }
  return copy;
}

describe.each(rosters)('the same bytes: %s', (name) => {
  let first: Record<string, string>;
  beforeAll(async () => {
    first = await planHere(rosterFolder(name), { transport: 'inline' });
    expect(Object.keys(first)).toEqual(expect.arrayContaining(['placements.csv', 'proof.bin', 'report.html', 'run.json', 'summary.json']));
  });

  it('inline twice, and threads with 1, 2 and 7 workers', async () => {
    expect(await planHere(rosterFolder(name), { transport: 'inline' })).toEqual(first);
    for (const workers of [1, 2, 7])
      expect(await planHere(rosterFolder(name), { transport: 'threads', workers }), `${workers} workers`).toEqual(first);
  });

  it('rows in another order', async () => {
    for (const seed of [1, 2]) expect(await planHere(shuffled(rosterFolder(name), seed), { transport: 'inline' })).toEqual(first);
  });

  it('another time zone and another locale', async () => {
    for (const env of [
      { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C' },
    ]) {
      expect(await planInProcess(rosterFolder(name), env)).toEqual(first);
    }
  });
});

it('another seed gives other bytes where lots decide: the comparison can fail', async () => {
  const [one, other] = await Promise.all(
    ['1', '2'].map((seed) => planInProcess(rosterFolder('tiny'), {}, '--seed', seed, '--transport', 'inline')),
  );
  expect(other).not.toEqual(one);
});
