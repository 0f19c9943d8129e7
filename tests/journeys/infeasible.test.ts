import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { placewiseIn } from '../support/cli.js';

const data = fileURLToPath(new URL('../../data', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'placewise conflict '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is printed of the conflict, its lines without indents. */
async function printed(roster: string, out: string): Promise<string[]> {
  const { code, out: said } = await placewiseIn(folder, 'match', roster, '--out', out, '--transport', 'inline');
  expect(code).toBe(3);
  const lines = said.split('\n').map((line) => line.trim());
  return lines.slice(
    lines.findIndex((line) => line.startsWith('Conflict')),
    lines.findIndex((line) => line.startsWith('Checks')) - 1,
  );
}

const mixed = [
  'Way out    mixed, the least by these weights (seat, bed or one of a quota 100,000; rule about people or minimum',
  '1,000,000; cent 1): the same as',
];

describe('a roster whose rules cannot all hold', () => {
  it('one-seat-short: who shares which seats, and three ways out', async () => {
    const lines = await printed(join(data, 'one-seat-short'), 'short');
    expect(lines).toEqual([
      'Conflict   6 people of profile 0913 must be placed and share 5 seats.',
      'These 8 rules cannot hold together; without any one of them the others can:',
      '- 6 people must be placed: care1, care2, care3, care4, care5, care6 (students.csv rows 2–7)',
      '- opening O1 at host H1 has 3 seats (openings.csv row 2)',
      '- opening O2 at host H2 has 2 seats (openings.csv row 3)',
      'Way out    by seats and beds alone',
      '- opening O1 at host H1: 4 seats instead of 3 (openings.csv row 2)',
      'Way out    by giving up rules about people or minima alone',
      expect.stringMatching(/^- care\d need not be placed \(students\.csv row \d\)$/),
      mixed[0],
      `${mixed[1]} by seats and beds alone`,
    ]);
  });

  it('intervet-wb with one place more asked for in Italy: the quotas ask for more than there are people', async () => {
    const roster = join(folder, 'wb');
    cpSync(join(data, 'intervet-wb'), roster, { recursive: true });
    const quotas = readFileSync(join(roster, 'quotas.csv'), 'utf8');
    expect(quotas).toContain('Q-IT,120,120,');
    writeFileSync(join(roster, 'quotas.csv'), quotas.replace('Q-IT,120,120,', 'Q-IT,121,121,'));
    const lines = await printed(roster, 'wb plan');
    expect(lines.slice(0, 2)).toEqual([
      'Conflict   The 5 quotas ask for 466 placements in all, and only 465 people can have one.',
      'These 5 rules cannot hold together; without any one of them the others can:',
    ]);
    expect(lines.slice(2, 7).map((line) => /^- quota (Q-\w\w): exactly (\d+)/.exec(line)?.slice(1))).toEqual([
      ['Q-IT', '121'],
      ['Q-ES', '116'],
      ['Q-FR', '60'],
      ['Q-PL', '78'],
      ['Q-SI', '91'],
    ]);
    expect(lines[7]).toBe('Way out    by quotas and caps alone');
    expect(lines[8]).toMatch(/^- quota Q-\w\w: at least \d+ instead of \d+ \(quotas\.csv row \d+\)$/);
    const certified = await placewiseIn(folder, 'certify', roster, 'wb plan', '--out', 'wb proof');
    expect([certified.code, certified.out]).toEqual([0, expect.stringContaining('No plan can keep all rules (infeasible)')]);
  });

  it.each([
    [
      'a language that nobody asked',
      {
        students: 'id,kind,required,languages\na,short-term,yes,en:A1\n',
        openings: 'id,host,start,end,seats,languages\nO1,H1,2026-03-02,2026-03-29,2,en:B2\n',
      },
      'Conflict   Somebody must be placed, and the rules allow that person nothing: of 1 opening, 1 refused because a',
    ],
    [
      'money',
      {
        students: 'id,kind,required,sender\na,short-term,yes,S\nb,short-term,yes,S\n',
        openings: 'id,host,start,end,seats,cost_travel\nO1,H1,2026-03-02,2026-03-29,2,600\n',
        budgets: 'id,limit,sender\nB,1100,S\n',
        organisations: 'id,kind\nS,sender\n',
      },
      '- budget B: 1,200.00 euros instead of 1,100.00 (100.00 more) (budgets.csv row 2)',
    ],
    [
      'a bed on every day',
      {
        students: 'id,kind,required\na,short-term,yes\nb,short-term,yes\n',
        openings: 'id,host,start,end,seats\nO1,H1,2026-03-02,2026-03-29,2\nO2,H1,2026-03-09,2026-04-05,2\n',
        lodging: 'city,from,to,beds\nCelje,2026-03-01,2026-04-30,1\n',
      },
      '- Celje: 1 more bed (lodging.csv row 2)',
    ],
  ])('%s', async (name, files, expected) => {
    const roster = join(folder, name);
    cpSync(join(data, 'one-seat-short', 'hosts.csv'), join(roster, 'hosts.csv'));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(roster, `${file}.csv`), text);
    expect(await printed(roster, `${name} plan`)).toContain(expected);
  });
});
