import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLog } from '../../src/desk/log.js';
import { withoutPerson } from '../../src/desk/erase-content.js';
import { placewiseIn } from '../support/cli.js';
import { openZip, textOfPart } from '../../src/papers/zip.js';
import { filesUnder } from '../support/papers.js';

/** A person leaves no trace in a plan's folder and in all its papers, or nothing is touched at all. */
const tiny = fileURLToPath(new URL('../../data/tiny', import.meta.url));
let scratch: string;
let roster: string;
let made: string;
let copies = 0;

const cli = (...argv: string[]) => placewiseIn(scratch, ...argv);

/** An approved plan with papers beside it; m1 has a name. */
function fresh(): { base: string; plan: string; papers: string } {
  const base = join(scratch, `copy ${++copies} é`);
  cpSync(made, base, { recursive: true });
  return { base, plan: join(base, 'plan'), papers: join(base, 'papers') };
}

/** All texts of a folder, documents and workbooks unpacked. */
function textsBelow(folder: string): [string, string][] {
  return filesUnder(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    if (!/\.(docx|xlsx)$/.test(name)) return [name, bytes.toString('utf8')];
    const zip = openZip(bytes);
    return [
      name,
      Object.keys(zip.files)
        .map((part) => textOfPart(zip, part))
        .join('\n'),
    ];
  });
}

const snapshot = (folder: string) => filesUnder(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]);

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'placewise erase '));
  roster = join(scratch, 'roster');
  cpSync(tiny, roster, { recursive: true });
  writeFileSync(
    join(roster, 'people.csv'),
    'id,first_name,last_name,guardian\nm1,Zorka,Primjerovska,Guardian Primjerovski\nm2,Mila,Primjerova,\n',
  );
  made = join(scratch, 'made');
  const plan = join(made, 'plan');
  expect((await cli('match', roster, '--out', plan, '--transport', 'inline', '--quiet')).code).toBe(0);
  expect((await cli('papers', roster, plan, '--out', join(made, 'papers'), '--quiet')).code).toBe(0);
  expect((await cli('approve', roster, plan, '--by', 'Head', '--retain-until', '2031-12-31')).code).toBe(0);
}, 30_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('erase', () => {
  it('takes a person out of the plan and of its papers, and says so in the log', async () => {
    const { plan, papers } = fresh();
    const before = textsBelow(papers).filter(([, text]) => text.includes('Primjerovska'));
    expect(before.length).toBeGreaterThan(5);
    const keyBefore = (await readLog(plan))!.entries[0]!.persons;
    const { code, out } = await cli('erase', plan, 'm1', '--by', 'Office');
    expect([code, out]).toEqual([0, expect.stringContaining('letters/placed-m1.docx: deleted')]);
    expect(out).toContain('Entry 2');
    const log = (await readLog(plan))!;
    expect(log).toMatchObject({ brokenAt: null, entries: [{}, { action: 'erased', by: 'Office' }] });
    expect(keyBefore).toContain(log.entries[1]!.persons[0]);
    for (const [name, text] of [...textsBelow(plan), ...textsBelow(papers)].filter(([name]) => name !== 'proof.bin'))
      expect(/\bm1\b|Primjerovsk[ai]/.exec(`${name} ${text}`), name).toBe(null);
    // Others keep theirs, and the list of papers is what is there.
    expect(filesUnder(papers)).toContain('letters/placed-m2.docx');
    expect(JSON.parse(readFileSync(join(papers, 'papers.json'), 'utf8')).files.sort()).toEqual(filesUnder(papers));
    expect((await cli('log', plan)).code).toBe(0);
    if (process.platform !== 'win32') expect([plan, papers].map((folder) => statSync(folder).mode & 0o077)).toEqual([0, 0]);
    expect((await cli('erase', plan, 'm1', '--by', 'Office')).out).toContain('Nothing in these folders');
    // What showed others too is printed again, from a roster without the person.
    const left = join(scratch, `left ${copies}`);
    cpSync(roster, left, { recursive: true });
    for (const file of ['students.csv', 'people.csv', 'preferences.csv'])
      writeFileSync(
        join(left, file),
        readFileSync(join(left, file), 'utf8')
          .split('\n')
          .filter((row) => !row.startsWith('m1,'))
          .join('\n'),
      );
    expect(await cli('papers', left, plan, '--out', papers, '--force', '--quiet')).toMatchObject({ code: 0 });
    expect(filesUnder(papers)).toContain('plan.xlsx');
    expect(textsBelow(papers).filter(([, text]) => /Primjerovsk[ai]/.test(text))).toEqual([]);
  });

  it('touches nothing where a folder of papers is not found, until it is named or said to be gone', async () => {
    const { base, plan, papers } = fresh();
    const moved = join(base, 'elsewhere');
    renameSync(papers, moved);
    const before = snapshot(base);
    expect(await cli('erase', plan, 'm1', '--by', 'Office')).toMatchObject({ code: 2, err: expect.stringContaining('is not there') });
    expect(await cli('erase', plan, 'm1', '--by', 'Office', '--papers', tiny)).toMatchObject({ code: 2 });
    expect(snapshot(base)).toEqual(before);
    expect((await cli('erase', plan, 'm1', '--by', 'Office', '--papers', moved)).code).toBe(0);
    expect(textsBelow(moved).filter(([, text]) => /Primjerovsk/.test(text))).toEqual([]);
    rmSync(moved, { recursive: true });
    expect((await cli('erase', plan, 'm2', '--by', 'Office', '--gone')).code).toBe(0);
  });

  it('is finished by a second run where the first was cut off between two folders', async () => {
    const { plan, papers } = fresh();
    const whole = snapshot(plan);
    await cli('erase', plan, 'm1', '--by', 'Office');
    // The plan's folder changes last: as if it had not come to that.
    rmSync(plan, { recursive: true });
    cpSync(join(made, 'plan'), plan, { recursive: true });
    expect(snapshot(plan)).toEqual(whole);
    expect(await cli('erase', plan, 'm1', '--by', 'Office')).toMatchObject({ code: 0, err: '' });
    expect((await readLog(plan))!.entries).toHaveLength(2);
    expect(filesUnder(papers).some((name) => name.includes('m1'))).toBe(false);
  });

  it('remembers papers over a new run, and knows folders that others printed to', async () => {
    const base = join(scratch, 'again');
    const plan = join(base, 'plan');
    await cli('match', roster, '--out', plan, '--transport', 'inline', '--quiet');
    await cli('papers', roster, plan, '--out', join(base, 'one'), '--quiet', '--only', 'letters');
    await cli('match', roster, '--out', plan, '--force', '--transport', 'inline', '--quiet');
    await cli('papers', roster, plan, '--out', join(base, 'two'), '--quiet', '--only', 'packs');
    expect((await cli('erase', plan, 'm1', '--by', 'Office')).code).toBe(0);
    expect(filesUnder(join(base, 'one'))).not.toContain('letters/placed-m1.docx');
    expect(filesUnder(join(base, 'two'))).toEqual(['papers.json']);
    expect((await cli('papers', roster, plan, '--out', join(plan, 'papers'))).code).toBe(64);
  });

  it('takes everybody out once the retention date has passed, and leaves the log', async () => {
    const { plan, papers } = fresh();
    const expired = (...more: string[]) => cli('erase', plan, '--expired', '--by', 'Office', ...more);
    expect(await expired('--today', '2031-12-31')).toMatchObject({ code: 2, err: expect.stringContaining('Nothing was erased') });
    writeFileSync(join(papers, 'notes.txt'), 'mine');
    expect(await expired('--today', '2032-01-01')).toMatchObject({ code: 2, err: expect.stringContaining('notes.txt') });
    rmSync(join(papers, 'notes.txt'));
    expect((await expired('--today', '2032-01-01')).code).toBe(0);
    expect(existsSync(papers)).toBe(false);
    expect(filesUnder(plan)).toEqual(['log.jsonl']);
    expect(await readLog(plan)).toMatchObject({ brokenAt: null, entries: [{ action: 'approved' }, { action: 'expired' }] });
    expect((await cli('log', plan, '--today', '2032-01-01')).out).not.toContain('has passed');
    expect((await cli('erase', plan, '--by', 'Office')).code).toBe(64);
  });
});

describe('a file without a person', () => {
  const text = async (name: string, before: string): Promise<string | null> => {
    const bytes = await withoutPerson(name, Buffer.from(before, 'utf8'), 'm1');
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  };

  it('keeps those whose ids only begin alike', async () => {
    expect(await text('a.csv', '\uFEFFstudent,for\nm1,m2\nm10,m1|m11\n')).toBe('\uFEFFstudent,for\nm10,"erased|m11"\n');
    expect(await text('a.jsonl', '{"student":"m1"}\n{"student":"m10"}\n')).toBe('{"student":"m10"}\n');
    expect(JSON.parse((await text('a.json', '{"a":["m1 and m10","m1"]}'))!)).toEqual({ a: ['erased and m10', 'erased'] });
    expect(await text('a.csv', 'student\n"m,10"\n')).toBe('student\n"m,10"\n');
    expect(await text('report.html', '<p>')).toBe(null);
  });
});
