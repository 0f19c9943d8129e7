import { overlap, parseIsoDay } from '../basics/day.js';
import type { Options, Preference } from '../roster/types.js';
import type { ItemFacts, PersonFacts } from './facts.js';
import type { Lookup } from './lookup.js';
import { cityKey } from '../basics/cities.js';
import { cityOfHost } from './place.js';
import { outcomesCovered } from './rules.js';

/** Parts of a score, each 0 … 100; the score is Σ weight · part. */
export interface ScoreParts {
  readonly profile: number;
  readonly outcomes: number;
  readonly wish: number;
  readonly hostWish: number;
  readonly quality: number;
  readonly distance: number;
}

export const noScore: ScoreParts = { profile: 0, outcomes: 0, wish: 0, hostWish: 0, quality: 0, distance: 0 };

export function totalScore(weights: Options['weights'], parts: ScoreParts): number {
  return (
    weights.profile * parts.profile +
    weights.outcomes * parts.outcomes +
    weights.wish * parts.wish +
    weights.hostWish * parts.hostWish +
    weights.quality * parts.quality +
    weights.distance * parts.distance
  );
}

/** What a score reads of a person, besides wishes. */
export type ScoredPerson = Pick<PersonFacts, 'student' | 'fits' | 'expected'>;

/** The best accepted profile: what the opening says it is worth where the two agree, else what codes and crosswalk give; 50 for one that accepts any. */
export function profilePart({ student, fits }: ScoredPerson, item: ItemFacts): number {
  if (item.profiles.length === 0) return 50;
  let best = 0;
  for (const { id, fit } of item.profiles) {
    if (student.profileId === null) break;
    const { agrees, part, limit } = fits.match(student.profileId, id);
    best = Math.max(best, fit === null ? part : agrees ? Math.min(fit, limit) : 0);
  }
  return best;
}

/** Share of the expected learning outcomes that the opening offers, in whole per cent, rounded down. */
export function outcomesPart(person: ScoredPerson, item: ItemFacts): number {
  if (person.expected.length === 0 || item.opening === null) return 0;
  return Math.floor((100 * outcomesCovered(person, item.opening)) / person.expected.length);
}

/** A rank as a part: 100 for the first, 20 less for each further, never under 10. */
export function rankPart(rank: number): number {
  return Math.max(10, 100 - 20 * (rank - 1));
}

/** A wish of a person, made ready for comparing. */
export interface ReadyWish {
  readonly kind: Preference['targetKind'];
  /** Id, city key or country; empty for a period. */
  readonly key: string;
  readonly fromDay: number;
  readonly toDay: number;
  readonly rank: number;
}

/** A person's wishes, best rank first, so that the first that agrees decides. */
export function readyWishes(lookup: Lookup, studentId: string): readonly ReadyWish[] {
  return lookup.wishesOfStudent.get(studentId)?.map(readyWish) ?? [];
}

/** No day lies between those of a wish that is for no period, or for none that can be read. */
function readyWish({ targetKind: kind, target, rank }: Preference): ReadyWish {
  if (kind !== 'period') return { kind, key: kind === 'city' ? cityKey(target) : target, fromDay: Infinity, toDay: -Infinity, rank };
  return { kind, key: target, ...periodOf(target), rank };
}

/** The days of a wish for a period; no day lies between them where they cannot be read. */
export function periodOf(target: string): { readonly fromDay: number; readonly toDay: number } {
  const [from = '', to = ''] = target.split('/');
  return { fromDay: parseIsoDay(from) ?? Infinity, toDay: parseIsoDay(to) ?? -Infinity };
}

/** A wish that is granted, as a part. */
function wishPart(rank: number | null): number {
  return rank === null ? 0 : rankPart(rank);
}

/** Rank of the best wish that a place grants; null: none. */
export function grantedRank(
  wishes: readonly ReadyWish[],
  item: ItemFacts,
  city: string | null,
  startDay: number,
  endDay: number,
): number | null {
  for (const wish of wishes) {
    const agrees =
      wish.kind === 'opening'
        ? wish.key === item.opening?.id
        : wish.kind === 'host'
          ? wish.key === item.opening?.hostId
          : wish.kind === 'city'
            ? wish.key === city
            : wish.kind === 'country'
              ? wish.key === item.country
              : wish.kind === 'period'
                ? overlap(startDay, endDay, wish.fromDay, wish.toDay)
                : false;
    if (agrees) return wish.rank;
  }
  return null;
}

/** The host's own wish for this person. */
export function hostWishPart(wishes: readonly Preference[] | undefined, item: ItemFacts): number {
  let best = Number.POSITIVE_INFINITY;
  for (const wish of wishes ?? []) if (wish.hostId === item.opening?.hostId) best = Math.min(best, wish.rank);
  return best === Number.POSITIVE_INFINITY ? 0 : rankPart(best);
}

/** 100 next door, one less for each whole 25 km; 0 where a point is not known. */
export function distancePart(km: number | null): number {
  return km === null ? 0 : Math.max(0, 100 - Math.floor(km / 25));
}

/** Key of the city that wishes name. */
export function wishedCity(lookup: Lookup, item: ItemFacts): string | null {
  const city = cityOfHost(lookup, item.host);
  return city === null ? null : cityKey(city);
}

/** All parts of one pair by the rules (pairs.csv not asked), with the rank of the wish granted and the kilometres; none for accompanying persons. */
export function scoreParts(
  person: ScoredPerson,
  item: ItemFacts,
  wishRank: number | null,
  hostWishes: readonly Preference[] | undefined,
  km: number | null,
): ScoreParts {
  if (item.opening === null) return noScore;
  return {
    profile: profilePart(person, item),
    outcomes: outcomesPart(person, item),
    wish: wishPart(wishRank),
    hostWish: hostWishPart(hostWishes, item),
    quality: item.quality,
    distance: distancePart(km),
  };
}
