import type { Constraints } from '../model/types.js';

/** What each pair pays for its seat and to the side rows, under prices by row address; those of people do not count. */
export function chargesOf({ personCount, seatCount, seatOfPair, rows }: Constraints, priceOfAddress: Float64Array): Float64Array {
  const chargeOfPair = Float64Array.from(seatOfPair, (seat) => (seat < 0 ? 0 : priceOfAddress[personCount + seat]!));
  for (let row = 0; row < rows.count; row++) {
    const price = priceOfAddress[personCount + seatCount + row]!;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      chargeOfPair[rows.columnOfEntry[entry]!]! += price * rows.coefficientOfEntry[entry]!;
  }
  return chargeOfPair;
}

/** What the person pays at least; infinite where there is no pair. */
export function leastCharge({ firstPairOfPerson }: Constraints, chargeOfPair: Float64Array, person: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) least = Math.min(least, chargeOfPair[pair]!);
  return least;
}
