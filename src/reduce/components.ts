import { inBuckets } from '../basics/buckets.js';
import { DisjointSets } from '../basics/disjoint-sets.js';
import type { Part } from '../model/part.js';
import type { Constraints } from '../model/types.js';

/**
 * Connected components of the constraints: persons, seats, side rows and extra columns joined by the columns they share
 * (union–find with path halving, near-linear). Components come in the order of their smallest person (those without people last,
 * by seat, then row, then extra column); what stands alone is left in: every person, seat, row and extra column lies in exactly one part.
 * The lists of a part are ascending.
 */
export function components(constraints: Constraints): Part[] {
  const { personCount, seatCount, pairCount, columnCount, rows } = constraints;
  const firstRow = personCount + seatCount;
  const firstExtra = firstRow + rows.count;
  const nodeCount = firstExtra + columnCount - pairCount;
  const rootOfNode = rootsOf(constraints, nodeCount);

  // A root is the smallest of its nodes: it comes before them.
  const partOfNode = new Int32Array(nodeCount);
  let partCount = 0;
  for (let node = 0; node < nodeCount; node++) {
    const root = rootOfNode[node]!;
    partOfNode[node] = root === node ? partCount++ : partOfNode[root]!;
  }
  const listed = (from: number, end: number, offset: number): Int32Array[] => listsOfParts(partOfNode, partCount, from, end, offset);
  const persons = listed(0, personCount, 0);
  const seats = listed(personCount, firstRow, 0);
  const sideRows = listed(firstRow, firstExtra, 0);
  const extras = listed(firstExtra, nodeCount, pairCount);
  return persons.map((list, part) => ({ persons: list, seats: seats[part]!, sideRows: sideRows[part]!, extras: extras[part]! }));
}

/** The smallest node of each node's component. */
function rootsOf(constraints: Constraints, nodeCount: number): Int32Array {
  const { personCount, seatCount, pairCount, firstPairOfPerson, seatOfPair, rows } = constraints;
  const firstRow = personCount + seatCount;
  const firstExtra = firstRow + rows.count;
  const sets = new DisjointSets(nodeCount);
  for (let person = 0; person < personCount; person++) {
    let root = sets.rootOf(person);
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const seat = seatOfPair[pair]!;
      if (seat >= 0) root = sets.join(root, personCount + seat);
    }
  }
  if (rows.count > 0) {
    const personOfPair = new Int32Array(pairCount);
    for (let person = 0; person < personCount; person++)
      personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
    for (let row = 0; row < rows.count; row++) {
      let root = sets.rootOf(firstRow + row);
      for (let entry = rows.firstEntryOfRow[row]!, end = rows.firstEntryOfRow[row + 1]!; entry < end; entry++) {
        const column = rows.columnOfEntry[entry]!;
        root = sets.join(root, column < pairCount ? personOfPair[column]! : firstExtra + column - pairCount);
      }
    }
  }
  return sets.roots();
}

const none = new Int32Array(0);

/** The nodes from … end−1 by part, as indices from `offset`: views of one array. */
function listsOfParts(partOfNode: Int32Array, partCount: number, from: number, end: number, offset: number): Int32Array[] {
  if (from === end) return new Array<Int32Array>(partCount).fill(none);
  const { items, firstOfBucket } = inBuckets(partOfNode.subarray(from, end), partCount);
  if (offset > 0) for (let at = 0; at < items.length; at++) items[at] = items[at]! + offset;
  return Array.from({ length: partCount }, (_, part) =>
    firstOfBucket[part] === firstOfBucket[part + 1] ? none : items.subarray(firstOfBucket[part], firstOfBucket[part + 1]),
  );
}
