import { valuesOf, type Cut, type Desk } from './desk.js';

/**
 * A plan with the person in this pair, found without a search: people in the way leave, those who are not ranked first, then from the end of the lists,
 * until every limit holds. Null where that breaks a lower limit. It is a start for the solver, and what is known where the clock strikes.
 */
export function ejected(desk: Desk, cut: Cut, person: number, pair: number): Float64Array | null {
  const { model, instance } = desk;
  const { rows } = model;
  const isChosen = new Set(desk.chosen);
  const activity = desk.activityOfRow.slice();
  const touched = new Set<number>();
  const move = (column: number, sign: 1 | -1): void => {
    for (let entry = desk.firstOfColumn[column]!; entry < desk.firstOfColumn[column + 1]!; entry++) {
      activity[desk.rowOfEntry[entry]!]! += sign * desk.coefficientOfEntry[entry]!;
      touched.add(desk.rowOfEntry[entry]!);
    }
    if (sign === 1) isChosen.add(column);
    else isChosen.delete(column);
  };
  if (model.placedColumnOfPerson[person]! >= 0) return null;
  for (let own = model.firstPairOfPerson[person]!; own < model.firstPairOfPerson[person + 1]!; own++) if (isChosen.has(own)) move(own, -1);
  move(pair, 1);
  const leaves = (columns: Iterable<number>): boolean => {
    let last = -1;
    let lastRank = -1;
    for (const column of columns) {
      if (column >= model.pairCount || column === pair || !isChosen.has(column)) continue;
      const other = personOf(desk, column);
      if (model.lowerOfPerson[other]! > 0 || model.placedColumnOfPerson[other]! >= 0) continue;
      const rank = desk.rankOfPerson[other]! < 0 ? Number.POSITIVE_INFINITY : desk.rankOfPerson[other]!;
      if (rank > lastRank) {
        last = column;
        lastRank = rank;
      }
    }
    if (last >= 0) move(last, -1);
    return last >= 0;
  };
  const seat = model.seatOfPair[pair]!;
  const holders = seat < 0 ? [] : [...isChosen].filter((column) => model.seatOfPair[column] === seat);
  if (seat >= 0 && holders.length > model.upperOfSeat[seat]! && !leaves(holders)) return null;
  for (const row of touched) {
    const columns = rows.columnOfEntry.subarray(rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!);
    while (activity[row]! > rows.upperOfRow[row]!) if (!leaves(columns)) return null;
  }
  for (const row of touched) {
    const least = activity[row]! > 0 ? rows.minimumToOpenOfRow[row]! : 0;
    if (activity[row]! < Math.max(least, rows.lowerOfRow[row]!)) return null;
  }
  const values = valuesOf(instance, model, Int32Array.from(isChosen));
  return Float64Array.from(cut.columns, (column) => values[column]!);
}

function personOf({ model }: Desk, pair: number): number {
  let low = 0;
  let high = model.personCount;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (model.firstPairOfPerson[middle]! <= pair) low = middle;
    else high = middle;
  }
  return low;
}
