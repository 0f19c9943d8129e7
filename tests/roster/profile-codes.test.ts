import { describe, expect, it } from 'vitest';
import { formatIssues } from '../../src/roster/format-issues.js';
import { rosterFromRecords } from '../../src/roster/from-records.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { filesOf } from './sample.js';

async function read(files: { [name: string]: string }) {
  const { roster, issues } = await readRoster(filesOf(files));
  return { roster, issues, said: issues.map(({ severity, code, file, row, column, maybe }) => [severity, code, file, row, column, maybe]) };
}
const profileOf = (code: string) => ({ 'students.csv': `id,kind,profile\nS1,short-term,${code}\n` });
const openingsOf = (cell: string) => `id,host,profiles,start,end,seats\nO1,H1,${cell},2026-03-02,2026-03-20,2\n`;

describe('codes of profiles', () => {
  it.each([
    ['613', '0613'],
    ['41', '041'],
    ['4', '04'],
  ])('%s has lost its zero and is read as %s, which is said', async (written, code) => {
    const { roster, said } = await read(profileOf(written));
    expect(roster?.students[0]?.profileId).toBe(code);
    expect(said).toEqual([['warning', 'isced-zero-restored', 'students.csv', 2, 'profile', null]]);
  });

  it('are mended in lists, quotas and profiles.csv too', async () => {
    const { roster, said, issues } = await read({
      'profiles.csv': 'id,isced\nict,613\n',
      'openings.csv': openingsOf('ict|714|1013'),
      'quotas.csv': 'id,profile,maximum\nQ1,0715,3\nQ2,715,3\n',
    });
    expect(roster?.profiles[0]?.isced).toBe('0613');
    expect(roster?.openings[0]?.profileIds).toEqual(['ict', '0714', '1013']);
    expect(roster?.quotas.map(({ profileId }) => profileId)).toEqual(['0715', '0715']);
    expect(said.map(([, code, file, row, column]) => [code, file, row, column].join(' '))).toEqual([
      'isced-zero-restored openings.csv 2 profiles',
      'isced-zero-restored profiles.csv 2 isced',
      'isced-zero-restored quotas.csv 3 profile',
    ]);
    expect(formatIssues(issues.slice(1, 2))).toBe(
      'warning: profiles.csv row 2, column isced: found "613"; expected 0613 (Software and applications development and analysis), which it is read as: its leading zero was lost.',
    );
  });

  it.each([
    '0613',
    '061',
    '06',
    '104',
    '0688',
    '0619',
    'isco:7411',
    'isco:7',
    'esco:7411.1.2',
    'esco:http://data.europa.eu/esco/occupation/1',
  ])('%s stands as it is', async (code) => {
    const { roster, issues } = await read({ ...profileOf(code), 'profiles.csv': 'id\nother\n' });
    expect(issues).toEqual([]);
    expect(roster?.students[0]?.profileId).toBe(code);
  });

  it.each([
    ['0614', 'isced-unknown', '061 (Information and communication technologies)'],
    ['0765', 'isced-unknown', '07 (Engineering, manufacturing and construction)'],
    ['21', 'isced-unknown', '021 (Arts) or 0021 (Literacy and numeracy)'],
    ['9', 'isced-unknown', '09 (Health and welfare) or 009 (Generic programmes and qualifications, not elsewhere classified)'],
    ['isco:7431', 'isco-unknown', 'isco:74'],
    ['ISCO:7411', 'isco-unknown', 'isco:7411'],
    ['isco:', 'isco-unknown', null],
    ['esco:74111', 'esco-unknown', null],
    ['esco:', 'esco-unknown', null],
  ])('%s is a fault', async (code, fault, maybe) => {
    const { roster, said } = await read(profileOf(code));
    expect(roster).toBeNull();
    expect(said).toEqual([['error', fault, 'students.csv', 2, 'profile', maybe]]);
  });

  it('are faults in profiles.csv, openings.csv and quotas.csv, each where it stands', async () => {
    const { said } = await read({
      'profiles.csv': 'id,isced,isco,esco\na,0614,741,7411.1\nb,0613,7431,x\nc,,,7431.1\n',
      'openings.csv': openingsOf('a|0614|nobody'),
      'quotas.csv': 'id,profile,maximum\nQ1,0799,3\nQ2,0798,3\n',
    });
    expect(said.map(([severity, code, file, row, column]) => [severity, code, file, row, column].join(' '))).toEqual([
      'error id-unknown openings.csv 2 profiles',
      'error isced-unknown openings.csv 2 profiles',
      'error isced-unknown profiles.csv 2 isced',
      'error isco-unknown profiles.csv 3 isco',
      'error esco-unknown profiles.csv 4 esco',
      'error isced-unknown quotas.csv 3 profile',
    ]);
  });

  it('an id of profiles.csv comes before any code', async () => {
    const { roster, issues } = await read({ ...profileOf('613'), 'profiles.csv': 'id\n613\n' });
    expect(issues).toEqual([]);
    expect(roster?.students[0]?.profileId).toBe('613');
  });

  it('come through the typed door alike', () => {
    const openings = [{ id: 'O1', hostId: 'H1', startDay: '2026-03-02', endDay: '2026-03-20', seats: 1, profileIds: ['613'] }];
    const { roster, issues } = rosterFromRecords({ students: [{ id: 'S1', kind: 'staff', profileId: '613' }], openings });
    expect([roster?.students[0]?.profileId, roster?.openings[0]?.profileIds]).toEqual(['0613', ['0613']]);
    expect(issues.map(({ code, file, row, column }) => [code, file, row, column].join(' '))).toEqual([
      'isced-zero-restored openings 1 profileIds',
      'isced-zero-restored students 1 profileId',
    ]);
  });
});

describe('crosswalk.csv and profile_fits', () => {
  it('are read, and mended like every code', async () => {
    const { roster, said } = await read({
      'crosswalk.csv': 'from,to,fit\nisco:74,713,80\n613,1013,0\n',
      'openings.csv': 'id,host,profiles,profile_fits,start,end,seats,minimum_outcomes\nO1,H1,0713|0714,100|60,2026-03-02,2026-03-20,2,50\n',
    });
    expect(roster?.crosswalk).toEqual([
      { fromId: 'isco:74', toId: '0713', fit: 80 },
      { fromId: '0613', toId: '1013', fit: 0 },
    ]);
    expect([roster?.openings[0]?.profileFits, roster?.openings[0]?.minimumOutcomes]).toEqual([[100, 60], 50]);
    expect(said.map(([, code, file, row, column]) => [code, file, row, column].join(' '))).toEqual([
      'isced-zero-restored crosswalk.csv 2 to',
      'isced-zero-restored crosswalk.csv 3 from',
    ]);
  });

  it('are faults where they say too little, too much or nothing known', async () => {
    const { said } = await read({
      'profiles.csv': 'id\nict\n',
      'crosswalk.csv': 'from,to,fit\nict,0713,80\nict,0713,70\nnobody,0713,1\nict,06,101\n',
      'openings.csv':
        'id,host,profiles,profile_fits,start,end,seats\nO1,H1,0713|0714,100,2026-03-02,2026-03-20,2\nO2,H1,0713,101,2026-03-02,2026-03-20,2\nO3,H1,,5,2026-03-02,2026-03-20,2\n',
    });
    expect(said.map(([severity, code, file, row, column]) => [severity, code, file, row, column].join(' '))).toEqual([
      'error crossing-twice crosswalk.csv 3 ',
      'error id-unknown crosswalk.csv 4 from',
      'error number-outside crosswalk.csv 5 fit',
      'error fits-uneven openings.csv 2 profile_fits',
      'error list-invalid openings.csv 3 profile_fits',
      'error fits-uneven openings.csv 4 profile_fits',
    ]);
  });
});
