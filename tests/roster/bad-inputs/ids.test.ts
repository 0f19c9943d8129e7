import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placewiseIn } from '../../support/cli.js';
import { folderOf, match, matchIn, openings, people, planOf, refusal } from './desk.js';

const wishes = (rows: string) => ({ 'preferences.csv': `student,target_kind,target,rank\n${rows}\n` });
const roomy = openings('O1,H1,2026-03-02,2026-03-20,99');
/** People with these ids, and what is said of them. */
const listed = (ids: readonly string[]) => people(ids.map((id) => `"${id.replaceAll('"', '""')}",short-term`).join('\n'));
const placedIds = (placed: readonly string[]) => placed.map((line) => line.replace(/ in O1$/, ''));

describe('ids', () => {
  it.each([
    ['equal rows', 'S1,staff\nS1,staff'],
    ['different rows', 'S1,staff\nS1,short-term'],
    ['blanks around one', 'S1,staff\n S1 ,staff'],
    ['an unbreakable blank behind one', 'S1,staff\nS1\u00a0,staff'],
  ])('bad input 34: the same id twice, %s', async (_, rows) => {
    expect(await refusal(people(rows))).toEqual([
      'students.csv row 3, column id: found "S1"; expected an id that no other row has; row 2 has it too.',
    ]);
  });

  it('bad input 35: ids that differ in case or Unicode form only are told apart, and warned of', async () => {
    const { placed, said } = await planOf({ ...roomy, ...listed(['S1', 's1', '\u00e9', 'e\u0301']) });
    expect(placedIds(placed).sort()).toEqual(['S1', 's1', '\u00e9', 'e\u0301'].sort());
    expect(said).toEqual([
      'warning: students.csv row 3, column id: found "s1"; expected an id that cannot be taken for that of row 2. Maybe S1.',
      'warning: students.csv row 5, column id: found "e\u0301"; expected an id that cannot be taken for that of row 4. Maybe \u00e9.',
    ]);
  });

  it('bad input 35: a list of choices misses nobody in silence', async () => {
    expect(await refusal(wishes('s1,opening,O1,1\nS1,opening,o1,1'))).toEqual([
      'preferences.csv row 2, column student: found "s1"; expected an id of students.csv. Maybe S1.',
      'warning: preferences.csv row 3, column target: found "o1"; expected an id of openings.csv; the wish matches nothing. Maybe O1.',
    ]);
    expect((await planOf(wishes('S1,host,h1,1'))).said).toEqual([
      'warning: preferences.csv row 2, column target: found "h1"; expected a host that some opening names; it matches nothing. Maybe H1.',
    ]);
  });

  it('bad input 36: a Latin and a Cyrillic letter that look alike', async () => {
    const { placed, said } = await planOf({ ...roomy, ...listed(['A1', '\u04101']) });
    expect(placedIds(placed)).toEqual(['A1', '\u04101']);
    expect(said).toEqual([
      'warning: students.csv row 3, column id: found "\u04101"; expected an id that cannot be taken for that of row 2. Maybe A1.',
    ]);
  });

  it('bad input 37: ids that look like numbers stay the texts they are', async () => {
    const ids = ['10', '9', '007', '7', '7.0', '1e3', '1000', '9007199254740993', '9007199254740992'];
    const { placed } = await planOf({ ...roomy, ...listed(ids) });
    expect(placedIds(placed)).toEqual([...ids].sort());
  });

  it.each([
    ['38: names of JavaScript', ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf']],
    ['39: names that solvers use', ['3x', '>=', 'a+b', 'a:b', 'feasible', 'free', 'inf', 'my x', 'result', 'bounded', 'isIntegral']],
    ['49: texts that look like formulas', ['+1', '-5', '=1+1', '@x', "'=1", "'"]],
  ])('bad input %s as ids of people and openings', async (_, ids) => {
    const rows = ids.map((id) => `${id},H1,2026-03-02,2026-03-20,1`).join('\n');
    const folder = folderOf({ ...openings(rows), ...listed(ids), 'budgets.csv': `id,limit\n${ids[0]},100\n` });
    const answer = await matchIn(folder);
    expect([answer.code, answer.said.filter((line) => line.startsWith('warning'))]).toEqual([0, []]);
    expect(answer.out).toContain(`Placed     ${ids.length} of ${ids.length} people`);
    // Our own output is an input that means the same.
    expect(await placewiseIn(folder, 'check', 'roster', 'out')).toMatchObject({ code: 0, err: '' });
    expect((await placewiseIn(folder, 'explain', 'roster', 'out', ids[0]!)).code).toBe(ids[0]!.startsWith('-') ? 64 : 0);
  });

  it('bad input 40: ids that are paths name no file outside the papers, and no two share one', async () => {
    const ids = ['../../etc/passwd', 'C:\\x', 'con', '.', 'a/b', 'a_b', 'A', 'a', 'trailing.', 'x'.repeat(300)];
    const folder = folderOf({ ...roomy, ...listed(ids) });
    expect((await matchIn(folder)).code).toBe(0);
    expect((await placewiseIn(folder, 'papers', 'roster', 'out', '--out', 'papers', '--only', 'letters')).code).toBe(0);
    const letters = readdirSync(join(folder, 'papers', 'letters'));
    expect(new Set(letters.map((name) => name.toLowerCase())).size).toBe(ids.length);
    for (const name of letters) expect(name).toMatch(/^[^/\\:]{1,200}\.docx$/);
    expect(readdirSync(folder).sort()).toEqual(['out', 'papers', 'roster']);
    expect(readdirSync(join(folder, 'roster')).sort()).toEqual(['openings.csv', 'students.csv']);
    expect(existsSync(join(folder, '..', 'etc'))).toBe(false);
  });

  it('bad input 40: an id of more than 500 characters', async () => {
    const [said] = await refusal(people(`${'x'.repeat(501)},staff`));
    expect(said).toBe(
      `students.csv row 2, column id: found "${'x'.repeat(79)}…"; expected an id: 1 to 500 characters, none of them a control character.`,
    );
  });

  it('bad input 41: markup in ids and names is shown as text; the page runs one script and asks nobody', async () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '</title>',
      '${7*7}',
      '{{x}}',
      'javascript:alert(1)',
      'a\u2028b',
    ];
    const names = hostile.map((name, k) => `H${k},"${name.replaceAll('"', '""')}"`).join('\n');
    const rows = hostile.map((_, k) => `O${k},H${k},2026-03-02,2026-03-20,1`).join('\n');
    const { answer } = await planOf({ ...openings(rows), ...listed(hostile.slice(0, 6)), 'hosts.csv': `id,name\n${names}\n` });
    const page = answer.file('report.html');
    expect(page).toContain('Content-Security-Policy');
    expect(page).not.toMatch(/<script>alert|<img|href="javascript:/);
    const scripts = page.match(/<script\b[\s\S]*?<\/script>/g) ?? [];
    expect(scripts.map((script) => script.slice(0, script.indexOf('>') + 1))).toEqual([
      '<script type="application/json" id="plan-data">',
      '<script>',
    ]);
    expect(scripts.join('')).not.toContain('\u2028');
    expect(page.replaceAll(/<svg[\s\S]*?<\/svg>/g, '').match(/<title/g)).toHaveLength(1);
    expect(page).not.toMatch(/(?:src|href|action)\s*=\s*["']?(?:https?:)?\/\//);
  });

  it('bad input 42: cells that a spreadsheet would run are written as text, and read back as they were', async () => {
    const ids = ['=1+1', '+1', '-5', '@x', "'=1"];
    const folder = folderOf({ ...roomy, ...listed(ids) });
    const answer = await matchIn(folder);
    const cells = answer.file('placements.csv').split('\n').slice(1, -1);
    expect(cells.map((line) => line.split(',')[0]).sort()).toEqual(["''=1", "'+1", "'-5", "'=1+1", "'@x"]);
    expect(cells.map((line) => line.split(',')[17])).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00']);
    expect((await placewiseIn(folder, 'check', 'roster', 'out')).code).toBe(0);
  });

  it('bad input 43: letters that turn round, pile up or never break are kept apart from the text around them', async () => {
    const ids = ['S\u202eABC', `e${'\u0301'.repeat(200)}`, '👩‍👩‍👧', 'x'.repeat(400)];
    const { answer } = await planOf({ ...roomy, ...listed(ids) });
    const page = answer.file('report.html');
    expect(page).toMatch(/<bdi\b|unicode-bidi/);
    expect(page).toMatch(/overflow-wrap|word-break/);
    expect(answer.file('placements.csv')).toContain(`${'x'.repeat(400)},O1,`);
  });

  it('bad input 44: ids that are empty or blank', async () => {
    expect(await refusal(people(',staff\n   ,staff\n"",staff'))).toEqual(
      [2, 3, 4].map(
        (row) => `students.csv row ${row}, column id: found ""; expected an id: 1 to 500 characters, none of them a control character.`,
      ),
    );
  });

  it('bad input 45: choices and pins of what is not there, with what is nearest', async () => {
    const said = await refusal({ ...wishes('S9,opening,O1,1\nS1,opening,O9,2'), 'decisions.csv': 'student,action,opening\nS1,pin,O11\n' });
    expect(said).toEqual([
      'decisions.csv row 2, column opening: found "O11"; expected an id of openings.csv. Maybe O1.',
      'preferences.csv row 2, column student: found "S9"; expected an id of students.csv. Maybe S1.',
      'warning: preferences.csv row 3, column target: found "O9"; expected an id of openings.csv; the wish matches nothing. Maybe O1.',
    ]);
  });

  it('bad input 46: a choice made twice counts by its better rank, and is said', async () => {
    const { said, answer } = await planOf(wishes('S1,opening,O1,2\nS1,opening,O1,1'));
    expect(said).toEqual([
      'warning: preferences.csv row 2, column target: found "O1, rank 2"; expected each wish once; the better rank of row 3 is kept.',
    ]);
    expect(JSON.parse(answer.file('summary.json')).tiers[1].value).toBe('5000');
  });

  it('bad input 47: somebody without choices is placed like everybody else; without an eligible opening the reason is told', async () => {
    expect((await planOf({ 'preferences.csv': 'student,target_kind,target,rank\n' })).placed).toEqual(['S1 in O1']);
    const { placed, answer } = await planOf({
      ...people('S1,short-term,0911', 'id,kind,profile'),
      ...openings('O1,H1,2026-03-02,2026-03-20,2,0712', 'id,host,start,end,seats,profiles'),
    });
    expect(placed).toEqual([]);
    expect(answer.out).toContain('1 because the rules allow no opening');
    expect((await match({})).code).toBe(0);
  });

  it('bad input 48: a profile that is written otherwise is asked about, never taken for another', async () => {
    const files = {
      ...people('S1,staff,Elektro\nS2,staff,electricien\nS3,staff,elektro ', 'id,kind,profile'),
      'profiles.csv': 'id\nelektro\nélectricien\n',
    };
    expect(await refusal(files)).toEqual([
      'students.csv row 2, column profile: found "Elektro"; expected an id of profiles.csv, or an ISCED-F, isco: or esco: code. Maybe elektro.',
      'students.csv row 3, column profile: found "electricien"; expected an id of profiles.csv, or an ISCED-F, isco: or esco: code. Maybe électricien.',
    ]);
  });
});
