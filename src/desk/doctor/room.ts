import type { Instance } from '../../instance/types.js';

/** Most people that these slots (ascending, none of a flow) can take: an opening with several dates takes people one after the other. */
export function roomOf({ openings, openingOfSlot, startDayOfSlot, endDayOfSlot }: Instance, slots: Iterable<number>): number {
  let room = 0;
  let opening = -1;
  let lastDay = 0;
  for (const slot of slots) {
    // Dates of one opening are equally long and stand in order: taking the earliest that is free takes the most.
    if (openingOfSlot[slot] === opening && startDayOfSlot[slot]! <= lastDay) continue;
    opening = openingOfSlot[slot]!;
    lastDay = endDayOfSlot[slot]!;
    room += openings[opening]!.seats;
  }
  return room;
}

/** Slots of each opening, ascending. */
export function slotsOfOpenings({ openings, openingOfSlot, slotCount }: Instance): readonly (readonly number[])[] {
  const slotsOf = openings.map((): number[] => []);
  for (let slot = 0; slot < slotCount; slot++) if (openingOfSlot[slot]! >= 0) slotsOf[openingOfSlot[slot]!]!.push(slot);
  return slotsOf;
}
