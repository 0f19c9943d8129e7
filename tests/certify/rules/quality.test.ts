import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openBook } from '../../../src/certify/rules/book.js';
import { failsGate, qualityOf } from '../../../src/certify/rules/quality.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import { passesGate, qualitiesOf } from '../../../src/instance/quality.js';
import { laterStatuses, ownCategories } from '../../../src/roster/types.js';
import { hostOf, rosterOf } from '../../support/roster.js';

const maybe = <T>(...values: T[]) => fc.constantFrom<T | null>(null, ...values);
const hosts = ['h0', 'h1', 'h2'];
const said = { category: fc.constantFrom('work', 'care'), indicator: maybe('safety', 'tasks'), source: maybe('visit', 'form') };

/** Dense in what the two readings could disagree about: rows that compete for a rating, and placements that tell of themselves in several rows. */
const rosters = fc
  .record({
    stated: fc.tuple(...hosts.map(() => maybe(0, 30, 80, 100))),
    rules: fc.uniqueArray(fc.record({ ...said, weight: fc.constantFrom(0, 1, 2, 900), minimum: maybe(0, 50, 75) }), {
      selector: ({ category, indicator, source }) => `${category} ${indicator} ${source}`,
      maxLength: 6,
    }),
    own: fc.subarray([...ownCategories]),
    outcomes: fc.array(fc.record({ ...said, which: fc.integer({ min: 0, max: 5 }), rating: fc.option(fc.integer({ min: 0, max: 100 })) }), {
      maxLength: 12,
    }),
    ends: fc.array(
      fc.record({ completed: maybe(true, false), statusAfter6: maybe(...laterStatuses), statusAfter12: maybe(...laterStatuses) }),
      { minLength: 6, maxLength: 6 },
    ),
    qualityPrior: fc.constantFrom(0, 1, 5, 1000),
    hostGate: fc.record({
      minimumQuality: fc.integer({ min: 0, max: 100 }),
      tutorNamed: fc.constant(false),
      checks: fc.constantFrom('none' as const, 'rated' as const, 'all' as const),
    }),
  })
  .map((drawn) =>
    rosterOf({
      hosts: hosts.map((id, k) => ({ id, quality: drawn.stated[k]! })),
      quality: [...drawn.rules, ...drawn.own.map((category) => ({ category, minimum: 60 }))],
      outcomes: drawn.outcomes.map(({ which, ...fields }, k) => ({
        placement: `t${which}`,
        hostId: [...hosts, ...hosts][which]!,
        ...fields,
        // Some rows of a placement leave out how it ended.
        ...(k % 3 === 0 ? {} : drawn.ends[which]!),
      })),
      options: { qualityPrior: drawn.qualityPrior, hostGate: drawn.hostGate },
    }),
  );

it('reads the quality of hosts, and who passes the gate, as the builder does', () => {
  const seen = { rated: 0, passes: 0, fails: 0 };
  fc.assert(
    fc.property(rosters, (roster) => {
      const book = runToEnd(openBook(roster));
      const of = qualitiesOf(roster);
      for (const host of roster.hosts) {
        const quality = of(host.id);
        const passes = passesGate(roster.options.hostGate, host, quality);
        expect(qualityOf(book, host)).toBe(quality.quality ?? 0);
        expect(failsGate(book, host)).toBe(!passes);
        if (quality.placements > 0) seen.rated++;
        seen[passes ? 'passes' : 'fails']++;
      }
    }),
    { numRuns: 400, seed: 3 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});

it('stays exact where the sums pass 2^53', () => {
  const outcomes = Array.from({ length: 300 }, (_, k) => ({ placement: `t${k}`, hostId: 'h', category: 'work', rating: 99 }));
  const roster = rosterOf({ hosts: [hostOf({ id: 'h', quality: 100 })], quality: [{ category: 'work', weight: 1000 }], outcomes });
  // (5 · 100 + 300 · 99) / 305 = 99.02
  expect(qualityOf(runToEnd(openBook(roster)), roster.hosts[0]!)).toBe(99);
  expect(qualitiesOf(roster)('h').quality).toBe(99);
});
