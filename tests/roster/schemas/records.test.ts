import { describe, expect, it } from 'vitest';
import { readRoster } from '../../../src/roster/read-roster.js';
import { rosterFromRecords } from '../../../src/roster/from-records.js';
import { filesOf } from '../sample.js';

async function faults(files: { readonly [name: string]: string }) {
  return (await readRoster(filesOf(files))).issues.map(({ code, file, row, column }) =>
    [code, file?.replace('.csv', ''), row, column].filter((part) => part !== null).join(' '),
  );
}

const opening = (cells: { readonly [column: string]: string }) => {
  const all = { id: 'O1', host: 'H1', start: '2026-03-02', end: '2026-03-20', seats: '2', ...cells };
  return {
    'openings.csv': `${Object.keys(all).join(',')}\n${Object.values(all)
      .map((cell) => `"${cell}"`)
      .join(',')}\n`,
  };
};

describe('numbers', () => {
  it.each(['0', '1', '1000000'])('%s seats are taken', async (seats) => expect(await faults(opening({ seats }))).toEqual([]));
  it.each(['-1', '1000001', '99999999999'])('%s seats are outside', async (seats) => {
    expect(await faults(opening({ seats }))).toEqual(['number-outside openings 2 seats']);
  });
  it.each([
    '1.5',
    '1e3',
    '0x10',
    '٣',
    '1_000',
    '1 000',
    '1,000',
    '+3',
    '3.0',
    ' 3',
    '3 ',
    '007',
    '-0',
    'NaN',
    'Infinity',
    '１',
    '3%',
    '1e309',
    '99999999999999999999',
  ])('%j seats are refused', async (seats) => {
    expect(await faults(opening({ seats }))).toEqual(['number-invalid openings 2 seats']);
  });
  it.each(['', '  '])('%j seats are missing', async (seats) =>
    expect(await faults(opening({ seats }))).toEqual(['value-missing openings 2 seats']),
  );
  it.each(['12', '12.5', '12.50', '0.10'])('%s euros are taken', async (cost) =>
    expect(await faults(opening({ cost_travel: cost }))).toEqual([]),
  );
  it.each(['-1', '1.234', '1,50', '1.234,50', '1 234', '12.5 €', '1e3', '.5', '5.', '0.001'])('%j euros are refused', async (cost) => {
    expect(await faults(opening({ cost_travel: cost }))).toEqual(['money-invalid openings 2 cost_travel']);
  });
});

describe('dates', () => {
  it.each([
    '31/02/2026',
    '2026-02-30',
    '2026-13-01',
    '0000-00-00',
    '2026-02-29',
    '2100-02-29',
    '03/04/2026',
    '1.3.26',
    '45000',
    '2026-W10',
    'March 2026',
    '2026-03-01T23:30:00-05:00',
    '0001-01-01',
    '9999-12-31',
    '275760-09-13',
    '2026/3/1',
    '2026-3-1',
    '2026-03-01 ',
    '٢٠٢٦-٠٣-٠١',
  ])('%j is refused', async (end) => {
    expect(await faults(opening({ end }))).toEqual(['date-invalid openings 2 end']);
  });
  it('start and end may be one day, and end not before start', async () => {
    expect(await faults(opening({ end: '2026-03-02' }))).toEqual([]);
    expect(await faults(opening({ end: '2026-03-01' }))).toEqual(['end-before-start openings 2 end']);
  });
  const none = { start: '', end: '' };
  it.each([
    [none, 'dates-missing openings 2 start'],
    [{ end: '' }, 'dates-incomplete openings 2 end'],
    [{ ...none, window_from: '2026-03-02', days: '5' }, 'dates-incomplete openings 2 window_to'],
    [{ window_from: '2026-03-02', window_to: '2026-03-30', days: '5' }, 'dates-twice openings 2 start'],
    [{ ...none, window_from: '2026-03-02', window_to: '2026-03-05', days: '5' }, 'window-short openings 2 days'],
    [{ ...none, window_from: '2026-03-02', window_to: '2026-03-01', days: '5' }, 'end-before-start openings 2 window_to'],
    [{ minimum_to_open: '3' }, 'seats-below-minimum openings 2 seats'],
  ])('%j: %s', async (cells, fault) => expect(await faults(opening(cells))).toEqual([fault]));
  it('a window as long as the stay, and a flow that has dates', async () => {
    expect(await faults(opening({ ...none, window_from: '2026-03-02', window_to: '2026-03-06', days: '5' }))).toEqual([]);
    expect(await faults(opening({ ...none, flow: 'F1' }))).toEqual([]);
  });
});

describe('faults of several fields show even where another field fails', () => {
  it('in one row', async () => {
    expect(await faults(opening({ seats: 'two', end: '2026-01-01' }))).toEqual([
      'end-before-start openings 2 end',
      'number-invalid openings 2 seats',
    ]);
  });
});

describe('other files', () => {
  it.each([
    ['students', 'id,kind,minimum,maximum\nS1,staff,2,\n', ['minimum-above-maximum students 2 minimum']],
    [
      'students',
      'id,kind,languages\nS1,staff,en:B7\nS2,staff,en\nS3,staff,EN:b1|it:A2\n',
      ['languages-invalid students 2 languages', 'languages-invalid students 3 languages'],
    ],
    ['students', 'id,kind,needs\nS1,staff,a||b\n', ['list-invalid students 2 needs']],
    [
      'organisations',
      'id,kind,country,latitude\nX,sender,it,\nY,sender,EL,45\nZ,sender,XX,\n',
      [
        'country-invalid organisations 2 country',
        'coordinates-incomplete organisations 3 longitude',
        'country-invalid organisations 4 country',
      ],
    ],
    [
      'preferences',
      'student,host,target_kind,target,rank\nS1,H1,city,X,1\nS1,,period,2026-03-01/2026-02-01,1\nS1,,country,Italy,1\nS1,,city,X,0\n',
      [
        'who-unclear preferences 2 student',
        'period-invalid preferences 3 target',
        'country-invalid preferences 4 target',
        'number-outside preferences 5 rank',
      ],
    ],
    ['budgets', 'id,limit,school\nB1,,\nB2,0,\nB2,5,\n', ['value-missing budgets 2 limit', 'id-twice budgets 4 id']],
    ['quotas', 'id,minimum,maximum,student\nQ1,3,2,\n', ['column-unknown quotas 1 student', 'minimum-above-maximum quotas 2 minimum']],
    [
      'pairs',
      'student,opening,flow\nS1,O1,\nS1,O1,F1\nS1,O1,\nS9,O1,\n',
      ['target-unclear pairs 3 opening', 'pair-twice pairs 4', 'id-unknown pairs 5 student'],
    ],
    ['plan', 'student,opening,status\nS1,O1,sent\n', ['choice-unknown plan 2 status']],
    ['lodging', 'city,from,to,beds\nX,2026-03-02,2026-03-01,1\n', ['end-before-start lodging 2 to']],
  ])('%s', async (file, text, expected) => {
    expect(await faults({ [`${file}.csv`]: text })).toEqual(expected);
  });
});

describe('typed records', () => {
  it('go through the same checks, and say the list, the place and the field', () => {
    const { roster, issues } = rosterFromRecords({
      students: [
        { id: 'S1', kind: 'staff', birthDay: '2009-02-30' },
        { id: 'S1', kind: 'staff', birthDate: '2009-02-28' } as never,
        null as never,
      ],
      openings: [{ id: 'O1', hostId: 'H9', seats: '2' as never, startDay: '2026-03-02', endDay: '2026-03-01' }],
      hosts: [{ id: 'H1' }],
      hotsts: [],
    } as never);
    expect(roster).toBeNull();
    expect(issues.map(({ code, file, row, column, maybe }) => [code, file, row, column, maybe])).toEqual([
      ['file-unknown', 'hotsts', null, null, 'hosts'],
      ['end-before-start', 'openings', 1, 'endDay', null],
      ['id-unknown', 'openings', 1, 'hostId', 'H1'],
      ['number-invalid', 'openings', 1, 'seats', null],
      ['date-invalid', 'students', 1, 'birthDay', null],
      ['field-unknown', 'students', 2, 'birthDate', 'birthDay'],
      ['id-twice', 'students', 2, 'id', null],
      ['record-invalid', 'students', 3, null, null],
    ]);
  });
  it('keep their order and get their defaults', () => {
    const { roster } = rosterFromRecords({
      students: [
        { id: 'b', kind: 'short-term' },
        { id: 'a', kind: 'staff' },
      ],
      openings: [{ id: 'O', hostId: 'H', seats: 0, startDay: '2026-03-02', endDay: '2026-03-02' }],
    });
    expect(roster?.students.map(({ id, needsAccompanying, minimum, maximum }) => [id, needsAccompanying, minimum, maximum])).toEqual([
      ['b', true, 1, 1],
      ['a', false, 1, 1],
    ]);
    expect(roster?.hosts.map(({ id }) => id)).toEqual(['H']);
    expect(roster?.sourceRows.students).toEqual([1, 2]);
  });
});
