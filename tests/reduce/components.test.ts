import { noRows } from '../../src/model/cut.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Constraints } from '../../src/model/types.js';
import { components } from '../../src/reduce/components.js';
import { randomModel } from '../support/random-model.js';

/** Every node with its neighbours, walked naively: the reference. */
function naive(constraints: Constraints): string[] {
  const { personCount, seatCount, pairCount, columnCount, rows } = constraints;
  const firstRow = personCount + seatCount;
  const firstExtra = firstRow + rows.count;
  const near = Array.from({ length: firstExtra + columnCount - pairCount }, () => new Set<number>());
  const join = (a: number, b: number): void => void (near[a]!.add(b), near[b]!.add(a));
  const nodeOf: number[] = [];
  for (let person = 0; person < personCount; person++) {
    for (let pair = constraints.firstPairOfPerson[person]!; pair < constraints.firstPairOfPerson[person + 1]!; pair++) {
      nodeOf[pair] = person;
      if (constraints.seatOfPair[pair]! >= 0) join(person, personCount + constraints.seatOfPair[pair]!);
    }
  }
  for (let column = pairCount; column < columnCount; column++) nodeOf[column] = firstExtra + column - pairCount;
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      join(firstRow + row, nodeOf[rows.columnOfEntry[entry]!]!);
  }
  const seen = new Set<number>();
  const found: string[] = [];
  near.forEach((_, start) => {
    if (seen.has(start)) return;
    const members: number[] = [];
    const open = [start];
    seen.add(start);
    while (open.length > 0) {
      const node = open.pop()!;
      members.push(node);
      for (const other of near[node]!) if (!seen.has(other)) seen.add(other) && open.push(other);
    }
    found.push(members.sort((a, b) => a - b).join(' '));
  });
  return found;
}

function nodesOf(constraints: Constraints): string[] {
  const { personCount, seatCount, pairCount, rows } = constraints;
  const firstRow = personCount + seatCount;
  const firstExtra = firstRow + rows.count;
  return components(constraints).map((part) =>
    [
      ...part.persons,
      ...[...part.seats].map((seat) => personCount + seat),
      ...[...part.sideRows].map((row) => firstRow + row),
      ...[...part.extras].map((column) => firstExtra + column - pairCount),
    ].join(' '),
  );
}

describe('components', () => {
  it('are what a walk over neighbours finds, in the order of their first node, lists ascending', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.boolean(), (seed, side) => {
        const model = randomModel(seed, { side });
        expect(nodesOf(model)).toEqual(naive(model));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('follow long chains of seats joined from the far end', () => {
    const count = 50;
    // Person p takes seats p and p + 1, the last person of all seats first and last.
    const seatOfPair = Int32Array.from({ length: 2 * count }, (_, pair) => count - 1 - (pair >> 1) + (pair & 1));
    const none = new Float64Array(0);
    const constraints: Constraints = {
      personCount: count,
      seatCount: count + 2,
      pairCount: 2 * count,
      columnCount: 2 * count,
      firstPairOfPerson: Int32Array.from({ length: count + 1 }, (_, person) => 2 * person),
      seatOfPair,
      lowerOfPerson: new Int32Array(count),
      upperOfPerson: new Int32Array(count).fill(1),
      upperOfSeat: new Int32Array(count + 2).fill(1),
      upperOfExtra: none,
      rows: noRows,
    };
    const parts = components(constraints);
    expect(parts.map((part) => [part.persons.length, part.seats.length])).toEqual([
      [count, count + 1],
      [0, 1],
    ]);
  });
});
