import { expect, it } from 'vitest';
import { openBook } from '../../../src/certify/rules/book.js';
import { costOf, SiteCosts } from '../../../src/certify/rules/cost.js';
import { siteOfOpening } from '../../../src/certify/rules/site.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import { day, rosterOf } from '../../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };

it('gives every pair of a list of sites the cost it has when asked about alone, in any order', () => {
  const roster = rosterOf({
    students: [
      { id: 'p1', kind: 'short-term', inclusionCents: 700 },
      { id: 'p2', kind: 'short-term', online: true, inclusionCents: 900 },
      { id: 'p3', kind: 'short-term' },
      { id: 'p4', kind: 'accompanying' },
    ],
    hosts: [{ id: 'h' }],
    openings: [
      { id: 'a', hostId: 'h', travelCents: 30_000, perDayCents: 1_100, courseCents: 8_000, otherCents: 50, ...dates },
      { id: 'b', hostId: 'h', online: true, travelCents: 5_000, otherCents: 20, ...dates },
      { id: 'c', hostId: 'h', ...dates },
    ],
    pairs: [{ studentId: 'p3', openingId: 'a', costCents: 12_345 }],
  });
  const book = runToEnd(openBook(roster));
  const sites = roster.openings.map((opening) => siteOfOpening(book, opening, opening.startDay!, opening.endDay!));
  const costs = new SiteCosts(book, sites);
  const found = [...roster.students, ...roster.students].map((student) => {
    costs.turnTo(student);
    return sites.map((_, slot) => costs.costAt(slot));
  });
  const asked = roster.students.map((student) => sites.map((site) => costOf(book, student, site, null)));
  expect(found).toEqual([...asked, ...asked]);
  expect(found.slice(0, 3)).toEqual([
    [30_000 + 28 * 1_100 + 8_000 + 50 + 700, 720, 700],
    [8_000 + 50 + 900, 920, 900],
    [12_345, 20, 0],
  ]);
});
