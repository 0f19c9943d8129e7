import { describe, expect, it } from 'vitest';
import { match, openings, people, planOf, refusal } from './desk.js';

const decisions = (rows: string, header = 'student,action,opening') => ({ 'decisions.csv': `${header}\n${rows}\n` });
const three = people('S1,short-term\nS2,short-term\nS3,short-term');
const required = people('S1,short-term,yes\nS2,short-term,yes\nS3,short-term,yes', 'id,kind,required');
const range = (count: number, row: (k: number) => string) => Array.from({ length: count }, (_, k) => row(k)).join('\n');

/** The rules in conflict of a roster that is proved infeasible, as they are printed. */
async function conflictOf(files: Parameters<typeof match>[0]): Promise<string[]> {
  const { code, out } = await match(files);
  expect(code).toBe(3);
  const block = /Conflict[^\n]*\n((?: {11}[^\n]+\n)+)/.exec(out)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2))
    .sort();
}

describe('decisions', () => {
  it('bad input 77: a pin that a rule refuses; with an override and its reason it is kept, and reported', async () => {
    const files = { ...people('S1,long-term'), ...decisions('S1,pin,O1') };
    expect(await refusal(files)).toEqual([
      'decisions.csv row 2, column opening: found "S1, opening O1"; expected a pair that the rule "duration" does not refuse. Maybe an override with a reason.',
    ]);
    const overridden = { ...files, ...decisions('S1,pin,O1,\nS1,override,O1,agreed with the agency', 'student,action,opening,reason') };
    const { placed, said } = await planOf(overridden);
    expect(placed).toEqual(['S1 in O1']);
    expect(said[0]).toContain('overridden: agreed with the agency');
  });

  it('bad input 78: pinned and forbidden at once, both rows named', async () => {
    expect(await refusal(decisions('S1,pin,O1\nS1,forbid,O1'))).toEqual([
      'decisions.csv row 3, column opening: found "S1, opening O1: pin in row 2, forbid in row 3"; expected a pin or a forbid on one target, not both.',
    ]);
  });

  it('bad input 79: more pins than seats, and pins over a budget: all of them are named', async () => {
    expect(await conflictOf({ ...three, ...decisions('S1,pin,O1\nS2,pin,O1\nS3,pin,O1') })).toEqual([
      'S1 is fixed to opening O1 (decisions.csv row 2)',
      'S2 is fixed to opening O1 (decisions.csv row 3)',
      'S3 is fixed to opening O1 (decisions.csv row 4)',
      'opening O1 at host H1 has 2 seats (openings.csv row 2)',
    ]);
    const costly = openings('O1,H1,2026-03-02,2026-03-20,5,10', 'id,host,start,end,seats,cost_course');
    expect(await conflictOf({ ...three, ...costly, ...decisions('S1,pin,O1\nS3,pin,O1'), 'budgets.csv': 'id,limit\nB,19.99\n' })).toEqual([
      'S1 is fixed to opening O1 (decisions.csv row 2)',
      'S3 is fixed to opening O1 (decisions.csv row 3)',
      'budget B: at most 19.99 euros (budgets.csv row 2)',
    ]);
  });

  it('bad input 80: one person pinned to two openings', async () => {
    const two = openings('O1,H1,2026-03-02,2026-03-20,2\nO2,H1,2026-03-02,2026-03-20,2');
    expect(await refusal({ ...two, ...decisions('S1,pin,O1\nS1,pin,O2') })).toEqual([
      'decisions.csv row 3, column opening: found "S1, opening O2: pin in row 2, pin in row 3"; expected one pin for a person with one placement, or openings that do not overlap.',
    ]);
  });

  it('bad input 81: two people kept apart whom a chain keeps together: the rows of the circle are named', async () => {
    const header = 'student,action,other,scope';
    const [said] = await refusal({ ...three, ...decisions('S1,together,S2,\nS2,together,S3,\nS3,apart,S1,', header) });
    expect(said).toBe(
      'decisions.csv row 4, column other: found "S3, S1: together by rows 2, 3, apart in row 4"; expected people apart, or joined by a chain of rows that keep them together, not both.',
    );
    // In one city, at two companies: no contradiction.
    const roomy = openings('O1,H1,2026-03-02,2026-03-20,2\nO2,H2,2026-03-02,2026-03-20,2');
    const files = { ...three, ...roomy, ...decisions('S1,together,S2,city\nS2,together,S3,city\nS3,apart,S1,host', header) };
    expect((await planOf(files)).placed).toHaveLength(3);
  });

  it('bad input 82: people kept together whom no place holds, or for whom there is none in common', async () => {
    const group = (rows: string) => people(rows, 'id,kind,group');
    const large = await planOf(group('S1,short-term,g\nS2,short-term,g\nS3,short-term,g'));
    expect(large.placed).toEqual([]);
    expect(large.said).toEqual([
      'warning: students.csv row 2, column group: found "g: 3 people kept together (S1, S2, S3)"; expected at most 2 of them, the seats of the largest place that all may take; as it is none of them is placed.',
    ]);
    const apart = await planOf(group('S1,short-term,g\nS2,long-term,g'));
    expect(apart.said).toEqual([
      'warning: students.csv row 2, column group: found "g: 2 people kept together (S1, S2)"; expected a place that all of them may take; as it is none of them is placed.',
    ]);
    expect((await planOf(group('S1,short-term,g\nS2,short-term,g'))).said).toEqual([]);
  });

  it('bad input 83: a minimum above the seats, above the people who may come, and minima above the people', async () => {
    const minimum = (rows: string) => openings(rows, 'id,host,start,end,seats,minimum_to_open');
    expect((await planOf(minimum('O1,H1,2026-03-02,2026-03-20,2,3'))).said).toEqual([
      'warning: openings.csv row 2, column seats: found "2"; expected at least the minimum to open, 3; the opening stays closed.',
    ]);
    expect((await planOf(minimum('O1,H1,2026-03-02,2026-03-20,5,3'))).said).toEqual([
      'warning: openings.csv row 2, column minimum_to_open: found "3"; expected at most 1, for so many may go there; it stays without learners.',
    ]);
    const flow = { 'openings.csv': 'id,host,flow,seats\nO1,H1,F,5\n', 'flows.csv': 'id,start,end,minimum\nF,2026-03-02,2026-03-20,4\n' };
    expect((await planOf({ ...three, ...flow })).said).toEqual([
      'warning: flows.csv row 2, column minimum: found "4"; expected at most 3, for so many may go there; it stays without learners.',
    ]);
    expect((await conflictOf({ ...three, 'quotas.csv': 'id,minimum,maximum,host\nQ,4,9,\n' }))[0]).toBe(
      'quota Q: 4 to 9 placements (quotas.csv row 2)',
    );
    expect(await refusal({ 'quotas.csv': 'id,minimum,maximum\nQ,5,3\n' })).toEqual([
      'quotas.csv row 2, column minimum: found "5"; expected a minimum not above the maximum.',
    ]);
  });
});

describe('places and people', () => {
  it('bad input 84: nobody is eligible: a sound plan of nobody, with the reason of each', async () => {
    const { placed, answer } = await planOf(people('S1,long-term\nS2,long-term'));
    expect(placed).toEqual([]);
    expect(answer.out).toContain('2 because the rules allow no opening');
    const [header, ...rows] = answer.file('unplaced.csv').trim().split('\n');
    const place = header!.split(',').indexOf('refused_duration');
    expect(rows.map((row) => row.split(',')[place])).toEqual(['1', '1']);
  });

  it('bad input 85: more people than places', async () => {
    const files = { ...people(range(5, (k) => `S${k},short-term`)), ...openings('O1,H1,2026-03-02,2026-03-20,3') };
    expect((await planOf(files)).placed).toHaveLength(3);
  });

  it('bad input 86: of eleven places three people may have two: these people and places are named', async () => {
    const files = {
      ...people('S1,short-term,0712,yes\nS2,short-term,0712,yes\nS3,short-term,0712,yes', 'id,kind,profile,required'),
      ...openings('O1,H1,2026-03-02,2026-03-20,2,0712\nO2,H1,2026-03-02,2026-03-20,9,0911', 'id,host,start,end,seats,profiles'),
    };
    expect(await conflictOf(files)).toEqual([
      '3 people must be placed: S1, S2, S3 (students.csv rows 2–4)',
      'opening O1 at host H1 has 2 seats (openings.csv row 2)',
    ]);
  });

  it('bad input 87: seats suffice and the budget does not, also where only whole numbers tell', async () => {
    const costly = openings('O1,H1,2026-03-02,2026-03-20,5,10', 'id,host,start,end,seats,cost_course');
    expect(await conflictOf({ ...required, ...costly, 'budgets.csv': 'id,limit\nB,29.99\n' })).toContain(
      'budget B: at most 29.99 euros (budgets.csv row 2)',
    );
    // A third of each person would pay; whole people do not.
    const { placed } = await planOf({ ...three, ...costly, 'budgets.csv': 'id,limit\nB,9.99\n' });
    expect(placed).toEqual([]);
  });

  it.each([
    [1, 1],
    [1, 300],
    [300, 1],
  ])('bad input 88: %i people and %i openings', async (count, places) => {
    const files = {
      ...people(range(count, (k) => `S${k},short-term`)),
      ...openings(range(places, (k) => `O${k},H1,2026-03-02,2026-03-20,1`)),
    };
    expect((await planOf(files)).placed).toHaveLength(1);
  });

  it('bad input 89: an opening nobody wants and a person everybody wants', async () => {
    const files = {
      ...people('S1,short-term\nS2,short-term'),
      ...openings('O1,H1,2026-03-02,2026-03-20,1\nO2,H2,2026-03-02,2026-03-20,1'),
      'preferences.csv': 'student,host,target_kind,target,rank\nS1,,opening,O2,1\nS2,,opening,O2,1\n,H1,student,S1,1\n,H2,student,S1,1\n',
    };
    expect((await planOf(files)).placed).toEqual(['S1 in O2', 'S2 in O1']);
  });

  it('bad input 90: ties everywhere end the same way whatever the order of the rows', async () => {
    const rows = ['S1,short-term', 'S2,short-term', 'S3,short-term', 'S4,short-term'];
    const places = ['O1,H1,2026-03-02,2026-03-20,1', 'O2,H2,2026-03-02,2026-03-20,1', 'O3,H3,2026-03-02,2026-03-20,1'];
    const one = await planOf({ ...people(rows.join('\n')), ...openings(places.join('\n')) });
    const other = await planOf({ ...people([...rows].reverse().join('\n')), ...openings([...places].reverse().join('\n')) });
    expect(other.answer.file('placements.csv')).toBe(one.answer.file('placements.csv'));
    expect(one.placed).toHaveLength(3);
  });

  it('bad input 91: with lots given, other ids and another order of columns change nothing', async () => {
    const plan = async (name: (k: number) => string) => {
      const { answer } = await planOf({
        ...people(
          range(4, (k) => `${(k * 7) % 4},${name(k)},short-term`),
          'lot,id,kind',
        ),
        ...openings('O1,H1,2026-03-02,2026-03-20,1\nO2,H2,2026-03-02,2026-03-20,2'),
      });
      const rows = answer.file('placements.csv').split('\n').slice(1, -1);
      return {
        rows: rows.map((row) => row.split(',').slice(0, 2)),
        values: JSON.parse(answer.file('summary.json')).tiers.map(({ value }: { value: string }) => value),
      };
    };
    const first = await plan((k) => `S${k}`);
    const renamed = await plan((k) => `Z${9 - k}`);
    expect(renamed.values).toEqual(first.values);
    const back = renamed.rows.map(([id, opening]) => [`S${9 - Number(id!.slice(1))}`, opening]).sort();
    expect(back).toEqual(first.rows.sort());
  });

  it('bad input 92: two companies of one name, and one with many openings', async () => {
    const files = {
      ...three,
      ...openings(range(500, (k) => `O${k},H${k % 2},2026-03-02,2026-03-20,1`)),
      'hosts.csv': 'id,name\nH0,Same Ltd\nH1,Same Ltd\n',
    };
    expect((await planOf(files)).placed).toHaveLength(3);
  });

  it('bad input 93: a budget of a school without people is allowed; of a school that nobody knows it is not', async () => {
    const budget = (school: string) => ({ 'budgets.csv': `id,limit,school\nB,10,${school}\n` });
    const schools = { 'organisations.csv': 'id,kind\nX,school\nY,school\n' };
    expect((await planOf({ ...budget('X'), ...schools })).said).toEqual([]);
    expect(await refusal({ ...budget('XX'), ...schools })).toEqual([
      'budgets.csv row 2, column school: found "XX"; expected an id of organisations.csv. Maybe X.',
    ]);
    expect((await planOf(budget('XX'))).said).toEqual([
      'warning: budgets.csv row 2, column school: found "XX"; expected a school of some person; it matches nothing.',
    ]);
  });

  it('bad input 94: an earlier plan that no longer holds is told of, not trusted', async () => {
    const plan = (rows: string) => ({ 'plan.csv': `student,opening,start,status\n${rows}\n` });
    const { said, answer } = await planOf(plan('S1,O9,,told\nS9,O1,,confirmed'), '--replan');
    expect(said).toEqual([
      'warning: plan.csv row 2, column opening: found "O9"; expected an id of openings.csv. Maybe O1.',
      'warning: plan.csv row 3, column student: found "S9"; expected an id of students.csv. Maybe S1.',
    ]);
    expect(answer.out).toContain('Replan     0 people stay; 1 withdrew, 1 lost a place that is gone');
    expect(await refusal({ ...people('S1,long-term'), ...plan('S1,O1,,confirmed') })).toEqual([
      'plan.csv row 2, column opening: found "S1, opening O1: confirmed"; expected a pair that the rule "duration" does not refuse. Maybe an override with a reason.',
    ]);
  });
});

describe('options', () => {
  it.each([
    ['{"wieghts": {}}', 'placewise.json, column wieghts: found "wieghts"; expected one of: way,', 'Maybe weights.'],
    ['{"weights": {"profil": 3}}', 'placewise.json, column weights.profil: found "profil"; expected one of: profile,', 'Maybe profile.'],
    ['{"seed": 1, "seed": 2}', 'placewise.json, column seed: found "seed"; expected each option once.', ''],
    ['{"seed": "1"}', 'placewise.json, column seed: found "1"; expected a whole number from 0 to 4,294,967,295.', ''],
    [
      '{"weights": {"profile": 0, "outcomes": 0, "wish": 0, "hostWish": 0, "quality": 0, "distance": 0}}',
      'placewise.json, column weights: found "all weights 0"; expected at least one weight above 0.',
      '',
    ],
    ['[1]', 'placewise.json: found "[1]"; expected a JSON object of options, like {"seed": 1}.', ''],
    ['{', 'placewise.json: found "', 'expected valid JSON.'],
  ])('bad input 95: %s', async (json, start, end) => {
    const [said, ...more] = await refusal({ 'placewise.json': json });
    expect([said!.slice(0, start.length), more]).toEqual([start, []]);
    expect(said!.endsWith(end)).toBe(true);
  });

  it.each([
    ['--time-limit', '0'],
    ['--time-limit', '-1'],
    ['--time-limit', '1e9'],
    ['--workers', '0'],
    ['--workers', '1000'],
    ['--workers', 'NaN'],
    ['--order', 'count'],
    ['--sead', '3'],
  ])('bad input 95: %s %s', async (option, value) => {
    const { code, wrote, said } = await match({}, option, value);
    expect([code, wrote]).toEqual([64, false]);
    expect(said[0]).toContain(option);
  });
});
