import { isoOfDay } from '../../basics/day.js';
import { bondsOf, placeKeyOf, type Bond } from '../rules/bonds.js';
import { sitesStillOpen } from '../rules/earlier.js';
import { meetsPin, oldPlacesOf, pinsOf } from '../rules/pins.js';
import type { Slices } from '../rules/slices.js';
import type { Reading } from './chosen.js';

/** Together and apart, pins, those who stay from an earlier plan, and the bound on moves. */
export function* checkBonds(reading: Reading): Slices<void> {
  const { book, chosenOf, faults } = reading;
  for (const [i, bond] of bondsOf(book).entries()) {
    if (i % 500 === 499) yield;
    checkBond(reading, bond);
  }
  for (const pin of pinsOf(book)) {
    if (chosenOf.get(pin.studentId)?.some(({ site }) => meetsPin(pin, site)) === true) continue;
    const from = pin.startDay === null ? '' : ` from ${isoOfDay(pin.startDay)}`;
    const why = pin.from === 'plan.csv' ? 'is confirmed there in plan.csv' : 'is pinned there';
    faults.push({ code: 'pin', message: `${pin.studentId} is not in ${pin.kind} ${pin.targetId}${from} and ${why}.` });
  }
  yield;
  checkMoves(reading);
}

function checkBond({ chosenOf, faults }: Reading, bond: Bond): void {
  const { firstId, secondId } = bond;
  const counts = new Map<string, [number, number]>();
  for (const [side, id] of [firstId, secondId].entries()) {
    for (const { site } of chosenOf.get(id) ?? []) {
      const key = placeKeyOf(bond, site);
      if (key === null) continue;
      const count = counts.get(key) ?? [0, 0];
      counts.set(key, count);
      count[side]!++;
    }
  }
  for (const [key, [first, second]] of counts) {
    if (bond.kind === 'together' && first !== second) {
      faults.push({
        code: 'together',
        message: `${firstId} and ${secondId} are kept together, and only ${first > second ? firstId : secondId} is at ${key}.`,
      });
    }
    if (bond.kind === 'apart' && first > 0 && second > 0) {
      faults.push({ code: 'apart', message: `${firstId} and ${secondId} are kept apart, and both are at ${key}.` });
    }
  }
}

function checkMoves({ book, chosenOf, faults }: Reading): void {
  const most = book.options.maximumMoves;
  if (most === null) return;
  const moved = movedIds(book, (id, meets) => chosenOf.get(id)?.some(({ site }) => meets(site)) === true);
  if (moved.size > most) faults.push({ code: 'moves', message: `${moved.size} people of plan.csv move, at most ${most} may.` });
}

/** People of plan.csv who do not keep every place of theirs that the rules still allow. */
export function movedIds(
  book: Reading['book'],
  isAt: (studentId: string, meets: (site: Parameters<typeof meetsPin>[1]) => boolean) => boolean,
): Set<string> {
  const moved = new Set<string>();
  for (const place of oldPlacesOf(book)) {
    if (isAt(place.studentId, (site) => meetsPin(place, site))) continue;
    if (sitesStillOpen(book, place).length > 0) moved.add(place.studentId);
  }
  return moved;
}
