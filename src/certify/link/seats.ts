import { groupBy } from '../../basics/group.js';
import type { Model } from '../../model/types.js';
import { nameOfSite, type Site } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';
import type { FaultList } from './faults.js';

/** An opening with one dated variant is one seat row with its seats; all else has none. */
export function* checkSeats(model: Model, slotOfPair: Int32Array, sites: readonly Site[], faults: FaultList): Slices<void> {
  const variants = groupBy(
    sites.filter(({ opening }) => opening !== null),
    ({ opening }) => opening!.id,
  );
  const hasSeat = sites.map(({ opening }) => opening !== null && variants.get(opening.id)!.length === 1);
  const slotOfSeat = new Int32Array(model.seatCount).fill(-1);
  const seatOfSlot = new Int32Array(sites.length).fill(-1);
  for (let pair = 0; pair < model.pairCount; pair++) {
    if (pair % 50_000 === 49_999) yield;
    const slot = slotOfPair[pair]!;
    const seat = model.seatOfPair[pair]!;
    if (hasSeat[slot] !== seat >= 0) reportSeat(pair, seat, sites[slot]!, faults);
    else if (seat >= 0) {
      if (slotOfSeat[seat] === -1 && seatOfSlot[slot] === -1) {
        slotOfSeat[seat] = slot;
        seatOfSlot[slot] = seat;
      }
      if (slotOfSeat[seat] !== slot || seatOfSlot[slot] !== seat) reportMixed(pair, seat, sites[slot]!, faults);
    }
  }
  for (const [seat, slot] of slotOfSeat.entries()) {
    const opening = slot < 0 ? null : sites[slot]!.opening;
    if (opening === null || model.upperOfSeat[seat] === opening.seats) continue;
    faults.add('seat', () => `Opening ${opening.id} has ${opening.seats} seats, the model ${model.upperOfSeat[seat]}.`);
  }
}

function reportSeat(pair: number, seat: number, site: Site, faults: FaultList): void {
  faults.add(
    'seat',
    () =>
      `Pair ${pair} in ${nameOfSite(site)} has seat ${seat}; ${seat < 0 ? 'the opening has one variant, so a seat row' : 'its limit, if any, stands in rows of days'}.`,
  );
}

function reportMixed(pair: number, seat: number, site: Site, faults: FaultList): void {
  faults.add('seat', () => `Seat ${seat} of pair ${pair} is not that of ${nameOfSite(site)} alone.`);
}
