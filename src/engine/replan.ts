import { compareWithEarlier, type PlaceFacts, type ReplanReport } from '../explain/replan.js';
import { isPlace } from '../instance/earlier.js';
import { refusalOf } from '../instance/refusal.js';
import type { Instance } from '../instance/types.js';
import type { PlacementRow } from '../report/outcome.js';
import type { PlanRow } from '../roster/types.js';

/** The earlier plan of a roster against the new one. */
export function replanReport(instance: Instance, placements: readonly PlacementRow[]): ReplanReport {
  const personOfId = new Map(instance.persons.map(({ id }, person) => [id, person]));
  const slotsOfPlace = new Map<string, number[]>();
  for (let slot = 0; slot < instance.slotCount; slot++) {
    const opening = instance.openings[instance.openingOfSlot[slot]!];
    const flow = instance.flows[instance.flowOfSlot[slot]!];
    for (const key of [opening && `o${opening.id}`, flow && `f${flow.id}`]) {
      if (key === undefined) continue;
      const slots = slotsOfPlace.get(key);
      if (slots === undefined) slotsOfPlace.set(key, [slot]);
      else slots.push(slot);
    }
  }
  const seatsOf = new Map(instance.openings.map(({ id, seats }) => [id, seats]));
  const factsOf = (row: PlanRow): PlaceFacts => {
    const slots = slotsOfPlace
      .get(row.openingId !== null ? `o${row.openingId}` : `f${row.flowId}`)
      ?.filter((slot) => isPlace(instance, slot, row));
    const seats = row.openingId !== null ? (seatsOf.get(row.openingId) ?? null) : slots === undefined ? null : Infinity;
    const person = personOfId.get(row.studentId);
    if (slots === undefined || slots.length === 0 || person === undefined)
      return { rule: null, score: null, seats: slots?.length === 0 ? null : seats };
    let score: number | null = null;
    for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++)
      if (slots.includes(instance.slotOfPair[pair]!)) score = instance.scoreOfPair[pair]!;
    return { rule: score === null ? refusalOf(instance, person, slots[0]!) : null, score, seats };
  };
  return compareWithEarlier(instance.roster, placements, factsOf);
}
