import { describe, expect, it } from 'vitest';
import { buildInstance } from '../../../src/instance/build.js';
import { readRoster } from '../../../src/roster/read-roster.js';
import { htmlOfOutcome } from '../../../src/report/html.js';
import { fakeOutcome, fakeRoster } from '../../report/fake.js';
import { filesOf } from '../sample.js';
import { match, openings, people, planOf, refusal } from './desk.js';

const range = (count: number, row: (k: number) => string) => Array.from({ length: count }, (_, k) => row(k)).join('\n');

describe('rosters that are too much', () => {
  it('bad input 121: forty million eligible pairs are refused by their number; 400,000 are not', async () => {
    const pool = async (persons: number, places: number) => {
      const { roster } = await readRoster(
        filesOf({
          'students.csv': `id,kind\n${range(persons, (k) => `S${k},short-term`)}\n`,
          'openings.csv': `id,host,start,end,seats\n${range(places, (k) => `O${k},H1,2026-03-02,2026-03-20,9`)}\n`,
        }),
      );
      return buildInstance(roster!);
    };
    expect((await pool(20_000, 2_000)).issues).toMatchObject([
      { severity: 'error', code: 'too-many-pairs', expected: expect.stringMatching(/^at most \d+ eligible pairs/) },
    ]);
    expect((await pool(2_000, 200)).instance?.slotOfPair).toHaveLength(400_000);
  });

  it('bad input 122: texts that make regular expressions run away are read like any other', async () => {
    const long = `${'a'.repeat(32_000)}!`;
    const said = await refusal({
      ...people(`S1,${long},${long},${long},${long}`, 'id,kind,birth_date,languages,inclusion_cost'),
      'mapping.json': JSON.stringify({ students: { '(a+)+$': null } }),
    });
    expect(said.map((line) => /column (\w+)/.exec(line)?.[1])).toEqual(['birth_date', 'inclusion_cost', 'kind', 'languages']);
    const spaced = `${' '.repeat(16_000)}x${' '.repeat(16_000)}y`;
    expect((await planOf(people(`S1,short-term,"${spaced}"`, 'id,kind,group'))).placed).toEqual(['S1 in O1']);
  });

  it('bad input 123: nearly equal costs under a budget end at the limit with a checked plan and its bound', async () => {
    const count = 60;
    const costs = range(count, (k) => `O${k},H${k},2026-03-02,2026-03-20,1,${1000 + ((k * 37) % 61)}.${10 + (k % 80)}`);
    const files = {
      ...people(range(count, (k) => `S${k},short-term`)),
      ...openings(costs, 'id,host,start,end,seats,cost_course'),
      'budgets.csv': 'id,limit\nB,30500.07\n',
    };
    const { code, out } = await match(files, '--json', '--node-limit', '1');
    expect([0, 4]).toContain(code);
    const { verdict, tiers } = JSON.parse(out) as { verdict: string; tiers: { value: string; bound: string | null }[] };
    expect(['optimal', 'within-gap']).toContain(verdict);
    expect(BigInt(tiers[0]!.bound!) >= BigInt(tiers[0]!.value)).toBe(true);
  });

  it('bad input 124: a page of 20,000 rows keeps them as data that is drawn in pages', () => {
    const roster = fakeRoster(20_000);
    const page = htmlOfOutcome(fakeOutcome(roster), roster);
    expect(page.length).toBeLessThan(20_000 * 200);
    // 100 rows are drawn at a time; the others are not in the document.
    expect(page.match(/<tr>/g)!.length).toBeLessThan(3_000);
  });

  it.each([
    ['10,000 faults', 10_000],
    ['100,000 rows, each with two faults', 50_000],
  ])('bad input 125: %s are a capped list', async (_, count) => {
    const said = await refusal(
      people(
        range(count, (k) => `S${k},nobody,1e3`),
        'id,kind,points',
      ),
    );
    expect(said).toHaveLength(101);
    expect(said.at(-1)).toBe(
      `students.csv: ${2 * count - 100} more (${2 * count - 100} errors, 0 warnings); expected the issues above mended first.`,
    );
    expect(said.join('\n').length).toBeLessThan(20_000);
  });
});
