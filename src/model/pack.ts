import type { Problem, SideRows } from './types.js';

/**
 * One flat shared buffer for a problem: what crosses to a worker. Header of 16 32-bit words (magic, version, sizes), then the arrays,
 * 64-bit ones first. Read back as views, without a copy. Labels stay behind: solver workers see numbers only.
 */
const magic = 0x70775031; // "pwP1"
const version = 1;
const headerBytes = 64;

interface Layout {
  readonly personCount: number;
  readonly seatCount: number;
  readonly pairCount: number;
  readonly columnCount: number;
  readonly rowCount: number;
  readonly entryCount: number;
}

export function packProblem(problem: Problem): SharedArrayBuffer {
  const rows = problem.rows;
  const layout: Layout = {
    personCount: problem.personCount, seatCount: problem.seatCount, pairCount: problem.pairCount, columnCount: problem.columnCount,
    rowCount: rows.count, entryCount: rows.firstEntryOfRow[rows.count]!,
  };
  const buffer = new SharedArrayBuffer(byteLength(layout));
  new Int32Array(buffer, 0, 16).set([
    magic, version, layout.personCount, layout.seatCount, layout.pairCount, layout.columnCount, layout.rowCount, layout.entryCount,
  ]);
  const views = viewsOf(buffer, layout);
  views.objective.set(problem.objective);
  views.upperOfExtra.set(problem.upperOfExtra);
  views.lowerOfRow.set(rows.lowerOfRow);
  views.upperOfRow.set(rows.upperOfRow);
  views.minimumToOpenOfRow.set(rows.minimumToOpenOfRow);
  views.coefficientOfEntry.set(rows.coefficientOfEntry.subarray(0, layout.entryCount));
  views.firstPairOfPerson.set(problem.firstPairOfPerson);
  views.seatOfPair.set(problem.seatOfPair);
  views.lowerOfPerson.set(problem.lowerOfPerson);
  views.upperOfPerson.set(problem.upperOfPerson);
  views.upperOfSeat.set(problem.upperOfSeat);
  views.firstEntryOfRow.set(rows.firstEntryOfRow.subarray(0, layout.rowCount + 1));
  views.columnOfEntry.set(rows.columnOfEntry.subarray(0, layout.entryCount));
  return buffer;
}

/** Reads a packed problem as views on the buffer. Throws RangeError for a foreign or older buffer. */
export function unpackProblem(buffer: SharedArrayBuffer | ArrayBuffer): Problem {
  const header = new Int32Array(buffer, 0, 16);
  if (header[0] !== magic || header[1] !== version) throw new RangeError('not a packed problem of this version');
  const layout: Layout = {
    personCount: header[2]!, seatCount: header[3]!, pairCount: header[4]!, columnCount: header[5]!, rowCount: header[6]!, entryCount: header[7]!,
  };
  if (buffer.byteLength !== byteLength(layout)) throw new RangeError('a packed problem of another length than its header says');
  const views = viewsOf(buffer, layout);
  const rows: SideRows = {
    count: layout.rowCount, firstEntryOfRow: views.firstEntryOfRow, columnOfEntry: views.columnOfEntry, coefficientOfEntry: views.coefficientOfEntry,
    lowerOfRow: views.lowerOfRow, upperOfRow: views.upperOfRow, minimumToOpenOfRow: views.minimumToOpenOfRow, labelOfRow: [],
  };
  return {
    personCount: layout.personCount, seatCount: layout.seatCount, pairCount: layout.pairCount, columnCount: layout.columnCount,
    firstPairOfPerson: views.firstPairOfPerson, seatOfPair: views.seatOfPair, lowerOfPerson: views.lowerOfPerson, upperOfPerson: views.upperOfPerson,
    upperOfSeat: views.upperOfSeat, upperOfExtra: views.upperOfExtra, rows, objective: views.objective,
  };
}

function byteLength(layout: Layout): number {
  const doubles = layout.columnCount + (layout.columnCount - layout.pairCount) + 3 * layout.rowCount + layout.entryCount;
  const words = layout.personCount + 1 + layout.pairCount + 2 * layout.personCount + layout.seatCount + layout.rowCount + 1 + layout.entryCount;
  return headerBytes + 8 * doubles + 4 * words;
}

function viewsOf(buffer: SharedArrayBuffer | ArrayBuffer, layout: Layout) {
  let at = headerBytes;
  const doubles = (count: number): Float64Array<ArrayBuffer> => {
    const view = new Float64Array(buffer as ArrayBuffer, at, count);
    at += 8 * count;
    return view;
  };
  const words = (count: number): Int32Array<ArrayBuffer> => {
    const view = new Int32Array(buffer as ArrayBuffer, at, count);
    at += 4 * count;
    return view;
  };
  return {
    objective: doubles(layout.columnCount),
    upperOfExtra: doubles(layout.columnCount - layout.pairCount),
    lowerOfRow: doubles(layout.rowCount),
    upperOfRow: doubles(layout.rowCount),
    minimumToOpenOfRow: doubles(layout.rowCount),
    coefficientOfEntry: doubles(layout.entryCount),
    firstPairOfPerson: words(layout.personCount + 1),
    seatOfPair: words(layout.pairCount),
    lowerOfPerson: words(layout.personCount),
    upperOfPerson: words(layout.personCount),
    upperOfSeat: words(layout.seatCount),
    firstEntryOfRow: words(layout.rowCount + 1),
    columnOfEntry: words(layout.entryCount),
  };
}
