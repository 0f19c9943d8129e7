import { placewiseIn } from '../support/cli.js';
import { fileURLToPath } from 'node:url';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.js';
import type { CheckOutcome } from '../../src/report/outcome.js';

/** `placewise check` on files alone: what a person at the office does with a plan after it was made. */

const data = fileURLToPath(new URL('../../data/', import.meta.url));
let scratch: string;
let folders = 0;

const placewise = (...argv: string[]) => placewiseIn(scratch, ...argv);

type Answer = Pick<CheckOutcome, 'valid' | 'verdict' | 'faults' | 'certificate'>;

async function check(roster: string, plan: string): Promise<Answer & { code: number }> {
  const { code, out, err } = await placewise('check', roster, plan, '--json');
  if (out === '') throw new Error(err);
  return { ...(JSON.parse(out) as Answer), code };
}

/** A fresh copy of a plan's folder. */
function copyOf(plan: string): string {
  const copy = join(scratch, `copy-${++folders}`);
  cpSync(plan, copy, { recursive: true });
  return copy;
}

/** A copy with cells changed: student → column → what is written there. */
function edited(plan: string, changes: { readonly [student: string]: { readonly [column: string]: string } }): string {
  const copy = copyOf(plan);
  const file = join(copy, 'placements.csv');
  const [header, ...rows] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const columns = header!.split(',');
  const known = new Set(rows.map((row) => row.split(',')[0]!));
  for (const [student, cells] of Object.entries(changes))
    for (const column of Object.keys(cells)) expect([columns.includes(column), known.has(student)]).toEqual([true, true]);
  const changed = rows.map((row) => {
    const cells = row.split(',');
    for (const [column, text] of Object.entries(changes[cells[0]!] ?? {})) cells[columns.indexOf(column)] = text;
    return cells.join(',');
  });
  writeFileSync(file, `${[header, ...changed].join('\n')}\n`);
  return copy;
}

function openingsOf(plan: string): Map<string, { opening: string; start: string; sender: string }> {
  const [header, ...rows] = readFileSync(join(plan, 'placements.csv'), 'utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const columns = header!.split(',');
  return new Map(
    rows.map((row) => {
      const cells = row.split(',');
      const cell = (name: string): string => cells[columns.indexOf(name)]!;
      return [cell('student'), { opening: cell('opening'), start: cell('start'), sender: cell('sender') }];
    }),
  );
}

/** One traveller and openings that differ by a little: score 2000 + 10 · quality; the best is 3000 at 1,000 euros. */
const leeway = {
  'students.csv': 'id,kind\nana,staff\n',
  'hosts.csv': 'id,quality\nbest,100\nnear,99\ncheaper-by-words,99\nfar,96\ndear,100\n',
  'openings.csv': [
    'id,host,start,end,seats,cost_travel',
    'O-BEST,best,2026-03-02,2026-03-29,1,1000.00',
    'O-NEAR,near,2026-03-02,2026-03-29,1,1000.00',
    'O-TOLERATED,near,2026-03-02,2026-03-29,1,1000.50',
    'O-FAR,far,2026-03-02,2026-03-29,1,1000.00',
    'O-DEAR,dear,2026-03-02,2026-03-29,1,1001.50',
    '',
  ].join('\n'),
};

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'placewise-check-'));
  mkdirSync(join(scratch, 'leeway'));
  for (const [name, text] of Object.entries(leeway)) writeFileSync(join(scratch, 'leeway', name), text);
  for (const [roster, plan] of [
    [join(data, 'tiny'), 'tiny-plan'],
    [join(data, 'vision'), 'vision-plan'],
    ['leeway', 'leeway-plan'],
  ]) {
    const made = await placewise('match', roster!, '--out', plan!, '--transport', 'inline', '--quiet');
    expect(made, made.err).toMatchObject({ code: exitCodes.done });
  }
});

afterAll(() => rmSync(scratch, { recursive: true }));

const tiny = join(data, 'tiny');
const vision = join(data, 'vision');
const planOf = (name: string): string => join(scratch, `${name}-plan`);

describe('placewise check', () => {
  it.each(['tiny', 'vision'])('accepts the plan of %s as optimal, by its folder and by its file', async (name) => {
    for (const plan of [planOf(name), join(planOf(name), 'placements.csv')]) {
      expect(await check(join(data, name), plan)).toMatchObject({ code: exitCodes.done, valid: true, verdict: 'optimal', faults: [] });
    }
    const { out } = await placewise('check', join(data, name), planOf(name));
    expect(out).toContain('optimal');
    expect(out).toContain('later tiers may take 1 %');
    expect(out).toContain('0.1 %');
  });

  it.each([
    ['profile', { h1: { opening: 'O-IT-2' } }],
    ['language', { h3: { opening: 'O-SI-2' }, m2: { opening: 'O-IT-2' } }],
    ['seats-day', { m1: { opening: 'O-IT-1' } }],
    ['placement-dates', { h1: { start: '2026-03-03' } }],
    ['placement-dates', { h1: { end: '2026-03-30' } }],
    ['id-unknown', { h1: { opening: 'O-XX-1' } }],
    ['id-unknown', { h1: { student: 'h9' } }],
    ['placement-duplicate', { h1: { student: 'h2' } }],
    ['cell-differs', { h1: { score: '7801' } }],
    ['cell-differs', { h1: { cost: '1674.00' } }],
    ['cell-differs', { h1: { host: 'H-SI-1' } }],
  ])('tiny: refuses an illegal cell by the rule %s', async (rule, changes) => {
    const answer = await check(tiny, edited(planOf('tiny'), changes as never));
    expect(answer).toMatchObject({ code: exitCodes.invalidPlan, valid: false, verdict: null });
    expect(answer.faults.map(({ code }) => code)).toContain(rule);
  });

  it('vision: refuses an illegal cell by the rule, on screen too', async () => {
    const [first, second] = [...openingsOf(planOf('vision'))].filter(([, { start }]) => start === '2026-03-02');
    const answer = edited(planOf('vision'), { [first![0]]: { opening: second![1].opening } });
    expect((await check(vision, answer)).faults.map(({ code }) => code)).toContain('seats-day');
    const { code, out } = await placewise('check', vision, answer);
    expect(code).toBe(exitCodes.invalidPlan);
    expect(out).toMatch(/2 people for 1 seats/);
    expect(out).not.toMatch(/optimal/);
  });

  it('tiny: after a legal swap that costs match quality the plan is valid, with its values, and not optimal', async () => {
    const plan = edited(planOf('tiny'), { h1: { opening: 'O-SI-1' }, m1: { opening: 'O-IT-1' } });
    const answer = await check(tiny, plan);
    expect(answer).toMatchObject({ code: exitCodes.done, valid: true, verdict: 'feasible', faults: [] });
    // 36,000 − (7,800 + 7,600) + (4,600 + 4,800)
    expect(answer.certificate.values).toMatchObject({ placed: 5, quality: 30_000, moneyCents: 809_500 });
    expect(answer.certificate.reason).toMatch(/quality.*36000/);
    expect((await placewise('check', tiny, plan)).out).not.toMatch(/optimal/);
  });

  it('tiny: a worse choice of people is valid and not optimal', async () => {
    const answer = await check(tiny, edited(planOf('tiny'), { m2: { student: 'm3' } }));
    expect(answer).toMatchObject({ valid: true, verdict: 'feasible' });
    expect(answer.certificate.reason).toMatch(/placed.*walk/);
  });

  it('vision: a swap that takes from the lowest sender is not optimal, one that changes nothing is', async () => {
    const plan = planOf('vision');
    const people = [...openingsOf(plan)];
    const found = { optimal: 0, feasible: 0 };
    for (const [a, one] of people) {
      for (const [b, other] of people) {
        if (a >= b || one.start !== other.start || one.sender !== other.sender) continue;
        if (found.optimal > 0 && found.feasible > 0) break;
        const answer = await check(vision, edited(plan, { [a]: { opening: other.opening }, [b]: { opening: one.opening } }));
        if (!answer.valid) continue;
        if (answer.verdict === 'optimal') found.optimal++;
        else {
          found.feasible++;
          expect([answer.verdict, answer.certificate.reason === null]).toEqual(['feasible', false]);
        }
      }
    }
    expect(found.optimal).toBeGreaterThan(0);
    expect(found.feasible).toBeGreaterThan(0);
  });

  it.each([
    ['O-BEST', 'optimal', ''],
    ['O-NEAR', 'optimal', ''],
    ['O-TOLERATED', 'optimal', ''],
    ['O-FAR', 'feasible', 'quality'],
    ['O-DEAR', 'feasible', 'money'],
  ])('give and tolerance: a move to %s is %s', async (opening, verdict, tier) => {
    const answer = await check('leeway', edited(planOf('leeway'), { ana: { opening } }));
    expect(answer).toMatchObject({ code: exitCodes.done, valid: true, verdict, faults: [] });
    if (tier !== '') expect(answer.certificate.reason).toContain(`"${tier}"`);
  });

  it('refuses a proof about other records', async () => {
    const roster = join(scratch, 'tiny-changed');
    cpSync(tiny, roster, { recursive: true });
    const hosts = join(roster, 'hosts.csv');
    writeFileSync(hosts, readFileSync(hosts, 'utf8').replace('H-SI-1,Data workshop,Celje,SI,60', 'H-SI-1,Data workshop,Celje,SI,61'));
    const plan = copyOf(planOf('tiny'));
    const answer = await check(roster, plan);
    // The row of m1 still tells of the old score; the plan itself keeps every rule.
    expect(answer.certificate.reason).toContain('the records or the options have changed');
    expect(answer.verdict).not.toBe('optimal');
    expect(answer).toMatchObject({ valid: true, verdict: 'feasible' });
  });

  it('a proof of another plan of the same records, or a damaged one, does not make a plan optimal', async () => {
    const plan = copyOf(planOf('tiny'));
    cpSync(join(planOf('vision'), 'proof.bin'), join(plan, 'proof.bin'));
    expect(await check(tiny, plan)).toMatchObject({ valid: true, verdict: 'feasible' });
    writeFileSync(join(plan, 'proof.bin'), readFileSync(join(planOf('tiny'), 'proof.bin')).subarray(0, 200));
    expect((await check(tiny, plan)).certificate.reason).toContain('cannot be read');
    rmSync(join(plan, 'proof.bin'));
    expect((await check(tiny, plan)).certificate.reason).toContain('no proof');
  });

  it('takes the options from run.json, else from the roster', async () => {
    const plan = join(scratch, 'count-first-plan');
    expect(
      await placewise('match', tiny, '--out', plan, '--order', 'count-first', '--seed', '9', '--transport', 'inline', '--quiet'),
    ).toMatchObject({ code: 0 });
    const answer = await check(tiny, plan);
    expect(answer).toMatchObject({ valid: true, verdict: 'optimal' });
    expect(answer.certificate.steps[0]).toMatchObject({ kind: 'count' });
    rmSync(join(plan, 'run.json'));
    const bare = await check(tiny, plan);
    expect(bare).toMatchObject({ valid: true, verdict: 'feasible' });
    expect(bare.certificate.reason).toContain('the options have changed');
  });

  it('refuses a proof where run.json was edited', async () => {
    const plan = copyOf(planOf('tiny'));
    const file = join(plan, 'run.json');
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/"quality": 10000\b/);
    writeFileSync(file, text.replace(/"quality": 10000\b/, '"quality": 500000'));
    const answer = await check(tiny, plan);
    expect(answer).toMatchObject({ valid: true, verdict: 'feasible' });
    expect(answer.certificate.reason).toContain('the options have changed');
  });
});
