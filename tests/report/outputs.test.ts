import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOfOutcome, writeOutputs } from '../../src/report/outputs.js';
import { readCells } from '../../src/report/plan-cells.js';
import { readPlan } from '../../src/report/plan-file.js';
import { screenOfOutcome } from '../../src/report/screen.js';
import { budgetLoads, hostLoads, quotaLoads } from '../../src/report/scope.js';
import { fakeInfeasible, fakeOutcome, fakeRoster, hostile } from './fake.js';

const roster = fakeRoster();
const outcome = fakeOutcome(roster);
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'placewise-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** All files, whole. */
async function wholeFiles(...of: Parameters<typeof filesOfOutcome>): Promise<Map<string, string | Uint8Array>> {
  const whole = new Map<string, string | Uint8Array>();
  for (const [name, content] of filesOfOutcome(...of)) {
    if (typeof content !== 'function') whole.set(name, content);
    else {
      let text = '';
      for await (const piece of content()) text += piece;
      whole.set(name, text);
    }
  }
  return whole;
}
const textOf = async (name: string, of: Parameters<typeof filesOfOutcome>[0] = outcome) => String((await wholeFiles(of, roster)).get(name));

describe('outputs', () => {
  it('are the ten files of a plan, the same bytes each time', async () => {
    const files = await wholeFiles(outcome, roster);
    expect([...files.keys()].sort()).toEqual([
      'audit.csv',
      'budgets.csv',
      'explanations.jsonl',
      'hosts.csv',
      'placements.csv',
      'proof.bin',
      'report.html',
      'run.json',
      'summary.json',
      'unplaced.csv',
    ]);
    expect(await wholeFiles(fakeOutcome(fakeRoster()), fakeRoster())).toEqual(files);
  });

  it('say of an infeasible roster which rules are in conflict, and hold no tables', async () => {
    const files = await wholeFiles(fakeInfeasible(roster), roster);
    expect([...files.keys()].sort()).toEqual(['proof.bin', 'report.html', 'run.json', 'summary.json']);
    expect(JSON.parse(String(files.get('summary.json'))).conflict.rules).toHaveLength(2);
    expect(String(files.get('report.html'))).toContain('At most 6 people in opening O1');
  });

  it('change in clock and source only, where only those differ', async () => {
    const other = {
      ...outcome,
      run: {
        ...outcome.run,
        clock: { ...outcome.run.clock, workers: 7, startedAt: '2027-01-01T00:00:00.000Z' },
        source: { students: [9] },
      },
    };
    const [first, second] = [await wholeFiles(outcome, roster), await wholeFiles(other, roster)];
    const differing = [...first.keys()].filter((name) => String(first.get(name)) !== String(second.get(name)));
    expect(differing).toEqual(['run.json']);
    const { clock: _a, source: _b, ...rest } = JSON.parse(String(first.get('run.json')));
    const { clock: _c, source: _d, ...otherRest } = JSON.parse(String(second.get('run.json')));
    expect(rest).toEqual(otherRest);
  });

  it('do not show on which rows the records stand', async () => {
    const turned = {
      ...roster,
      budgets: [...roster.budgets].reverse(),
      quotas: [...roster.quotas].reverse(),
      hosts: [...roster.hosts].reverse(),
      openings: [...roster.openings].reverse(),
    };
    const moved = { ...outcome, issues: outcome.issues.map((issue) => ({ ...issue, row: 99 })), run: { ...outcome.run, source: {} } };
    const [first, second] = [await wholeFiles(outcome, roster), await wholeFiles(moved, turned)];
    expect([...first.keys()].filter((name) => String(first.get(name)) !== String(second.get(name)))).toEqual(['run.json']);
    const conflict = fakeInfeasible(roster);
    const elsewhere = {
      ...conflict,
      conflict: { ...conflict.conflict!, rules: conflict.conflict!.rules.map((rule) => ({ ...rule, row: 77 })) },
    };
    const [third, fourth] = [await wholeFiles(conflict, roster), await wholeFiles(elsewhere, roster)];
    expect([...third.keys()].filter((name) => String(third.get(name)) !== String(fourth.get(name)))).toEqual(['run.json']);
    expect(JSON.parse(String(fourth.get('run.json'))).source.conflict[0].row).toBe(77);
  });

  it('hold a summary whose counts add up', async () => {
    const summary = JSON.parse(await textOf('summary.json'));
    expect(summary).toMatchObject({
      verdict: 'optimal',
      headcount: {
        people: 60,
        placed: 57,
        learners: 58,
        placedLearners: 55,
        unplaced: { taken: 2, 'refused-by-rules': 1, 'no-opening': 0, 'not-needed': 0 },
      },
    });
    expect(summary.costCents).toBe(outcome.placements.reduce((sum, { costCents }) => sum + costCents, 0));
    expect(summary.quotas.map(({ count }: { count: number }) => count).reduce((a: number, b: number) => a + b)).toBe(57);
  });
});

describe('loads', () => {
  it('count a host on its fullest day, both ends included', () => {
    const [first] = outcome.placements.filter(({ hostId }) => hostId === 'H1');
    const stays = [
      [0, 9],
      [9, 12],
      [10, 20],
    ].map(([startDay, endDay]) => ({ ...first!, startDay: startDay!, endDay: endDay! }));
    expect(hostLoads(roster, stays).find(({ hostId }) => hostId === 'H1')).toMatchObject({ placed: 3, busiestDay: 9, onBusiestDay: 2 });
  });

  it('take from a budget the category it names, and from a scope only what lies in it', () => {
    const [al, rs, travel] = budgetLoads(roster, outcome.placements);
    const ofSender = (sender: string) =>
      outcome.placements.filter(({ senderId }) => senderId === sender).reduce((sum, { costCents }) => sum + costCents, 0);
    expect(rs!.spentCents).toBe(ofSender('S-RS'));
    expect(al!.leftCents).toBe(6_000_000 - ofSender('S-AL'));
    expect(travel!.spentCents).toBe(55 * 30_900);
    expect(quotaLoads(roster, outcome.placements).map(({ count }) => count)).toEqual([28, 29]);
  });
});

describe('report.html', () => {
  it('lets no text of the roster become markup, and allows no script but its own and no address', async () => {
    const html = await textOf('report.html');
    const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.map(([, attributes]) => attributes)).toEqual([' type="application/json" id="plan-data"', '']);
    expect(html.match(/<\/?script/g)).toHaveLength(4);
    const hash = createHash('sha256').update(scripts[1]![2]!).digest('base64');
    expect(html).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(html.replace(/<script type=[\s\S]*/, '')).not.toMatch(/https?:\/\/(?!x)|\son\w+=|style="|url\(/);
    expect(html).toContain('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(html).toContain('&#39;; style-src &#39;sha256-');
    expect(await textOf('report.html', fakeInfeasible(roster))).not.toContain(hostile);
  });

  it('stays small where the plan is large, and says where the rest stands', async () => {
    const large = fakeRoster(5000);
    const html = String((await wholeFiles(fakeOutcome(large), large)).get('report.html'));
    expect(html.length).toBeLessThan(1_000_000);
    expect(html).toContain('The first 1000 of 4,997 rows; all of them stand in <code>placements.csv</code>.');
  });
});

describe('the screen', () => {
  it('says the verdict in words, the gap and who claims more', () => {
    const text = screenOfOutcome(fakeOutcome(roster, 'within-gap'), roster, 'out/x');
    expect(text.replaceAll('\n', ' ')).toContain(
      'It is proved best in “who is placed”. In the tier “match quality” no plan is better by more than 0.0170262 %',
    );
    expect(text).toContain('open, claimed by highs');
    expect(text).toContain('Placed     57 of 60 people (55 to train, 2 accompanying), at 12 hosts');
  });

  it('shows no control characters of the roster', async () => {
    const budgets = roster.budgets.map((budget) => ({ ...budget, id: `\u001b[31m${budget.id}`, limitCents: 1 }));
    expect(screenOfOutcome(outcome, { ...roster, budgets }, null)).not.toContain('\u001b');
  });
});

describe('a plan read back', () => {
  it('is the plan that was written, with its options and proof', async () => {
    await writeOutputs(outcome, roster, join(base, 'out'), { force: false });
    const { plan, issues } = await readPlan(join(base, 'out'));
    expect(issues).toEqual([]);
    expect(plan!.placements).toEqual(
      outcome.placements.map(({ studentId, openingId, flowId, startDay, endDay }) => ({
        studentId,
        openingId,
        flowId: openingId === null ? flowId : null,
        startDay,
        endDay,
      })),
    );
    expect(plan!.options).toEqual(roster.options);
    expect(plan!.proof).toEqual(outcome.proof);
    expect(readCells(plan!, roster, outcome.placements, plan!.placements)).toEqual({ faults: [], stale: [] });
  });

  it.each([
    ['host', ',H2,', ',H3,'],
    ['cost', ',1569.00,', ',1569.01,'],
    ['score', ',2510,', ',2511,'],
    ['flow', ',F2,', ',F1,'],
    ['overridden', ',no,', ',yes,'],
  ])('is told apart from the records in the column %s', async (column, from, to) => {
    await writeOutputs(outcome, roster, join(base, 'out'), { force: false });
    const { writeFileSync } = await import('node:fs');
    const file = join(base, 'out', 'placements.csv');
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[4] = lines[4]!.replace(from, to);
    writeFileSync(file, lines.join('\n'));
    const { plan } = await readPlan(file);
    expect(readCells(plan!, roster, outcome.placements, null).stale).toEqual([expect.stringContaining(`row 5: ${column} tell`)]);
    const original = outcome.placements.map((row) => ({ ...row, flowId: row.openingId === null ? row.flowId : null }));
    expect(readCells(plan!, roster, outcome.placements, original)).toEqual({
      faults: [expect.stringContaining(`row 5, column ${column}: `)],
      stale: [],
    });
  });

  it('may be moved by hand, and still holds no cell that nothing could stand for', async () => {
    const { writeFileSync } = await import('node:fs');
    await writeOutputs(outcome, roster, join(base, 'out'), { force: false });
    const file = join(base, 'out', 'placements.csv');
    const lines = readFileSync(file, 'utf8').split('\n');
    // The two change places; everything but the name is left as it was.
    [lines[4], lines[5]] = [lines[4]!.replace(/^[^,]*/, 'ST-0002'), lines[5]!.replace(/^[^,]*/, 'ST-0001')];
    writeFileSync(file, lines.join('\n'));
    const { plan } = await readPlan(file);
    const swapped = outcome.placements.map((row) =>
      row.studentId === 'ST-0001'
        ? { ...row, studentId: 'ST-0002', senderId: 'S-BA' }
        : row.studentId === 'ST-0002'
          ? { ...row, studentId: 'ST-0001', senderId: 'S-AL' }
          : row,
    );
    const original = outcome.placements.map((row) => ({ ...row, flowId: row.openingId === null ? row.flowId : null }));
    expect(readCells(plan!, roster, swapped, original)).toEqual({
      faults: [],
      stale: [expect.stringContaining('row 5: sender tell'), expect.stringContaining('row 6: sender tell')],
    });
    const [header = '', cells = ''] = [lines[0], lines[4]];
    for (const [index, column] of header.split(',').entries()) {
      if (index < 5 && column !== 'flow') continue;
      writeFileSync(
        file,
        [
          header,
          cells
            .split(',')
            .map((cell, at) => (at === index ? 'XXX' : cell))
            .join(','),
        ].join('\n'),
      );
      const { faults } = readCells((await readPlan(file)).plan!, roster, swapped, original);
      expect(faults).toEqual([expect.stringContaining(`row 2, column ${column}: "XXX" stands there`)]);
    }
  });

  it('has its faults listed by row and column', async () => {
    const { writeFileSync } = await import('node:fs');
    const file = join(base, 'p.csv');
    writeFileSync(file, 'student,opening,flow,start,end,hots\nA,O1,,2026-02-31,2026-03-29,\n');
    expect((await readPlan(file)).issues).toMatchObject([{ code: 'column-unknown', column: 'hots', row: 1 }]);
    writeFileSync(file, 'student,opening,flow,start,end\nA,O1,,2026-02-31,2026-03-29\n,,,2026-03-02,2026-03-29\n');
    expect((await readPlan(file)).issues).toMatchObject([
      { code: 'date-invalid', row: 2, column: 'start', found: '2026-02-31' },
      { code: 'cell-empty', row: 3, column: 'student' },
      { code: 'cell-empty', row: 3, column: 'opening' },
    ]);
    expect((await readPlan(join(base, 'none'))).issues).toMatchObject([{ code: 'plan-missing' }]);
    expect(readdirSync(base)).toEqual(['p.csv']);
  });
});
