import { byColumn, hasNegativeEntry } from '../basics/by-column.js';
import type { Problem } from '../model/types.js';

/** Fewer pairs than this are solved before anybody misses a plan. */
const fewestPairs = 200_000;

/**
 * A plan within all limits from one pass, so that a search that is stopped early has something to hand out (100,000 people: the first evaluation of
 * prices takes seconds). Whoever takes least of the limits comes first, and takes the pair that takes least of them. Null for small problems, for seats
 * alone (the kernel is as quick) and where the empty plan is none.
 */
export function firstFit(problem: Problem): Float64Array | null {
  const { personCount, pairCount, firstPairOfPerson, seatOfPair, upperOfSeat, upperOfPerson, objective, rows } = problem;
  if (pairCount < fewestPairs || rows.count === 0 || problem.columnCount > pairCount || !allowsNobody(problem)) return null;
  const { firstOfColumn, rowOfEntry, coefficientOfEntry } = byColumn(rows, pairCount);
  const loadOfPair = new Float64Array(pairCount);
  for (let pair = 0; pair < pairCount; pair++) {
    for (let at = firstOfColumn[pair]!; at < firstOfColumn[pair + 1]!; at++) {
      const upper = rows.upperOfRow[rowOfEntry[at]!]!;
      if (upper > 0) loadOfPair[pair]! += coefficientOfEntry[at]! / upper;
    }
  }

  const leastOfPerson = new Float64Array(personCount).fill(Infinity);
  for (let person = 0; person < personCount; person++) {
    if (upperOfPerson[person]! < 1) continue;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      if (objective[pair]! > 0 && loadOfPair[pair]! < leastOfPerson[person]!) leastOfPerson[person] = loadOfPair[pair]!;
  }
  const order = Array.from({ length: personCount }, (_, person) => person).filter((person) => leastOfPerson[person]! < Infinity);
  order.sort((a, b) => leastOfPerson[a]! - leastOfPerson[b]! || a - b);

  const plan = new Float64Array(pairCount);
  const roomOfSeat = upperOfSeat.slice();
  const roomOfRow = rows.upperOfRow.slice();
  const fits = (pair: number): boolean => {
    if (seatOfPair[pair]! >= 0 && roomOfSeat[seatOfPair[pair]!]! < 1) return false;
    for (let at = firstOfColumn[pair]!; at < firstOfColumn[pair + 1]!; at++)
      if (coefficientOfEntry[at]! > roomOfRow[rowOfEntry[at]!]!) return false;
    return true;
  };
  for (const person of order) {
    let best = -1;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      if (objective[pair]! > 0 && (best < 0 || loadOfPair[pair]! < loadOfPair[best]!) && fits(pair)) best = pair;
    if (best < 0) continue;
    plan[best] = 1;
    if (seatOfPair[best]! >= 0) roomOfSeat[seatOfPair[best]!]!--;
    for (let at = firstOfColumn[best]!; at < firstOfColumn[best + 1]!; at++) roomOfRow[rowOfEntry[at]!]! -= coefficientOfEntry[at]!;
  }
  return plan;
}

/** Is nobody placed a plan, and does whoever comes in only use limits up? */
function allowsNobody({ lowerOfPerson, rows }: Problem): boolean {
  if (lowerOfPerson.some((lower) => lower > 0)) return false;
  for (let row = 0; row < rows.count; row++)
    if (rows.lowerOfRow[row]! > 0 || rows.upperOfRow[row]! < 0 || rows.minimumToOpenOfRow[row]! > 0) return false;
  return !hasNegativeEntry(rows);
}
