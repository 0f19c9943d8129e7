import { placewiseIn } from '../support/cli.js';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLog } from '../../src/desk/log.js';
import { anonymise } from '../../src/desk/anonymise.js';
import { createEngine } from '../../src/engine/engine.js';
import { readRoster } from '../../src/roster/read-roster.js';

/** Approve, log, erase, anonymise: from the command line, on the folders that people would have. */
const data = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
let scratch: string;
let plan: string;
let copies = 0;

const cli = (...argv: string[]) => placewiseIn(scratch, ...argv);

function fresh(): string {
  const copy = join(scratch, `copy ${++copies} é`);
  cpSync(plan, copy, { recursive: true });
  return copy;
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'placewise desk '));
  plan = join(scratch, 'plan');
  expect((await cli('match', data('tiny'), '--out', plan, '--transport', 'inline', '--quiet')).code).toBe(0);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('an approved plan', () => {
  it('has an entry with its hash, statuses for the next round, and no ids in the log', async () => {
    const folder = fresh();
    const { code, out } = await cli('approve', data('tiny'), folder, '--by', 'Head of school', '--status', 'confirmed');
    expect([code, out]).toEqual([0, expect.stringContaining('entry 1')]);
    const log = await readLog(folder);
    expect(log).toMatchObject({ brokenAt: null, entries: [{ number: 1, action: 'approved', by: 'Head of school', status: 'confirmed' }] });
    const text = readFileSync(join(folder, 'log.jsonl'), 'utf8');
    const planned = readFileSync(join(folder, 'plan.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(planned).toHaveLength(5);
    for (const row of planned) {
      expect(row.endsWith(',confirmed')).toBe(true);
      expect(text).not.toContain(`"${row.split(',')[0]}"`);
    }
    if (process.platform !== 'win32') expect(statSync(join(folder, 'keys.json')).mode & 0o077).toBe(0);
    expect((await cli('check', data('tiny'), folder)).code).toBe(0);
    // The folder holds a decision now: no run replaces it.
    expect((await cli('match', data('tiny'), '--out', folder, '--force', '--transport', 'inline')).code).toBe(73);
  });

  it('is refused once a row was changed', async () => {
    const folder = fresh();
    await cli('approve', data('tiny'), folder, '--by', 'Head');
    const file = join(folder, 'placements.csv');
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'));
    const { code, err } = await cli('check', data('tiny'), folder);
    expect([code, err]).toEqual([2, expect.stringContaining('changed afterwards')]);
    expect((await cli('approve', data('tiny'), folder, '--by', 'Head')).code).toBe(2);
  });

  it('cannot be one that breaks a rule', async () => {
    const folder = fresh();
    const file = join(folder, 'placements.csv');
    const text = readFileSync(file, 'utf8').trimEnd();
    writeFileSync(file, `${text}\n${text.split('\n').at(-1)!}\n`);
    expect((await cli('approve', data('tiny'), folder, '--by', 'Head')).code).toBe(1);
    expect(readdirSync(folder)).not.toContain('log.jsonl');
  });

  it('may be a replan: it is read with the earlier plan that lies beside it', async () => {
    const again = join(scratch, 'replanned');
    const asked = ['match', data('tiny'), '--out', again, '--replan', plan, '--most-moves', '0', '--transport', 'inline', '--quiet'];
    expect((await cli(...asked)).code).toBe(0);
    expect((await cli('check', data('tiny'), again)).code).toBe(0);
    // Two people change places by hand, and nobody may move: both who check and who approve must see that.
    const moved = join(scratch, 'replanned and moved');
    cpSync(again, moved, { recursive: true });
    const file = join(moved, 'placements.csv');
    const swapped = (row: string): string =>
      row.startsWith('h1,') ? row.replace('O-IT-1', 'O-SI-1') : row.startsWith('m1,') ? row.replace('O-SI-1', 'O-IT-1') : row;
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').map(swapped).join('\n'));
    expect((await cli('check', data('tiny'), moved)).code).toBe(1);
    expect((await cli('approve', data('tiny'), moved, '--by', 'Head')).code).toBe(1);
    expect(await cli('approve', data('tiny'), again, '--by', 'Head')).toMatchObject({ code: 0, err: '' });
    expect((await cli('explain', data('tiny'), again, 'm1')).code).toBe(0);
  });

  it('shows where the chain is broken', async () => {
    const folder = fresh();
    await cli('approve', data('tiny'), folder, '--by', 'Head');
    await cli('approve', data('tiny'), folder, '--by', 'Deputy');
    expect((await cli('log', folder)).out).toContain('The chain holds');
    const file = join(folder, 'log.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Head', 'Hand'));
    expect(await cli('log', folder)).toMatchObject({ code: 1, out: expect.stringContaining('broken at entry 2') });
    appendFileSync(file, 'garbage\n');
    expect((await cli('approve', data('tiny'), folder, '--by', 'Head')).code).toBe(2);
  });
});

describe('after an approval', () => {
  const changedPlan = async (): Promise<string> => {
    const folder = fresh();
    await cli('approve', data('tiny'), folder, '--by', 'Head');
    const file = join(folder, 'placements.csv');
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'));
    return folder;
  };

  it('every command that takes the plan refuses it once it was changed', async () => {
    const folder = await changedPlan();
    const out = join(scratch, 'never');
    const commands = [
      ['check', data('tiny'), folder],
      ['explain', data('tiny'), folder, 'm1'],
      ['papers', data('tiny'), folder, '--out', out],
      ['approve', data('tiny'), folder, '--by', 'Head'],
      ['match', data('tiny'), '--out', out, '--replan', folder, '--transport', 'inline'],
      ['match', data('tiny'), '--out', out, '--replan', join(folder, 'placements.csv'), '--transport', 'inline'],
      ['erase', folder, 'm1', '--by', 'Office'],
    ];
    for (const command of commands) {
      const { code, err } = await cli(...command);
      expect([command[0], code, err]).toEqual([command[0], 2, expect.stringContaining('changed afterwards')]);
    }
    expect(existsSync(out)).toBe(false);
    expect((await cli('doctor', data('tiny'), '--plan', folder)).err).toContain('changed afterwards');
  });

  it('a replan keeps who was confirmed, as the plan.csv of the approval says', async () => {
    const folder = fresh();
    await cli('approve', data('tiny'), folder, '--by', 'Head', '--status', 'confirmed');
    const again = join(scratch, 'after approval');
    expect((await cli('match', data('tiny'), '--out', again, '--replan', folder, '--transport', 'inline', '--quiet')).code).toBe(0);
    const rows = readFileSync(join(again, 'earlier.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',').at(-1))).toEqual(Array(5).fill('confirmed'));
  });

  it('the retention date is spoken of once it has passed, and only then', async () => {
    const folder = fresh();
    await cli('approve', data('tiny'), folder, '--by', 'Head', '--retain-until', '2031-12-31');
    const asked = (today: string) => [
      ['log', folder, '--today', today],
      ['check', data('tiny'), folder, '--today', today],
      ['doctor', data('tiny'), '--plan', folder, '--today', today],
    ];
    for (const command of asked('2031-12-31')) {
      const { out, err } = await cli(...command);
      expect([command[0], (out + err).includes('retention date has passed')]).toEqual([command[0], false]);
    }
    for (const command of asked('2032-01-01')) {
      const { out, err } = await cli(...command);
      expect([command[0], (out + err).includes('retention date has passed')]).toEqual([command[0], true]);
    }
    // What is written and printed as data does not depend on the day.
    const [before, after] = [
      await cli('check', data('tiny'), folder, '--json', '--today', '2026-01-01'),
      await cli('check', data('tiny'), folder, '--json', '--today', '2040-01-01'),
    ];
    expect(after.out).toBe(before.out);
  });
});

describe('anonymise', () => {
  it.each(['tiny', 'ties-two-optima', 'budget-couples-hosts', 'quota-forces-swap'])('%s: the same solution under numbers', async (name) => {
    const { roster } = await readRoster(data(name));
    const made = anonymise(roster!);
    await using engine = await createEngine({ transport: 'inline' });
    const [before, after] = [await engine.place(roster!), await engine.place(made.roster)];
    if (before.status !== 'planned' || after.status !== 'planned') throw new Error(`${before.status} ${after.status}`);
    expect(after.verdict).toBe(before.verdict);
    const people = made.names.get('students')!;
    const openings = made.names.get('openings')!;
    const moved = before.placements.map(({ studentId, openingId }) => `${people.get(studentId)} ${openings.get(openingId ?? '')}`);
    expect(after.placements.map(({ studentId, openingId }) => `${studentId} ${openingId}`).sort()).toEqual(moved.sort());
    const text = JSON.stringify(made.roster.students);
    for (const { id } of roster!.students) if (id.length > 3) expect(text).not.toContain(id);
  });

  it('keeps of a birth date no more than the rules need', async () => {
    const { roster } = await readRoster(data('vision'));
    const days = anonymise(roster!).roster.students.map(({ birthDay }) => new Date(birthDay! * 86_400_000).toISOString().slice(5, 10));
    expect(days.filter((day) => day === '01-01').length * 2).toBeGreaterThan(days.length);
  });
});
