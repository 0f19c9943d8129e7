import { overlap } from '../../basics/day.js';
import { floorOf } from '../rules/earlier.js';
import { nameOfSite } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';
import type { Reading } from './chosen.js';

/** Placements that make a person "placed": the minimum is all or nothing. */
export function leastOf(person: { readonly minimum: number }): number {
  return Math.max(1, person.minimum);
}

/** At most the maximum, never overlapping, all or nothing below the minimum, and required people are placed. */
export function* checkPeople({ book, chosenOf, faults }: Reading): Slices<void> {
  for (const [i, person] of book.roster.students.entries()) {
    if (i % 5000 === 4999) yield;
    const hasFloor = floorOf(book, person) !== null;
    if (!person.required && !hasFloor) continue;
    const count = chosenOf.get(person.id)?.length ?? 0;
    if (person.required && count < leastOf(person)) {
      faults.push({ code: 'required', message: `${person.id} is required and has ${count} of ${leastOf(person)} placements.` });
    }
    if (hasFloor && count === 0) {
      faults.push({ code: 'worse', message: `${person.id} was told of a placement that is still to be had, and has none.` });
    }
  }
  let looked = 0;
  for (const own of chosenOf.values()) {
    if (++looked % 500 === 0) yield;
    const { person } = own[0]!;
    if (own.length > person.maximum) {
      faults.push({ code: 'maximum', message: `${person.id} has ${own.length} placements, at most ${person.maximum} are allowed.` });
    }
    if (own.length < leastOf(person)) {
      faults.push({
        code: 'placed',
        message: `${person.id} has ${own.length} placements; it must be none or at least ${leastOf(person)}.`,
      });
    }
    if (own.length < 2) continue;
    const hosts = own.flatMap(({ site }) => (site.host === null ? [] : [site.host.id]));
    if (person.differentHosts && new Set(hosts).size < hosts.length) {
      const twice = hosts.filter((id, k) => hosts.indexOf(id) < k);
      faults.push({ code: 'different-hosts', message: `${person.id} is to have different hosts and is twice at ${twice[0]}.` });
    }
    const byStart = own.map(({ site }) => site).sort((a, b) => a.startDay - b.startDay || a.endDay - b.endDay);
    let longest = byStart[0]!;
    for (const site of byStart.slice(1)) {
      if (overlap(longest.startDay, longest.endDay, site.startDay, site.endDay)) {
        faults.push({
          code: 'person-overlap',
          message: `${person.id} is in ${nameOfSite(longest)} and in ${nameOfSite(site)} at the same time.`,
        });
      }
      if (site.endDay > longest.endDay) longest = site;
    }
  }
}
