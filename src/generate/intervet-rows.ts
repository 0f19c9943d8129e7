import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { at, type Draw } from './draw.js';
import { hostPlaces, type Place, westernBalkanPlaces } from './fields.js';
import {
  dearCityEuros,
  type PartnerCountry,
  partnerCountries,
  pullOfPartner,
  quotaOfPartner,
  type Sender,
  senders,
  stayOfCountry,
} from './intervet-margins.js';
import type { Companion, Journey, Learner } from './intervet-plant.js';
import type { Row } from './table.js';

export interface OpeningDraft {
  readonly hostId: string;
  readonly journey: Journey;
}

export function schoolRows(draw: Draw): Row<'organisations.csv'>[] {
  return senders.flatMap(({ country, schools }) =>
    Array.from({ length: schools }, (_, index) => {
      const place = draw.pick(westernBalkanPlaces.filter((known) => known.country === country));
      return {
        id: `SCH-${country}-${String(index + 1).padStart(2, '0')}`,
        kind: 'school',
        name: `Vocational school ${country} ${index + 1}`,
        country,
        city: place.city,
        latitude: place.latitude,
        longitude: place.longitude,
        sender: `S-${country}`,
      };
    }),
  );
}

export function organisationRows(): Row<'organisations.csv'>[] {
  const own = (id: string, kind: string, name: string, place: Place): Row<'organisations.csv'> => ({
    id,
    kind,
    name,
    country: place.country,
    city: place.city,
    latitude: place.latitude,
    longitude: place.longitude,
  });
  const placeOf = (places: readonly Place[], country: string): Place =>
    at(
      places.filter((place) => place.country === country),
      0,
    );
  return [
    ...senders.map(({ country }) => own(`S-${country}`, 'sender', `Sending office ${country}`, placeOf(westernBalkanPlaces, country))),
    ...partnerCountries.map((country) => own(`P-${country}`, 'partner', `Hosting partner ${country}`, placeOf(hostPlaces, country))),
  ];
}

export function learnerRow(draw: Draw, learner: Learner, schools: readonly Row<'organisations.csv'>[]): Row<'students.csv'> {
  const sender = `S-${learner.sender.country}`;
  const first = Math.min(...learner.choices.map((journey) => journey.startDay));
  const last = Math.max(...learner.choices.map((journey) => journey.endDay));
  return {
    id: learner.id,
    kind: learner.journey.flowId === null ? 'long-term' : 'short-term',
    activity: 'traineeship',
    sender,
    school: draw.pick(schools.filter((school) => school.sender === sender)).id,
    project: 'WB-PILOT',
    profile: learner.code,
    eqf_level: 4,
    languages: `en:${['A1', 'A2', 'B1', 'B2'][learner.english - 1]}`,
    birth_date: isoOfDay(learner.birthDay),
    available_from: isoOfDay(first - 1),
    available_to: isoOfDay(last + 1),
    selection_list: sender,
    points: draw.whole(20, 60),
    fewer_opportunities: draw.chance(16),
    sex: draw.chance(53) ? 'female' : 'male',
  };
}

export function companionRow(companion: Companion): Row<'students.csv'> {
  return {
    id: companion.id,
    kind: 'accompanying',
    sender: `S-${companion.sender.country}`,
    project: 'WB-PILOT',
    available_from: isoOfDay(companion.fromDay),
    available_to: isoOfDay(companion.toDay),
    required: true,
  };
}

export function flowRow(journey: Journey): Row<'flows.csv'> {
  return {
    id: journey.flowId,
    partner: `P-${journey.partner}`,
    city: journey.place.city,
    country: journey.partner,
    start: isoOfDay(journey.startDay),
    end: isoOfDay(journey.endDay),
    minimum: 4,
    maximum: journey.companions * 12 > 12 ? 15 : 12,
    learners_per_accompanying: 12,
    accompanying_scope: 'flow',
    cost_accompanying: eurosOfCents(stayOfCountry[journey.partner].accompanyingEuros * 100),
    status: 'planned',
  };
}

/** Up to three wishes: a city, a country or a host of the learner's own round. */
export function wishRows(draw: Draw, learner: Learner, drafts: readonly OpeningDraft[]): Row<'preferences.csv'>[] {
  if (draw.chance(learner.sender.wishlessPercent)) return [];
  const rows: Row<'preferences.csv'>[] = [];
  let left = learner.choices.slice();
  for (let rank = 1; rank <= 3; rank++) {
    const journey =
      rank === 1 && draw.chance(90)
        ? learner.journey
        : draw.weighted(left.map((choice) => [choice, pullOfPartner[choice.partner] + (choice.dear ? 6 : 0)] as const));
    left = left.filter((choice) => choice !== journey);
    const kind = draw.weighted([
      ['city', 60],
      ['country', 25],
      ['host', 15],
    ]);
    const target =
      kind === 'city'
        ? journey.place.city
        : kind === 'country'
          ? journey.partner
          : draw.pick(drafts.filter((draft) => draft.journey === journey)).hostId;
    rows.push({ student: learner.id, target_kind: kind, target, rank });
  }
  return rows;
}

/** Limits a little above the planted plan's own spend: of each sender, and of the partner whose dearer city is wished most. */
export function budgetRows(learners: readonly Learner[], companions: readonly Companion[]): Row<'budgets.csv'>[] {
  const spentOfSender = new Map<Sender, number>();
  let spentInSpain = 0;
  const count = (sender: Sender, journey: Journey, euros: number): void => {
    spentOfSender.set(sender, (spentOfSender.get(sender) ?? 0) + euros);
    if (journey.partner === 'ES') spentInSpain += euros;
  };
  for (const { sender, journey } of learners) {
    const stay = stayOfCountry[journey.partner];
    count(sender, journey, (journey.flowId === null ? stay.longEuros : stay.stayEuros) + (journey.dear ? dearCityEuros : 0));
  }
  for (const { sender, journey } of companions) count(sender, journey, stayOfCountry[journey.partner].accompanyingEuros);
  return [
    ...senders.map((sender) => ({
      id: `B-${sender.country}`,
      limit: eurosOfCents(((spentOfSender.get(sender) ?? 0) + (sender.country === 'RS' ? 0 : 1000)) * 100),
      sender: `S-${sender.country}`,
    })),
    { id: 'B-P-ES', limit: eurosOfCents(spentInSpain * 100), partner: 'P-ES' },
  ];
}

export function quotaRows(country: PartnerCountry): Row<'quotas.csv'>[] {
  const { total, longTerm } = quotaOfPartner[country];
  const partner = `P-${country}`;
  return [
    { id: `Q-${country}`, minimum: total, maximum: total, partner },
    { id: `Q-${country}-LT`, minimum: longTerm, maximum: longTerm, partner, kind: 'long-term' },
  ];
}
