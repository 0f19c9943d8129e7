import type { Part } from '../model/part.js';
import type { Constraints } from '../model/types.js';

/**
 * Connected components of the constraints: persons, seats, side rows and extra columns joined by the columns they share
 * (union–find with path halving, near-linear). Components come in the order of their smallest person (those without people last,
 * by extra column, then row); what stands alone is left in: every person, seat, row and extra column lies in exactly one part.
 */
export function components(constraints: Constraints): Part[] {
  const { personCount, seatCount, pairCount, columnCount, rows } = constraints;
  const firstSeat = personCount;
  const firstRow = firstSeat + seatCount;
  const firstExtra = firstRow + rows.count;
  const total = firstExtra + columnCount - pairCount;
  const parent = Int32Array.from({ length: total }, (_, node) => node);
  const find = (node: number): number => {
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]!]!;
      node = parent[node]!;
    }
    return node;
  };
  const join = (a: number, b: number): void => {
    const first = find(a);
    const second = find(b);
    if (first < second) parent[second] = first;
    else if (second < first) parent[first] = second;
  };
  const personOfPair = new Int32Array(rows.count > 0 ? pairCount : 0);
  const hasRows = rows.count > 0;
  for (let person = 0; person < personCount; person++) {
    for (let pair = constraints.firstPairOfPerson[person]!; pair < constraints.firstPairOfPerson[person + 1]!; pair++) {
      if (hasRows) personOfPair[pair] = person;
      if (constraints.seatOfPair[pair]! >= 0) join(person, firstSeat + constraints.seatOfPair[pair]!);
    }
  }
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const column = rows.columnOfEntry[entry]!;
      join(firstRow + row, column < pairCount ? personOfPair[column]! : firstExtra + column - pairCount);
    }
  }
  const partOfRoot = new Int32Array(total).fill(-1);
  const parts: { persons: number[]; seats: number[]; sideRows: number[]; extras: number[] }[] = [];
  for (let node = 0; node < total; node++) {
    const root = find(node);
    if (partOfRoot[root]! < 0) {
      partOfRoot[root] = parts.length;
      parts.push({ persons: [], seats: [], sideRows: [], extras: [] });
    }
    const part = parts[partOfRoot[root]!]!;
    if (node < firstSeat) part.persons.push(node);
    else if (node < firstRow) part.seats.push(node - firstSeat);
    else if (node < firstExtra) part.sideRows.push(node - firstRow);
    else part.extras.push(node - firstExtra + pairCount);
  }
  return parts.map((part) => ({
    persons: Int32Array.from(part.persons), seats: Int32Array.from(part.seats),
    sideRows: Int32Array.from(part.sideRows), extras: Int32Array.from(part.extras),
  }));
}
