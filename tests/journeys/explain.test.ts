import { placewiseIn } from '../support/cli.js';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What somebody at the office reads who knows nothing of optimisation. */

const data = fileURLToPath(new URL('../../data/', import.meta.url));
let scratch: string;

const placewise = (...argv: string[]) => placewiseIn(scratch, ...argv);

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'placewise-explain-'));
  for (const name of ['tiny', 'minimum-to-open', 'budget-couples-hosts', 'one-seat-short'])
    await placewise('match', join(data, name), '--out', name, '--transport', 'inline', '--quiet');
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('placewise explain', () => {
  it('says why alma is not where she would be worth most: the minimum to open, and what it would cost', async () => {
    const { code, out } = await placewise('explain', join(data, 'minimum-to-open'), 'minimum-to-open', 'alma');
    expect(code).toBe(0);
    expect(out).toContain('alma has a place: O4 (Tram depot, Graz), 2026-03-02 to 2026-03-29.');
    expect(out).toContain('O1 (Car plant, Brno): 90 points for alma. In the way now: opening O1');
    expect(out).toContain('Placing alma there would cost 1 other person their place; no plan does it for fewer (proved).');
    expect(out).toContain('would rise from 160 to 200 points, no plan does better (proved)');
    expect(out).not.toMatch(/bojan|cene|dora/);
  });

  it('says that the purse is 400 euros short, and what the plan would lose', async () => {
    const { out } = await placewise('explain', join(data, 'budget-couples-hosts'), 'budget-couples-hosts', 'bela', 'O3');
    expect(out).toContain('budget B-S: at most 2,500.00 euros for sender S (over by 400.00 €)');
    expect(out).toContain('costs nobody else a place');
    expect(out).toContain('fall from 160 to 140 points, no plan does better (proved)');
  });

  it('says why m3 is left out and what would change it', async () => {
    const { out } = await placewise('explain', join(data, 'tiny'), 'tiny', 'm3', '--changes');
    expect(out).toContain('m3 has no place. Of 4 openings the rules allow 2:');
    expect(out).toContain('2 refused: the study profile is not accepted.');
    expect(out).toContain('Somebody who stands before m3 on the selection lists would have to lose their place (proved).');
    expect(out).toContain('1 more seat in O-SI-2 (Hotel on the hill, Celje): then m3 goes to O-SI-2');
    expect(out).not.toMatch(/\b(h1|h2|h3|m1|m2)\b/);
  });

  it('gives the same as JSON, and refuses what is not there', async () => {
    const { out } = await placewise('explain', join(data, 'tiny'), 'tiny', 'm3', '--json');
    expect(JSON.parse(out)).toMatchObject({
      format: 'placewise-answer-1',
      studentId: 'm3',
      statement: 'taken',
      anywhere: { outcome: 'possible' },
    });
    const unknown = await placewise('explain', join(data, 'tiny'), 'tiny', 'nobody');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    const without = await placewise('explain', join(data, 'one-seat-short'), 'one-seat-short', 'care1');
    expect(without.code).toBe(2);
    expect(without.err).toContain('placements.csv');
  });
});

describe('placewise late', () => {
  it('lists the openings with room and those that one other person makes room in, for somebody added to the roster', async () => {
    const roster = join(scratch, 'grown');
    cpSync(join(data, 'tiny'), roster, { recursive: true });
    appendFileSync(join(roster, 'students.csv'), 'late1,short-term,S-HR,0613,en:B1,2008-05-04,2026-03-01,2026-04-30,HR,10\n');
    const openings = readFileSync(join(roster, 'openings.csv'), 'utf8');
    writeFileSync(join(roster, 'openings.csv'), openings.replace('2026-03-29,1,en:A2,275.00,45.00', '2026-03-29,2,en:A2,275.00,45.00'));
    const { code, out } = await placewise('late', roster, 'tiny', 'late1');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('Openings that can take late1 with the plan else as it is, the best first:');
    expect(out).toMatch(/ {2}O-SI-1 \(.*\), 2026-03-02 to 2026-03-29: [\d,]+ points, 1,535.00 €. There is room; nobody moves./);
    expect(out).toMatch(/ {2}O-IT-1 \(.*\).*It is full; h[12] would move to O-SI-1/);
    expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(2);
  });

  it('says that nothing has room, and refuses who has a place or is not there', async () => {
    const none = await placewise('late', join(data, 'tiny'), 'tiny', 'm3');
    expect(none.out).toContain('No opening can take m3');
    expect(await placewise('late', join(data, 'tiny'), 'tiny', 'h1')).toMatchObject({ code: 2, out: '' });
    expect(await placewise('late', join(data, 'tiny'), 'tiny', 'nobody')).toMatchObject({ code: 2, out: '' });
  });
});
