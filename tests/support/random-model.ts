import { noRows } from '../../src/model/cut.js';
import { extend, type RowSpec } from '../../src/model/extend.js';
import type { Constraints, Model } from '../../src/model/types.js';
import { randomFrom } from '../../src/basics/random.js';

/** A tiny model with a random mix of all shapes of rows: upper, lower, semi-continuous, budgets, accompanying, together, placed columns. */
export function randomModel(seed: number, wish: { walk?: boolean; order?: 'rank-first' | 'count-first'; side?: boolean } = {}): Model {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const personCount = 2 + below(4);
  const seatCount = 1 + below(4);
  const firstPairOfPerson = new Int32Array(personCount + 1);
  const seats: number[] = [];
  for (let person = 0; person < personCount; person++) {
    const wanted = below(4);
    for (let seat = 0, taken = 0; seat < seatCount && taken < wanted; seat++) {
      if (random() < 0.7) {
        seats.push(seat);
        taken++;
      }
    }
    firstPairOfPerson[person + 1] = seats.length;
  }
  const pairCount = seats.length;
  const seatOfPair = Int32Array.from(seats, (seat) => (random() < 0.1 ? -1 : seat));
  const lowerOfPerson = Int32Array.from({ length: personCount }, () => (random() < 0.08 ? 1 : 0));
  const double = Array.from({ length: personCount }, () => random() < 0.15);
  const base: Constraints = {
    personCount,
    seatCount,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair,
    lowerOfPerson,
    upperOfPerson: Int32Array.from(double, (flag) => (flag ? 2 : 1)),
    upperOfSeat: Int32Array.from({ length: seatCount }, () => below(3)),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  const placedColumnOfPerson = new Int32Array(personCount).fill(-1);
  const uppers: number[] = [];
  const rows: RowSpec[] = [];
  const label = { kind: 'quota' as const, keys: [] };
  double.forEach((flag, person) => {
    if (!flag) return;
    const column = pairCount + uppers.length;
    uppers.push(1);
    placedColumnOfPerson[person] = column;
    const pairs = Array.from(
      { length: firstPairOfPerson[person + 1]! - firstPairOfPerson[person]! },
      (_, k) => firstPairOfPerson[person]! + k,
    );
    const least = random() < 0.5 ? 2 : 1;
    rows.push({ label, columns: [...pairs, column], coefficients: [...pairs.map(() => 1), -2], lower: -Infinity, upper: 0 });
    rows.push({ label, columns: [...pairs, column], coefficients: [...pairs.map(() => 1), -least], lower: 0, upper: Infinity });
  });
  const costOfPair = Float64Array.from({ length: pairCount }, () => (random() < 0.2 ? 0 : 10 * (1 + below(12))));
  const minimumToOpen: number[] = rows.map(() => 0);
  if (wish.side !== false && pairCount > 0) {
    const some = (): number[] => Array.from({ length: pairCount }, (_, k) => k).filter(() => random() < 0.6);
    const add = (columns: number[], coefficients: number[], lower: number, upper: number, least = 0): void => {
      rows.push({ label, columns, coefficients, lower, upper });
      minimumToOpen.push(least);
    };
    if (random() < 0.4) {
      const columns = some().filter((pair) => costOfPair[pair] !== 0);
      add(
        columns,
        columns.map((pair) => costOfPair[pair]!),
        -Infinity,
        10 * below(30),
      );
    }
    if (random() < 0.3) {
      const columns = some();
      add(
        columns,
        columns.map(() => 1),
        -Infinity,
        1 + below(3),
      );
    }
    if (random() < 0.2) {
      const columns = some();
      add(
        columns,
        columns.map(() => 1),
        1,
        Infinity,
      );
    }
    if (random() < 0.4) {
      const columns = some();
      add(
        columns,
        columns.map(() => 1),
        -Infinity,
        2 + below(3),
        2,
      );
    }
    if (random() < 0.2) {
      const columns = some();
      add(
        columns,
        columns.map((_, k) => (k % 3 === 0 ? -2 : 1)),
        -Infinity,
        0,
      );
    }
    if (random() < 0.15 && pairCount >= 2) add([0, pairCount - 1], [1, -1], 0, 0);
  }
  const constraints = extend(base, { uppers, rows });
  minimumToOpen.forEach((least, row) => {
    constraints.rows.minimumToOpenOfRow[row] = least;
  });
  const groupOfPerson = Int32Array.from({ length: personCount }, () => below(3) - 0);
  const used = [...new Set([...groupOfPerson].filter((_, person) => firstPairOfPerson[person + 1]! > firstPairOfPerson[person]!))].sort();
  const compact = groupOfPerson.map((group) => used.indexOf(group));
  const applicantsOfGroup = new Int32Array(used.length);
  for (const group of compact) if (group >= 0) applicantsOfGroup[group]!++;
  const walk = wish.walk === true ? Int32Array.from({ length: personCount }, (_, k) => k).filter(() => random() < 0.85) : new Int32Array(0);
  return {
    ...constraints,
    countedOfPerson: new Uint8Array(personCount).fill(1),
    placedColumnOfPerson,
    optionalOfPerson: new Uint8Array(personCount),
    walk,
    groupOfPerson: compact,
    groupCount: used.length,
    applicantsOfGroup,
    scoreOfPair: Int32Array.from({ length: pairCount }, () => 10 * below(11)),
    costOfPair,
    order: wish.order ?? 'rank-first',
    tiers: [
      { name: 'placed', giveMillionths: 0, toleranceMillionths: 0 },
      { name: 'quality', giveMillionths: random() < 0.5 ? 100_000 : 0, toleranceMillionths: 0 },
      { name: 'evenness', giveMillionths: 0, toleranceMillionths: 0 },
      { name: 'money', giveMillionths: 0, toleranceMillionths: 0 },
    ],
  };
}
