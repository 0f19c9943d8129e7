import { fieldsOfIsco } from '../basics/isco.js';
import type { Crossing, Profile } from '../roster/types.js';

/** What an opening that accepts one profile makes of another. */
export interface ProfileMatch {
  readonly agrees: boolean;
  /** 0 to 100, where the opening says nothing of its own. */
  readonly part: number;
  /** Most that the opening's own fit counts for: 100, or that of the crosswalk by way of which the two agree. */
  readonly limit: number;
}

const whole: ProfileMatch = { agrees: true, part: 100, limit: 100 };

/** What a profile or code stands for in each classification. */
interface Codes {
  readonly id: string;
  readonly isced: string | null;
  readonly isco: string | null;
  readonly esco: string | null;
}

/** A side of a crosswalk row: the id of a profile, or the beginning of a code. */
interface Side {
  readonly scheme: 'id' | 'isced' | 'isco' | 'esco';
  readonly text: string;
}

interface ReadyCrossing {
  readonly from: Side;
  readonly to: Side;
  readonly fit: number;
}

/** A profile id or an ESCO code is more exact than any four digits. */
const exact = 5;

/**
 * How well profiles fit each other. Of two, in this order: the same id is a whole match; the most exact row of the crosswalk that holds both decides;
 * equal ESCO codes are a whole match; ISCED-F codes and ISCO codes are compared by their leading digits, and the better counts. Only where no
 * classification is on both sides, an ISCO code stands for the ISCED-F fields of the built-in crosswalk.
 */
export class ProfileFits {
  private readonly crossings: readonly ReadyCrossing[];
  private readonly matches = new Map<string, Map<string, ProfileMatch>>();
  private readonly crossingsFrom = new Map<string, readonly ReadyCrossing[]>();

  constructor(
    private readonly profiles: ReadonlyMap<string, Profile>,
    crosswalk: readonly Crossing[],
    private readonly digits: number,
  ) {
    this.crossings = crosswalk.map(({ fromId, toId, fit }) => ({ from: this.side(fromId), to: this.side(toId), fit }));
  }

  /** Of a person's profile and one that an opening accepts; worked out once. */
  match(personId: string, acceptedId: string): ProfileMatch {
    let known = this.matches.get(personId);
    if (known === undefined) this.matches.set(personId, (known = new Map()));
    let match = known.get(acceptedId);
    if (match === undefined) known.set(acceptedId, (match = this.compare(personId, acceptedId)));
    return match;
  }

  private compare(personId: string, acceptedId: string): ProfileMatch {
    if (personId === acceptedId) return whole;
    const person = this.codes(personId);
    const accepted = this.codes(acceptedId);
    const fit = this.crossed(person, accepted);
    if (fit !== null) return { agrees: fit > 0, part: fit, limit: fit };
    if (person.esco !== null && person.esco === accepted.esco) return whole;
    const found: ProfileMatch[] = [];
    if (person.isced !== null && accepted.isced !== null) found.push(byDigits(person.isced, accepted.isced, this.digits, 0));
    if (person.isco !== null && accepted.isco !== null) found.push(byDigits(person.isco, accepted.isco, this.digits, 10));
    if (found.length === 0) {
      if (person.isco !== null && accepted.isced !== null) found.push(...this.translated(person.isco, accepted.isced));
      if (person.isced !== null && accepted.isco !== null) found.push(...this.translated(accepted.isco, person.isced));
    }
    return {
      agrees: found.some(({ agrees }) => agrees),
      part: Math.max(0, ...found.map(({ part }) => part)),
      limit: Math.max(0, ...found.map(({ agrees, limit }) => (agrees ? limit : 0))),
    };
  }

  private translated(isco: string, isced: string): ProfileMatch[] {
    return fieldsOfIsco
      .filter(({ group }) => isco.startsWith(group))
      .map(({ field, fit }) => {
        const { agrees, part } = byDigits(field, isced, this.digits, 0);
        return { agrees, part: Math.min(part, fit), limit: fit };
      });
  }

  /** The fit of the most exact row that holds both: by both sides together, then by `from`, then the least. */
  private crossed(person: Codes, accepted: Codes): number | null {
    let best: readonly number[] | null = null;
    for (const { from, to, fit } of this.fromPerson(person)) {
      const [own, other] = [exactness(from, person), exactness(to, accepted)];
      if (other === 0) continue;
      const rank = [own + other, own, -fit];
      const at = best === null ? 0 : rank.findIndex((value, k) => value !== best![k]);
      if (best === null || (at >= 0 && rank[at]! > best[at]!)) best = rank;
    }
    return best === null ? null : -best[2]!;
  }

  private fromPerson(person: Codes): readonly ReadyCrossing[] {
    if (this.crossings.length === 0) return this.crossings;
    let own = this.crossingsFrom.get(person.id);
    if (own === undefined) this.crossingsFrom.set(person.id, (own = this.crossings.filter(({ from }) => exactness(from, person) > 0)));
    return own;
  }

  private codes(id: string): Codes {
    const row = this.profiles.get(id);
    const { scheme, text } = this.side(id, row === undefined);
    const esco = row?.esco ?? (scheme === 'esco' ? text : null);
    return {
      id,
      isced: row?.isced ?? (/^\d{2,4}$/.test(id) ? id : null),
      isco: row?.isco ?? (scheme === 'isco' ? text : (/^\d{4}(?=$|\.)/.exec(esco ?? '')?.[0] ?? null)),
      esco,
    };
  }

  private side(id: string, isCode = !this.profiles.has(id)): Side {
    if (!isCode) return { scheme: 'id', text: id };
    if (/^\d{2,4}$/.test(id)) return { scheme: 'isced', text: id };
    if (id.startsWith('isco:')) return { scheme: 'isco', text: id.slice(5) };
    if (id.startsWith('esco:')) return { scheme: 'esco', text: id.slice(5) };
    return { scheme: 'id', text: id };
  }
}

/** Digits in which a code lies under a side; 0: it does not. */
function exactness({ scheme, text }: Side, codes: Codes): number {
  const code = codes[scheme];
  if (scheme === 'id' || scheme === 'esco') return code === text ? exact : 0;
  return code?.startsWith(text) ? text.length : 0;
}

/** `digits`: those that must be equal (fewer where a code is shorter). */
function byDigits(first: string, second: string, digits: number, partOfOne: number): ProfileMatch {
  const shared = sharedDigits(first, second);
  const part = [0, partOfOne, 40, 70, 100][shared]!;
  return { agrees: shared >= Math.min(digits, first.length, second.length), part, limit: 100 };
}

function sharedDigits(first: string, second: string): number {
  let count = 0;
  while (count < first.length && count < second.length && first[count] === second[count]) count++;
  return count;
}
