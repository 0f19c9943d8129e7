import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placewise, textOf } from '../support/papers.js';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'papers é '));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** Columns that the small roster below leaves out are blank. */
const flowRoster: Record<string, string> = {
  'students.csv': `id,kind,sender,school,project,profile,birth_date,selection_list,points
../../x,short-term,S1,SCH,P1,weld,2009-01-01,L,30
a/b,short-term,S1,SCH,P1,weld,2000-01-01,L,20
a_b,short-term,S1,SCH,P1,cook,2000-01-01,L,10
con,short-term,S2,,P1,weld,2000-01-01,L,5
teacher,accompanying,S1,,P1,,1980-01-01,,
`,
  'organisations.csv':
    'id,kind,name,country,city,sender\nS1,sender,First sender,RS,Niš,\nS2,sender,Second sender,RS,Novi Sad,\nSCH,school,Example school,RS,Niš,S1\nP/1,partner,Partner one,IT,Forlì,\nP_1,partner,Partner two,ES,Granada,\n',
  'hosts.csv': 'id,name,partner,city,country\nH1,Workshop,P/1,Forlì,IT\nH2,Garage,P_1,Granada,ES\n',
  'flows.csv': 'id,partner,city,country,start,end,learners_per_accompanying\nF/1,P/1,Forlì,IT,2026-03-02,2026-03-20,10\n',
  'openings.csv':
    'id,host,flow,profiles,kinds,start,end,seats,outcomes,cost_per_day\nO1,H1,F/1,weld,short-term,,,2,"join|cut",10.00\nO2,H2,,weld,short-term,2026-03-02,2026-03-20,1,,10.00\n',
  'projects.csv': 'id,code\nP1,2021-1-RO01-KA121-VET-000012345\n',
  'profiles.csv': 'id,name,isced,outcomes\nweld,Welder,0715,"join|cut|grind"\ncook,Cook,1013,\n',
  'budgets.csv': 'id,limit,partner\nB1,1000.00,P/1\nB2,1000.00,P_1\n',
  'agreements.csv': `student,progress,days,assessed_by,recorded,assessed_on,signed_learner,signed_host
../../x,Second year of the course for a cook,18,NA,N/A,2026-03-25,2026-03-03,2026-03-02
`,
  'placewise.json': '{"tiers": ["placed"]}',
};

describe('papers of a flow with hostile ids', () => {
  it('keep names apart, receivers apart, and find the faults', async () => {
    const roster = join(base, 'roster');
    mkdirSync(roster);
    for (const [name, text] of Object.entries(flowRoster)) writeFileSync(join(roster, name), text);
    const matched = await placewise(base, 'match', roster, '--out', 'out', '--quiet');
    expect([matched.code, matched.stderr]).toEqual([0, '']);
    const { code } = await placewise(base, 'papers', roster, 'out', '--out', 'papers', '--quiet');
    expect(code).toBe(0);
    expect(readdirSync(base).sort()).toEqual(['out', 'papers', 'roster']);
    const papers = join(base, 'papers');
    const partners = readdirSync(join(papers, 'packs', 'partners'));
    expect(partners).toHaveLength(2);
    const packOf = (name: string) =>
      textOf(join(papers, 'packs', 'partners', partners.find((folder) => folder.startsWith(name))!, 'pack.docx'));
    const one = packOf('partner-P_1~');
    const two = textOf(join(papers, 'packs', 'partners', 'partner-P_1', 'pack.docx'));
    expect(one).toContain('teacher');
    expect(one).toContain('B1');
    expect(one).not.toMatch(/B2|Garage|Granada|Partner two/);
    expect(two).not.toMatch(/B1|Workshop|Forlì|Partner one|teacher/);
    expect(readdirSync(join(papers, 'letters')).sort()).toEqual([
      expect.stringMatching(/^not-placed-a_b\.docx$/),
      expect.stringMatching(/^placed-_x~[0-9a-f]{12}\.docx$/),
      expect.stringMatching(/^placed-a_b~[0-9a-f]{12}\.docx$/),
      expect.stringMatching(/^placed-con~[0-9a-f]{12}\.docx$/),
      'placed-teacher.docx',
    ]);
    expect(textOf(join(papers, 'letters', 'not-placed-a_b.docx'))).toContain('2 places: the study profile is not accepted');
    const lint = readFileSync(join(papers, 'lint.csv'), 'utf8');
    const codes = lint
      .split('\n')
      .filter((line) => line.startsWith('../../x,'))
      .map((line) => line.split(',')[2]);
    expect(codes).toEqual(
      expect.arrayContaining(['assessed-outside', 'day-count', 'guardian-missing', 'na-mixed', 'progress-profile', 'signed-late']),
    );
    expect(codes.filter((found) => found === 'signed-late')).toHaveLength(1);
    expect(lint).toContain('does not speak of the profile Welder, but of Cook');
    expect(lint).not.toMatch(/^a\/b,.*guardian/m);
    const { la } = JSON.parse(readFileSync(join(papers, 'agreements.json'), 'utf8'));
    expect(la).toHaveLength(3);
    expect(la[0]).toMatchObject({
      'start-date': '2026-03-02',
      'isced-f-code': '0715',
      student: { 'birth-date': '2009-01-01' },
      vet: { days: 19 },
    });
    const ics = readFileSync(
      join(papers, 'calendar', readdirSync(join(papers, 'calendar')).find((name) => name.startsWith('flow-'))!),
      'utf8',
    );
    expect(ics).toContain('SUMMARY:1 accompanying person at Partner one');
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});
