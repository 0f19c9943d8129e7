import { groupBy } from '../../basics/group.js';
import { isoOfDay } from '../../basics/day.js';
import type { Model } from '../../model/types.js';
import type { Student } from '../../roster/types.js';
import { bondsOf, placeKeyOf, type Bond } from '../rules/bonds.js';
import { isAccompanying, type Book } from '../rules/book.js';
import { sitesStillOpen } from '../rules/earlier.js';
import { meetsPin, oldPlacesOf, pinsOf, type Pin } from '../rules/pins.js';
import { capOf } from '../rules/projects.js';
import type { Site } from '../rules/site.js';
import { dayRows } from './dayRows.js';
import type { FaultList } from './faults.js';
import { atLeast, atMost, type RowLedger } from './ledger.js';

/** The bonds of two people, seen by one of them. */
interface Tie {
  readonly bonds: readonly Bond[];
  readonly firstId: string;
  readonly secondId: string;
}

/** Rows about one or two people: overlap, placed, project caps, pins, together and apart, moves. */
export class PersonRows {
  readonly #model: Model;
  readonly #ledger: RowLedger;
  readonly #faults: FaultList;
  readonly #pinsOf: ReadonlyMap<string, readonly Pin[]>;
  readonly #oldPlacesOf: ReadonlyMap<string, readonly Pin[]>;
  readonly #tiesOf: ReadonlyMap<string, readonly Tie[]>;
  readonly #capRows = new Map<string, readonly number[]>();
  readonly #moveRows: readonly number[];
  readonly #earlier: number[] = [];
  readonly #pinRowsOf: ReadonlyMap<string, readonly number[]>;
  readonly #overlapDaysOf = new Map<string, string[]>();

  constructor(book: Book, model: Model, ledger: RowLedger, faults: FaultList) {
    this.#model = model;
    this.#ledger = ledger;
    this.#faults = faults;
    this.#pinsOf = groupBy(pinsOf(book), ({ studentId }) => studentId);
    const places = oldPlacesOf(book);
    this.#oldPlacesOf = groupBy(places, ({ studentId }) => studentId);
    if ((book.options.replan && book.options.maximumMoves === null) !== (model.earlierPairs !== undefined))
      faults.add('earlier-pairs', () => 'The model has an earlier plan and the options ask for none, or the other way round.');
    // Moved by need: these do not count.
    const oldPlaces = book.options.maximumMoves === null ? [] : places.filter((place) => sitesStillOpen(book, place).length > 0);
    const peopleWithPlaces = groupBy(oldPlaces, ({ studentId }) => studentId);
    this.#tiesOf = tiesOf(
      bondsOf(book).filter(({ firstId, secondId }) => book.students.has(firstId) && book.students.has(secondId) && firstId !== secondId),
    );
    for (const project of book.roster.projects) {
      const cap = capOf(book, project);
      if (cap !== null) this.#capRows.set(project.id, ledger.claim('project-cap', [project.id], atMost(cap)));
    }
    const most = book.options.maximumMoves;
    // One old placement a person is the rule; with several, keeping all but k of them keeps all but k people, too.
    const kept = most === null ? [] : [oldPlaces.length - most, peopleWithPlaces.size - most];
    this.#moveRows =
      most === null || kept.some((count) => count <= 0 && ledger.rowsOf('moves', []).length === 0)
        ? []
        : ledger.claim('moves', [], atLeast(...kept));
    const rows = [...model.rows.labelOfRow.entries()];
    this.#pinRowsOf = new Map(
      [
        ...groupBy(
          rows.filter(([, { kind }]) => kind === 'pin'),
          ([, { keys }]) => keys[0] ?? '',
        ),
      ].map(([id, own]) => [id, own.map(([row]) => row)]),
    );
    for (const [, { keys }] of rows.filter(([, { kind }]) => kind === 'person-overlap')) {
      const days = this.#overlapDaysOf.get(keys[0] ?? '') ?? [];
      this.#overlapDaysOf.set(keys[0] ?? '', [...days, keys[1] ?? '']);
    }
  }

  /** Notes all pairs of a person; `siteOf` gives the site of a pair. */
  note(person: number, student: Student, siteOf: (pair: number) => Site): void {
    const first = this.#model.firstPairOfPerson[person]!;
    const end = this.#model.firstPairOfPerson[person + 1]!;
    const caps = student.projectId === null || isAccompanying(student) ? [] : (this.#capRows.get(student.projectId) ?? []);
    if (student.maximum >= 2) this.#noteSeveral(person, student, first, end, siteOf);
    else for (const row of caps) for (let pair = first; pair < end; pair++) this.#ledger.note(row, person, pair, 1);
    this.#checkPins(student, first, end, siteOf);
    const ties = this.#tiesOf.get(student.id) ?? [];
    const oldPlaces = this.#oldPlacesOf.get(student.id) ?? [];
    if (ties.length === 0 && oldPlaces.length === 0) return;
    for (let pair = first; pair < end; pair++) {
      const site = siteOf(pair);
      for (const tie of ties) this.#noteTie(person, student, tie, site, pair);
      if (!oldPlaces.some((place) => meetsPin(place, site))) continue;
      for (const row of this.#moveRows) this.#ledger.note(row, person, pair, 1);
      this.#earlier.push(pair);
    }
  }

  /** After all people: the earlier plan of the model must be the pairs that the records give. */
  finish(): void {
    const found = this.#model.earlierPairs;
    if (found === undefined) return;
    if (found.length === this.#earlier.length && found.every((pair, k) => pair === this.#earlier[k])) return;
    this.#faults.add(
      'earlier-pairs',
      () => `The model has ${found.length} pairs of the earlier plan; the records give ${this.#earlier.length}, or others.`,
    );
  }

  /** The columns "placed", which come after all pairs: in their rows, and in the caps in place of the placements. */
  noteColumns(people: readonly Student[]): void {
    const owners = [...people.entries()].filter(([person]) => this.#model.placedColumnOfPerson[person]! >= 0);
    owners.sort(([a], [b]) => this.#model.placedColumnOfPerson[a]! - this.#model.placedColumnOfPerson[b]!);
    for (const [person, student] of owners) {
      if (student.maximum < 2) continue;
      const column = this.#model.placedColumnOfPerson[person]!;
      const [upper, lower] = this.#placedRows(student);
      for (const row of upper) this.#ledger.note(row, person, column, -student.maximum);
      for (const row of lower) this.#ledger.note(row, person, column, -Math.max(1, student.minimum));
      if (student.projectId === null || isAccompanying(student)) continue;
      for (const row of this.#capRows.get(student.projectId) ?? []) this.#ledger.note(row, person, column, 1);
    }
  }

  /** At most one placement a day, and the column "placed" tied to the pairs. */
  #noteSeveral(person: number, student: Student, first: number, end: number, siteOf: (pair: number) => Site): void {
    if (first === end && this.#model.placedColumnOfPerson[person] === -1) return;
    const pairs = Array.from({ length: end - first }, (_, i) => first + i);
    const rowsOfPair = pairs.map((): number[] => []);
    const limit = { kind: 'person-overlap' as const, key: student.id, limitOn: () => 1, changes: [], oncePerPerson: false };
    dayRows(this.#ledger, limit, pairs.map(siteOf), this.#overlapDaysOf.get(student.id) ?? [], (i, row) => rowsOfPair[i]!.push(row));
    const [upper, lower] = this.#placedRows(student);
    for (const [i, pair] of pairs.entries()) {
      const hostId = student.differentHosts ? siteOf(pair).host?.id : undefined;
      const ofHost = hostId === undefined ? [] : this.#ledger.claim('different-hosts', [student.id, hostId], atMost(1));
      for (const row of [...rowsOfPair[i]!, ...upper, ...lower, ...ofHost]) this.#ledger.note(row, person, pair, 1);
    }
  }

  #placedRows(student: Student): [readonly number[], readonly number[]] {
    return [
      this.#ledger.claim('placed', [student.id, 'upper'], { lower: [-Infinity], upper: [0] }),
      this.#ledger.claim('placed', [student.id, 'lower'], { lower: [0], upper: [Infinity] }),
    ];
  }

  /** Pins share a label where only their dates differ: each pin needs a row with its pairs, each row a pin. */
  #checkPins(student: Student, first: number, end: number, siteOf: (pair: number) => Site): void {
    const pins = this.#pinsOf.get(student.id) ?? [];
    const rows = this.#pinRowsOf.get(student.id) ?? [];
    const isOf = (row: number, pin: Pin) => {
      const { keys } = this.#model.rows.labelOfRow[row]!;
      return (
        keys[1] === pin.kind &&
        keys[2] === pin.targetId &&
        (keys[3] === undefined || (pin.startDay !== null && keys[3] === isoOfDay(pin.startDay)))
      );
    };
    for (const pin of pins) {
      const members: number[] = [];
      for (let pair = first; pair < end; pair++) if (meetsPin(pin, siteOf(pair))) members.push(pair);
      const labelled = rows.filter((row) => isOf(row, pin));
      const held = labelled.filter((row) =>
        this.#ledger.isClaimed(row) ? this.#holds(row, members) : this.#ledger.holdsExactly(row, members),
      );
      for (const row of held) this.#ledger.claimRow(row, atLeast(1));
      if (held.length > 0) continue;
      const name = `pin (${student.id}, ${pin.kind}, ${pin.targetId})`;
      if (labelled.length === 0) this.#faults.add('row-missing', () => `The model has no row ${name}.`);
      else this.#faults.add('row-members', () => `No row ${name} holds exactly the pairs ${members.join(', ')}.`);
    }
  }

  /** Whether a row that was compared already has these columns. */
  #holds(row: number, columns: readonly number[]): boolean {
    const { firstEntryOfRow, columnOfEntry } = this.#model.rows;
    const own = [...columnOfEntry.subarray(firstEntryOfRow[row]!, firstEntryOfRow[row + 1]!)].sort((a, b) => a - b);
    return own.length === columns.length && own.every((column, i) => column === columns[i]);
  }

  #noteTie(person: number, student: Student, tie: Tie, site: Site, pair: number): void {
    const { kind } = tie.bonds[0]!;
    // Two bonds of the same people may name the same place; its row is one.
    for (const key of new Set(tie.bonds.map((bond) => placeKeyOf(bond, site)))) {
      if (key === null) continue;
      const isSwapped =
        this.#ledger.rowsOf(kind, [tie.firstId, tie.secondId, key]).length === 0 &&
        this.#ledger.rowsOf(kind, [tie.secondId, tie.firstId, key]).length > 0;
      const [a, b] = isSwapped ? [tie.secondId, tie.firstId] : [tie.firstId, tie.secondId];
      const handles = this.#ledger.claim(kind, [a, b, key], kind === 'together' ? { lower: [0], upper: [0] } : atMost(1));
      for (const handle of handles) this.#ledger.note(handle, person, pair, kind === 'together' && student.id === b ? -1 : 1);
    }
  }
}

/** Bonds by the two people and the kind, under both people. */
function tiesOf(bonds: readonly Bond[]): Map<string, Tie[]> {
  const found = new Map<string, Tie[]>();
  const pairs = groupBy(bonds, ({ kind, firstId, secondId }) =>
    JSON.stringify([kind, ...(firstId < secondId ? [firstId, secondId] : [secondId, firstId])]),
  );
  for (const own of pairs.values()) {
    const { firstId, secondId } = own[0]!;
    for (const id of [firstId, secondId]) found.set(id, [...(found.get(id) ?? []), { bonds: own, firstId, secondId }]);
  }
  return found;
}
