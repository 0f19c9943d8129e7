import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../src/roster/workbook.js';
import { placewise } from '../support/papers.js';

const tiny = fileURLToPath(new URL('../../data/tiny', import.meta.url));
const messy = fileURLToPath(new URL('../../data/messy', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'placewise export '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = (...argv: string[]) => placewise(folder, ...argv);
const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));
const bytes = (name: string) => readFileSync(join(folder, name));
const exported = (mapping: unknown, out: string, ...more: string[]) => {
  write('form.json', mapping);
  return run('export', 'roster', 'plan', '--mapping', 'form.json', '--out', out, '--force', ...more);
};

/** A school's list, in its own columns, as it stands in windows-1250. */
const form = {
  rows: 'people',
  encoding: 'windows-1250',
  delimiter: ';',
  date: 'dd.mm.yyyy.',
  decimalComma: true,
  columns: [
    { header: 'Šifra', from: 'student' },
    { header: 'Ime i prezime', from: 'people.name' },
    { header: 'Datum rođenja', from: 'student.birth_date' },
    { header: 'Vrsta', from: 'kind', values: { 'short-term': 'kratkoročna' } },
    { header: 'Struka', from: 'student.profile' },
    { header: 'Jezici', from: 'student.languages' },
    { header: 'Iznos', from: 'cost' },
    { header: 'Akcija', text: 'VET' },
  ],
};
/** What reads it again. */
const back = {
  students: {
    Šifra: 'id',
    'Ime i prezime': 'people.name',
    'Datum rođenja': 'birth_date',
    Vrsta: 'kind',
    Struka: 'profile',
    Jezici: 'languages',
    Iznos: null,
    Akcija: null,
  },
  values: { students: { kind: { kratkoročna: 'short-term' } } },
  reading: { encoding: 'windows-1250', dateFormat: 'dmy', decimalComma: true },
};

beforeAll(async () => {
  const lists = [join(messy, 'ucenici.csv'), join(messy, 'mjesta.csv')];
  const said = ['--encoding', 'windows-1250', '--date-format', 'dmy', '--decimal-comma', '--default', 'students:kind=short-term'];
  const mended = [
    '--set',
    'students:5:birth_date=29.02.2008.',
    '--value',
    'students:profile:Elektrotehnicar=Elektrotehničar',
    '--drop',
    'students:9',
  ];
  expect((await run('import', ...lists, ...said, ...mended, '--out', 'roster')).code).toBe(0);
  expect((await run('match', 'roster', '--out', 'plan', '--quiet')).code).toBe(0);
}, 30_000);

describe('export', () => {
  it.each(['list.csv', 'list.xlsx'])('writes %s, which import reads again to the same people', async (name) => {
    const made = await exported(form, name);
    expect([made.code, made.stdout]).toEqual([0, `${name}: 7 rows in 8 columns.\n`]);
    write('back.json', back);
    const read = await run('import', `students=${name}`, '--mapping', 'back.json', '--out', 'again', '--force');
    expect([read.code, read.stderr]).toEqual([0, '']);
    const rowsOf = (folderName: string, file: string) => {
      const [header = '', ...rows] = bytes(join(folderName, file)).toString('utf8').replace('\uFEFF', '').trim().split('\n');
      const columns = header.split(',');
      return rows.map((row) => Object.fromEntries(row.split(',').map((cell, k) => [columns[k], cell])));
    };
    const fields = ['id', 'kind', 'profile', 'languages', 'birth_date'];
    const personsOf = (folderName: string) => rowsOf(folderName, 'students.csv').map((row) => fields.map((field) => row[field]).join('; '));
    expect(personsOf('again')).toEqual(personsOf('roster'));
    const names = rowsOf('roster', 'people.csv').map(({ id, name: person }) => ({ id, name: person }));
    expect(names.some(({ name: person }) => /[čćđšž]/.test(person!))).toBe(true);
    expect(rowsOf('again', 'people.csv')).toEqual(names);
  });

  it('keeps the order and the names of the mapping, writes as it says, and says what is blank or without a word', async () => {
    const mapping = { ...form, columns: [...form.columns.slice(3, 4), { header: 'Dolazak', from: 'start' }, ...form.columns.slice(6)] };
    const made = await exported(mapping, 'list.csv');
    const [header, first] = new TextDecoder('windows-1250').decode(bytes('list.csv')).split('\n');
    expect(header).toBe('Vrsta;Dolazak;Iznos;Akcija');
    expect(first).toMatch(/^kratkoročna;\d\d\.\d\d\.\d{4}\.;\d+,\d\d;VET$/);
    const asked = await exported(
      {
        columns: [
          { header: 'Mail', from: 'host.people.email' },
          { header: 'Kind', from: 'kind', values: { staff: 'S' } },
        ],
      },
      'list.csv',
    );
    expect(asked.stderr).toContain('Mail (host.people.email) is blank in 7 of 7 rows.');
    expect(asked.stderr).toContain('the mapping\'s "values" have no word for "short-term"; written as they are.');
    expect(made.stderr).toBe('');
  });

  it('types the dates and sums of a workbook', async () => {
    await exported(
      {
        sheet: 'Obrazac',
        columns: [
          { header: 'a', from: 'start' },
          { header: 'b', from: 'cost' },
        ],
      },
      'typed.xlsx',
    );
    const { sheets } = await readWorkbook(bytes('typed.xlsx'));
    expect(sheets.map(({ name }) => name)).toEqual(['Obrazac']);
    const [, first] = sheets[0]!.rows;
    expect(first![0]).toBeInstanceOf(Date);
    expect(first![1]).toHaveProperty('digits');
  });

  it('says which letters a code page has not, where, and which has them; writes nothing', async () => {
    const { code, stderr } = await exported({ ...form, encoding: 'windows-1252' }, 'other.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('other.csv row 1, column Datum rođenja: found "Datum rođenja"; expected characters that windows-1252 has.');
    expect(stderr).toContain('Maybe "encoding": "utf-8" or "windows-1250" in the mapping can write all.');
    expect(() => bytes('other.csv')).toThrow('ENOENT');
  });

  it('lists the faults of a mapping', async () => {
    const faults = async (mapping: unknown) => (await exported(mapping, 'x.csv')).stderr;
    expect(await faults({ columns: [{ header: 'A', from: 'student.birthdate' }] })).toContain('Maybe student.birth_date');
    expect(await faults({ columns: [{ header: 'A' }] })).toContain('expected "from" (what to write) or "text"');
    expect(
      await faults({
        columns: [
          { header: 'A', text: '1' },
          { header: 'a', text: '2' },
        ],
      }),
    ).toContain('expected each header once');
    expect(await faults({ colums: [] })).toContain('columns');
    expect(await faults({ columns: [{ header: 'A', text: '1' }], date: 'yyyy' })).toContain('one of: yyyy-mm-dd, dd.mm.yyyy');
  });

  it('guards texts that a spreadsheet would run, unless told not to', async () => {
    const mapping = { columns: [{ header: 'A', text: '=1+1' }], byteOrderMark: false };
    await exported(mapping, 'guard.csv');
    expect(bytes('guard.csv').toString()).toMatch(/^A\n'=1\+1\n/);
    await exported(mapping, 'guard.csv', '--no-guard');
    expect(bytes('guard.csv').toString()).toMatch(/^A\n=1\+1\n/);
  });

  it('does not replace a file unasked, nor make anything of a plan that breaks a rule', async () => {
    write('form.json', form);
    const again = await run('export', 'roster', 'plan', '--mapping', 'form.json', '--out', 'list.csv');
    expect([again.code, again.stderr]).toEqual([73, 'list.csv exists; say --force to replace it.\n']);
    mkdirSync(join(folder, 'edited'));
    const rows = bytes('plan/placements.csv').toString().split('\n');
    writeFileSync(join(folder, 'edited/placements.csv'), [...rows.slice(0, 2), ...rows.slice(1)].join('\n'));
    const broken = await run('export', 'roster', 'edited/placements.csv', '--mapping', 'form.json', '--out', 'new.csv');
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('The plan breaks rules');
    expect(() => bytes('new.csv')).toThrow('ENOENT');
  });

  it('writes days as spreadsheets count them, and what it did as JSON', async () => {
    const plan = join(folder, 'tiny');
    expect((await run('match', tiny, '--out', plan, '--quiet')).code).toBe(0);
    write('form.json', {
      columns: [
        { header: 'A', from: 'student' },
        { header: 'Von', from: 'start' },
      ],
      date: 'excel',
    });
    const { code, stdout } = await run('export', tiny, plan, '--mapping', 'form.json', '--out', 'serial.csv', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { format: 'placewise-export-1', file: 'serial.csv', rows: 5, columns: ['A', 'Von'] },
    ]);
    expect(bytes('serial.csv').toString().split('\n')[1]).toBe('h1,46083');
  });
});
