import type { Model } from '../../model/types.js';
import { groupBy } from '../rules/book.js';
import type { Site } from '../rules/site.js';
import type { FaultList } from './faults.js';

/** An opening with one dated variant is one seat row with its seats; all else has none. */
export function checkSeats(model: Model, slotOfPair: Int32Array, sites: readonly Site[], faults: FaultList): void {
  const variants = groupBy(sites.filter(({ opening }) => opening !== null), ({ opening }) => opening!.id);
  const hasSeat = sites.map(({ opening }) => opening !== null && variants.get(opening.id)!.length === 1);
  const slotOfSeat = new Int32Array(model.seatCount).fill(-1);
  const seatOfSlot = new Int32Array(sites.length).fill(-1);
  for (let pair = 0; pair < model.pairCount; pair++) {
    const slot = slotOfPair[pair]!;
    const seat = model.seatOfPair[pair]!;
    const name = () => sites[slot]!.opening?.id ?? `flow ${sites[slot]!.flow?.id ?? ''}`;
    if (hasSeat[slot] !== seat >= 0) {
      faults.add('seat', () => `Pair ${pair} of ${name()} has seat ${seat}; ${hasSeat[slot] === true ? 'the opening has one variant, so a seat row' : 'its limit, if any, stands in rows of days'}.`);
      continue;
    }
    if (seat < 0) continue;
    if (slotOfSeat[seat] === -1 && seatOfSlot[slot] === -1) {
      slotOfSeat[seat] = slot;
      seatOfSlot[slot] = seat;
      const { seats } = sites[slot]!.opening!;
      if (model.upperOfSeat[seat] !== seats) faults.add('seat', () => `Opening ${name()} has ${seats} seats, the model ${model.upperOfSeat[seat]}.`);
    }
    if (slotOfSeat[seat] !== slot || seatOfSlot[slot] !== seat) faults.add('seat', () => `Seat ${seat} of pair ${pair} is not that of ${name()} alone.`);
  }
}
