import { describe, expect, it } from 'vitest';
import { columnsOfFile } from '../../src/roster/columns.js';
import { columnsNamed } from '../../src/roster/header-names.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { rosterFiles } from '../../src/roster/types.js';
import { filesOf } from './sample.js';

describe('names of columns', () => {
  it.each([
    [
      'birth_date',
      'Date of birth|Data di nascita|Fecha de nacimiento|Date de naissance|Geburtsdatum|Data urodzenia|Datum rojstva|Datum rođenja|Датум рођења|datum rodjenja|ДАТУМ НА РАЃАЊЕ|Datëlindja|Geburtsdatum (TT.MM.JJJJ)',
    ],
    ['languages', 'Lingue|idiomas|Langues|Sprachen|Języki|Jeziki|jezici|Језици|Јазици|Gjuhët'],
    ['profile', 'Indirizzo|Especialidad|Filière|Beruf|Zawód|Poklic|Zanimanje|Занимање|Profesioni'],
    ['points', 'Punteggio|Puntos|Punkte|Punkty|Točke|Bodovi|Бодови|Pikët'],
  ])('%s', (column, names) => {
    for (const name of names.split('|')) expect([name, columnsNamed('students', name)]).toEqual([name, [column]]);
  });

  it('knows every column by its own name, and lets no other word take it', () => {
    for (const file of rosterFiles) for (const { column } of columnsOfFile[file]) expect(columnsNamed(file, column)).toEqual([column]);
  });

  it('refuses a header that may be two columns, and two headers of one column', async () => {
    const faults = async (header: string) => {
      const { issues } = await readRoster(filesOf({ 'hosts.csv': `${header}\nH1,a,b\n` }));
      return issues.map(({ code, column, severity }) => `${severity} ${code} ${column}`);
    };
    expect(await faults('id,vendi,name')).toEqual(['error header-ambiguous vendi']);
    expect(await faults('id,Grad,Città')).toEqual(['error header-twice city']);
  });
});

describe('a mapping file', () => {
  const students = 'Ime i prezime;Oznaka učenika;Vrsta;Struka\nAna Anić;S1;kratka;Elektro\n';
  const mapping = {
    students: { 'Ime i prezime': 'people.name', 'oznaka ucenika': 'id' },
    values: { students: { kind: { kratka: 'short-term' }, profile: { Elektro: '0713' } } },
    defaults: { students: { sender: 'T1' } },
  };
  const read = (json: unknown) => readRoster(filesOf({ 'students.csv': students, 'mapping.json': JSON.stringify(json) }));

  it('says what headers and texts mean', async () => {
    const { roster, issues, notes } = await read(mapping);
    expect(issues).toEqual([]);
    expect(roster?.students.map(({ id, kind, profileId, senderId }) => [id, kind, profileId, senderId])).toEqual([
      ['S1', 'short-term', '0713', 'T1'],
    ]);
    expect(notes.map(({ text }) => text)).toContain('students.csv: 3 cells are read as the mapping says.');
  });

  it.each([
    [{ student: {} }, 'mapping-invalid student'],
    [{ students: { a: 'idd' } }, 'mapping-invalid students.a'],
    [{ values: { students: { kinds: {} } } }, 'mapping-invalid students.kinds'],
    [{ students: { a: 3 } }, 'mapping-invalid students.a'],
  ])('is refused with the place of its fault: %j', async (json, fault) => {
    const { issues } = await read(json);
    expect(issues.filter(({ file }) => file === 'mapping.json').map(({ code, column }) => `${code} ${column}`)).toEqual([fault]);
  });
});
