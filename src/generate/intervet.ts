import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { type Draw, drawFrom } from './draw.js';
import { type BranchName, branches } from './fields.js';
import { branchWeights, dearCityEuros, intakes, partnerCountries, rounds, stayOfCountry } from './intervet-margins.js';
import { type Journey, journeysOf, type Learner, plantCompanions, plantLearners } from './intervet-plant.js';
import {
  budgetRows,
  companionRow,
  flowRow,
  learnerRow,
  type OpeningDraft,
  organisationRows,
  quotaRows,
  schoolRows,
  wishRows,
} from './intervet-rows.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * The margins of a regional pilot with six senders and five hosting partners: 372 short-term and 54 long-term learners and
 * 39 accompanying persons, 465 in all; 278 schools. The margins are real, every person, host and figure below them is drawn.
 *
 * A plan is planted first (who goes with which journey), then openings, limits and quotas are laid around it, so that everybody can be
 * placed with both margins met; wishes are drawn towards the dearer cities, so that the budgets bind and wishes collide.
 *
 * To keep a proof in reach: scores come in steps of 200 (qualities in steps of 20, no outcomes), costs in steps of 100 euros,
 * flow minima are at most 4, and each person sees the four journeys of one round. Senders differ in rare trades and in wishes, so that their levels lie apart.
 */

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
  addTable(
    tables,
    'preferences.csv',
    learners.flatMap((learner) => wishRows(draw, learner, drafts)),
  );
  addTable(tables, 'budgets.csv', budgetRows(learners, companions));
  addTable(tables, 'quotas.csv', partnerCountries.flatMap(quotaRows));
  return tables;
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
      const spare = draw.weighted([
        [0, journey.flowId === null ? 2 : 5],
        [1, 5],
        [2, 2],
      ]);
      let seatsLeft = planted.length + spare;
      while (seatsLeft > 0) {
        const seats = Math.min(
          seatsLeft,
          draw.weighted([
            [1, 60],
            [2, 25],
            [3, 15],
          ]),
        );
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
          id: `${journey.id}-${String(openings.length + 1).padStart(3, '0')}`,
          host,
          flow: journey.flowId,
          profiles: draw.chance(35) ? `${code}|${second}` : code,
          kinds: journey.flowId === null ? 'long-term' : 'short-term',
          start: isoOfDay(journey.startDay),
          end: isoOfDay(journey.endDay),
          seats,
          languages: easy && draw.chance(40) ? 'en:B1' : 'en:A2',
          cost_travel: eurosOfCents((euros - perDay * days) * 100),
          cost_per_day: eurosOfCents(perDay * 100),
        });
        drafts.push({ hostId: host, journey });
      }
    }
  }
  return { hosts, openings, drafts };
}

/** A host of the city and branch that has none of this journey's openings yet, else a new one. */
function hostFor(
  draw: Draw,
  hosts: Row<'hosts.csv'>[],
  hostsOf: Map<string, { id: string; free: number }[]>,
  journey: Journey,
  branch: BranchName,
  adultsOnly: boolean,
): string {
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
    id,
    name: `Host company ${journey.partner} ${hosts.length + 1}`,
    partner: `P-${journey.partner}`,
    city: journey.place.city,
    country: journey.partner,
    latitude: journey.place.latitude,
    longitude: journey.place.longitude,
    minimum_age: adultsOnly ? 18 : null,
    tutor_named: draw.chance(85),
    quality: draw.weighted([
      [40, 20],
      [60, 35],
      [80, 30],
      [100, 15],
    ]),
    sector: branch,
  });
  return id;
}
