import { describe, expect, it } from 'vitest';
import { readRoster } from '../../src/roster/read-roster.js';
import { soundSheets, workbookOf } from '../support/xlsx.js';

/** A backend has uploads, not files: bytes and texts are read as the same file on disk would be. */
const students = 'id,kind,sender\nS1,short-term,Škola\n';
const openings = 'id,host,start,end,seats\nO1,H1,2026-03-02,2026-03-20,2\n';
const organisations = 'id,kind\nŠkola,sender\n';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a roster in memory', () => {
  it('is read from the bytes of a workbook', async () => {
    const book = await workbookOf(soundSheets);
    const { roster, issues } = await readRoster(new Uint8Array(book));
    expect(issues).toEqual([]);
    expect(roster?.students.map(({ id }) => id)).toEqual(['S1']);
    expect((await readRoster(book)).roster).toEqual(roster);
  });

  it('refuses bytes that are no workbook by what they are', async () => {
    const { roster, issues } = await readRoster(bytes(students));
    expect(roster).toBeNull();
    expect(issues).toMatchObject([{ code: 'file-not-workbook', found: 'text, or something unknown' }]);
  });

  it('is read from names and texts, or names and bytes, as a map or as an object', async () => {
    const texts = { 'students.csv': students, 'openings.csv': openings, 'organisations.csv': organisations };
    const { roster, issues } = await readRoster(texts);
    expect(issues).toEqual([]);
    expect(roster?.students[0]).toMatchObject({ id: 'S1', senderId: 'Škola' });
    const asBytes = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, bytes(text)]));
    expect((await readRoster(asBytes)).roster).toEqual(roster);
    expect((await readRoster(new Map(Object.entries(texts)))).roster).toEqual(roster);
  });

  it('takes a text for decoded, whatever the bytes beside it are declared to be', async () => {
    const { roster, issues } = await readRoster({
      'students.csv': students,
      'openings.csv': openings,
      // Š in windows-1250.
      'organisations.csv': Uint8Array.from([...bytes('id,kind\n'), 0x8a, ...bytes('kola,sender\n')]),
      'placewise.json': '{"encoding": "windows-1250"}',
    });
    expect(issues).toEqual([]);
    expect(roster?.organisations.map(({ id }) => id)).toEqual(['Škola']);
    expect(roster?.students[0]?.senderId).toBe('Škola');
  });
});
