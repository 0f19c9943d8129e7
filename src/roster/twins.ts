import { cityKey } from '../basics/cities.js';
import { BestRanks } from './best-ranks.js';
import type { RecordOfFile } from './columns.js';
import type { Naming } from './intake.js';
import type { IssueList } from './issues.js';
import { wishTargets } from './types.js';
import type { City, Crossing, Distance, Opening, PairOverride, PlanRow, Preference, RosterFile } from './types.js';

/** Separates the parts of a key; no id may hold a control character. */
const gap = '\u0000';

/** More than there are records, times the kinds of targets: who and what together make one number below 2^53. */
const mostWished = 2 ** 26;

/** Small numbers for texts, in order of first use. */
function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}

/** What two records of one file must not both say, and what a record says against itself without being wrong. */
export class Twins {
  readonly #rowOfKey = new Map<string, number>();
  readonly #wishers = new Map<string, number>();
  readonly #wished = new Map<string, Map<string, number>>();
  /** By number of who and number of what. */
  readonly #bestWish = new BestRanks();
  /** Wishes of one stand below each other. */
  #lastWisher: { readonly id: string; readonly number: number } = { id: '', number: -1 };
  readonly #worseRows = new Set<number>();

  constructor(
    readonly issues: IssueList,
    readonly naming: Naming,
  ) {}

  /** False where an earlier record says the same of the same; an issue names both rows. */
  admits(file: RosterFile, row: number, record: RecordOfFile[RosterFile]): boolean {
    if (file === 'openings') this.#compareSeats(row, record as Opening);
    if (file === 'preferences') return this.#admitsWish(row, record as Preference);
    if (file === 'distances' || file === 'cities' || file === 'crosswalk')
      return this.#admitsOnce(file, row, record as Distance | City | Crossing);
    if (file !== 'pairs' && file !== 'plan') return true;
    const { studentId, openingId, flowId } = record as PairOverride | PlanRow;
    const start = file === 'plan' ? String((record as PlanRow).startDay) : '';
    const key = [file, studentId, openingId ?? '', flowId ?? '', start].join(gap);
    const first = this.#rowOfKey.get(key);
    if (first === undefined) {
      this.#rowOfKey.set(key, row);
      return true;
    }
    this.issues.add('error', this.naming.file(file), row, () => ({
      code: 'pair-twice',
      found: `${studentId}, ${openingId ?? flowId ?? ''}`,
      expected: `each pair once; row ${first} has it too`,
    }));
    return false;
  }

  /** Takes out the wishes that a later, better one of the same for the same has replaced. */
  dropWorseWishes(preferences: Preference[], rows: number[]): void {
    if (this.#worseRows.size === 0) return;
    let kept = 0;
    for (const [index, preference] of preferences.entries()) {
      const row = rows[index] ?? 0;
      if (this.#worseRows.has(row)) continue;
      preferences[kept] = preference;
      rows[kept++] = row;
    }
    preferences.length = kept;
    rows.length = kept;
  }

  #admitsWish(row: number, { studentId, hostId, targetKind, target, rank }: Preference): boolean {
    const ofKind = this.#wished.get(targetKind) ?? new Map<string, number>();
    this.#wished.set(targetKind, ofKind);
    const wisher = studentId ?? `${gap}${hostId}`;
    if (wisher !== this.#lastWisher.id) this.#lastWisher = { id: wisher, number: numberOf(this.#wishers, wisher) };
    const wish = this.#lastWisher.number * mostWished + numberOf(ofKind, target) * wishTargets.length + wishTargets.indexOf(targetKind);
    const slot = this.#bestWish.slotOf(wish);
    const [bestRank, bestRow] = [this.#bestWish.rankAt(slot), this.#bestWish.rowAt(slot)];
    const isNew = bestRank === 0;
    if (isNew || rank < bestRank) this.#bestWish.set(slot, wish, rank, row);
    if (isNew) return true;
    const [worseRow, worseRank, betterRow] = rank < bestRank ? [bestRow, bestRank, row] : [row, rank, bestRow];
    this.issues.add('warning', this.naming.file('preferences'), worseRow, () => ({
      code: 'wish-twice',
      column: 'target',
      found: `${target}, rank ${worseRank}`,
      expected: `each wish once; the better rank of row ${betterRow} is kept`,
    }));
    if (rank >= bestRank) return false;
    this.#worseRows.add(bestRow);
    return true;
  }

  #admitsOnce(file: RosterFile, row: number, record: Distance | City | Crossing): boolean {
    const names =
      'fit' in record
        ? [record.fromId, record.toId]
        : 'fromId' in record
          ? [record.fromId, record.hostId ?? '', record.partnerId ?? '']
          : [cityKey(record.city), record.country];
    const key = [file, ...names].join(gap);
    const first = this.#rowOfKey.get(key);
    this.#rowOfKey.set(key, first ?? row);
    if (first === undefined) return true;
    this.issues.add('error', this.naming.file(file), row, () => ({
      code: file === 'crosswalk' ? 'crossing-twice' : 'place-twice',
      found: names.filter((name) => name !== '').join(', '),
      expected: `each once; row ${first} has it too`,
    }));
    return false;
  }

  #compareSeats(row: number, { seats, minimumToOpen }: Opening): void {
    if (minimumToOpen < 2 || seats >= minimumToOpen) return;
    this.issues.add('warning', this.naming.file('openings'), row, () => ({
      code: 'seats-below-minimum',
      column: 'seats',
      found: String(seats),
      expected: `at least the minimum to open, ${minimumToOpen}; the opening stays closed`,
    }));
  }
}
