import type { Issue } from '../roster/types.js';
import { issueAt } from './issues.js';
import { lookupOf } from './lookup.js';
import { cityKey } from '../basics/cities.js';
import { cityOfHost, countryOfHost } from './place.js';
import type { Slices } from './slices.js';
import type { Instance } from './types.js';

/** Wishes that can never count: for a city or country without a host, or a student's for another student. */
export function* wishIssues({ roster, hosts }: Instance): Slices<Issue[]> {
  const lookup = lookupOf(roster);
  const cities = new Set<string | null>();
  const countries = new Set<string | null>();
  for (const host of hosts) {
    const city = cityOfHost(lookup, host);
    if (city !== null) cities.add(cityKey(city));
    countries.add(countryOfHost(lookup, host));
  }
  yield;
  const issues: Issue[] = [];
  for (const [k, { studentId, targetKind, target }] of roster.preferences.entries()) {
    if ((k & 1023) === 1023) yield;
    const isUnknown = (targetKind === 'city' && !cities.has(cityKey(target))) || (targetKind === 'country' && !countries.has(target));
    if (isUnknown) {
      const expected = `a ${targetKind} that some host is in; the wish matches nothing`;
      issues.push(issueAt(roster, 'warning', 'wish-unknown', 'preferences', k, 'target', target, expected));
    }
    if (targetKind === 'student' && studentId !== null) {
      const expected = "a wish for a place, or a host's for a student; people are brought together by decisions.csv";
      issues.push(issueAt(roster, 'warning', 'wish-without-effect', 'preferences', k, 'target', target, expected));
    }
  }
  return issues;
}
