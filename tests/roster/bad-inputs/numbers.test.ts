import { describe, expect, it } from 'vitest';
import { match, openings, people, planOf, refusal } from './desk.js';

const seats = (cell: string) => openings(`O1,H1,2026-03-02,2026-03-20,"${cell}"`);
/** One opening that costs `fee`, and a budget of `limit` for everybody. */
const money = (limit: string, fee = '10.00') => ({
  ...openings(`O1,H1,2026-03-02,2026-03-20,9,"${fee}"`, 'id,host,start,end,seats,cost_course'),
  'budgets.csv': `id,limit\nB,"${limit}"\n`,
});
const points = (cell: string) => people(`S1,short-term,L,${cell}\nS2,short-term,L,0`, 'id,kind,selection_list,points');
const wholeError = (cell: string, maybe = '') =>
  `openings.csv row 2, column seats: found "${cell}"; expected a whole number from 0 to 1,000,000.${maybe === '' ? '' : ` Maybe ${maybe}.`}`;
const moneyError = (cell: string, maybe = '') =>
  `budgets.csv row 2, column limit: found "${cell}"; expected euros from 0 to 1,000,000,000,000, like 1234.50.${maybe === '' ? '' : ` Maybe ${maybe}.`}`;

describe('whole numbers', () => {
  it('bad input 50: no seats are said', async () => {
    expect(await refusal(seats(''))).toEqual([wholeError('')]);
    expect(await refusal(seats('  '))).toEqual([wholeError('  ')]);
  });

  it('bad input 51: 0 seats close an opening', async () => {
    expect((await planOf(seats('0'))).placed).toEqual([]);
  });

  it.each([
    ['-1', ''],
    ['1.5', ''],
    ['1e3', ''],
    ['0x10', ''],
    ['٣', ''],
    ['1_000', '1000'],
    ['1 000', '1000'],
    ['1,000', '1000'],
    ['+3', '3'],
    ['3.0', '3'],
    ['03', '3'],
    [' 3', '3'],
    ['3 ', '3'],
  ])('bad input 52: %j is no number of seats', async (cell, maybe) => {
    expect(await refusal(seats(cell))).toEqual([wholeError(cell, maybe)]);
  });

  it.each(['99999999999', '1e309', 'NaN', 'Infinity', '-0'])('bad input 53: %s is no number of seats', async (cell) => {
    expect(await refusal(seats(cell))).toEqual([wholeError(cell)]);
  });

  it('bad input 64: the most seats a hundred openings can have are added up as they are', async () => {
    const rows = Array.from({ length: 100 }, (_, k) => `O${k},H1,2026-03-02,2026-03-20,1000000`).join('\n');
    const { placed, answer } = await planOf({ ...openings(rows), 'quotas.csv': 'id,maximum\nQ,1000000\n' });
    expect(placed).toHaveLength(1);
    expect(answer.out).toContain('Proved best (optimal)');
  });
});

describe('money', () => {
  it('bad input 54: a budget without a limit is a fault; with 0 nothing that costs is placed, and what is free is', async () => {
    expect(await refusal(money(''))).toEqual([moneyError('')]);
    expect((await planOf(money('0'))).placed).toEqual([]);
    expect((await planOf(money('0', '0'))).placed).toEqual(['S1 in O1']);
  });

  it('bad input 55: money below 0', async () => {
    expect(await refusal(money('-5'))).toEqual([moneyError('-5')]);
    expect(await refusal(money('5', '-0.01'))).toEqual([
      'openings.csv row 2, column cost_course: found "-0.01"; expected euros from 0 to 100,000,000, like 1234.50.',
    ]);
  });

  it.each([
    ['1.234,50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['1 234,50 €', '1234.50'],
    ['1234,5', '1234.5, or declare "decimalComma": true in placewise.json'],
    ['1.234', ''],
    ['1,234', ''],
  ])('bad input 56: %j is refused, never read as 1.234', async (cell, maybe) => {
    expect(await refusal(money(cell))).toEqual([moneyError(cell, maybe)]);
  });

  it('bad input 56: a decimal comma is read where it is declared, and a point then refused', async () => {
    const comma = { 'placewise.json': '{"decimalComma": true}' };
    expect((await planOf({ ...money('10,00', '10,00'), ...comma })).placed).toEqual(['S1 in O1']);
    expect(await refusal({ ...money('1.234,50', '10,00'), ...comma })).toEqual([
      'budgets.csv row 2, column limit: found "1.234,50"; expected euros from 0 to 1,000,000,000,000, like 1234,50. Maybe 1234,50.',
    ]);
  });

  it('bad input 57: three times 0.10 fit 0.30', async () => {
    const { placed } = await planOf({ ...money('0.30', '0.10'), ...people('S1,short-term\nS2,short-term\nS3,short-term') });
    expect(placed).toEqual(['S1 in O1', 'S2 in O1', 'S3 in O1']);
  });

  it('bad input 58: a cost equal to the budget fits, a cent more does not', async () => {
    expect((await planOf(money('10.00', '10.00'))).placed).toEqual(['S1 in O1']);
    expect((await planOf(money('10.00', '10.01'))).placed).toEqual([]);
  });

  it.each(['1e-10', '1000000000000000.01', '12345678901234567', '10.005'])(
    'bad input 59: %s is not exact in cents, or beyond the limit',
    async (cell) => {
      expect(await refusal(money(cell))).toEqual([moneyError(cell)]);
    },
  );

  it('bad input 59: the largest limit and the least cost stand beside each other exactly', async () => {
    expect((await planOf(money('1000000000000', '0.01'))).answer.file('budgets.csv')).toContain('1000000000000.00,0.01,999999999999.99');
  });

  it.each(['10 EUR', '10 USD', '£10'])('bad input 62: %j: all money is euros, and no currency is written', async (cell) => {
    expect(await refusal(money(cell))).toEqual([moneyError(cell, cell === '10 EUR' ? '10' : '')]);
  });

  it.each([
    ['5%', ''],
    ['1 000', '1000'],
    ['１０', ''],
  ])('bad input 63: %j', async (cell, maybe) => {
    expect(await refusal(money(cell))).toEqual([moneyError(cell, maybe)]);
  });
});

describe('scores', () => {
  it.each(['NaN', '1e30', '1.5'])('bad input 60: %s points', async (cell) => {
    expect(await refusal(points(cell))).toEqual([
      `students.csv row 2, column points: found "${cell}"; expected a whole number from -1,000,000,000 to 1,000,000,000.`,
    ]);
  });

  it.each([
    ['all equal', [7, 7, 7], 7],
    ['all 0', [0, 0, 0], 0],
    ['all below 0', [-5, -3, -9], -3],
    ['1 beside 1,000,000,000', [1, 1_000_000_000, 2], 1_000_000_000],
    ['61: apart by 1 in 1,000,000', [999_999, 1_000_000, 999_998], 1_000_000],
  ])('bad input 60: scores %s', async (_, scores, best) => {
    const rows = scores.map((_score, k) => `O${k},H1,2026-03-02,2026-03-20,1`).join('\n');
    const pairs = scores.map((score, k) => `S1,O${k},${score}`).join('\n');
    const { answer } = await planOf({ ...openings(rows), 'pairs.csv': `student,opening,score\n${pairs}\n` }, '--json');
    const { verdict, tiers } = JSON.parse(answer.out) as { verdict: string; tiers: { tier: string; value: string }[] };
    expect([verdict, tiers.find(({ tier }) => tier === 'quality')?.value]).toEqual(['optimal', String(best)]);
    expect(answer.out).not.toContain('NaN');
  });

  it('bad input 61: of two scores that differ by 1 in 1,000,000 the better one is taken', async () => {
    const files = {
      ...openings('O1,H1,2026-03-02,2026-03-20,1\nO2,H1,2026-03-02,2026-03-20,1'),
      'pairs.csv': 'student,opening,score\nS1,O1,999999\nS1,O2,1000000\n',
    };
    expect((await planOf(files)).placed).toEqual(['S1 in O2']);
    expect((await match(files)).code).toBe(0);
  });
});
