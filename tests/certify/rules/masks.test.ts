import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBook } from '../../../src/certify/rules/book.js';
import { refusalNow } from '../../../src/certify/rules/earlier.js';
import { pairRules } from '../../../src/certify/rules/eligibility.js';
import { EligibleSites } from '../../../src/certify/rules/masks.js';
import { hasBit } from '../../../src/certify/rules/scope.js';
import { scoreOf } from '../../../src/certify/rules/score.js';
import { SiteScores } from '../../../src/certify/rules/site-scores.js';
import { datesOf, siteOfFlow, siteOfOpening } from '../../../src/certify/rules/site.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import { day, rosterOf, type RosterParts } from '../../support/roster.js';

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const dayBetween = fc.integer({ min: day('2026-03-02'), max: day('2026-03-20') });
const languages = fc.subarray([
  { language: 'en', level: 2 as const },
  { language: 'de', level: 4 as const },
]);

const person = fc.record({
  kind: pick('short-term', 'long-term', 'graduate', 'staff', 'accompanying'),
  activity: pick('course', 'teaching', null),
  online: fc.boolean(),
  senderId: pick('s1', 's2', null),
  schoolId: pick('s1', 's2', null),
  projectId: pick('p1', null),
  profileId: pick('0610', '0611', 'X', null),
  outcomes: fc.subarray(['X', 'Y', '0610']),
  availableFromDay: fc.option(dayBetween),
  availableToDay: fc.option(dayBetween),
  graduatedDay: pick(day('2025-03-05'), day('2026-01-01'), null),
  fewerOpportunities: fc.boolean(),
  languages,
  birthDay: pick(day('2008-03-10'), day('1990-01-01'), null),
  needs: fc.subarray(['wheelchair', 'quiet']),
});

const opening = fc.record({
  hostId: pick('h1', 'h2'),
  flowId: pick('f1', null),
  startDay: dayBetween,
  kinds: fc.subarray(['short-term', 'staff']),
  activities: fc.subarray(['course', 'teaching']),
  online: fc.boolean(),
  profileIds: fc.subarray(['0610', '0619', 'X']),
  outcomes: fc.subarray(['X', 'Y']),
  minimumOutcomes: pick(50, 100, null),
  languages,
  reach: pick('local', 'national', 'transnational', null),
});

const host = fc.record({
  city: pick('Rome', 'Paris', null),
  country: pick('IT', 'FR', null),
  minimumAge: pick(18, null),
  hazard: fc.boolean(),
  languages,
  needsMet: fc.subarray(['wheelchair', 'quiet']),
  quality: pick(20, 80, null),
  sector: pick('x', 'y', null),
});

const blocked = fc.record({
  what: pick('stay', 'journey'),
  studentId: pick('a0', null),
  schoolId: pick('s1', null),
  senderId: pick('s2', null),
  hostId: pick('h1', null),
  city: pick('Rome', null),
  fromDay: dayBetween,
});

const wish = fc.record({
  studentId: pick('a0', 'a1', 'a2'),
  rank: fc.integer({ min: 1, max: 4 }),
  to: pick(
    ['opening', 'o1'],
    ['opening', 'gone'],
    ['host', 'h2'],
    ['city', ' ROME '],
    ['country', 'FR'],
    ['period', '2026-03-05/2026-03-09'],
  ),
});

const parts = fc.record({
  people: fc.array(person, { minLength: 3, maxLength: 6 }),
  openings: fc.array(opening, { minLength: 2, maxLength: 6 }),
  hosts: fc.tuple(host, host),
  blocked: fc.array(blocked, { maxLength: 2 }),
  wishes: fc.array(wish, { maxLength: 6 }),
  history: fc.subarray([
    { studentId: 'a0', hostId: 'h1', sector: null, round: '1' },
    { studentId: 'a1', hostId: 'h2', sector: 'y', round: '1' },
  ]),
  repeat: pick('allowed', 'not-host', 'not-sector'),
});

function opened(drawn: typeof parts extends fc.Arbitrary<infer Value> ? Value : never) {
  const given = {
    organisations: [
      { id: 's1', country: 'IT', city: 'Rome' },
      { id: 's2', country: 'FR', city: 'Paris' },
    ],
    projects: [{ id: 'p1', startDay: day('2026-03-05'), endDay: day('2026-03-28') }],
    flows: [{ id: 'f1', startDay: day('2026-03-02'), endDay: day('2026-03-09'), learnersPerAccompanying: 5 }],
    students: drawn.people.map((own, k) => ({ id: `a${k}`, ...own })),
    hosts: drawn.hosts.map((own, k) => ({ id: `h${k + 1}`, ...own })),
    openings: drawn.openings.map((own, k) => ({ id: `o${k}`, ...own, endDay: own.startDay + 5 + k })),
    blocked: drawn.blocked.map((own) => ({ ...own, toDay: own.fromDay + 3 })),
    preferences: drawn.wishes.map(({ to: [targetKind, target], ...own }) => ({ ...own, targetKind, target })),
    history: drawn.history,
    options: { repeat: drawn.repeat, hostGate: { minimumQuality: 30, tutorNamed: false, checks: 'none' } },
  };
  const roster = rosterOf(given as unknown as RosterParts);
  const book = runToEnd(openBook(roster));
  const sites = [
    ...roster.openings.flatMap((own) => datesOf(book, own).map(({ startDay, endDay }) => siteOfOpening(book, own, startDay, endDay))),
    ...roster.flows.map((flow) => siteOfFlow(book, flow)),
  ];
  return { roster, book, sites };
}

describe('what is asked once for many pairs', () => {
  it('is answered alike by each rule for people, and for sites, in whom it reads the same', () => {
    fc.assert(
      fc.property(parts, (drawn) => {
        const { roster, book, sites } = opened(drawn);
        for (const rule of pairRules) {
          const answers = new Map<string, boolean>();
          for (const student of roster.students) {
            for (const site of sites) {
              const [own, its] = [rule.reads(book, student), rule.readsSite(book, site)];
              const key = JSON.stringify([typeof own, own, typeof its, String(its)]);
              const refused = rule.refuses(book, student, site);
              expect([rule.code, answers.get(key) ?? refused]).toEqual([rule.code, refused]);
              answers.set(key, refused);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same as asked pair by pair: who may be where, and what it scores', () => {
    fc.assert(
      fc.property(parts, (drawn) => {
        const { roster, book, sites } = opened(drawn);
        const eligible = runToEnd(EligibleSites.open(book, sites));
        const scores = new SiteScores(book, sites);
        for (const student of roster.students) {
          const wanted = sites.map((site) => refusalNow(book, student, site) === null);
          runToEnd(eligible.judge(student));
          expect(sites.map((_, i) => eligible.isEligible(student, i))).toEqual(wanted);
          const mask = eligible.maskOf(student);
          expect(sites.map((_, i) => hasBit(mask, i))).toEqual(wanted);
          scores.turnTo(student);
          expect(sites.map((_, i) => scores.scoreAt(i))).toEqual(sites.map((site) => scoreOf(book, student, site)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
