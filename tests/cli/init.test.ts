import { instructionLines } from '../../src/roster/template.js';
import { placewiseIn } from '../support/cli.js';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PizZip from 'pizzip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'Élève č -'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function program(...argv: string[]) {
  const { code, out: stdout, err: stderr } = await placewiseIn(base, ...argv);
  return { code, stdout, stderr };
}

describe('init', () => {
  it.each(['roster.xlsx', 'roster'])('%s: the example plans as it stands, proved best, without a warning', async (target) => {
    expect((await program('init', target)).code).toBe(0);
    const { code, stdout, stderr } = await program('match', target, '--out', `plan of ${target}`, '--json', '--workers', '1');
    expect(stderr).toMatch(/^(?:sheet people|people\.csv) is read only by what prints papers\.\n$/);
    expect([code, JSON.parse(stdout).verdict]).toEqual([0, 'optimal']);
    expect((await program('check', target, `plan of ${target}`)).code).toBe(0);
  });

  it('leaves what is there, but for --force', async () => {
    await program('init', 'twice.xlsx');
    const again = await program('init', 'twice.xlsx');
    expect([again.code, again.stderr]).toEqual([73, expect.stringContaining('--force')]);
    expect((await program('init', 'twice.xlsx', '--force')).code).toBe(0);
  });

  it('has drop-downs and comments where spreadsheets look for them', async () => {
    await program('init', 'parts.xlsx');
    const zip = new PizZip(readFileSync(join(base, 'parts.xlsx')));
    const text = (name: string) => zip.file(name)?.asText() ?? '';
    const students = text('xl/worksheets/sheet2.xml');
    expect(students).toContain('sqref="B2:B2000"><formula1>"short-term,long-term,staff,graduate,accompanying"</formula1>');
    expect(students).toContain('<formula1>organisations!$A$2:$A$2000</formula1>');
    expect(students.indexOf('<sheetData')).toBeLessThan(students.indexOf('<dataValidations'));
    expect(students.indexOf('<dataValidations')).toBeLessThan(students.indexOf('<legacyDrawing'));
    expect(text('xl/comments2.xml')).toContain('Date of birth. A date.');
    expect(text('[Content_Types].xml')).toContain('/xl/comments2.xml');
    expect(text('xl/worksheets/_rels/sheet2.xml.rels')).toContain('../drawings/notes2.vml');
  });

  it('says what to do in lines that fit their column: a wrapped one would lie over the next row', () => {
    expect(instructionLines.filter((line) => line.length > 108)).toEqual([]);
    expect(instructionLines.at(-1)).toContain('placewise match');
  });
});
