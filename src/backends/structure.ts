import { LaminarForest } from '../flow/laminar.js';
import type { Problem } from '../model/types.js';

/** One of the two families of rows: a forest of sets of pairs, each two nested or disjoint. Node 0 stands above all. */
export interface Family {
  readonly nodeCount: number;
  readonly parentOfNode: Int32Array;
  /** Row address (see model/types); −1 for node 0. */
  readonly rowOfNode: Int32Array;
  /** The smallest set that holds a pair. */
  readonly nodeOfPair: Int32Array;
}

/** All rows that can ever bind, as two laminar families: with the rows of people, and with the seat rows. */
export interface Structure {
  readonly people: Family;
  readonly seats: Family;
}

/**
 * Recognises problems whose rows are a network. Sums of pairs (all coefficients 1) that fall into two families, each laminar, are one: flow runs
 * down the tree of the first family, over a pair, and up the tree of the second, so plans in whole numbers and prices on all rows are found exactly
 * (Edmonds 1970: the intersection of two laminar families is integral). The rows of people are in one, seat rows in the other; side rows go where they fit:
 * quotas and caps of senders, schools and projects to the people; of hosts, cities, flows and countries, and the days of a host or a city whose stays
 * fall together, to the seats. A row that the others imply (beds for more than all seats in town) is left out.
 *
 * Exact for sums as they stand, but for the last of very many rows with a choice of family. Near-linear: each row costs its entries times the depth of nesting.
 *
 * Gives the reason in words where a row fits neither.
 */
export function structureOf(problem: Problem): Structure | string {
  const { rows } = problem;
  if (problem.columnCount > problem.pairCount) return 'columns beyond pairs';
  for (let row = 0; row < rows.count; row++) {
    if (rows.minimumToOpenOfRow[row]! > 1) return 'a minimum to open';
    if (!(Math.max(0, rows.lowerOfRow[row]!) <= rows.upperOfRow[row]!)) return cannotHold;
  }
  for (let person = 0; person < problem.personCount; person++)
    if (!(Math.max(0, problem.lowerOfPerson[person]!) <= problem.upperOfPerson[person]!)) return cannotHold;
  if (problem.upperOfSeat.some((upper) => upper < 0)) return cannotHold;
  const general = Array.from({ length: rows.count }, (_, row) => row).filter((row) => !isCount(problem, row));
  if (!general.every((row) => isIdle(problem, row))) return 'a row that weighs its pairs';

  const families = baseFamilies(problem);
  const { people, seats } = families;
  const bySize = Array.from({ length: rows.count }, (_, row) => row)
    .filter((row) => isCount(problem, row) && !isImplied(problem, families, row))
    .sort((a, b) => sizeOf(problem, b) - sizeOf(problem, a) || a - b);
  const crossing = place(problem, families, bySize);
  if (!crossing.every((row) => isImplied(problem, families, row))) return 'rows that cross';
  return { people: closed(people), seats: closed(seats) };
}

/** Choices between the families that are followed through one by one. */
const mostChoices = 50;

/**
 * Puts each row where it fits, and gives those that fit nowhere. Two rows that cross must part, so this is a colouring of their graph with two colours: what has one
 * family left goes there; when nothing is forced any more, the first row with a choice goes to the seats, and others are forced by it.
 */
function place(problem: Problem, { people, seats }: Families, rows: readonly number[]): number[] {
  const crossing: number[] = [];
  let waiting = rows;
  for (let choices = 0; waiting.length > 0; ) {
    const undecided: number[] = [];
    for (const row of waiting) {
      const columns = columnsOf(problem, row);
      const [first, second] = [seats, people].filter(({ forest }) => forest.fits(columns));
      if (first === undefined) crossing.push(row);
      else if (second === undefined || choices > mostChoices) put(problem, first, row);
      else undecided.push(row);
    }
    if (undecided.length === waiting.length) {
      choices++;
      put(problem, seats, undecided.shift()!);
    }
    waiting = undecided;
  }
  return crossing;
}

const cannotHold = 'a row that cannot hold';

interface OpenFamily {
  readonly forest: LaminarForest;
  readonly rowOfNode: number[];
}

interface Families {
  readonly people: OpenFamily;
  readonly seats: OpenFamily;
}

function baseFamilies(problem: Problem): Families {
  const { personCount, seatCount, pairCount, firstPairOfPerson, seatOfPair, upperOfPerson, upperOfSeat, rows } = problem;
  const people: OpenFamily = { forest: new LaminarForest(pairCount, personCount + rows.count), rowOfNode: [-1] };
  for (let person = 0; person < personCount; person++) {
    const first = firstPairOfPerson[person]!;
    if (firstPairOfPerson[person + 1] === first) continue;
    people.forest.add(
      Int32Array.from({ length: firstPairOfPerson[person + 1]! - first }, (_, k) => first + k),
      upperOfPerson[person]!,
    );
    people.rowOfNode.push(person);
  }
  const firstOfSeat = new Int32Array(seatCount + 2);
  for (let pair = 0; pair < pairCount; pair++) firstOfSeat[seatOfPair[pair]! + 2]!++;
  for (let seat = 0; seat <= seatCount; seat++) firstOfSeat[seat + 1]! += firstOfSeat[seat]!;
  const next = firstOfSeat.slice();
  const pairsBySeat = new Int32Array(pairCount);
  for (let pair = 0; pair < pairCount; pair++) pairsBySeat[next[seatOfPair[pair]! + 1]!++] = pair;
  const seats: OpenFamily = { forest: new LaminarForest(pairCount, seatCount + rows.count), rowOfNode: [-1] };
  for (let seat = 0; seat < seatCount; seat++) {
    const pairs = pairsBySeat.subarray(firstOfSeat[seat + 1]!, firstOfSeat[seat + 2]!);
    if (pairs.length === 0) continue;
    seats.forest.add(pairs, upperOfSeat[seat]!);
    seats.rowOfNode.push(personCount + seat);
  }
  return { people, seats };
}

function put(problem: Problem, side: OpenFamily, row: number): void {
  side.forest.add(columnsOf(problem, row), problem.rows.upperOfRow[row]!);
  side.rowOfNode.push(problem.personCount + problem.seatCount + row);
}

function closed({ forest, rowOfNode }: OpenFamily): Family {
  const { nodeCount, parentOfNode, nodeOfElement } = forest;
  return { nodeCount, parentOfNode, rowOfNode: Int32Array.from(rowOfNode), nodeOfPair: nodeOfElement };
}

function columnsOf({ rows }: Problem, row: number): Int32Array {
  return rows.columnOfEntry.subarray(rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!);
}

function sizeOf({ rows }: Problem, row: number): number {
  return rows.firstEntryOfRow[row + 1]! - rows.firstEntryOfRow[row]!;
}

/** All coefficients 1? */
function isCount({ rows }: Problem, row: number): boolean {
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
    if (rows.coefficientOfEntry[entry] !== 1) return false;
  return true;
}

/** Asks for nothing, and allows all that the rows of either family leave. */
function isImplied(problem: Problem, { people, seats }: Families, row: number): boolean {
  if (problem.rows.lowerOfRow[row]! > 0) return false;
  const upper = problem.rows.upperOfRow[row]!;
  const columns = columnsOf(problem, row);
  return upper >= columns.length || upper >= seats.forest.mostOf(columns) || upper >= people.forest.mostOf(columns);
}

/** A row with weights that no plan within the rows of people can reach the limits of. */
function isIdle(problem: Problem, row: number): boolean {
  const { rows, firstPairOfPerson, upperOfPerson } = problem;
  let most = 0;
  let least = 0;
  let person = 0;
  let highest = 0;
  let lowest = 0;
  const close = (): void => {
    most += upperOfPerson[person]! * highest;
    least += upperOfPerson[person]! * lowest;
    highest = lowest = 0;
  };
  // Columns of a row ascend, so the pairs of a person stand together.
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
    const column = rows.columnOfEntry[entry]!;
    if (column >= firstPairOfPerson[person + 1]!) close();
    while (column >= firstPairOfPerson[person + 1]!) person++;
    highest = Math.max(highest, rows.coefficientOfEntry[entry]!);
    lowest = Math.min(lowest, rows.coefficientOfEntry[entry]!);
  }
  if (problem.personCount > 0) close();
  return most <= rows.upperOfRow[row]! && least >= rows.lowerOfRow[row]!;
}
