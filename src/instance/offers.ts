import { costOfStay } from './cost.js';
import type { ItemFacts } from './facts.js';
import { Interner } from './grow.js';
import type { Slices } from './slices.js';
import type { Slots } from './slots.js';

/** What pairs read of openings, in columns: a pair costs no walk through records. Flows have zeros. */
export interface Offers {
  /** Items with the same profiles, fits and outcomes have one number. */
  readonly offerOfItem: Int32Array;
  readonly offerCount: number;
  readonly qualityOfItem: Int32Array;
  /** Whole cents of a person without inclusion support, on site and online. */
  readonly costOfSlot: Float64Array;
  readonly costOnlineOfSlot: Float64Array;
}

export function* offersOf(items: readonly ItemFacts[], slots: Slots): Slices<Offers> {
  const offers = new Interner();
  const offerOfItem = new Int32Array(items.length);
  const qualityOfItem = new Int32Array(items.length);
  const costOfSlot = new Float64Array(slots.itemOfSlot.length);
  const costOnlineOfSlot = new Float64Array(slots.itemOfSlot.length);
  for (let k = 0; k < items.length; k++) {
    const { opening, quality } = items[k]!;
    offerOfItem[k] = offers.of(
      opening === null ? '' : [opening.profileIds, opening.profileFits, opening.outcomes].map((list) => list.join('\n')).join('\t'),
    );
    qualityOfItem[k] = quality;
    for (let slot = slots.firstSlotOfItem[k]!; slot < slots.firstSlotOfItem[k + 1]! && opening !== null; slot++) {
      const days = slots.endDayOfSlot[slot]! - slots.startDayOfSlot[slot]! + 1;
      costOfSlot[slot] = costOfStay(opening, days, false);
      costOnlineOfSlot[slot] = costOfStay(opening, days, true);
    }
    if ((k & 127) === 127) yield;
  }
  return { offerOfItem, offerCount: offers.size, qualityOfItem, costOfSlot, costOnlineOfSlot };
}
