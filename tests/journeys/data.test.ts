import { fileURLToPath } from 'node:url';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { readPlan } from '../../src/report/plan-file.js';
import { outputNames, writeOutputs } from '../../src/report/outputs.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { expectWorkedCosts } from '../support/worked-costs.js';

/** Every folder of data/: read, placed by two threads, written, compared with what its expected.json says, read back and checked. */

const base = fileURLToPath(new URL('../../data/', import.meta.url));
const folders = readdirSync(base, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['broken', 'packs', 'two-rounds', 'messy'].includes(entry.name))
  .map(({ name }) => name)
  .sort();

interface Expected {
  readonly verdict: 'optimal' | 'infeasible';
  /** Everybody who has a place, accompanying persons too. */
  readonly placed?: number;
  readonly placedLearners?: number;
  /** The best value of the tier; a later one may take 1 per cent of it. */
  readonly quality?: number;
  /** Match quality, people placed, sender: from the lowest level up. */
  readonly levels?: readonly (readonly [number, number, string])[];
  readonly moneyCents?: number;
}

let engine: Engine;
let scratch: string;

beforeAll(async () => {
  engine = await createEngine({ workers: 2, transport: 'threads' });
  scratch = await mkdtemp(join(tmpdir(), 'placewise-data-'));
});

afterAll(async () => {
  await engine.close();
  await rm(scratch, { recursive: true });
});

async function journey(folder: string) {
  const { roster, issues } = await readRoster(join(base, folder));
  expect(issues).toEqual([]);
  const outcome = await engine.place(roster!);
  if (outcome.status !== 'planned' && outcome.status !== 'infeasible') throw new Error(`${folder}: ${outcome.status}`);
  const out = join(scratch, folder);
  await writeOutputs(outcome, roster!, out, { force: false });
  return { roster: roster!, outcome, out };
}

describe('data', () => {
  it('holds the folders that are told of', () => {
    expect(folders).toEqual(
      expect.arrayContaining(['applicants', 'intervet-wb', 'intervet-staff', 'rotation', 'qqvet', 'vision', 'tiny', 'one-seat-short']),
    );
  });

  it.each(folders)(
    '%s',
    async (folder) => {
      const expected = JSON.parse(readFileSync(join(base, folder, 'expected.json'), 'utf8')) as Expected;
      const { roster, outcome, out } = await journey(folder);
      expect(outcome.verdict).toBe(expected.verdict);
      expect(outcome.certificate.checks).toMatchObject({ bound: true, link: true });
      const files = await readdir(out);
      expect(files.every((name) => outputNames.has(name))).toBe(true);
      if (outcome.status === 'infeasible') {
        expect(outcome.conflict).not.toBeNull();
        expect(files.sort()).toEqual(['proof.bin', 'report.html', 'run.json', 'summary.json']);
        return;
      }

      // These always; lists, audits and comparisons only where a roster or a caller asks for them.
      const always = ['placements.csv', 'unplaced.csv', 'hosts.csv', 'budgets.csv', 'summary.json', 'run.json', 'proof.bin', 'report.html'];
      expect(always.filter((name) => !files.includes(name))).toEqual([]);
      const { steps, values } = outcome.certificate;
      expect(new Set(outcome.placements.map(({ studentId }) => studentId)).size).toBe(expected.placed);
      expect(values!.placed).toBe(expected.placedLearners ?? values!.placed);
      expect(Number(steps.find(({ kind }) => kind === 'quality')!.value)).toBe(expected.quality);
      expect(values!.levels.map(({ quality, placed, senderId }) => [quality, placed, senderId])).toEqual(expected.levels);
      const money = expected.moneyCents!;
      const slack = Math.floor((money * roster.options.tolerance.money) / 1e6);
      expect(values!.moneyCents).toBeGreaterThanOrEqual(money - slack);
      expect(values!.moneyCents).toBeLessThanOrEqual(money + slack);
      for (const step of steps) expect(step, `${step.tier} ${step.kind}`).toMatchObject({ proved: true, claimedBy: null });

      if (folder === 'intervet-wb') await expectWorkedCosts('data/intervet-wb', out);

      const { plan, issues } = await readPlan(out);
      expect(issues).toEqual([]);
      expect(plan!.options).toEqual(roster.options);
      const checked = await engine.check(roster, plan!);
      expect(checked).toMatchObject({ valid: true, verdict: 'optimal', faults: [] });
      expect(checked.certificate.values).toEqual(values);
      const summary = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as { verdict: string };
      expect(summary.verdict).toBe('optimal');
    },
    150_000,
  );

  it('rotation: what was written sends nobody twice to one host or to two at once', async () => {
    const { plan } = await readPlan(join(scratch, 'rotation'));
    const byPerson = new Map<string, string[]>();
    for (const { cells } of plan!.rows) {
      const id = cells.get('student')!;
      byPerson.set(id, [...(byPerson.get(id) ?? []), `${cells.get('host')} ${cells.get('start')}`]);
    }
    expect(byPerson.size).toBe(24);
    for (const stays of byPerson.values()) {
      expect([2, 3]).toContain(stays.length);
      for (const part of [0, 1]) expect(new Set(stays.map((stay) => stay.split(' ')[part])).size).toBe(stays.length);
    }
  });

  it('applicants: the lists are held in their order, with who is excluded and who waits', async () => {
    const text = await readFile(join(scratch, 'applicants', 'selection.csv'), 'utf8');
    const rows = text.trim().split('\n').slice(1);
    const count = (status: string): number => rows.filter((row) => row.includes(`,${status},`)).length;
    expect([rows.length, count('placed'), count('excluded'), count('reserve')]).toEqual([180, 60, 50, 70]);
    const { roster } = await readRoster(join(base, 'applicants'));
    const { plan } = await readPlan(join(scratch, 'applicants'));
    const placed = new Set(plan!.placements.map(({ studentId }) => studentId));
    expect(roster!.students.filter(({ id, fewerOpportunities }) => fewerOpportunities && placed.has(id)).length).toBeGreaterThanOrEqual(16);
  });

  it('intervet-wb: what was written holds 465 of 465, both margins exactly, at least 20 first wishes refused', async () => {
    const { roster } = await readRoster(join(base, 'intervet-wb'));
    const { plan } = await readPlan(join(scratch, 'intervet-wb'));
    expect(plan!.placements).toHaveLength(465);
    expect(roster!.students).toHaveLength(465);
    const cells = plan!.rows.map((row) => row.cells);
    const margins = roster!.quotas.filter(({ minimum, maximum }) => minimum === maximum);
    expect(margins.length).toBeGreaterThanOrEqual(5);
    for (const quota of margins) {
      const met = cells.filter(
        (cell) =>
          (quota.partnerId === null || cell.get('partner') === quota.partnerId) &&
          (quota.senderId === null || cell.get('sender') === quota.senderId) &&
          (quota.kind === null || cell.get('kind') === quota.kind),
      );
      expect(met.length, quota.id).toBe(quota.minimum);
    }
    const refusedFirstWishes = cells.filter((cell) => cell.get('kind') !== 'accompanying' && cell.get('wish_rank') !== '1');
    expect(refusedFirstWishes.length).toBeGreaterThanOrEqual(20);
  });
});
