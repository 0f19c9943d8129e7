import type { Obstacle } from '../solution/answers.js';
import type { Desk } from './desk.js';

/**
 * Limits that would be broken if this person went to this pair and nobody else moved (a person with one placement leaves the one they have).
 * None: it is free. Lower limits that the person's old place needs count as well.
 */
export function obstaclesTo(desk: Desk, person: number, pair: number): Obstacle[] {
  const { model, values } = desk;
  const delta = new Map<number, number>();
  const found: Obstacle[] = [];
  const add = (column: number, sign: number): void => {
    for (let entry = desk.firstOfColumn[column]!; entry < desk.firstOfColumn[column + 1]!; entry++) {
      const row = desk.rowOfEntry[entry]!;
      delta.set(row, (delta.get(row) ?? 0) + sign * desk.coefficientOfEntry[entry]!);
    }
  };
  add(pair, 1);
  const seat = model.seatOfPair[pair]!;
  let load = seat < 0 ? 0 : desk.loadOfSeat[seat]! + 1;
  if (model.upperOfPerson[person] === 1) {
    for (let own = model.firstPairOfPerson[person]!; own < model.firstPairOfPerson[person + 1]!; own++) {
      if (values[own]! === 0) continue;
      add(own, -1);
      if (seat >= 0 && model.seatOfPair[own] === seat) load--;
    }
  } else if (values[model.placedColumnOfPerson[person]!] === 0 && desk.instance.persons[person]!.minimum <= 1) {
    add(model.placedColumnOfPerson[person]!, 1);
  }
  if (seat >= 0 && load > model.upperOfSeat[seat]!) {
    const opening = desk.instance.openings[desk.openingOfSeat[seat]!]!;
    found.push({ kind: 'seats', keys: [opening.id], by: load - model.upperOfSeat[seat]! });
  }
  for (const row of [...delta.keys()].sort((a, b) => a - b)) {
    const by = excess(desk, row, delta.get(row)!);
    if (by > 0) found.push({ ...model.rows.labelOfRow[row]!, by });
  }
  return found;
}

/** How far a row is passed after a change of its activity. */
function excess({ model: { rows }, activityOfRow }: Desk, row: number, change: number): number {
  const activity = activityOfRow[row]! + change;
  if (activity > rows.upperOfRow[row]!) return activity - rows.upperOfRow[row]!;
  if (activity < rows.lowerOfRow[row]!) return rows.lowerOfRow[row]! - activity;
  return activity > 0 && activity < rows.minimumToOpenOfRow[row]! ? rows.minimumToOpenOfRow[row]! - activity : 0;
}
