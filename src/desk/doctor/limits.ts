import { cityKey } from '../../basics/cities.js';
import { isoOfDay } from '../../basics/day.js';
import { compareText } from '../../basics/order.js';
import { reachOf } from '../../instance/facts.js';
import { lookupOf } from '../../instance/lookup.js';
import { placeOf } from '../../instance/place.js';
import { capOfProject } from '../../instance/projects.js';
import type { Instance } from '../../instance/types.js';
import { counted, type Finding, listedAtMost } from './finding.js';

/** Somebody whose every place lies under one limit, and the days on which they are there whichever place they get. */
interface Dependent {
  readonly required: boolean;
  readonly fromDay: number;
  readonly toDay: number;
}

interface Shortage {
  readonly text: string;
  readonly isRequired: boolean;
}

/** Limits with fewer places than people who can go nowhere else: caps of projects, maxima and beds of flows, beds of cities, seats of hosts. */
export function limitsFinding(instance: Instance): Finding {
  const { roster, hosts, flows } = instance;
  const { ofProject, ofFlow, ofFlowBeds, ofCity, ofHost } = dependents(instance);
  const found: Shortage[] = [];
  const note = (what: string, unit: string, people: readonly Dependent[], limit: number): void => {
    const required = people.filter((one) => one.required).length;
    if (people.length <= limit) return;
    const must = required > limit ? `, and ${required} of them must be placed` : '';
    found.push({
      text: `${what}: ${counted(people.length, 'person depends', 'people depend')} on ${counted(limit, unit, `${unit}s`)}${must}`,
      isRequired: required > limit,
    });
  };
  const noteDaily = (
    what: string,
    unit: string,
    people: readonly Dependent[],
    changes: readonly number[],
    limitOn: (day: number) => number,
  ) => {
    let [worst, most] = [Number.NaN, 0];
    for (const day of new Set([...people.map(({ fromDay }) => fromDay), ...changes])) {
      const there = people.filter(({ fromDay, toDay }) => fromDay <= day && day <= toDay);
      const excess = Math.max(
        there.length - limitOn(day),
        // A shortage of those who must be placed outweighs any other.
        (there.filter((one) => one.required).length - limitOn(day)) * 1_000_000,
      );
      if (excess > most) [worst, most] = [day, excess];
    }
    if (most === 0) return;
    const there = people.filter(({ fromDay, toDay }) => fromDay <= worst && worst <= toDay);
    note(`${what} on ${isoOfDay(worst)}`, unit, there, limitOn(worst));
  };

  for (const project of roster.projects) {
    const cap = capOfProject(roster.options, project);
    if (cap !== null) note(`project ${project.id}`, 'place', ofProject.get(project.id) ?? [], cap);
  }
  for (const { id, maximum, beds } of flows) {
    if (maximum !== null) note(`flow ${id}`, 'place', ofFlow.get(id) ?? [], maximum);
    if (beds !== null) noteDaily(`flow ${id}`, 'bed', ofFlowBeds.get(id) ?? [], [], () => beds);
  }
  for (const key of new Set(roster.lodging.map(({ city }) => cityKey(city)))) {
    const rows = roster.lodging.filter(({ city }) => cityKey(city) === key);
    noteDaily(
      `city ${rows[0]!.city}`,
      'bed',
      ofCity.get(key) ?? [],
      rows.flatMap(({ fromDay, toDay }) => [fromDay, toDay + 1]),
      (day) => rows.reduce((sum, { fromDay, toDay, beds }) => sum + (fromDay <= day && day <= toDay ? beds : 0), 0),
    );
  }
  for (const { id, seats } of hosts) if (seats !== null) noteDaily(`host ${id}`, 'seat', ofHost.get(id) ?? [], [], () => seats);

  const code = 'limits-short';
  if (found.length === 0)
    return { level: 'green', code, text: 'Caps, beds and hosts have room for all who depend on them.', advice: null, items: [], count: 0 };
  const isRed = found.some(({ isRequired }) => isRequired);
  return {
    level: isRed ? 'red' : 'amber',
    code,
    text: `${counted(found.length, 'limit has', 'limits have')} fewer places than people who can go nowhere else`,
    advice: `Raise the limit, find openings elsewhere or on other days, or ${isRed ? 'take "required" off some of them: as it stands no plan exists.' : 'expect a reserve list.'}`,
    items: found
      .sort((a, b) => Number(b.isRequired) - Number(a.isRequired) || compareText(a.text, b.text))
      .slice(0, listedAtMost)
      .map(({ text }) => text),
    count: found.length,
  };
}

/** What of a slot the limits ask; null: none, or not one. */
interface Site {
  readonly flow: string | null;
  readonly host: string | null;
  readonly city: string | null;
  readonly sleeps: boolean;
}

type Dependents = Map<string, Dependent[]>;

function dependents(instance: Instance) {
  const { persons, openings, flows, hosts, firstPairOfPerson, slotOfPair, openingOfSlot, flowOfSlot, hostOfSlot } = instance;
  const lookup = lookupOf(instance.roster);
  const slots = Array.from({ length: instance.slotCount }, (_, slot): Site => {
    const [opening, flow, host] = [
      openings[openingOfSlot[slot]!] ?? null,
      flows[flowOfSlot[slot]!] ?? null,
      hosts[hostOfSlot[slot]!] ?? null,
    ];
    const sleeps = opening?.online !== true && reachOf(opening, flow) !== 'local';
    return { flow: flow?.id ?? null, host: host?.id ?? null, city: sleeps ? placeOf(lookup, host, flow).city : null, sleeps };
  });
  const ofProject: Dependents = new Map();
  const ofFlow: Dependents = new Map();
  const ofFlowBeds: Dependents = new Map();
  const ofCity: Dependents = new Map();
  const ofHost: Dependents = new Map();
  for (const [person, { kind, required, online, projectId }] of persons.entries()) {
    const [from, to] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
    if (kind === 'accompanying' || from === to) continue;
    let [fromDay, toDay] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    let { flow, host, city, sleeps } = slots[slotOfPair[from]!]!;
    for (let pair = from; pair < to; pair++) {
      const slot = slotOfPair[pair]!;
      const at = slots[slot]!;
      if (at.flow !== flow) flow = null;
      if (at.host !== host) host = null;
      if (at.city !== city) city = null;
      sleeps &&= at.sleeps;
      fromDay = Math.max(fromDay, instance.startDayOfSlot[slot]!);
      toDay = Math.min(toDay, instance.endDayOfSlot[slot]!);
    }
    const one: Dependent = { required, fromDay, toDay };
    add(ofProject, projectId, one);
    add(ofFlow, flow, one);
    add(ofHost, host, one);
    if (sleeps && !online) {
      add(ofFlowBeds, flow, one);
      add(ofCity, city, one);
    }
  }
  return { ofProject, ofFlow, ofFlowBeds, ofCity, ofHost };
}

function add(map: Dependents, key: string | null, one: Dependent): void {
  if (key === null) return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}
