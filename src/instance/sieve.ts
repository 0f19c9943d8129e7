import type { Opening, Student } from '../roster/types.js';
import { Eligibility } from './eligibility.js';
import { factsOfFlow, factsOfOpening, factsOfPerson } from './facts.js';
import { lookupOf } from './lookup.js';
import { runNow } from './slices.js';
import { slotsOf } from './slots.js';
import { notRanked } from './standing.js';
import { type Instance, reasonCodes } from './types.js';

/** Which openings may be eligible for somebody who is not in the roster, found without going through all of them. */
export interface Sieve {
  /** All that are eligible, and perhaps some that a rule about this person alone refuses (a mark under the least of a list). */
  openingsFor(student: Student): readonly Opening[];
}

/** Prepares what does not depend on the person. The instance may be one without the pairs that `neverWorse` drops. */
export function sieveOf({ roster, openings, flows, hosts }: Instance): Sieve {
  // Marks of somebody who is not in the roster are not known.
  const lookup = { ...lookupOf(roster), standingOf: () => notRanked };
  const slots = runNow(slotsOf(openings, flows, hosts, roster.options.variantWeekday));
  const items = [...openings.map((opening) => factsOfOpening(lookup, opening)), ...flows.map((flow) => factsOfFlow(lookup, flow))];
  const eligibility = runNow(Eligibility.over(roster, lookup, items, slots, openings.length));
  const refusals = new Int32Array(reasonCodes.length);
  return {
    openingsFor: (student) => {
      const { slots: eligible } = eligibility.of(factsOfPerson(lookup, student), refusals, 0);
      const found = new Set<number>();
      for (const slot of eligible) if (slots.openingOfSlot[slot]! >= 0) found.add(slots.openingOfSlot[slot]!);
      return [...found].sort((a, b) => a - b).map((opening) => openings[opening]!);
    },
  };
}
