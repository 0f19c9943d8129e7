import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { lookupOf } from '../../src/instance/lookup.js';
import { writeOutputs } from '../../src/report/outputs.js';
import type { PlannedOutcome } from '../../src/report/outcome.js';
import { readPlan } from '../../src/report/plan-file.js';
import { screenOfWhatIf } from '../../src/report/what-if.js';
import { selectionOf } from '../../src/report/selection.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { parseScenarios } from '../../src/roster/scenarios.js';
import type { Roster } from '../../src/roster/types.js';

/** Two rounds of data/two-rounds: what came of the first moves the second, for the reasons that its README works out on paper. */

const base = fileURLToPath(new URL('../../data/two-rounds/', import.meta.url));
let engine: Engine;
let scratch: string;
let first: Roster;
let second: Roster;

beforeAll(async () => {
  engine = await createEngine({ workers: 1, transport: 'inline' });
  scratch = await mkdtemp(join(tmpdir(), 'placewise-rounds-'));
  [first, second] = (await Promise.all(['round-1', 'round-2'].map(read))) as [Roster, Roster];
});

afterAll(async () => {
  await engine.close();
  await rm(scratch, { recursive: true });
});

async function read(folder: string): Promise<Roster> {
  const { roster, issues } = await readRoster(join(base, folder));
  expect(issues).toEqual([]);
  return roster!;
}

/** Plans it, and checks what was written as a stranger would. */
async function planned(roster: Roster, name: string): Promise<PlannedOutcome> {
  const outcome = await engine.place(roster);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  expect(outcome.verdict).toBe('optimal');
  const out = join(scratch, name);
  await writeOutputs(outcome, roster, out, { force: false });
  const { plan, issues } = await readPlan(out);
  expect(issues).toEqual([]);
  expect(await engine.check(roster, plan!)).toMatchObject({ valid: true, verdict: 'optimal', faults: [] });
  return outcome;
}

const whereOf = ({ placements }: PlannedOutcome) => Object.fromEntries(placements.map(({ studentId, hostId }) => [studentId, hostId]));

it('round 1: by points, wishes and what the hosts state', async () => {
  const outcome = await planned(first, 'first');
  const where = whereOf(outcome);
  expect(where).toEqual({ a1: 'GAMMA', a2: 'ALFA', a3: 'ALFA', a4: 'BETA' });
  expect(outcome.certificate.values!.quality).toBe(24_700);
  expect(outcome.unplaced.map(({ studentId, statement }) => [studentId, statement])).toEqual([
    ['a5', 'taken'],
    ['a6', 'taken'],
  ]);

  // What round 2 says of this one is what came out of it.
  const again = first.students.map(({ id }) => id).filter((id) => second.students.some((student) => student.id === id));
  expect(second.history.map(({ studentId, hostId }) => [studentId, hostId])).toEqual(again.map((id) => [id, where[id] ?? null]));
  const hostOfPlacement = new Map(second.outcomes.map(({ placement, hostId }) => [placement, hostId]));
  expect([...hostOfPlacement.values()].sort()).toEqual(Object.values(where).sort());
});

it('round 2: outcomes turn the order of the hosts, one is refused, who waited goes', async () => {
  const { qualityOf } = lookupOf(second);
  expect(['ALFA', 'BETA', 'DELTA', 'GAMMA'].map((id) => qualityOf(id).quality)).toEqual([54, 69, 63, 71]);
  const outcome = await planned(second, 'second');
  expect(whereOf(outcome)).toEqual({ a5: 'GAMMA', a6: 'GAMMA', b1: 'BETA', b2: 'DELTA' });
  expect(outcome.certificate.values!.quality).toBe(24_140);
  expect(outcome.unplaced.map(({ studentId, refusals, eligible }) => [studentId, refusals, eligible])).toEqual([
    ['a4', { quality: 1, repeat: 1 }, 2],
    ['b3', { quality: 1 }, 3],
    ['b4', { quality: 1 }, 3],
  ]);
  const standing = selectionOf(outcome, second).map(({ studentId, points, status }) => `${studentId} ${points} ${status}`);
  expect(standing.slice(3)).toEqual(['a6 32 placed', 'b3 30 reserve', 'b4 28 reserve', 'a4 27 reserve']);
});

it('round 2 without the bonus for waiting: those with more points go', async () => {
  const outcome = await planned({ ...second, options: { ...second.options, waitingBonus: 0 } }, 'no bonus');
  expect(whereOf(outcome)).toEqual({ b1: 'BETA', b2: 'DELTA', b3: 'GAMMA', b4: 'GAMMA' });
});

it('round 2 without the gate: the first wish is granted, at a host of less quality', async () => {
  const hostGate = { ...second.options.hostGate, checks: 'none' as const };
  const outcome = await planned({ ...second, options: { ...second.options, hostGate } }, 'no gate');
  expect(whereOf(outcome)).toMatchObject({ b1: 'ALFA', b2: 'DELTA', a5: 'GAMMA', a6: 'GAMMA' });
  expect(outcome.placements.find(({ studentId }) => studentId === 'b1')).toMatchObject({ score: 7540, parts: { quality: 54 } });
});

it('round 2 without outcomes: hosts are as good as they state', async () => {
  const outcome = await planned({ ...second, outcomes: [] }, 'no outcomes');
  const where = whereOf(outcome);
  expect(where).toMatchObject({ b1: 'ALFA', b2: 'DELTA' });
  expect([where['a5'], where['a6']].sort()).toEqual(['ALFA', 'BETA']);
});

it('prints what each reason changes by itself, as the README of the set shows it', async () => {
  const [text, readme] = await Promise.all(['scenarios.json', 'README.md'].map((name) => readFile(join(base, name), 'utf8')));
  const { scenarios } = parseScenarios(JSON.parse(text!));
  expect(readme).toContain(screenOfWhatIf(await engine.whatIf(second, scenarios!)));
});
