import { byColumn, type EntriesByColumn } from '../basics/by-column.js';
import type { LinkPairs } from '../certify/types.js';
import type { Instance } from '../instance/types.js';
import { Splitter, type Part } from '../model/part.js';
import type { ProblemSizes } from '../model/pack.js';
import type { Model, Problem } from '../model/types.js';
import { components } from '../reduce/components.js';

/**
 * A plan laid out for questions: what each limit holds now, and the parts of the model that share nothing. A question about one person
 * reaches no further than the part that person lies in, so only that part is solved again.
 */
export interface Desk {
  readonly instance: Instance;
  readonly model: Model;
  readonly pairs: LinkPairs;
  /** Chosen pair columns, ascending, and the same plan as a value for every column. */
  readonly chosen: Int32Array;
  readonly values: Float64Array;
  readonly personOfId: ReadonlyMap<string, number>;
  readonly loadOfSeat: Int32Array;
  readonly activityOfRow: Float64Array;
  /** Side rows of a column: entries firstOfColumn[c] … firstOfColumn[c+1]−1. */
  readonly firstOfColumn: Int32Array;
  readonly rowOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
  readonly openingOfSeat: Int32Array;
  /** Position in the walk over the selection lists; −1: not ranked. */
  readonly rankOfPerson: Int32Array;
  /** How large that part is, without cutting it out. */
  sizeOf(person: number): ProblemSizes;
  cutOf(person: number): Cut;
}

/** The part of the model a person lies in, as a problem of its own without an objective. */
export interface Cut {
  readonly part: Part;
  readonly problem: Problem;
  /** Column of the model for each column of the part. */
  readonly columns: Int32Array;
  readonly localOfPerson: ReadonlyMap<number, number>;
}

export function openDeskOf(instance: Instance, model: Model, pairs: LinkPairs, chosen: Int32Array): Desk {
  const values = valuesOf(instance, model, chosen);
  const { rows } = model;
  let columns: EntriesByColumn | null = null;
  const byColumns = (): EntriesByColumn => (columns ??= byColumn(rows, model.columnCount));
  const activityOfRow = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++)
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      activityOfRow[row]! += rows.coefficientOfEntry[entry]! * values[rows.columnOfEntry[entry]!]!;
  const loadOfSeat = new Int32Array(model.seatCount);
  for (const pair of chosen) if (model.seatOfPair[pair]! >= 0) loadOfSeat[model.seatOfPair[pair]!]!++;
  const rankOfPerson = new Int32Array(model.personCount).fill(-1);
  model.walk.forEach((person, position) => {
    rankOfPerson[person] = position;
  });
  const parts = components(model);
  const partOfPerson = new Int32Array(model.personCount);
  parts.forEach((part, at) => {
    for (const person of part.persons) partOfPerson[person] = at;
  });
  const splitter = new Splitter({ ...model, objective: new Float64Array(model.columnCount) });
  const cuts = new Map<number, Cut>();
  return {
    instance,
    model,
    pairs,
    chosen,
    values,
    personOfId: new Map(instance.persons.map(({ id }, person) => [id, person])),
    loadOfSeat,
    activityOfRow,
    get firstOfColumn() {
      return byColumns().firstOfColumn;
    },
    get rowOfEntry() {
      return byColumns().rowOfEntry;
    },
    get coefficientOfEntry() {
      return byColumns().coefficientOfEntry;
    },
    openingOfSeat: openingsOfSeats(instance, model.seatCount),
    rankOfPerson,
    sizeOf: (person) => splitter.sizesOf(parts[partOfPerson[person]!]!),
    cutOf: (person) => {
      const at = partOfPerson[person]!;
      const part = parts[at]!;
      const cut = cuts.get(at) ?? {
        part,
        problem: splitter.restrict(part),
        columns: splitter.columnsOf(part),
        localOfPerson: new Map([...part.persons].map((whole, local) => [whole, local])),
      };
      cuts.set(at, cut);
      return cut;
    },
  };
}

/** A value for every column: chosen pairs 1, and "placed" of people with several placements where they have enough. */
export function valuesOf(instance: Instance, model: Model, chosen: Int32Array): Float64Array {
  const values = new Float64Array(model.columnCount);
  for (const pair of chosen) values[pair] = 1;
  for (let person = 0; person < model.personCount; person++) {
    const column = model.placedColumnOfPerson[person]!;
    if (column < 0) continue;
    let count = 0;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) count += values[pair]!;
    values[column] = count >= Math.max(1, instance.persons[person]!.minimum) ? 1 : 0;
  }
  return values;
}

/** Seats are numbered over the openings that have exactly one dated variant, by id. */
function openingsOfSeats(instance: Instance, seatCount: number): Int32Array {
  const variants = new Int32Array(instance.openings.length);
  for (const opening of instance.openingOfSlot) if (opening >= 0) variants[opening]!++;
  const openings = new Int32Array(seatCount);
  let seat = 0;
  variants.forEach((count, opening) => {
    if (count === 1) openings[seat++] = opening;
  });
  return openings;
}

export function isPlacedNow(desk: Desk, person: number): boolean {
  const { model, values } = desk;
  const column = model.placedColumnOfPerson[person]!;
  if (column >= 0) return values[column]! > 0;
  for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) if (values[pair]! > 0) return true;
  return false;
}
