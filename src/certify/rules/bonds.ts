import { groupBy } from '../../basics/group.js';
import { isoOfDay } from '../../basics/day.js';
import { comparePeople } from '../../basics/order.js';
import type { Decision } from '../../roster/types.js';
import type { Book } from './book.js';
import type { Site } from './site.js';

/** Two people who are to be, or not to be, at the same place. */
export interface Bond {
  readonly kind: 'together' | 'apart';
  readonly firstId: string;
  readonly secondId: string;
  readonly scope: Decision['scope'];
}

/** The bonds of decisions.csv, then those of the groups: each member with the next in canonical order. */
export function bondsOf(book: Book): Bond[] {
  const bonds: Bond[] = [];
  for (const { studentId, otherId, action, scope, weight } of book.roster.decisions) {
    if ((action === 'together' || action === 'apart') && otherId !== null && weight === null)
      bonds.push({ kind: action, firstId: studentId, secondId: otherId, scope });
  }
  const grouped = groupBy(
    book.roster.students.filter((student) => student.group !== null),
    (student) => student.group ?? '',
  );
  for (const members of grouped.values()) {
    members.sort((a, b) => comparePeople(book.options.seed, a, b));
    for (let i = 0; i + 1 < members.length; i++)
      bonds.push({ kind: 'together', firstId: members[i]!.id, secondId: members[i + 1]!.id, scope: null });
  }
  return bonds;
}

/** Two people who would like to be, or not to be, at the same place: points of match quality for each place that they share. */
export interface SoftBond extends Bond {
  readonly weight: number;
}

export function softBondsOf(book: Book): SoftBond[] {
  return book.roster.decisions.flatMap(({ studentId, otherId, action, scope, weight }) =>
    (action === 'together' || action === 'apart') && otherId !== null && weight !== null && otherId !== studentId
      ? [{ kind: action, firstId: studentId, secondId: otherId, scope, weight }]
      : [],
  );
}

/** The place of a soft bond; null where the site has no such place: there nobody meets. */
export function meetingKeyOf(bond: Bond, site: Site): string | null {
  const key = placeKeyOf(bond, site);
  const name = key?.split(':')[1] ?? '';
  return name === '' ? null : key;
}

/**
 * The name of the place that a bond compares: `opening:ID:start`, `host:ID:start:end`, `flow:ID` or `city:CITY:start:end`.
 * Without a scope: apart means the same opening, together the same flow, or outside a flow the same city and dates.
 * Where a site has no such place, people kept together are compared by the empty name, and people kept apart do not meet (null).
 */
export function placeKeyOf(bond: Bond, site: Site): string | null {
  const scope = bond.scope ?? (bond.kind === 'apart' ? 'opening' : site.flow !== null ? 'flow' : 'city');
  const id = { opening: site.opening?.id, host: site.host?.id, flow: site.flow?.id, city: site.cityKey }[scope] ?? null;
  if (id === null && bond.kind === 'apart') return null;
  switch (scope) {
    case 'opening':
      return `opening:${id ?? ''}:${isoOfDay(site.startDay)}`;
    case 'flow':
      return `flow:${id ?? ''}`;
    default:
      return `${scope}:${id ?? ''}:${isoOfDay(site.startDay)}:${isoOfDay(site.endDay)}`;
  }
}
