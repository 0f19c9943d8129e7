import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { capOfProject } from '../instance/projects.js';
import { refusalOf } from '../instance/refusal.js';
import { reasonCodes, type Instance, type ReasonCode } from '../instance/types.js';
import type { Model } from '../model/types.js';
import type { ConflictRule, RuleInIndices } from './conflict.js';
import { cityName, openingOfSeat } from './roster-names.js';
import { groupDigits, reasonWords } from './words.js';

/** A rule of a conflict: as the model numbers it, and as it was worded. */
export interface WordedRule {
  readonly rule: RuleInIndices;
  readonly said: ConflictRule;
  /** Stands for several rows of the model: days, variants or places of one record. */
  readonly isSeveral: boolean;
}

/** Kinds that say how many fit, in the order in which a sentence names them. */
const roomKinds: readonly ConflictRule['kind'][] = ['seats', 'seats-day', 'host-day', 'beds-day', 'flow-beds-day', 'flow-maximum'];

/**
 * The quarrel in one sentence, counts and no names: what is asked for, and what it does not fit into. Says a sum only where the sum shows the conflict by itself.
 */
export function headlineOf(instance: Instance, model: Model, rules: readonly WordedRule[]): string {
  const people = rules.filter(({ said }) => said.kind === 'required');
  const rooms = rules.filter(({ said }) => roomKinds.includes(said.kind));
  const quotas = rules.filter(({ said }) => said.kind === 'quota');
  if (people.length === 1 && rules.length === 1) return nowhere(instance, model, people[0]!);
  if (people.length > 0 && people.length + rooms.length === rules.length) {
    const seats = seatsOf(instance, rooms);
    if (seats !== null && seats < people.length) {
      const common = commonWords(instance, model, people);
      return `${peopleWords(people.length)}${common} must be placed and share ${count(seats, 'seat')}.`;
    }
  }
  if (quotas.length > 0 && quotas.length === rules.length) {
    const asked = askedAtLeast(model, quotas);
    if (asked !== null) {
      const all = quotas.length === 1 ? 'The quota asks' : `The ${quotas.length} quotas ask`;
      return `${all} for ${count(asked.least, 'placement')}${quotas.length === 1 ? '' : ' in all'}, and only ${count(asked.most, 'person', 'people')} can have one.`;
    }
  }
  const wanted = [...(people.length === 0 ? [] : [`${peopleWords(people.length)} must be placed`]), ...shortOf(rules, false)];
  const limits = shortOf(rules, true);
  if (wanted.length === 0 || limits.length === 0) return 'These rules cannot all be kept.';
  return `${sentenceCase(listed(wanted))}; in the way: ${listed(limits)}.`;
}

function peopleWords(number: number): string {
  return count(number, 'person', 'people');
}

/** Seats between them: one day's limit or an opening's, each record once; null where they are of kinds that do not add up. */
function seatsOf(instance: Instance, rooms: readonly WordedRule[]): number | null {
  let sum = 0;
  for (const { rule, said, isSeveral } of rooms) {
    if (rule.kind === 'seats') sum += openingOfSeat(instance, rule.index).seats;
    else if (said.kind === 'seats-day' && !isSeveral) sum += instance.roster.openings.find(({ id }) => id === said.keys[0])!.seats;
    else return null;
  }
  return sum;
}

/** The least that quotas over different pairs ask for, and how many people could have such a placement; null where that shows no conflict. */
function askedAtLeast(model: Model, quotas: readonly WordedRule[]): { readonly least: number; readonly most: number } | null {
  const { rows, firstPairOfPerson, personCount, upperOfPerson, pairCount } = model;
  const isInside = new Uint8Array(pairCount);
  let least = 0;
  for (const { rule } of quotas) {
    const lower = rows.lowerOfRow[rule.index]!;
    if (!(lower > 0)) return null;
    least += lower;
    for (let entry = rows.firstEntryOfRow[rule.index]!; entry < rows.firstEntryOfRow[rule.index + 1]!; entry++) {
      const column = rows.columnOfEntry[entry]!;
      if (column >= pairCount || isInside[column] === 1 || rows.coefficientOfEntry[entry] !== 1) return null;
      isInside[column] = 1;
    }
  }
  let most = 0;
  for (let person = 0; person < personCount; person++) {
    if (!isInside.subarray(firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!).includes(1)) continue;
    if (upperOfPerson[person] !== 1) return null;
    most++;
  }
  return most < least ? { least, most } : null;
}

/** Why somebody who must go can go nowhere. */
function nowhere(instance: Instance, model: Model, { rule }: WordedRule): string {
  if (model.firstPairOfPerson[rule.index + 1]! > model.firstPairOfPerson[rule.index]!) return 'Somebody must be placed and cannot be.';
  const counts = new Map<ReasonCode, number>();
  const isAccompanying = instance.persons[rule.index]!.kind === 'accompanying';
  for (let slot = 0; slot < instance.slotCount; slot++) {
    if (instance.openingOfSlot[slot]! < 0 !== isAccompanying) continue;
    const code = refusalOf(instance, rule.index, slot);
    if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const what = isAccompanying ? 'flow' : 'opening';
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const reasons = reasonCodes
    .filter((code) => counts.has(code))
    .map((code, k) => `${groupDigits(String(counts.get(code)))} ${k === 0 ? 'refused because ' : 'because '}${reasonWords[code]}`);
  const why = reasons.length === 0 ? `there is no ${what}` : `of ${count(total, what)}, ${reasons.join('; ')}`;
  return `Somebody must be placed, and the rules allow that person nothing: ${why}.`;
}

/** What people who are in each other's way have in common and not everybody has: profile, school, sender; of the openings they may have, period and city. */
function commonWords(instance: Instance, model: Model, people: readonly WordedRule[]): string {
  const persons = people.map(({ rule }) => instance.persons[rule.index]!);
  const words: string[] = [];
  const { profiles } = instance.roster;
  for (const [field, name] of [
    ['profileId', 'profile'],
    ['schoolId', 'school'],
    ['senderId', 'sender'],
  ] as const) {
    const [first] = persons;
    const value = first![field];
    if (value === null || persons.some((person) => person[field] !== value)) continue;
    if (instance.persons.every((person) => person[field] === value)) continue;
    const title = field === 'profileId' ? (profiles.find(({ id }) => id === value)?.name ?? null) : null;
    words.push(`${name} ${value}${title === null ? '' : ` (${title})`}`);
  }
  const slots = new Set<number>();
  for (const { rule } of people)
    for (let pair = model.firstPairOfPerson[rule.index]!; pair < model.firstPairOfPerson[rule.index + 1]!; pair++)
      slots.add(instance.slotOfPair[pair]!);
  const of = (read: (slot: number) => string | null): string | null => {
    const values = new Set([...slots].map(read));
    const all = new Set(
      Array.from({ length: instance.slotCount }, (_, slot) => slot)
        .filter((slot) => instance.openingOfSlot[slot]! >= 0)
        .map(read),
    );
    return values.size === 1 && all.size > 1 ? [...values][0]! : null;
  };
  const period = of((slot) => `${isoOfDay(instance.startDayOfSlot[slot]!)} to ${isoOfDay(instance.endDayOfSlot[slot]!)}`);
  const city = of((slot) => instance.hosts[instance.hostOfSlot[slot]!]?.city ?? null);
  const places = [...(city === null ? [] : [`to ${city}`]), ...(period === null ? [] : [`from ${period}`])];
  return `${words.length === 0 ? '' : ` of ${listed(words)}`}${places.length === 0 ? '' : `, who can only go ${places.join(' ')},`}`;
}

/** Rules as short noun phrases: those that set a limit, or those that ask for something. */
function shortOf(rules: readonly WordedRule[], limits: boolean): string[] {
  const phrases: string[] = [];
  const several = (kind: ConflictRule['kind'], one: string, many: string): void => {
    const number = rules.filter(({ said }) => said.kind === kind).length;
    if (number > 0) phrases.push(number === 1 ? one : `${number} ${many}`);
  };
  for (const { said } of rules) {
    const isMaximum = said.kind === 'quota' && /: at most /.test(said.text);
    if (limits && ['budget', 'project-cap'].includes(said.kind))
      phrases.push(said.kind === 'budget' ? `budget ${said.keys[0]}` : `the cap of project ${said.keys[0]}`);
    if (said.kind === 'quota' && isMaximum === limits) phrases.push(`quota ${said.keys[0]}${limits ? '' : ' is to be met'}`);
  }
  if (limits) {
    several('seats', 'the seats of an opening', 'openings’ seats');
    several('seats-day', 'the seats of an opening', 'openings’ seats');
    several('host-day', 'the seats of a host', 'hosts’ seats');
    several('beds-day', 'the beds of a city', 'cities’ beds');
    several('flow-beds-day', 'the beds of a flow', 'flows’ beds');
    several('flow-maximum', 'the maximum of a flow', 'flows’ maxima');
    several('opening-minimum', 'the minimum of an opening', 'openings’ minima');
    several('flow-minimum', 'the minimum of a flow', 'flows’ minima');
    several('accompanying', 'too few accompanying persons', 'flows with too few accompanying persons');
    several('apart', 'people kept apart', 'pairs of people kept apart');
    several('different-hosts', 'different hosts for one person', 'times different hosts for one person');
    several('moves', 'the bound on moves', 'bounds on moves');
  } else {
    several('pin', 'a placement is fixed', 'placements are fixed');
    several('together', 'people stay together', 'pairs of people stay together');
  }
  return phrases;
}

/** What a repair does to one rule: the new limit, and the old one. */
export function wordChange(instance: Instance, { rule, said }: WordedRule, by: number): string {
  const { roster } = instance;
  const [first = '', second = ''] = said.keys;
  const instead = (what: string, now: number, then: number, unit = ''): string =>
    `${what} ${groupDigits(String(then))}${unit} instead of ${groupDigits(String(now))}`;
  switch (said.kind) {
    case 'seats':
    case 'seats-day': {
      const opening = rule.kind === 'seats' ? openingOfSeat(instance, rule.index) : roster.openings.find(({ id }) => id === first)!;
      return instead(`opening ${opening.id} at host ${opening.hostId}:`, opening.seats, opening.seats + by, ' seats');
    }
    case 'host-day': {
      const seats = roster.hosts.find(({ id }) => id === first)!.seats ?? 0;
      return instead(`host ${first}:`, seats, seats + by, ' seats on any one day');
    }
    case 'beds-day':
      return `${cityName(instance.roster, first)}: ${count(by, 'more bed')}`;
    case 'flow-beds-day': {
      const beds = roster.flows.find(({ id }) => id === first)!.beds ?? 0;
      return instead(`flow ${first}:`, beds, beds + by, ' beds');
    }
    case 'flow-maximum': {
      const most = roster.flows.find(({ id }) => id === first)!.maximum ?? 0;
      return instead(`flow ${first}: at most`, most, most + by, ' learners');
    }
    case 'budget': {
      const cents = roster.budgets.find(({ id }) => id === first)!.limitCents;
      return `budget ${first}: ${groupDigits(eurosOfCents(cents + by))} euros instead of ${groupDigits(eurosOfCents(cents))} (${groupDigits(eurosOfCents(by))} more)`;
    }
    case 'project-cap': {
      const cap = capOfProject(roster.options, roster.projects.find(({ id }) => id === first)!) ?? 0;
      return instead(`project ${first}: at most`, cap, cap + by, ' participants');
    }
    case 'opening-minimum': {
      const least = roster.openings.find(({ id }) => id === first)!.minimumToOpen;
      return instead(`opening ${first}: opens with`, least, least - by);
    }
    case 'flow-minimum': {
      const least = roster.flows.find(({ id }) => id === first)!.minimum;
      return instead(`flow ${first}: travels with`, least, least - by);
    }
    case 'accompanying':
      return `flow ${first}: missing accompanying persons are named later (accompanying_to_name)`;
    case 'required':
      return `${first} need not be placed`;
    case 'together':
      return `${first} and ${second} need not stay together`;
    case 'apart':
      return `${first} and ${second} need not stay apart`;
    case 'pin':
      return `take back: ${said.text}`;
    case 'moves':
      return `${count(by, 'more move')} allowed`;
    default:
      return `give up: ${said.text}`;
  }
}

/** A quota has two sides. */
export function wordQuotaChange(instance: Instance, { said }: WordedRule, side: 'lower' | 'upper', by: number): string {
  const [first = ''] = said.keys;
  const quota = instance.roster.quotas.find(({ id }) => id === first)!;
  const now = side === 'upper' ? (quota.maximum ?? 0) : quota.minimum;
  const then = side === 'upper' ? now + by : now - by;
  return `quota ${first}: ${side === 'upper' ? 'at most' : 'at least'} ${groupDigits(String(then))} instead of ${groupDigits(String(now))}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${groupDigits(String(number))} ${number === 1 ? one : many}`;
}

function listed(phrases: readonly string[]): string {
  return phrases.length < 2 ? phrases.join('') : `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}`;
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
