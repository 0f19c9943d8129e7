import type { Constraints, Model } from '../model/types.js';

/**
 * A plan that answers one question of a walk may have let go of others. Puts people of the walk back, in its order, where seats and rows have room
 * as the plan stands: at their pair in `before`, else at any other. Nobody is moved. Models with several placements a person are left as they are.
 */
export function refill(model: Model, constraints: Constraints, plan: Float64Array, before: Float64Array): Float64Array {
  const { firstPairOfPerson, seatOfPair, upperOfPerson, upperOfSeat, pairCount, rows } = constraints;
  if (constraints.columnCount > pairCount) return plan;
  const full = plan.slice();
  const takenOfSeat = new Int32Array(constraints.seatCount);
  for (let pair = 0; pair < pairCount; pair++) if (full[pair] === 1 && seatOfPair[pair]! >= 0) takenOfSeat[seatOfPair[pair]!]!++;
  const activityOfRow = new Float64Array(rows.count);
  const entriesOfPair: { row: number; coefficient: number }[][] = Array.from({ length: pairCount }, () => []);
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const column = rows.columnOfEntry[entry]!;
      const coefficient = rows.coefficientOfEntry[entry]!;
      activityOfRow[row]! += coefficient * full[column]!;
      entriesOfPair[column]!.push({ row, coefficient });
    }
  }
  const fits = (pair: number): boolean => {
    const seat = seatOfPair[pair]!;
    if (seat >= 0 && takenOfSeat[seat]! >= upperOfSeat[seat]!) return false;
    return entriesOfPair[pair]!.every(({ row, coefficient }) => {
      const activity = activityOfRow[row]! + coefficient;
      return activity >= rows.minimumToOpenOfRow[row]! && activity >= rows.lowerOfRow[row]! && activity <= rows.upperOfRow[row]!;
    });
  };
  for (const person of model.walk) {
    const pairs: number[] = [];
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) pairs.push(pair);
    if (upperOfPerson[person] !== 1 || pairs.some((pair) => full[pair] === 1)) continue;
    pairs.sort((a, b) => before[b]! - before[a]! || a - b);
    const pair = pairs.find(fits);
    if (pair === undefined) continue;
    full[pair] = 1;
    if (seatOfPair[pair]! >= 0) takenOfSeat[seatOfPair[pair]!]!++;
    for (const { row, coefficient } of entriesOfPair[pair]!) activityOfRow[row]! += coefficient;
  }
  return full;
}
