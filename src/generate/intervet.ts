import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { compareText } from '../basics/order.js';
import { type Draw, at, drawFrom } from './draw.js';
import { type BranchName, branches, hostPlaces, type Place, westernBalkanPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * The margins of a regional pilot with six senders and five hosting partners: 372 short-term and 54 long-term learners and
 * 39 accompanying persons, 465 in all; 278 schools. The margins are real, every person, host and figure below them is drawn.
 *
 * A plan is planted first (who goes with which journey), then openings, limits and quotas are laid around it, so that everybody can be
 * placed with both margins met; wishes are drawn towards the dearer cities, so that the budgets bind and wishes collide.
 *
 * To keep a proof in reach: scores come in steps of 100 (qualities in steps of 20, no outcomes), costs in steps of 200 euros,
 * flow minima are at most 4, and each person sees the four or eight journeys of one round.
 */

interface Sender {
  readonly country: string;
  readonly shortTerm: number;
  readonly accompanying: number;
  readonly longTerm: number;
  readonly schools: number;
  /** Per cent of learners whose trade few hosts ask for by name, and of learners without a wish. */
  readonly rarePercent: number;
  readonly wishlessPercent: number;
}

const senders: readonly Sender[] = [
  { country: 'RS', shortTerm: 82, accompanying: 8, longTerm: 11, schools: 89, rarePercent: 2, wishlessPercent: 0 },
  { country: 'AL', shortTerm: 80, accompanying: 8, longTerm: 19, schools: 48, rarePercent: 18, wishlessPercent: 16 },
  { country: 'ME', shortTerm: 41, accompanying: 4, longTerm: 4, schools: 23, rarePercent: 34, wishlessPercent: 32 },
  { country: 'BA', shortTerm: 67, accompanying: 8, longTerm: 13, schools: 32, rarePercent: 26, wishlessPercent: 24 },
  { country: 'XK', shortTerm: 41, accompanying: 5, longTerm: 3, schools: 63, rarePercent: 42, wishlessPercent: 42 },
  { country: 'MK', shortTerm: 61, accompanying: 6, longTerm: 4, schools: 23, rarePercent: 10, wishlessPercent: 8 },
];

const partnerCountries = ['IT', 'ES', 'FR', 'PL', 'SI'] as const;
type PartnerCountry = (typeof partnerCountries)[number];

const quotaOfPartner: Record<PartnerCountry, { readonly total: number; readonly longTerm: number }> = {
  IT: { total: 120, longTerm: 20 },
  ES: { total: 116, longTerm: 20 },
  FR: { total: 60, longTerm: 7 },
  PL: { total: 78, longTerm: 7 },
  SI: { total: 91, longTerm: 0 },
};

/** Learners that wish for a partner's country, by weight: more for the south than its seats. */
const pullOfPartner: Record<PartnerCountry, number> = { IT: 30, ES: 30, FR: 13, PL: 12, SI: 15 };

/** Rounds of journeys: first day, and the learners planted with each partner. More than 12 learners travel with two accompanying persons. */
const rounds: readonly { readonly start: string; readonly sizes: readonly (readonly [PartnerCountry, number])[] }[] = [
  { start: '2020-01-18', sizes: [['IT', 9], ['ES', 10], ['FR', 8], ['SI', 10]] },
  { start: '2021-09-18', sizes: [['IT', 8], ['ES', 11], ['PL', 9], ['SI', 11]] },
  { start: '2021-11-06', sizes: [['IT', 10], ['ES', 9], ['FR', 9], ['PL', 10]] },
  { start: '2022-02-12', sizes: [['IT', 9], ['ES', 13], ['PL', 10], ['SI', 10]] },
  { start: '2022-04-23', sizes: [['IT', 11], ['ES', 9], ['FR', 10], ['SI', 11]] },
  { start: '2022-09-17', sizes: [['IT', 9], ['ES', 11], ['PL', 10], ['SI', 10]] },
  { start: '2023-02-18', sizes: [['IT', 10], ['FR', 10], ['PL', 15], ['SI', 11]] },
  { start: '2023-08-19', sizes: [['IT', 14], ['ES', 12], ['FR', 11], ['SI', 10]] },
  { start: '2023-09-23', sizes: [['IT', 10], ['ES', 12], ['PL', 10], ['SI', 10]] },
];

/** Long-term intakes of 90 days: first day, and the learners planted with each partner. */
const intakes: readonly { readonly start: string; readonly sizes: readonly (readonly [PartnerCountry, number])[] }[] = [
  { start: '2022-03-01', sizes: [['IT', 7], ['ES', 6], ['FR', 3], ['PL', 2]] },
  { start: '2022-09-01', sizes: [['IT', 6], ['ES', 7], ['FR', 2], ['PL', 3]] },
  { start: '2023-03-01', sizes: [['IT', 7], ['ES', 7], ['FR', 2], ['PL', 2]] },
];

const branchWeights: readonly (readonly [BranchName, number])[] = [['business', 30], ['technical', 30], ['tourism', 22], ['ict', 18]];
const staggerDays = 3;
const longTermDays = 90;

/** Euros a day and for the journey, by city: whole multiples of 200 euros a stay. */
const stayOfCountry: Record<PartnerCountry, { readonly stayEuros: number; readonly accompanyingEuros: number; readonly longEuros: number }> = {
  IT: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
  ES: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
  FR: { stayEuros: 1600, accompanyingEuros: 2800, longEuros: 4100 },
  PL: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
  SI: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
};
const dearCityEuros = 100;

interface Journey {
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

interface Learner {
  readonly id: string;
  readonly sender: Sender;
  readonly branch: BranchName;
  readonly code: string;
  readonly english: number;
  readonly birthDay: number;
  readonly journey: Journey;
  readonly choices: readonly Journey[];
}

interface OpeningDraft {
  readonly hostId: string;
  readonly journey: Journey;
}

/** The roster of the regional pilot; `seed` changes the people, never the margins. */
export function generateIntervet(seed: number): Tables {
  const draw = drawFrom(seed);
  const journeysOfRound = rounds.map((round, index) => journeysOf(round.start, round.sizes, index, 'short'));
  const journeysOfIntake = intakes.map((intake, index) => journeysOf(intake.start, intake.sizes, index, 'long'));
  const learners = [
    ...plantLearners(draw, journeysOfRound, (sender) => sender.shortTerm, 'S'),
    ...plantLearners(draw, journeysOfIntake, (sender) => sender.longTerm, 'L'),
  ];
  const flows = journeysOfRound.flat();
  const companions = plantCompanions(draw, flows, learners);
  const { hosts, openings, drafts } = layOpenings(draw, [...flows, ...journeysOfIntake.flat()], learners);
  const schools = schoolRows(draw);
  const tables: Tables = new Map();
  addTable(tables, 'students.csv', [
    ...learners.map((learner) => learnerRow(draw, learner, schools)),
    ...companions.map((companion) => companionRow(companion)),
  ]);
  addTable(tables, 'organisations.csv', [...organisationRows(), ...schools]);
  addTable(tables, 'hosts.csv', hosts);
  addTable(tables, 'openings.csv', openings);
  addTable(tables, 'flows.csv', flows.map(flowRow));
  addTable(tables, 'projects.csv', [
    { id: 'WB-PILOT', code: 'WB-PILOT', call_year: 2018, start: '2020-01-01', end: '2023-10-31', cap: learners.length },
  ]);
  addTable(tables, 'preferences.csv', learners.flatMap((learner) => wishRows(draw, learner, drafts)));
  addTable(tables, 'budgets.csv', budgetRows(learners, companions));
  addTable(tables, 'quotas.csv', partnerCountries.flatMap(quotaRows));
  return tables;
}

function journeysOf(start: string, sizes: readonly (readonly [PartnerCountry, number])[], index: number, kind: 'short' | 'long'): Journey[] {
  const first = parseIsoDay(start);
  if (first === null) throw new RangeError(start);
  return sizes.map(([partner, planted], position) => {
    const cities = hostPlaces.filter((place) => place.country === partner);
    const dear = (index + position) % 2 === 0 && cities.length > 1;
    const startDay = first + (kind === 'short' ? position * staggerDays : 0);
    const days = kind === 'short' ? (position % 2 === 0 ? 28 : 30) : longTermDays;
    const id = `${start.slice(0, 7)}-${partner}`;
    return {
      id, flowId: kind === 'short' ? `F-${id}` : null, partner, place: at(cities, dear ? 0 : cities.length - 1), dear, startDay,
      endDay: startDay + days - 1, planted, companions: kind === 'long' ? 0 : Math.ceil(planted / 12),
    };
  });
}

/** Learners of each sender over the rounds: four senders a round, those with most learners left; the last round takes the rest. */
function plantLearners(draw: Draw, journeysOfRound: readonly Journey[][], countOf: (sender: Sender) => number, letter: string): Learner[] {
  const left = senders.map(countOf);
  const learners: Learner[] = [];
  const numberOf = senders.map(() => 0);
  journeysOfRound.forEach((journeys, round) => {
    const total = journeys.reduce((sum, journey) => sum + journey.planted, 0);
    const last = round === journeysOfRound.length - 1;
    const present = last ? left.map((_, sender) => sender) : presentSenders(draw, left, total);
    const tokens = last ? present.flatMap((sender) => Array.from({ length: left[sender] ?? 0 }, () => sender)) : shareOut(present, left, total);
    for (const sender of tokens) left[sender] = (left[sender] ?? 0) - 1;
    const seats = journeys.flatMap((journey) => Array.from({ length: journey.planted }, () => journey));
    draw.shuffled(tokens).forEach((index, position) => {
      const sender = at(senders, index);
      const journey = at(seats, position);
      const branch = draw.weighted(branchWeights);
      const { codes, rareCodes } = branches[branch];
      const number = (numberOf[index] = (numberOf[index] ?? 0) + 1);
      learners.push({
        id: `${sender.country}-${letter}${String(number).padStart(2, '0')}`, sender, branch, journey, choices: journeys,
        code: draw.chance(sender.rarePercent) ? draw.pick<string>(rareCodes) : draw.pick<string>(codes),
        english: draw.weighted([[2, 15], [3, 50], [4, 35]]), birthDay: journey.startDay - draw.whole(letter === 'L' ? 6600 : 6100, 7300),
      });
    });
  });
  return learners;
}

/** The senders of a round: three with most learners left, as the draw weighs them, and more where three cannot fill it. */
function presentSenders(draw: Draw, left: readonly number[], total: number): number[] {
  const ranked = left.map((count, sender) => ({ sender, count, rank: count * draw.whole(60, 140) })).sort((a, b) => b.rank - a.rank);
  let filled = 0;
  return ranked.filter(({ count }, position) => {
    const needed = position < 3 || filled < total;
    if (needed) filled += count;
    return needed;
  }).map((entry) => entry.sender);
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

interface Companion {
  readonly id: string;
  readonly sender: Sender;
  readonly journey: Journey;
  readonly fromDay: number;
  readonly toDay: number;
}

/** One accompanying person a started dozen of learners, from a sender of the round where one is left; every third can also take the round's next journey. */
function plantCompanions(draw: Draw, flows: readonly Journey[], learners: readonly Learner[]): Companion[] {
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
      id: `${sender.country}-A${number}`, sender, journey, fromDay: journey.startDay,
      toDay: companions.length % 3 === 0 && next !== undefined ? next.endDay : journey.endDay,
    });
  }
  return companions.sort((a, b) => compareText(a.id, b.id));
}

/** Openings around the planted learners: seats by branch, one spare seat in places, codes that hosts ask for by name. */
function layOpenings(draw: Draw, journeys: readonly Journey[], learners: readonly Learner[]) {
  const hosts: Row<'hosts.csv'>[] = [];
  const openings: Row<'openings.csv'>[] = [];
  const drafts: OpeningDraft[] = [];
  const hostsOf = new Map<string, { id: string; free: number }[]>();
  for (const journey of journeys) {
    for (const [branch] of branchWeights) {
      const planted = learners.filter((learner) => learner.journey === journey && learner.branch === branch);
      const spare = draw.weighted([[0, journey.flowId === null ? 2 : 5], [1, 5], [2, 2]]);
      let seatsLeft = planted.length + spare;
      while (seatsLeft > 0) {
        const seats = Math.min(seatsLeft, draw.weighted([[1, 60], [2, 25], [3, 15]]));
        seatsLeft -= seats;
        const [code, second] = draw.shuffled<string>(branches[branch].codes);
        const easy = planted.every((learner) => learner.english >= 3);
        const adult = planted.every((learner) => journey.startDay - learner.birthDay >= 6580);
        const host = hostFor(draw, hosts, hostsOf, journey, branch, adult && draw.chance(50));
        const days = journey.endDay - journey.startDay + 1;
        const stay = stayOfCountry[journey.partner];
        const euros = (journey.flowId === null ? stay.longEuros : stay.stayEuros) + (journey.dear ? dearCityEuros : 0);
        const perDay = journey.flowId === null ? 35 : 40;
        openings.push({
          id: `${journey.id}-${String(openings.length + 1).padStart(3, '0')}`, host, flow: journey.flowId, profiles: draw.chance(35) ? `${code}|${second}` : code,
          kinds: journey.flowId === null ? 'long-term' : 'short-term', start: isoOfDay(journey.startDay), end: isoOfDay(journey.endDay), seats,
          languages: easy && draw.chance(40) ? 'en:B1' : 'en:A2', cost_travel: eurosOfCents((euros - perDay * days) * 100),
          cost_per_day: eurosOfCents(perDay * 100),
        });
        drafts.push({ hostId: host, journey });
      }
    }
  }
  return { hosts, openings, drafts };
}

/** A host of the city and branch that has none of this journey's openings yet, else a new one. */
function hostFor(draw: Draw, hosts: Row<'hosts.csv'>[], hostsOf: Map<string, { id: string; free: number }[]>, journey: Journey, branch: BranchName, adultsOnly: boolean): string {
  const key = `${journey.place.city} ${branch} ${adultsOnly}`;
  const known = hostsOf.get(key) ?? [];
  hostsOf.set(key, known);
  const reusable = known.filter((host) => host.free < journey.startDay);
  const found = reusable.length > 0 && draw.chance(60) ? draw.pick(reusable) : undefined;
  if (found !== undefined) {
    found.free = journey.endDay;
    return found.id;
  }
  const id = `H-${journey.partner}-${String(hosts.length + 1).padStart(3, '0')}`;
  known.push({ id, free: journey.endDay });
  hosts.push({
    id, name: `Host company ${journey.partner} ${hosts.length + 1}`, partner: `P-${journey.partner}`, city: journey.place.city, country: journey.partner,
    latitude: journey.place.latitude, longitude: journey.place.longitude, minimum_age: adultsOnly ? 18 : null, tutor_named: draw.chance(85),
    quality: draw.weighted([[40, 20], [60, 35], [80, 30], [100, 15]]), sector: branch,
  });
  return id;
}

function schoolRows(draw: Draw): Row<'organisations.csv'>[] {
  return senders.flatMap(({ country, schools }) => Array.from({ length: schools }, (_, index) => {
    const place = draw.pick(westernBalkanPlaces.filter((known) => known.country === country));
    return {
      id: `SCH-${country}-${String(index + 1).padStart(2, '0')}`, kind: 'school', name: `Vocational school ${country} ${index + 1}`, country,
      city: place.city, latitude: place.latitude, longitude: place.longitude, sender: `S-${country}`,
    };
  }));
}

function organisationRows(): Row<'organisations.csv'>[] {
  const own = (id: string, kind: string, name: string, place: Place): Row<'organisations.csv'> =>
    ({ id, kind, name, country: place.country, city: place.city, latitude: place.latitude, longitude: place.longitude });
  const placeOf = (places: readonly Place[], country: string): Place => at(places.filter((place) => place.country === country), 0);
  return [
    ...senders.map(({ country }) => own(`S-${country}`, 'sender', `Sending office ${country}`, placeOf(westernBalkanPlaces, country))),
    ...partnerCountries.map((country) => own(`P-${country}`, 'partner', `Hosting partner ${country}`, placeOf(hostPlaces, country))),
  ];
}

function learnerRow(draw: Draw, learner: Learner, schools: readonly Row<'organisations.csv'>[]): Row<'students.csv'> {
  const sender = `S-${learner.sender.country}`;
  const first = Math.min(...learner.choices.map((journey) => journey.startDay));
  const last = Math.max(...learner.choices.map((journey) => journey.endDay));
  return {
    id: learner.id, kind: learner.journey.flowId === null ? 'long-term' : 'short-term', activity: 'traineeship', sender,
    school: draw.pick(schools.filter((school) => school.sender === sender)).id, project: 'WB-PILOT', profile: learner.code, eqf_level: 4,
    languages: `en:${['A1', 'A2', 'B1', 'B2'][learner.english - 1]}`, birth_date: isoOfDay(learner.birthDay), available_from: isoOfDay(first - 1),
    available_to: isoOfDay(last + 1), selection_list: sender, points: draw.whole(20, 60), fewer_opportunities: draw.chance(16),
    sex: draw.chance(53) ? 'female' : 'male',
  };
}

function companionRow(companion: Companion): Row<'students.csv'> {
  return {
    id: companion.id, kind: 'accompanying', sender: `S-${companion.sender.country}`, project: 'WB-PILOT', available_from: isoOfDay(companion.fromDay),
    available_to: isoOfDay(companion.toDay), required: true,
  };
}

function flowRow(journey: Journey): Row<'flows.csv'> {
  return {
    id: journey.flowId, partner: `P-${journey.partner}`, city: journey.place.city, country: journey.partner, start: isoOfDay(journey.startDay),
    end: isoOfDay(journey.endDay), minimum: 4, maximum: journey.companions * 12 > 12 ? 15 : 12, learners_per_accompanying: 12,
    accompanying_scope: 'flow', cost_accompanying: eurosOfCents(stayOfCountry[journey.partner].accompanyingEuros * 100), status: 'planned',
  };
}

/** Up to three wishes: a city, a country or a host of the learner's own round. */
function wishRows(draw: Draw, learner: Learner, drafts: readonly OpeningDraft[]): Row<'preferences.csv'>[] {
  if (draw.chance(learner.sender.wishlessPercent)) return [];
  const rows: Row<'preferences.csv'>[] = [];
  let left = learner.choices.slice();
  for (let rank = 1; rank <= 3; rank++) {
    const journey = rank === 1 && draw.chance(90) ? learner.journey : draw.weighted(left.map((choice) => [choice, pullOfPartner[choice.partner] + (choice.dear ? 6 : 0)] as const));
    left = left.filter((choice) => choice !== journey);
    const kind = draw.weighted([['city', 60], ['country', 25], ['host', 15]]);
    const target = kind === 'city' ? journey.place.city : kind === 'country' ? journey.partner
      : draw.pick(drafts.filter((draft) => draft.journey === journey)).hostId;
    rows.push({ student: learner.id, target_kind: kind, target, rank });
  }
  return rows;
}

/** Limits a little above the planted plan's own spend: of each sender, and of the partner whose dearer city is wished most. */
function budgetRows(learners: readonly Learner[], companions: readonly Companion[]): Row<'budgets.csv'>[] {
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
    ...senders.map((sender) => ({ id: `B-${sender.country}`, limit: eurosOfCents(((spentOfSender.get(sender) ?? 0) + (sender.country === 'RS' ? 0 : 1000)) * 100), sender: `S-${sender.country}` })),
    { id: 'B-P-ES', limit: eurosOfCents((spentInSpain) * 100), partner: 'P-ES' },
  ];
}

function quotaRows(country: PartnerCountry): Row<'quotas.csv'>[] {
  const { total, longTerm } = quotaOfPartner[country];
  const partner = `P-${country}`;
  return [
    { id: `Q-${country}`, minimum: total, maximum: total, partner },
    { id: `Q-${country}-LT`, minimum: longTerm, maximum: longTerm, partner, kind: 'long-term' },
  ];
}
