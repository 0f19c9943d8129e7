import { groupBy } from '../../basics/group.js';
import { compareText } from '../../basics/order.js';
import type { TierValues } from '../types.js';
import { meetingKeyOf, softBondsOf } from '../rules/bonds.js';
import { isAccompanying } from '../rules/book.js';
import { costOf } from '../rules/cost.js';
import { refusalOf } from '../rules/eligibility.js';
import { EligibleSites } from '../rules/masks.js';
import { meetsPin, oldPlacesOf } from '../rules/pins.js';
import { lastRank, scoreOf, wishRankOf } from '../rules/score.js';
import { datesOf, siteOfOpening } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';
import type { Reading } from './chosen.js';
import { leastOf } from './people.js';

type Level = TierValues['levels'][number];

/** The values of all tiers, added up from the records. */
export function* valuesOf(reading: Reading): Slices<TierValues> {
  const { book, chosen, chosenOf } = reading;
  let quality = 0;
  let moneyCents = 0n;
  const scores = new Map<string, number>();
  const wishRanks = [0];
  for (const [i, { person, site }] of chosen.entries()) {
    if (i % 500 === 499) yield;
    const score = scoreOf(book, person, site);
    quality += score;
    scores.set(person.id, (scores.get(person.id) ?? 0) + score);
    moneyCents += BigInt(costOf(book, person, site, null) || 0);
    if (isAccompanying(person)) continue;
    const rank = Math.min(lastRank, wishRankOf(book, person, site) ?? 0);
    while (wishRanks.length <= rank) wishRanks.push(0);
    wishRanks[rank]!++;
  }
  quality += companyOf(reading);
  const counted = book.roster.students.filter((person) => !isAccompanying(person));
  const isPlaced = (id: string, least: number) => (chosenOf.get(id)?.length ?? 0) >= least;
  const placedIds = counted
    .filter((person) => isPlaced(person.id, leastOf(person)))
    .map(({ id }) => id)
    .sort(compareText);
  yield;
  const levels: Level[] = [];
  const applicants = groupBy(
    counted.filter(({ senderId }) => senderId !== null),
    ({ senderId }) => senderId!,
  );
  const eligible = yield* sendersWithAnEligiblePair(reading, applicants);
  for (const senderId of eligible) {
    const own = applicants.get(senderId)!;
    levels.push({
      senderId,
      quality: own.reduce((sum, { id }) => sum + (scores.get(id) ?? 0), 0),
      placed: own.filter((person) => isPlaced(person.id, leastOf(person))).length,
      applicants: own.length,
    });
  }
  levels.sort(compareLevels);
  return { placed: placedIds.length, placedIds, quality, levels, moneyCents: Number(moneyCents), kept: keptOf(reading), wishRanks };
}

function keptOf({ book, chosen }: Reading): number {
  const places = groupBy(oldPlacesOf(book), ({ studentId }) => studentId);
  return chosen.filter(({ person, site }) => places.get(person.id)?.some((place) => meetsPin(place, site)) === true).length;
}

/** What soft company gains or costs: the weight for each place that both are at (apart: that the two take twice). */
function companyOf({ book, chosenOf }: Reading): number {
  let sum = 0;
  for (const bond of softBondsOf(book)) {
    const counts = new Map<string, [number, number]>();
    for (const [side, id] of [bond.firstId, bond.secondId].entries()) {
      for (const { site } of chosenOf.get(id) ?? []) {
        const key = meetingKeyOf(bond, site);
        if (key === null) continue;
        const count = counts.get(key) ?? [0, 0];
        counts.set(key, count);
        count[side]!++;
      }
    }
    for (const [first, second] of counts.values()) {
      if (bond.kind === 'together' && first > 0 && second > 0) sum += bond.weight;
      if (bond.kind === 'apart' && first + second > 1) sum -= bond.weight;
    }
  }
  return sum;
}

/** By quality over placed, multiplied crosswise and exact; a sender with nobody placed stands below all. */
export function compareLevels(a: Level, b: Level): number {
  if (a.placed === 0 || b.placed === 0) return Math.sign(a.placed) - Math.sign(b.placed) || compareText(a.senderId, b.senderId);
  const left = BigInt(a.quality) * BigInt(b.placed);
  const right = BigInt(b.quality) * BigInt(a.placed);
  return left < right ? -1 : left > right ? 1 : compareText(a.senderId, b.senderId);
}

function* sendersWithAnEligiblePair(
  { book, chosenOf }: Reading,
  applicants: ReadonlyMap<string, readonly { readonly id: string }[]>,
): Slices<string[]> {
  let all: EligibleSites | null = null;
  const found: string[] = [];
  for (const [senderId, people] of applicants) {
    // Whoever sits on an eligible site answers for the sender; only where nobody does are people asked about every opening.
    if (people.some(({ id }) => chosenOf.get(id)?.some(({ person, site }) => refusalOf(book, person, site) === null))) {
      found.push(senderId);
      continue;
    }
    all ??= yield* EligibleSites.open(
      book,
      book.roster.openings.flatMap((opening) =>
        datesOf(book, opening).map(({ startDay, endDay }) => siteOfOpening(book, opening, startDay, endDay)),
      ),
    );
    for (const [i, { id }] of people.entries()) {
      if (i % 20 === 19) yield;
      if (all.countOf(all.maskOf(book.students.get(id)!)) === 0) continue;
      found.push(senderId);
      break;
    }
    yield;
  }
  return found;
}
