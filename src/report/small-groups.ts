/** Groups of fewer people are not shown: who is in them could be guessed. */
export const smallestGroup = 5;
export const few = '<5';

/** `few`: under the smallest size; `hidden`: would give so few away, as what is left of a whole. */
export type Showing = 'shown' | 'few' | 'hidden';

/**
 * How the groups of several divisions of the same people may be shown. `groupOfPerson`: for each division the group of every person, 0 … size − 1.
 * Groups under the smallest size are `few`. Then, until nothing is left to find: where a whole that is shown (all people, or a group of any division) less groups in it that
 * are shown too leaves so few, the smallest of those groups (the first of several) is hidden, and with it every group of the same people. The groups taken away are those
 * of one division, or, the largest first, of all divisions as long as they share nobody.
 */
export function showingAcross(divisions: readonly { readonly groupOfPerson: Int32Array; readonly size: number }[]): Showing[][] {
  const groups = groupsOf(divisions);
  for (;;) {
    const hidden = firstGivenAway(groups, divisions.length);
    if (hidden === null) break;
    hidden.showing = 'hidden';
    for (const [other, shared] of hidden.shares)
      if (shared === hidden.size && other.size === shared && other.showing === 'shown') other.showing = 'hidden';
  }
  return divisions.map((_, division) => groups.filter((group) => group.division === division).map(({ showing }) => showing));
}

interface Group {
  readonly division: number;
  readonly size: number;
  showing: Showing;
  /** Groups of other divisions with people in common, and how many. */
  readonly shares: Map<Group, number>;
}

function groupsOf(divisions: readonly { readonly groupOfPerson: Int32Array; readonly size: number }[]): Group[] {
  const sizes = divisions.map(({ groupOfPerson, size }) => {
    const counts = new Int32Array(size);
    for (const group of groupOfPerson) counts[group]!++;
    return counts;
  });
  const byDivision = sizes.map((counts, division) =>
    Array.from(counts, (size): Group => ({ division, size, showing: isSmall(size) ? 'few' : 'shown', shares: new Map() })),
  );
  for (const { person, count } of alike(divisions)) {
    const own = divisions.map(({ groupOfPerson }, division) => byDivision[division]![groupOfPerson[person]!]!);
    for (const group of own) for (const other of own) if (other !== group) group.shares.set(other, (group.shares.get(other) ?? 0) + count);
  }
  return byDivision.flat();
}

/** People who are in the same group of every division: one of them, and how many they are. */
function alike(divisions: readonly { readonly groupOfPerson: Int32Array; readonly size: number }[]): { person: number; count: number }[] {
  const people = divisions[0]?.groupOfPerson.length ?? 0;
  const found: { person: number; count: number }[] = [];
  let kindOfPerson = new Int32Array(people);
  for (const { groupOfPerson, size } of divisions) {
    const kinds = new Map<number, number>();
    kindOfPerson = kindOfPerson.map((kind, person) => {
      const key = kind * size + groupOfPerson[person]!;
      const known = kinds.get(key) ?? kinds.size;
      kinds.set(key, known);
      return known;
    });
  }
  for (const [person, kind] of kindOfPerson.entries()) {
    const own = found[kind];
    if (own === undefined) found[kind] = { person, count: 1 };
    else own.count++;
  }
  return found;
}

/** The group to hide next; null where nothing small can be worked out. */
function firstGivenAway(groups: readonly Group[], divisionCount: number): Group | null {
  const shown = groups.filter(({ showing, size }) => showing === 'shown' && size > 0);
  const all = groups.filter(({ division }) => division === 0).reduce((sum, { size }) => sum + size, 0);
  const wholes: { readonly size: number; readonly inside: readonly Group[] }[] = [
    { size: all, inside: shown },
    ...shown.map((whole) => ({
      size: whole.size,
      inside: [...whole.shares].filter(([group, shared]) => group.showing === 'shown' && shared === group.size).map(([group]) => group),
    })),
  ];
  for (const { size, inside } of wholes) {
    const families = Array.from({ length: divisionCount }, (_, division) => inside.filter((group) => group.division === division));
    for (const family of [...families, apart(inside)]) {
      const left = family.reduce((rest, group) => rest - group.size, size);
      if (family.length > 0 && isSmall(left)) return family.reduce((least, group) => (group.size < least.size ? group : least));
    }
  }
  return null;
}

/** Groups that share nobody, the largest first. */
function apart(groups: readonly Group[]): Group[] {
  const chosen: Group[] = [];
  const isFree = (group: Group): boolean => chosen.every((other) => (other.division !== group.division ? !other.shares.has(group) : true));
  for (const group of [...groups].sort((a, b) => b.size - a.size)) if (isFree(group)) chosen.push(group);
  return chosen;
}

/** A group that is there and has too few people to be shown. */
export function isSmall(size: number): boolean {
  return size > 0 && size < smallestGroup;
}

/** A part of a whole; `few` where it is about fewer than five. */
export type Share = { readonly count: number; readonly of: number; readonly perMille: number | null } | typeof few;

/** Per mille rounded down; none of nothing. */
export function perMille(count: number, of: number): number | null {
  return of === 0 ? null : Math.floor((1000 * count) / of);
}

export function shareOf(count: number, of: number): Share {
  return of > 0 && of < smallestGroup ? few : { count, of, perMille: perMille(count, of) };
}
