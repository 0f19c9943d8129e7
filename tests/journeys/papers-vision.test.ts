import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placewise, textOf } from '../support/papers.js';

const data = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'data');
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'papers é '));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('papers of vision', () => {
  it('fill units from profile, opening and units.csv', async () => {
    const roster = join(base, 'roster');
    cpSync(join(data, 'vision'), roster, { recursive: true });
    writeFileSync(
      join(roster, 'placewise.json'),
      JSON.stringify({ ...JSON.parse(readFileSync(join(roster, 'placewise.json'), 'utf8')), tiers: ['placed'] }),
    );
    writeFileSync(
      join(roster, 'units.csv'),
      'unit,title,points,outcomes,activities\nhygiene,Hygiene and safety,2,Keeps the workplace clean,In the salon\n',
    );
    expect((await placewise(base, 'match', roster, '--out', 'out', '--quiet')).code).toBe(0);
    expect((await placewise(base, 'papers', roster, 'out', '--out', 'papers', '--only', 'agreements', '--quiet')).code).toBe(0);
    const papers = join(base, 'papers');
    const names = readdirSync(join(papers, 'agreements'));
    expect(names).toHaveLength(48);
    const texts = names.map((name) => textOf(join(papers, 'agreements', name)));
    const taught = texts.filter((text) => text.includes('Hygiene and safety'));
    expect(taught.length).toBeGreaterThan(10);
    for (const text of taught) expect(text).toContain('Keeps the workplace clean');
    for (const text of texts) expect(text).not.toMatch(/undefined|[{}]/);
  });
});
