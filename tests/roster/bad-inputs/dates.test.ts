import { afterEach, describe, expect, it } from 'vitest';
import { openings, people, planOf, refusal } from './desk.js';

const starting = (cell: string) => openings(`O1,H1,"${cell}",2026-03-20,2`);
const born = (cell: string, format?: string) => ({
  ...people(`S1,short-term,"${cell}"`, 'id,kind,birth_date'),
  ...(format === undefined ? {} : { 'placewise.json': JSON.stringify({ dateFormat: format }) }),
});
const form = 'expected a date like 2009-02-28';
const said = (cell: string, rest: string) => [`openings.csv row 2, column start: found "${cell}"; ${rest}`];

describe('dates', () => {
  it.each([
    ['2026-02-30', `${form}; that month has 28 days.`],
    ['2026-13-01', `${form}, with a month from 1 to 12.`],
    ['0000-00-00', `${form}, from 1900 to 2199.`],
    ['31/02/2026', `${form}.`],
  ])('bad input 65: %s is no day', async (cell, rest) => {
    expect(await refusal(starting(cell))).toEqual(said(cell, rest));
  });

  it('bad input 66: 29 February in leap years alone', async () => {
    expect((await planOf(born('2024-02-29'))).placed).toEqual(['S1 in O1']);
    expect((await planOf(born('29/02/2024', 'dmy'))).placed).toEqual(['S1 in O1']);
    for (const [cell, format] of [
      ['2026-02-29', undefined],
      ['2100-02-29', undefined],
      ['29.02.2026.', 'dmy'],
    ] as const)
      expect((await refusal(born(cell, format)))[0]).toContain('that month has 28 days.');
  });

  it('bad input 67: a date that may be two is asked about', async () => {
    expect(await refusal(starting('03/04/2026'))).toEqual(
      said('03/04/2026', `${form}. Maybe 2026-04-03 or 2026-03-04: declare "dateFormat" in placewise.json.`),
    );
    expect(await refusal(starting('13/04/2026'))).toEqual(
      said('13/04/2026', `${form}. Maybe 2026-04-13, or declare "dateFormat": "dmy" in placewise.json.`),
    );
  });

  it.each(['1.3.26', '2026-W10', 'March 2026'])('bad input 68: %j', async (cell) => {
    expect(await refusal(starting(cell))).toEqual(said(cell, `${form}.`));
  });

  it('bad input 68: the days that spreadsheets count are read where they are declared, else asked about', async () => {
    expect(await refusal(starting('45000'))).toEqual(
      said(
        '45000',
        `${form}. Maybe 2023-03-15, the date a spreadsheet shows for this number; or declare "dateFormat": "excel" in placewise.json.`,
      ),
    );
    const excel = { 'placewise.json': '{"dateFormat": "excel"}' };
    const { answer } = await planOf({ ...openings('O1,H1,46083,46101,2'), ...excel });
    expect(answer.file('placements.csv')).toContain('S1,O1,,2026-03-02,2026-03-20,');
  });

  it('bad input 69: an end before its start, of an opening and of a person', async () => {
    expect(await refusal(openings('O1,H1,2026-03-22,2026-03-20,2'))).toEqual([
      'openings.csv row 2, column end: found "2026-03-20"; expected a day not before start.',
    ]);
    expect(await refusal(people('S1,staff,2026-03-02,2026-03-01', 'id,kind,available_from,available_to'))).toEqual([
      'students.csv row 2, column available_to: found "2026-03-01"; expected a day not before available_from.',
    ]);
  });

  it('bad input 70: a start that is the end is one day', async () => {
    const one = { ...openings('O1,H1,2026-03-02,2026-03-02,2'), 'placewise.json': '{"durations": {"short-term": [1, 89]}}' };
    const { answer } = await planOf(one);
    expect(answer.file('placements.csv')).toMatch(/\nS1,O1,,2026-03-02,2026-03-02,short-term,,1,/);
  });

  it.each([
    ['2026-03-31', '2026-04-01', 2],
    ['2026-03-31', '2026-03-31', 1],
  ])('bad input 71: a stay to %s and one from %s: %i of the two', async (end, start, count) => {
    const files = {
      ...people('S1,short-term,2', 'id,kind,maximum'),
      ...openings(`O1,H1,2026-03-16,${end},1\nO2,H2,${start},2026-04-15,1`),
    };
    expect((await planOf(files)).placed).toHaveLength(count);
  });

  it('bad input 73: a time of day or a time zone', async () => {
    for (const cell of ['2026-03-01T23:30:00-05:00', '2026-03-01 08:00'])
      expect(await refusal(starting(cell))).toEqual(said(cell, `${form}.`));
  });

  it.each(['0001-01-01', '1899-12-31', '2200-01-01', '9999-01-01', '275760-09-13'])('bad input 74: %s', async (cell) => {
    expect(await refusal(starting(cell))).toEqual(said(cell, `${form}, from 1900 to 2199.`));
  });

  it.each([
    ['٢٠٢٦-٠٣-٠١', ''],
    ['2026/3/1', ' Maybe 2026-03-01.'],
    ['2026-03-02 ', ' Maybe 2026-03-02.'],
    ['1 Muharram 1448', ''],
  ])('bad input 75: %j', async (cell, maybe) => {
    expect(await refusal(starting(cell))).toEqual(said(cell, `${form}.${maybe}`));
  });

  it('bad input 76: an opening without dates is a fault, unless its flow has them', async () => {
    const bare = { 'openings.csv': 'id,host,flow,seats\nO1,H1,F1,2\n' };
    expect((await refusal({ 'openings.csv': 'id,host,seats\nO1,H1,2\n' }))[0]).toBe(
      'openings.csv row 2, column start: found ""; expected start and end, or a window and a length, or a flow that has dates.',
    );
    expect((await planOf({ ...bare, 'flows.csv': 'id,start,end\nF1,2026-03-02,2026-03-20\n' })).placed).toEqual(['S1 in O1']);
  });
});

describe('time zones', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  it('bad input 72: the same bytes where clocks change, across the date line, and where a day never was', async () => {
    const files = openings('O1,H1,2011-12-29,2012-01-10,1\nO2,H1,2026-03-08,2026-03-29,1', 'id,host,start,end,seats');
    const tables: string[] = [];
    for (const place of ['UTC', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Apia', 'Europe/Rome']) {
      process.env.TZ = place;
      const { answer } = await planOf({ ...files, ...people('S1,short-term\nS2,short-term') });
      tables.push(answer.file('placements.csv'));
    }
    expect(tables[0]).toMatch(/2011-12-29,2012-01-10,short-term,,13,/);
    expect(new Set(tables).size).toBe(1);
  });
});
