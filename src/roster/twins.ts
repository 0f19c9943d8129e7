import { cityKey } from '../basics/cities.js';
import { BestRanks } from './best-ranks.js';
import type { RecordOfFile } from './columns.js';
import type { Naming } from './intake.js';
import type { IssueList } from './issues.js';
import { wishTargets } from './types.js';
import type { City, Crossing, Distance, Opening, PairOverride, PlanRow, Preference, RosterFile } from './types.js';

/** Separates the parts of a key; no id may hold a control character. */
const gap = '\u0000';

/** More than two texts a record, times the kinds of targets: who and what together make one number below 2^53. */
const mostWished = 2 ** 26;

/** What two records of one file must not both say, and what a record says against itself without being wrong. */
export class Twins {
  readonly #rowOfKey = new Map<string, number>();
  /** Of who wishes and of what is wished. */
  readonly #numberOfText = new Map<string, number>();
  /** By who and what. */
  readonly #bestWish = new BestRanks();
  readonly #worseRows = new Set<number>();

  constructor(
    readonly issues: IssueList,
    readonly naming: Naming,
  ) {}

  /** False where an earlier record says the same of the same; an issue names both rows. */
  admits(file: RosterFile, row: number, record: RecordOfFile[RosterFile]): boolean {
    if (file === 'openings') this.#compareSeats(row, record as Opening);
    if (file === 'preferences') {
      const wish = record as Preference;
      return this.admitsWish(row, wish, this.numberOf(wish.studentId ?? wish.hostId ?? ''), this.numberOf(wish.target));
    }
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

  /** A small number of a text, in order of first use. */
  numberOf(text: string): number {
    let number = this.#numberOfText.get(text);
    if (number === undefined) this.#numberOfText.set(text, (number = this.#numberOfText.size));
    return number;
  }

  /** The same of a wish, by the numbers of who wishes and of what is wished. */
  admitsWish(row: number, { studentId, targetKind, target, rank }: Preference, wisher: number, wished: number): boolean {
    const who = 2 * wisher + (studentId === null ? 1 : 0);
    const wish = who * mostWished + wished * wishTargets.length + wishTargets.indexOf(targetKind);
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
