import { cityKey } from '../basics/cities.js';
import { overlap } from '../basics/day.js';
import type { ItemFacts } from './facts.js';
import { GrowingInts, Interner } from './grow.js';
import type { Lookup } from './lookup.js';
import { periodOf, rankPart, wishedCity } from './score.js';
import type { Slices } from './slices.js';

const kinds = ['opening', 'host', 'city', 'country'] as const;
/** In place of a kind's first name: the wish is for a period. */
const forPeriod = -1;

/** Wishes as numbers, those of one person beside each other, best rank first. */
interface WishColumns {
  /** The wishes of the person who is the k-th to have some: firstWish[k] … firstWish[k + 1] − 1. */
  readonly firstWish: Int32Array;
  /** Where the names of items of the wished kind begin; `forPeriod`. */
  readonly namesOfWish: Int32Array;
  /** The name wished for; of a period its number. */
  readonly keyOfWish: Int32Array;
  readonly rankOfWish: Int32Array;
}

interface Period {
  readonly fromDay: number;
  readonly toDay: number;
}

/**
 * The wish part of many pairs: what a place is called (opening, host, city, country) as numbers, so that a pair costs a few comparisons of
 * integers. It says the same as `grantedRank`, which names are compared by. Wishes become numbers in the order of their file, for they lie in memory so:
 * read anew for each person, in the order of lots, they were fetched from all over (300,000 wishes: 0.4 s, a quarter of that now).
 */
export class WishTable {
  /** Wishes of whoever `part` is about. */
  private first = 0;
  private end = 0;

  private constructor(
    private readonly numberOfStudent: ReadonlyMap<string, number>,
    private readonly wishes: WishColumns,
    private readonly periods: readonly Period[],
    /** By kind, then item: the number of the item's name; −1 none. */
    private readonly nameOfItem: Int32Array,
  ) {}

  static *over(lookup: Lookup, items: readonly ItemFacts[]): Slices<WishTable> {
    const names = kinds.map(() => new Interner());
    const nameOfItem = new Int32Array(kinds.length * items.length).fill(-1);
    for (let k = 0; k < items.length; k++) {
      const item = items[k]!;
      const own = [item.opening?.id, item.opening?.hostId, wishedCity(lookup, item), item.country];
      own.forEach((name, kind) => {
        if (name != null) nameOfItem[kind * items.length + k] = names[kind]!.of(name);
      });
      if ((k & 127) === 127) yield;
    }
    const numberOfStudent = new Map<string, number>();
    const [firstWish, namesOfWish, keyOfWish, rankOfWish] = [new GrowingInts(), new GrowingInts(), new GrowingInts(), new GrowingInts()];
    const periods: Period[] = [];
    for (const [studentId, wishes] of lookup.wishesOfStudent) {
      numberOfStudent.set(studentId, firstWish.length);
      firstWish.push(keyOfWish.length);
      for (const { targetKind, target, rank } of wishes) {
        const kind = kinds.indexOf(targetKind as (typeof kinds)[number]);
        const isPeriod = targetKind === 'period';
        if (kind < 0 && !isPeriod) continue;
        const key = isPeriod ? periods.push(periodOf(target)) - 1 : names[kind]!.known(targetKind === 'city' ? cityKey(target) : target);
        if (key === undefined) continue;
        namesOfWish.push(isPeriod ? forPeriod : kind * items.length);
        keyOfWish.push(key);
        rankOfWish.push(rank);
      }
      if ((firstWish.length & 127) === 127) yield;
    }
    firstWish.push(keyOfWish.length);
    const columns = {
      firstWish: firstWish.toArray(),
      namesOfWish: namesOfWish.toArray(),
      keyOfWish: keyOfWish.toArray(),
      rankOfWish: rankOfWish.toArray(),
    };
    return new WishTable(numberOfStudent, columns, periods, nameOfItem);
  }

  /** Whose wishes `part` is about from now on. */
  turnTo(studentId: string): void {
    const number = this.numberOfStudent.get(studentId);
    this.first = number === undefined ? 0 : this.wishes.firstWish[number]!;
    this.end = number === undefined ? 0 : this.wishes.firstWish[number + 1]!;
  }

  /** 0 to 100, for an opening and its dates. */
  part(item: number, startDay: number, endDay: number): number {
    const rank = this.rank(item, startDay, endDay);
    return rank === 0 ? 0 : rankPart(rank);
  }

  /** Rank of the best wish granted (the best stands first and decides); 0: none. */
  rank(item: number, startDay: number, endDay: number): number {
    const { namesOfWish, keyOfWish, rankOfWish } = this.wishes;
    for (let wish = this.first; wish < this.end; wish++) {
      const names = namesOfWish[wish]!;
      const key = keyOfWish[wish]!;
      const isGranted = names === forPeriod ? this.isWithin(key, startDay, endDay) : this.nameOfItem[names + item] === key;
      if (isGranted) return rankOfWish[wish]!;
    }
    return 0;
  }

  private isWithin(period: number, startDay: number, endDay: number): boolean {
    const { fromDay, toDay } = this.periods[period]!;
    return overlap(startDay, endDay, fromDay, toDay);
  }
}
