import { cityKey } from '../basics/cities.js';
import { overlap } from '../basics/day.js';
import type { ItemFacts } from './facts.js';
import { Interner } from './grow.js';
import type { Lookup } from './lookup.js';
import { periodOf, rankPart, wishedCity } from './score.js';
import type { Slices } from './slices.js';

const kinds = ['opening', 'host', 'city', 'country'] as const;
const period = kinds.length;
/** What wishes of the other kinds have in its place. */
const noPeriod = { fromDay: 0, toDay: 0 };

/**
 * The wish part of many pairs: what a place is called (opening, host, city, country) as numbers, so that a pair costs a few comparisons of
 * integers. It says the same as `wishPart`, which names are compared by.
 */
export class WishTable {
  private count = 0;
  private readonly kindOfWish: number[] = [];
  private readonly keyOfWish: number[] = [];
  private readonly fromDayOfWish: number[] = [];
  private readonly toDayOfWish: number[] = [];
  private readonly rankOfWish: number[] = [];
  private readonly partOfWish: number[] = [];

  private constructor(
    private readonly lookup: Lookup,
    private readonly names: readonly Interner[],
    /** By kind: the number of the item's name; −1 none. */
    private readonly nameOfItem: readonly Int32Array[],
  ) {}

  static *over(lookup: Lookup, items: readonly ItemFacts[]): Slices<WishTable> {
    const names = kinds.map(() => new Interner());
    const nameOfItem = kinds.map(() => new Int32Array(items.length).fill(-1));
    for (let k = 0; k < items.length; k++) {
      const item = items[k]!;
      const own = [item.opening?.id, item.opening?.hostId, wishedCity(lookup, item), item.country];
      own.forEach((name, kind) => {
        if (name != null) nameOfItem[kind]![k] = names[kind]!.of(name);
      });
      if ((k & 127) === 127) yield;
    }
    return new WishTable(lookup, names, nameOfItem);
  }

  /** Whose wishes `part` is about from now on. */
  turnTo(studentId: string): void {
    this.count = 0;
    for (const { targetKind, target, rank } of this.lookup.wishesOfStudent.get(studentId) ?? []) {
      const kind = targetKind === 'period' ? period : kinds.indexOf(targetKind as (typeof kinds)[number]);
      if (kind < 0) continue;
      const key = kind === period ? -1 : this.names[kind]!.known(targetKind === 'city' ? cityKey(target) : target);
      if (key === undefined) continue;
      const { fromDay, toDay } = kind === period ? periodOf(target) : noPeriod;
      this.kindOfWish[this.count] = kind;
      this.keyOfWish[this.count] = key;
      this.fromDayOfWish[this.count] = fromDay;
      this.toDayOfWish[this.count] = toDay;
      this.rankOfWish[this.count] = rank;
      this.partOfWish[this.count++] = rankPart(rank);
    }
  }

  /** 0 to 100, for an opening and its dates. */
  part(item: number, startDay: number, endDay: number): number {
    const wish = this.granted(item, startDay, endDay);
    return wish < 0 ? 0 : this.partOfWish[wish]!;
  }

  /** Rank of the best wish granted; 0: none. */
  rank(item: number, startDay: number, endDay: number): number {
    const wish = this.granted(item, startDay, endDay);
    return wish < 0 ? 0 : this.rankOfWish[wish]!;
  }

  /** The best rank stands first and decides; −1: none is granted. */
  private granted(item: number, startDay: number, endDay: number): number {
    for (let wish = 0; wish < this.count; wish++) {
      const kind = this.kindOfWish[wish]!;
      const isGranted =
        kind === period
          ? overlap(startDay, endDay, this.fromDayOfWish[wish]!, this.toDayOfWish[wish]!)
          : this.nameOfItem[kind]![item] === this.keyOfWish[wish];
      if (isGranted) return wish;
    }
    return -1;
  }
}
