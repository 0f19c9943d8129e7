import { viewsFrom } from '../basics/views.js';
import type { Problem, SideRows } from './types.js';

/**
 * A problem in a flat shared buffer: what crosses to a worker. A header of 16 32-bit words (magic, version, sizes, its length, the kind of its
 * objective), then its arrays, 64-bit ones first. Read back as views, without a copy. Labels stay behind: solver workers see numbers only. A buffer
 * may be longer than what it holds, so that it can be used again, and may hold several; all that is read is written first.
 */
const magic = 0x70775031; // "pwP1"
const version = 4;
const headerBytes = 64;

export interface ProblemSizes {
  readonly personCount: number;
  readonly seatCount: number;
  readonly pairCount: number;
  readonly columnCount: number;
  readonly rowCount: number;
  readonly entryCount: number;
  /** The objective is in 32-bit integers, as scores are: 2 million of them take 8 MB and not 16. Only without side rows: their solvers scale it and add to it. */
  readonly isObjectiveNarrow: boolean;
}

export function sizesOf(problem: Problem): ProblemSizes {
  const { personCount, seatCount, pairCount, columnCount, rows, objective } = problem;
  return {
    personCount,
    seatCount,
    pairCount,
    columnCount,
    rowCount: rows.count,
    entryCount: rows.firstEntryOfRow[rows.count]!,
    isObjectiveNarrow: rows.count === 0 && objective instanceof Int32Array,
  };
}

/** Bytes of one packed problem; a multiple of 8. */
export function packedBytes(sizes: ProblemSizes): number {
  const { personCount, seatCount, pairCount, columnCount, rowCount, entryCount, isObjectiveNarrow } = sizes;
  const doubles = (isObjectiveNarrow ? 0 : columnCount) + columnCount - pairCount + 3 * rowCount + entryCount;
  const words = (isObjectiveNarrow ? columnCount : 0) + 3 * personCount + 1 + pairCount + seatCount + rowCount + 1 + entryCount;
  return headerBytes + 8 * doubles + 8 * Math.ceil(words / 2);
}

/** Writes the header of a problem at byte `at` and gives its arrays as views, for the caller to fill. */
export function layOut(buffer: SharedArrayBuffer | ArrayBuffer, at: number, sizes: ProblemSizes): Problem {
  new Int32Array(buffer, at, 16).set([
    magic,
    version,
    sizes.personCount,
    sizes.seatCount,
    sizes.pairCount,
    sizes.columnCount,
    sizes.rowCount,
    sizes.entryCount,
    packedBytes(sizes),
    sizes.isObjectiveNarrow ? 1 : 0,
  ]);
  return viewsOf(buffer, at + headerBytes, sizes);
}

/** Copies a problem into a shared buffer: a new one, or `buffer` with room for it from byte `at`. */
export function packProblem(problem: Problem, buffer = new SharedArrayBuffer(packedBytes(sizesOf(problem))), at = 0): SharedArrayBuffer {
  const sizes = sizesOf(problem);
  const views = layOut(buffer, at, sizes);
  const { rows } = problem;
  views.objective.set(problem.objective);
  views.upperOfExtra.set(problem.upperOfExtra);
  views.rows.lowerOfRow.set(rows.lowerOfRow);
  views.rows.upperOfRow.set(rows.upperOfRow);
  views.rows.minimumToOpenOfRow.set(rows.minimumToOpenOfRow);
  views.rows.coefficientOfEntry.set(rows.coefficientOfEntry.subarray(0, sizes.entryCount));
  views.firstPairOfPerson.set(problem.firstPairOfPerson);
  views.seatOfPair.set(problem.seatOfPair);
  views.lowerOfPerson.set(problem.lowerOfPerson);
  views.upperOfPerson.set(problem.upperOfPerson);
  views.upperOfSeat.set(problem.upperOfSeat);
  views.rows.firstEntryOfRow.set(rows.firstEntryOfRow.subarray(0, sizes.rowCount + 1));
  views.rows.columnOfEntry.set(rows.columnOfEntry.subarray(0, sizes.entryCount));
  return buffer;
}

/** Reads the packed problem at byte `at` as views on the buffer. Throws RangeError for a foreign, older or cut buffer. */
export function unpackProblem(buffer: SharedArrayBuffer | ArrayBuffer, at = 0): Problem {
  if (buffer.byteLength < at + headerBytes) throw new RangeError('a packed problem is cut short');
  const header = new Int32Array(buffer, at, 16);
  if (header[0] !== magic || header[1] !== version) throw new RangeError('not a packed problem of this version');
  const sizes: ProblemSizes = {
    personCount: header[2]!,
    seatCount: header[3]!,
    pairCount: header[4]!,
    columnCount: header[5]!,
    rowCount: header[6]!,
    entryCount: header[7]!,
    isObjectiveNarrow: header[9] === 1,
  };
  const bytes = packedBytes(sizes);
  if (header[8] !== bytes) throw new RangeError('a packed problem of another length than its header says');
  if (buffer.byteLength < at + bytes) throw new RangeError('a packed problem is cut short');
  const problem = viewsOf(buffer, at + headerBytes, sizes);
  if (problem.firstPairOfPerson[sizes.personCount] !== sizes.pairCount)
    throw new RangeError('a packed problem with another number of pairs than its header says');
  if (problem.rows.firstEntryOfRow[sizes.rowCount] !== sizes.entryCount)
    throw new RangeError('a packed problem with another number of entries than its header says');
  return problem;
}

function viewsOf(buffer: SharedArrayBuffer | ArrayBuffer, from: number, sizes: ProblemSizes): Problem {
  const { personCount, seatCount, pairCount, columnCount, rowCount, entryCount, isObjectiveNarrow } = sizes;
  const { doubles, words } = viewsFrom(buffer, from);
  const wideObjective = isObjectiveNarrow ? null : doubles(columnCount);
  const upperOfExtra = doubles(columnCount - pairCount);
  const lowerOfRow = doubles(rowCount);
  const upperOfRow = doubles(rowCount);
  const minimumToOpenOfRow = doubles(rowCount);
  const coefficientOfEntry = doubles(entryCount);
  const objective = wideObjective ?? words(columnCount);
  const firstPairOfPerson = words(personCount + 1);
  const seatOfPair = words(pairCount);
  const lowerOfPerson = words(personCount);
  const upperOfPerson = words(personCount);
  const upperOfSeat = words(seatCount);
  const firstEntryOfRow = words(rowCount + 1);
  const columnOfEntry = words(entryCount);
  const rows: SideRows = {
    count: rowCount,
    firstEntryOfRow,
    columnOfEntry,
    coefficientOfEntry,
    lowerOfRow,
    upperOfRow,
    minimumToOpenOfRow,
    labelOfRow: [],
  };
  return {
    personCount,
    seatCount,
    pairCount,
    columnCount,
    firstPairOfPerson,
    seatOfPair,
    lowerOfPerson,
    upperOfPerson,
    upperOfSeat,
    upperOfExtra,
    rows,
    objective,
  };
}
