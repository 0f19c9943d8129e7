import { parseIsoDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import { at, type Draw } from './draw.js';
import { type BranchName, branches, hostPlaces, type Place } from './fields.js';
import { branchWeights, longTermDays, type PartnerCountry, type Sender, senders, staggerDays } from './intervet-margins.js';

export interface Journey {
  readonly id: string;
  readonly flowId: string | null;
  readonly partner: PartnerCountry;
  readonly place: Place;
  readonly dear: boolean;
  readonly startDay: number;
  readonly endDay: number;
  readonly planted: number;
  readonly companions: number;
}

export interface Learner {
  readonly id: string;
  readonly sender: Sender;
  readonly branch: BranchName;
  readonly code: string;
  readonly english: number;
  readonly birthDay: number;
  readonly journey: Journey;
  readonly choices: readonly Journey[];
}

export function journeysOf(
  start: string,
  sizes: readonly (readonly [PartnerCountry, number])[],
  index: number,
  kind: 'short' | 'long',
): Journey[] {
  const first = parseIsoDay(start);
  if (first === null) throw new RangeError(start);
  return sizes.map(([partner, planted], position) => {
    const cities = hostPlaces.filter((place) => place.country === partner);
    const dear = (index + position) % 2 === 0 && cities.length > 1;
    const startDay = first + (kind === 'short' ? position * staggerDays : 0);
    const days = kind === 'short' ? (position % 2 === 0 ? 28 : 30) : longTermDays;
    const id = `${start.slice(0, 7)}-${partner}`;
    return {
      id,
      flowId: kind === 'short' ? `F-${id}` : null,
      partner,
      place: at(cities, dear ? 0 : cities.length - 1),
      dear,
      startDay,
      endDay: startDay + days - 1,
      planted,
      companions: kind === 'long' ? 0 : Math.ceil(planted / 12),
    };
  });
}

/** Learners of each sender over the rounds: four senders a round, those with most learners left; the last round takes the rest. */
export function plantLearners(
  draw: Draw,
  journeysOfRound: readonly Journey[][],
  countOf: (sender: Sender) => number,
  letter: string,
): Learner[] {
  const left = senders.map(countOf);
  const learners: Learner[] = [];
  const numberOf = senders.map(() => 0);
  journeysOfRound.forEach((journeys, round) => {
    const total = journeys.reduce((sum, journey) => sum + journey.planted, 0);
    const last = round === journeysOfRound.length - 1;
    const present = last ? left.map((_, sender) => sender) : presentSenders(draw, left, total);
    const tokens = last
      ? present.flatMap((sender) => Array.from({ length: left[sender] ?? 0 }, () => sender))
      : shareOut(present, left, total);
    for (const sender of tokens) left[sender] = (left[sender] ?? 0) - 1;
    const seats = journeys.flatMap((journey) => Array.from({ length: journey.planted }, () => journey));
    draw.shuffled(tokens).forEach((index, position) => {
      const sender = at(senders, index);
      const journey = at(seats, position);
      const branch = draw.weighted(branchWeights);
      const { codes, rareCodes } = branches[branch];
      const number = (numberOf[index] = (numberOf[index] ?? 0) + 1);
      learners.push({
        id: `${sender.country}-${letter}${String(number).padStart(2, '0')}`,
        sender,
        branch,
        journey,
        choices: journeys,
        code: draw.chance(sender.rarePercent) ? draw.pick<string>(rareCodes) : draw.pick<string>(codes),
        english: draw.weighted([
          [2, 15],
          [3, 50],
          [4, 35],
        ]),
        birthDay: journey.startDay - draw.whole(letter === 'L' ? 6600 : 6100, 7300),
      });
    });
  });
  return learners;
}

/** The senders of a round: three with most learners left, as the draw weighs them, and more where three cannot fill it. */
function presentSenders(draw: Draw, left: readonly number[], total: number): number[] {
  const ranked = left.map((count, sender) => ({ sender, count, rank: count * draw.whole(60, 140) })).sort((a, b) => b.rank - a.rank);
  let filled = 0;
  return ranked
    .filter(({ count }, position) => {
      const needed = position < 3 || filled < total;
      if (needed) filled += count;
      return needed;
    })
    .map((entry) => entry.sender);
}

/** Shares `total` among the present senders in proportion to what they have left. */
function shareOut(present: readonly number[], left: readonly number[], total: number): number[] {
  const rest = present.map((sender) => left[sender] ?? 0);
  const tokens: number[] = [];
  for (let k = 0; k < total; k++) {
    let best = 0;
    for (let i = 1; i < present.length; i++) if (at(rest, i) > at(rest, best)) best = i;
    rest[best] = at(rest, best) - 1;
    tokens.push(at(present, best));
  }
  return tokens;
}

export interface Companion {
  readonly id: string;
  readonly sender: Sender;
  readonly journey: Journey;
  readonly fromDay: number;
  readonly toDay: number;
}

/** One accompanying person a started dozen of learners, from a sender of the round where one is left; every third can also take the round's next journey. */
export function plantCompanions(draw: Draw, flows: readonly Journey[], learners: readonly Learner[]): Companion[] {
  const left = new Map(senders.map((sender) => [sender, sender.accompanying]));
  const numberOf = new Map<Sender, number>();
  const companions: Companion[] = [];
  const places = draw.shuffled(flows.flatMap((journey) => Array.from({ length: journey.companions }, () => journey)));
  for (const journey of places) {
    const candidates = senders.filter((sender) => (left.get(sender) ?? 0) > 0);
    const present = candidates.filter((sender) => learners.some((learner) => learner.journey === journey && learner.sender === sender));
    const pool = (present.length > 0 ? present : candidates).slice().sort((a, b) => (left.get(b) ?? 0) - (left.get(a) ?? 0));
    const sender = at(pool, 0);
    left.set(sender, (left.get(sender) ?? 0) - 1);
    const number = (numberOf.get(sender) ?? 0) + 1;
    numberOf.set(sender, number);
    const round = learners.find((learner) => learner.journey === journey)?.choices ?? [journey];
    const next = round[round.indexOf(journey) + 1];
    companions.push({
      id: `${sender.country}-A${number}`,
      sender,
      journey,
      fromDay: journey.startDay,
      toDay: companions.length % 3 === 0 && next !== undefined ? next.endDay : journey.endDay,
    });
  }
  return companions.sort((a, b) => compareText(a.id, b.id));
}
