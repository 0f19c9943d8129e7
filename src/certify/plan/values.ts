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

/** What is added up of a sender's people. */
interface Tally {
  quality: number;
  placed: number;
  applicants: number;
  /** Somebody sits on an eligible site. */
  isEligible: boolean;
}

/** The values of all tiers, added up from the records. */
export function* valuesOf(reading: Reading): Slices<TierValues> {
  const { book, chosenOf } = reading;
  let quality = 0;
  let moneyCents = 0n;
  const wishRanks = [0];
  const placedIds: string[] = [];
  const tallies = new Map<string, Tally>();
  for (const person of book.roster.students) {
    const { senderId } = person;
    if (senderId === null || isAccompanying(person)) continue;
    const tally = tallies.get(senderId);
    if (tally === undefined) tallies.set(senderId, { quality: 0, placed: 0, applicants: 1, isEligible: false });
    else tally.applicants++;
  }
  yield;
  let looked = 0;
  for (const own of chosenOf.values()) {
    if (++looked % 500 === 0) yield;
    const { person } = own[0]!;
    let score = 0;
    for (const { site } of own) {
      const wishRank = wishRankOf(book, person, site);
      score += scoreOf(book, person, site, wishRank);
      moneyCents += BigInt(costOf(book, person, site, null) || 0);
      if (isAccompanying(person)) continue;
      const rank = Math.min(lastRank, wishRank ?? 0);
      while (wishRanks.length <= rank) wishRanks.push(0);
      wishRanks[rank]!++;
    }
    quality += score;
    if (isAccompanying(person)) continue;
    const isPlaced = own.length >= leastOf(person);
    if (isPlaced) placedIds.push(person.id);
    const tally = person.senderId === null ? undefined : tallies.get(person.senderId);
    if (tally === undefined) continue;
    tally.quality += score;
    if (isPlaced) tally.placed++;
    tally.isEligible ||= own.some(({ site }) => refusalOf(book, person, site) === null);
  }
  yield* markOtherSenders(reading, tallies);
  const levels: Level[] = [];
  for (const [senderId, { isEligible, ...level }] of tallies) if (isEligible) levels.push({ senderId, ...level });
  levels.sort(compareLevels);
  yield;
  return {
    placed: placedIds.length,
    placedIds: placedIds.sort(compareText),
    quality: quality + companyOf(reading),
    levels,
    moneyCents: Number(moneyCents),
    kept: keptOf(reading),
    wishRanks,
  };
}

function keptOf({ book, chosen }: Reading): number {
  const places = groupBy(oldPlacesOf(book), ({ studentId }) => studentId);
  if (places.size === 0) return 0;
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

/** Senders of whom nobody sits on an eligible site: only there are people asked about every opening. */
function* markOtherSenders({ book }: Reading, tallies: ReadonlyMap<string, Tally>): Slices<void> {
  const others = groupBy(book.roster.students, (person) =>
    person.senderId === null || isAccompanying(person) || tallies.get(person.senderId)!.isEligible ? null : person.senderId,
  );
  if (others.size === 0) return;
  const all = yield* EligibleSites.open(
    book,
    book.roster.openings.flatMap((opening) =>
      datesOf(book, opening).map(({ startDay, endDay }) => siteOfOpening(book, opening, startDay, endDay)),
    ),
  );
  for (const [senderId, people] of others) {
    for (const [i, person] of people.entries()) {
      if (i % 20 === 19) yield;
      if (all.countOf(all.maskOf(person)) === 0) continue;
      tallies.get(senderId)!.isEligible = true;
      break;
    }
    yield;
  }
}
