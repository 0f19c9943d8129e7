import { cityKey } from '../basics/cities.js';
import type { Instance } from '../instance/types.js';
import type { Opening, Roster } from '../roster/types.js';

/** Seats are numbered over the openings that have exactly one dated variant, by id. */
export function openingOfSeat(instance: Instance, seat: number): Opening {
  const variants = new Int32Array(instance.openings.length);
  for (const opening of instance.openingOfSlot) if (opening >= 0) variants[opening]!++;
  let left = seat;
  return instance.openings.find((_, opening) => variants[opening] === 1 && left-- === 0)!;
}

/** A city as the roster writes it. */
export function cityName({ lodging, hosts, flows }: Roster, key: string): string {
  return [...lodging, ...hosts, ...flows].find(({ city }) => city !== null && cityKey(city) === cityKey(key))?.city ?? key;
}
