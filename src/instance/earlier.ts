import type { PlanRow, Roster } from '../roster/types.js';
import type { Slices } from './slices.js';
import { type Instance, reasonCodes } from './types.js';

/** The rows of plan.csv whose opening (or flow) is still in the roster. */
export function placesOf(roster: Roster): readonly PlanRow[] {
  const openings = new Set(roster.openings.map(({ id }) => id));
  const flows = new Set(roster.flows.map(({ id }) => id));
  return roster.plan.filter(({ openingId, flowId }) =>
    openingId !== null ? openings.has(openingId) : flowId !== null && flows.has(flowId),
  );
}

const toldOfRoster = new WeakMap<Roster, ReadonlyMap<string, readonly PlanRow[]>>();

/** Rows with the status `told` by student: `neverWorse` promises them something. */
function toldOf(roster: Roster): ReadonlyMap<string, readonly PlanRow[]> {
  const known = toldOfRoster.get(roster);
  if (known !== undefined) return known;
  const rows = placesOf(roster).filter(({ status }) => status === 'told');
  const told = new Map<string, PlanRow[]>();
  for (const row of rows) told.set(row.studentId, [...(told.get(row.studentId) ?? []), row]);
  toldOfRoster.set(roster, told);
  return told;
}

/** Whether a slot is the place of a row of plan.csv. */
export function isPlace(instance: Instance, slot: number, { openingId, flowId, startDay }: PlanRow): boolean {
  if (startDay !== null && instance.startDayOfSlot[slot] !== startDay) return false;
  return openingId !== null
    ? instance.openings[instance.openingOfSlot[slot]!]?.id === openingId
    : instance.flows[instance.flowOfSlot[slot]!]?.id === flowId;
}

/** The least score that a person told of a placement may get: that of the placement, where it is still eligible; null: no promise. */
export function floorOf(instance: Instance, person: number): number | null {
  if (!instance.roster.options.neverWorse) return null;
  const student = instance.persons[person]!;
  const rows = student.kind === 'accompanying' ? undefined : toldOf(instance.roster).get(student.id);
  if (rows === undefined) return null;
  let floor = Infinity;
  for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
    if (rows.some((row) => isPlace(instance, instance.slotOfPair[pair]!, row))) floor = Math.min(floor, instance.scoreOfPair[pair]!);
  }
  return floor === Infinity ? null : floor;
}

/** The instance without the pairs that are worth less than what the person was told of; refusals count openings all of whose pairs go. */
export function* withoutWorse(instance: Instance): Slices<Instance> {
  const { persons, firstPairOfPerson, slotOfPair, scoreOfPair, openingOfSlot } = instance;
  const kept: number[] = [];
  const first = new Int32Array(persons.length + 1);
  const refusals = instance.refusals.slice();
  const worse = reasonCodes.indexOf('worse');
  for (let person = 0; person < persons.length; person++) {
    const floor = floorOf(instance, person) ?? -Infinity;
    const left = new Set<number>();
    const dropped = new Set<number>();
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const isKept = scoreOfPair[pair]! >= floor;
      if (isKept) kept.push(pair);
      (isKept ? left : dropped).add(openingOfSlot[slotOfPair[pair]!]!);
    }
    for (const opening of dropped) if (!left.has(opening)) refusals[person * reasonCodes.length + worse]!++;
    first[person + 1] = kept.length;
    if ((person & 127) === 127) yield;
  }
  return {
    ...instance,
    firstPairOfPerson: first,
    refusals,
    slotOfPair: Int32Array.from(kept, (pair) => slotOfPair[pair]!),
    scoreOfPair: Int32Array.from(kept, (pair) => scoreOfPair[pair]!),
    costOfPair: Float64Array.from(kept, (pair) => instance.costOfPair[pair]!),
    overriddenOfPair: Uint8Array.from(kept, (pair) => instance.overriddenOfPair[pair]!),
  };
}
