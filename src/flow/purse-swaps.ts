import { inBuckets } from '../basics/buckets.js';

/** Two people paid from different limits change places: the giver's limit has `gain` more left, the taker's as much less. */
export interface PurseSwap {
  readonly giver: number;
  readonly taker: number;
  readonly gain: number;
  /** Below 0: it mends what an earlier one lost. */
  readonly loss: number;
  readonly persons: readonly [number, number];
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** People, the pairs between which they may change, and what each loses beside the person's best one. */
export interface PurseLists {
  readonly firstOfPerson: Int32Array;
  readonly seatOfPair: Int32Array;
  readonly costOfSeat: Float64Array;
  /** −1: not paid for. */
  readonly rowOfPerson: Int32Array;
  readonly lossOfPair: Float64Array;
}

/** Pairs by a seat, with their people, people ascending: those of seat j are firstOfSeat[j] … firstOfSeat[j + 1] − 1. */
interface Ways {
  readonly firstOfSeat: Int32Array;
  readonly person: Int32Array;
  readonly pair: Int32Array;
}

/** People in seats who change places with each other, and by how much each row is then above its limit. */
export class PurseSwaps {
  readonly pairOfPerson: Int32Array;
  readonly excessOfRow: Float64Array;

  constructor(
    private readonly lists: PurseLists,
    pairOfPerson: Int32Array,
    excessOfRow: Float64Array,
  ) {
    this.pairOfPerson = pairOfPerson.slice();
    this.excessOfRow = excessOfRow.slice();
  }

  /**
   * All that lose no more than `reach` together and on the giver's side, those first that lose least. Seat by seat, the ways of its people into cheaper seats are met with
   * those of people there into it: looking for a way back through each partner's list took four times as long.
   */
  within(reach: number): PurseSwap[] {
    const { seatOfPair, costOfSeat } = this.lists;
    const seatCount = costOfSeat.length;
    const held = (person: number): number => seatOfPair[this.pairOfPerson[person]!]!;
    const away = this.waysWithin(reach, (person, to) => (costOfSeat[to]! < costOfSeat[held(person)]! ? held(person) : -1));
    const back = this.waysWithin(reach + this.mostToMend(), (person, to) => (costOfSeat[to]! > costOfSeat[held(person)]! ? to : -1));
    const swaps: PurseSwap[] = [];
    // Of the seat at hand: the first way back to it from each other seat, and the one behind each.
    const firstFromSeat = new Int32Array(seatCount).fill(-1);
    const nextOfWay = new Int32Array(back.pair.length);
    for (let seat = 0; seat < seatCount; seat++) {
      const [first, end] = [back.firstOfSeat[seat]!, back.firstOfSeat[seat + 1]!];
      for (let way = end - 1; way >= first; way--) {
        const from = held(back.person[way]!);
        nextOfWay[way] = firstFromSeat[from]!;
        firstFromSeat[from] = way;
      }
      for (let way = away.firstOfSeat[seat]!; way < away.firstOfSeat[seat + 1]!; way++) {
        const to = away.pair[way]!;
        for (let other = firstFromSeat[seatOfPair[to]!]!; other >= 0; other = nextOfWay[other]!)
          this.meet(away.person[way]!, to, back.person[other]!, back.pair[other]!, reach, swaps);
      }
      for (let way = first; way < end; way++) firstFromSeat[held(back.person[way]!)] = -1;
    }
    return swaps.sort((a, b) => a.loss - b.loss || a.persons[0] - b.persons[0] || a.persons[1] - b.persons[1]);
  }

  /** Are both people still where they were when it was found? */
  isOpen({ persons, before }: PurseSwap): boolean {
    return this.pairOfPerson[persons[0]] === before[0] && this.pairOfPerson[persons[1]] === before[1];
  }

  apply({ giver, taker, gain, persons, after }: PurseSwap): void {
    this.pairOfPerson[persons[0]] = after[0];
    this.pairOfPerson[persons[1]] = after[1];
    this.excessOfRow[giver] = this.excessOfRow[giver]! - gain;
    this.excessOfRow[taker] = this.excessOfRow[taker]! + gain;
  }

  /** What moving one person wins back at most: what the person lost before. */
  private mostToMend(): number {
    const { lossOfPair } = this.lists;
    return this.pairOfPerson.reduce((most, held) => (held < 0 ? most : Math.max(most, lossOfPair[held]!)), 0);
  }

  /** The pairs by which people would lose no more than so much, by the seat that is told of them; −1: left out. */
  private waysWithin(mostLoss: number, seatOfWay: (person: number, to: number) => number): Ways {
    const { firstOfPerson, seatOfPair, costOfSeat, lossOfPair } = this.lists;
    const pairs: number[] = [];
    const people: number[] = [];
    const seats: number[] = [];
    this.pairOfPerson.forEach((held, who) => {
      if (held < 0) return;
      for (let by = firstOfPerson[who]!, end = firstOfPerson[who + 1]!; by < end; by++) {
        if (lossOfPair[by]! - lossOfPair[held]! > mostLoss) continue;
        const seat = seatOfWay(who, seatOfPair[by]!);
        if (seat < 0) continue;
        pairs.push(by);
        people.push(who);
        seats.push(seat);
      }
    });
    const { items, firstOfBucket } = inBuckets(Int32Array.from(seats), costOfSeat.length);
    return { firstOfSeat: firstOfBucket, person: items.map((way) => people[way]!), pair: items.map((way) => pairs[way]!) };
  }

  /** A person who may go by the pair `to` where the partner sits, who may go `back` to where the person sits: a swap where they are paid from different rows. */
  private meet(person: number, to: number, partner: number, back: number, reach: number, swaps: PurseSwap[]): void {
    const { seatOfPair, costOfSeat, rowOfPerson, lossOfPair } = this.lists;
    const [held, left] = [this.pairOfPerson[person]!, this.pairOfPerson[partner]!];
    const loss = lossOfPair[to]! - lossOfPair[held]! + lossOfPair[back]! - lossOfPair[left]!;
    if (loss > reach || rowOfPerson[partner] === rowOfPerson[person]) return;
    swaps.push({
      giver: rowOfPerson[person]!,
      taker: rowOfPerson[partner]!,
      gain: costOfSeat[seatOfPair[held]!]! - costOfSeat[seatOfPair[to]!]!,
      loss,
      persons: [person, partner],
      before: [held, left],
      after: [to, back],
    });
  }
}
