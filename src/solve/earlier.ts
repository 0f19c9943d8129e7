import { byColumn, type EntriesByColumn } from '../basics/by-column.js';
import type { Model } from '../model/types.js';

/** Places looked at for one person: counted work, so that the plan does not hang on the clock. */
const mostLooked = 20_000;
/** How many others may move for one person: with one tried everywhere first, then more. */
const mostMoved = [1, 2, 5] as const;

/**
 * The earlier plan of a replan, repaired without a search: who may stay stays; where a limit is passed now, whoever stands last on the lists leaves;
 * a group under its minimum breaks up. Then everybody without a place, in the order of the lists, comes into a free one, or into one that becomes free when
 * others move to free places (people who have moved already before those who have not). Null where there is no earlier plan, somebody may have several
 * places, or a lower limit stays unmet.
 */
export function repairedPlan(model: Model): Float64Array | null {
  const earlier = earlierPairs(model);
  if (earlier === null || model.columnCount > model.pairCount) return null;
  const repair = new Repair(model, earlier);
  repair.leaveWhereOver();
  const isWalked = new Uint8Array(model.personCount);
  for (const person of model.walk) isWalked[person] = 1;
  for (const person of model.walk) repair.insert(person);
  for (let person = 0; person < model.personCount; person++) if (isWalked[person] === 0) repair.insert(person);
  repair.goBack();
  return repair.plan();
}

/** Pairs of the earlier plan that are still eligible: of the tier "moves", else of the row that bounds the moves. */
function earlierPairs(model: Model): Int32Array | null {
  if (model.earlierPairs !== undefined) return model.earlierPairs;
  const { labelOfRow, firstEntryOfRow, columnOfEntry } = model.rows;
  const row = labelOfRow.findIndex(({ kind }) => kind === 'moves');
  return row < 0 ? null : columnOfEntry.slice(firstEntryOfRow[row]!, firstEntryOfRow[row + 1]!).sort();
}

class Repair {
  /** Pair each person has; −1: none. */
  private readonly pairOfPerson: Int32Array;
  private readonly personOfPair: Int32Array;
  private readonly isEarlier: Uint8Array;
  private readonly takenOfSeat: Int32Array;
  private readonly holdersOfSeat: readonly Set<number>[];
  private readonly activityOfRow: Float64Array;
  /** Side rows of the pairs: all columns are pairs. */
  private readonly across: EntriesByColumn;
  private looked = 0;

  constructor(
    private readonly model: Model,
    earlier: Int32Array,
  ) {
    const { personCount, pairCount, seatCount, firstPairOfPerson, rows } = model;
    this.pairOfPerson = new Int32Array(personCount).fill(-1);
    this.personOfPair = new Int32Array(pairCount);
    for (let person = 0; person < personCount; person++)
      this.personOfPair.fill(person, firstPairOfPerson[person], firstPairOfPerson[person + 1]);
    this.isEarlier = new Uint8Array(pairCount);
    this.takenOfSeat = new Int32Array(seatCount);
    this.holdersOfSeat = Array.from({ length: seatCount }, () => new Set<number>());
    this.activityOfRow = new Float64Array(rows.count);
    this.across = byColumn(rows, pairCount);
    for (const pair of earlier) {
      this.isEarlier[pair] = 1;
      const person = this.personOfPair[pair]!;
      if (this.pairOfPerson[person]! < 0 && model.upperOfPerson[person]! > 0) this.put(person, pair);
    }
  }

  /** Where more hold on to a seat or a row than it takes, those who stand last leave; groups under their minimum break up. */
  leaveWhereOver(): void {
    const { model } = this;
    const rank = new Int32Array(model.personCount).fill(model.personCount);
    model.walk.forEach((person, position) => void (rank[person] = position));
    const lastFirst = (people: Iterable<number>): number[] => [...people].sort((a, b) => rank[b]! - rank[a]! || b - a);
    this.holdersOfSeat.forEach((holders, seat) => {
      for (const person of lastFirst(holders)) {
        if (this.takenOfSeat[seat]! <= model.upperOfSeat[seat]!) break;
        if (this.mayLeave(person)) this.leave(person);
      }
    });
    for (let row = 0; row < model.rows.count; row++) {
      const isOver = (): boolean => this.activityOfRow[row]! > model.rows.upperOfRow[row]!;
      const isUnder = this.activityOfRow[row]! > 0 && this.activityOfRow[row]! < model.rows.minimumToOpenOfRow[row]!;
      if (!isOver() && !isUnder) continue;
      for (const person of lastFirst(this.membersOf(row)))
        if ((isUnder || isOver()) && (isUnder || this.mayLeave(person))) this.leave(person);
    }
  }

  /** Finds a place for somebody who has none; false: none was found. */
  insert(person: number): boolean {
    const { firstPairOfPerson, upperOfPerson, seatOfPair, upperOfSeat } = this.model;
    if (this.pairOfPerson[person]! >= 0 || upperOfPerson[person] !== 1) return false;
    const pairs: number[] = [];
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) pairs.push(pair);
    const use = new Map(pairs.map((pair) => [pair, this.useOf(pair)]));
    pairs.sort((a, b) => use.get(a)! - use.get(b)! || a - b);
    const isFree = (pair: number): boolean =>
      seatOfPair[pair]! < 0 || this.takenOfSeat[seatOfPair[pair]!]! < upperOfSeat[seatOfPair[pair]!]!;
    const free = pairs.find((pair) => isFree(pair) && this.fits(pair, -1));
    if (free !== undefined) {
      this.put(person, free);
      return true;
    }
    this.looked = 0;
    return mostMoved.some((most) => pairs.some((pair) => this.looked < mostLooked && this.makeRoom(person, pair, most)));
  }

  /** Whoever was moved for somebody else goes back where that has become possible. */
  goBack(): void {
    const { seatOfPair, upperOfSeat } = this.model;
    for (let isMoving = true; isMoving; ) {
      isMoving = false;
      for (let pair = 0; pair < this.isEarlier.length; pair++) {
        if (this.isEarlier[pair] === 0) continue;
        const person = this.personOfPair[pair]!;
        const held = this.pairOfPerson[person]!;
        const seat = seatOfPair[pair]!;
        if (
          held < 0 ||
          this.isEarlier[held] === 1 ||
          (seat >= 0 && seat !== seatOfPair[held] && this.takenOfSeat[seat]! >= upperOfSeat[seat]!)
        )
          continue;
        if (!this.fits(pair, held)) continue;
        this.leave(person);
        this.put(person, pair);
        isMoving = true;
      }
    }
  }

  /** The plan; null where a lower limit is unmet. */
  plan(): Float64Array | null {
    const { lowerOfPerson, pairCount, seatCount, upperOfSeat, rows } = this.model;
    const plan = new Float64Array(pairCount);
    for (const [person, pair] of this.pairOfPerson.entries()) {
      if (pair >= 0) plan[pair] = 1;
      if (lowerOfPerson[person]! > (pair >= 0 ? 1 : 0)) return null;
    }
    for (let seat = 0; seat < seatCount; seat++) if (this.takenOfSeat[seat]! > upperOfSeat[seat]!) return null;
    for (let row = 0; row < rows.count; row++) if (!this.holds(row, this.activityOfRow[row]!)) return null;
    return plan;
  }

  /** The person comes into the pair, and others move until all limits hold; else everything is as before. */
  private makeRoom(person: number, pair: number, most: number): boolean {
    const { seatOfPair, upperOfSeat, rows } = this.model;
    const before = new Map<number, number>([[person, -1]]);
    this.put(person, pair);
    const seat = seatOfPair[pair]!;
    let isDone = seat < 0 || this.takenOfSeat[seat]! <= upperOfSeat[seat]! || this.moveOne(this.holdersOfSeat[seat]!, -1, before, most);
    for (let entry = this.across.firstOfColumn[pair]!; isDone && entry < this.across.firstOfColumn[pair + 1]!; entry++) {
      const row = this.across.rowOfEntry[entry]!;
      while (isDone && this.activityOfRow[row]! > rows.upperOfRow[row]!) isDone = this.moveOne(this.membersOf(row), row, before, most);
    }
    if (isDone && this.rowsHold(before.keys())) return true;
    for (const [other, was] of before) {
      if (this.pairOfPerson[other]! >= 0) this.leave(other);
      if (was >= 0) this.put(other, was);
    }
    return false;
  }

  /**
   * Moves one of these people to a free place: off a full seat (`row` −1) at the least use of rows; in a row that is over, the least saving that is
   * enough, else the greatest.
   */
  private moveOne(people: Iterable<number>, row: number, before: Map<number, number>, most: number): boolean {
    const { firstPairOfPerson, seatOfPair, upperOfSeat, rows } = this.model;
    if (before.size > most) return false;
    const need = row < 0 ? 0 : this.activityOfRow[row]! - rows.upperOfRow[row]!;
    let bestPerson = -1;
    let bestPair = -1;
    let bestWorth = -Infinity;
    for (const other of people) {
      const held = this.pairOfPerson[other]!;
      if (before.has(other) || held < 0) continue;
      for (let pair = firstPairOfPerson[other]!; pair < firstPairOfPerson[other + 1]!; pair++) {
        const seat = seatOfPair[pair]!;
        if (pair === held || (seat >= 0 && (seat === seatOfPair[held] || this.takenOfSeat[seat]! >= upperOfSeat[seat]!))) continue;
        this.looked++;
        const saving = row < 0 ? this.useOf(held) - this.useOf(pair) : this.coefficientIn(row, held) - this.coefficientIn(row, pair);
        if (row >= 0 && saving <= 0) continue;
        const stays = this.isEarlier[held] === 1 ? 1 : 0;
        const worth = row < 0 ? saving - stays * 1e6 : saving >= need ? 1e15 - saving - stays * 1e12 : saving - stays * 1e9;
        if (worth <= bestWorth || !this.fits(pair, held, row)) continue;
        [bestPerson, bestPair, bestWorth] = [other, pair, worth];
      }
    }
    if (bestPerson < 0) return false;
    before.set(bestPerson, this.pairOfPerson[bestPerson]!);
    this.leave(bestPerson);
    this.put(bestPerson, bestPair);
    return true;
  }

  /** Do the rows of a pair hold with it in place of the pair left (−1: none)? Of a row that is over anyway (`over`) it is only asked that it falls. */
  private fits(pair: number, left: number, over = -1): boolean {
    for (let entry = this.across.firstOfColumn[pair]!; entry < this.across.firstOfColumn[pair + 1]!; entry++) {
      const row = this.across.rowOfEntry[entry]!;
      const change = this.across.coefficientOfEntry[entry]! - (left < 0 ? 0 : this.coefficientIn(row, left));
      if (change === 0 || (row === over && change < 0)) continue;
      if (!this.holds(row, this.activityOfRow[row]! + change)) return false;
    }
    if (left < 0) return true;
    for (let entry = this.across.firstOfColumn[left]!; entry < this.across.firstOfColumn[left + 1]!; entry++) {
      const row = this.across.rowOfEntry[entry]!;
      if (row === over || this.coefficientIn(row, pair) !== 0) continue;
      const activity = this.activityOfRow[row]! - this.across.coefficientOfEntry[entry]!;
      if (!this.holds(row, activity) && activity <= this.model.rows.upperOfRow[row]!) return false;
    }
    return true;
  }

  private holds(row: number, activity: number): boolean {
    const { upperOfRow, lowerOfRow, minimumToOpenOfRow } = this.model.rows;
    return activity <= upperOfRow[row]! && activity >= lowerOfRow[row]! && (activity === 0 || activity >= minimumToOpenOfRow[row]!);
  }

  private mayLeave(person: number): boolean {
    const { lowerOfPerson, rows } = this.model;
    const pair = this.pairOfPerson[person]!;
    if (pair < 0 || lowerOfPerson[person]! > 0) return false;
    for (let entry = this.across.firstOfColumn[pair]!; entry < this.across.firstOfColumn[pair + 1]!; entry++)
      if (
        this.activityOfRow[this.across.rowOfEntry[entry]!]! - this.across.coefficientOfEntry[entry]! <
        rows.lowerOfRow[this.across.rowOfEntry[entry]!]!
      )
        return false;
    return true;
  }

  private rowsHold(people: Iterable<number>): boolean {
    for (const person of people) {
      const pair = this.pairOfPerson[person]!;
      for (let entry = this.across.firstOfColumn[pair]!; entry < this.across.firstOfColumn[pair + 1]!; entry++)
        if (!this.holds(this.across.rowOfEntry[entry]!, this.activityOfRow[this.across.rowOfEntry[entry]!]!)) return false;
    }
    return true;
  }

  /** How much of what its rows take a pair uses, in parts of their limits. */
  private useOf(pair: number): number {
    let use = 0;
    for (let entry = this.across.firstOfColumn[pair]!; entry < this.across.firstOfColumn[pair + 1]!; entry++) {
      const upper = this.model.rows.upperOfRow[this.across.rowOfEntry[entry]!]!;
      if (upper > 0 && upper < Infinity) use += this.across.coefficientOfEntry[entry]! / upper;
    }
    return use;
  }

  private coefficientIn(row: number, pair: number): number {
    for (let entry = this.across.firstOfColumn[pair]!; entry < this.across.firstOfColumn[pair + 1]!; entry++)
      if (this.across.rowOfEntry[entry] === row) return this.across.coefficientOfEntry[entry]!;
    return 0;
  }

  /** People whose pair lies in the row. */
  private membersOf(row: number): Set<number> {
    const { firstEntryOfRow, columnOfEntry } = this.model.rows;
    const members = new Set<number>();
    for (let entry = firstEntryOfRow[row]!; entry < firstEntryOfRow[row + 1]!; entry++) {
      const pair = columnOfEntry[entry]!;
      if (this.pairOfPerson[this.personOfPair[pair]!] === pair) members.add(this.personOfPair[pair]!);
    }
    return members;
  }

  private put(person: number, pair: number): void {
    this.pairOfPerson[person] = pair;
    this.count(person, pair, 1);
  }

  private leave(person: number): void {
    const pair = this.pairOfPerson[person]!;
    if (pair < 0) return;
    this.pairOfPerson[person] = -1;
    this.count(person, pair, -1);
  }

  private count(person: number, pair: number, sign: 1 | -1): void {
    const seat = this.model.seatOfPair[pair]!;
    if (seat >= 0) {
      this.takenOfSeat[seat]! += sign;
      if (sign === 1) this.holdersOfSeat[seat]!.add(person);
      else this.holdersOfSeat[seat]!.delete(person);
    }
    for (let entry = this.across.firstOfColumn[pair]!; entry < this.across.firstOfColumn[pair + 1]!; entry++)
      this.activityOfRow[this.across.rowOfEntry[entry]!]! += sign * this.across.coefficientOfEntry[entry]!;
  }
}
