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

/** People in seats who change places with each other, and by how much each row is then above its limit. */
export class PurseSwaps {
  readonly pairOfPerson: Int32Array;
  readonly excessOfRow: Float64Array;
  private readonly firstPlaceOfSeat: Int32Array;
  private readonly personOfPlace: Int32Array;
  private readonly placeOfPerson: Int32Array;

  constructor(
    private readonly lists: PurseLists,
    pairOfPerson: Int32Array,
    excessOfRow: Float64Array,
  ) {
    const seatCount = lists.costOfSeat.length;
    this.pairOfPerson = pairOfPerson.slice();
    this.excessOfRow = excessOfRow.slice();
    this.firstPlaceOfSeat = new Int32Array(seatCount + 1);
    for (const pair of pairOfPerson) if (pair >= 0) this.firstPlaceOfSeat[lists.seatOfPair[pair]! + 1]!++;
    for (let seat = 0; seat < seatCount; seat++) this.firstPlaceOfSeat[seat + 1]! += this.firstPlaceOfSeat[seat]!;
    const next = this.firstPlaceOfSeat.slice();
    this.personOfPlace = new Int32Array(this.firstPlaceOfSeat[seatCount]!);
    this.placeOfPerson = new Int32Array(pairOfPerson.length).fill(-1);
    pairOfPerson.forEach((pair, person) => {
      if (pair < 0) return;
      const place = next[lists.seatOfPair[pair]!]!++;
      this.personOfPlace[place] = person;
      this.placeOfPerson[person] = place;
    });
  }

  /** All that lose no more than `reach` together and on either side, those first that lose least. */
  within(reach: number): PurseSwap[] {
    const { firstOfPerson, seatOfPair, costOfSeat, lossOfPair } = this.lists;
    const swaps: PurseSwap[] = [];
    this.pairOfPerson.forEach((held, person) => {
      if (held < 0) return;
      for (let to = firstOfPerson[person]!; to < firstOfPerson[person + 1]!; to++) {
        const isCheaper = costOfSeat[seatOfPair[to]!]! < costOfSeat[seatOfPair[held]!]!;
        if (isCheaper && lossOfPair[to]! - lossOfPair[held]! <= reach) this.partners(person, held, to, reach, swaps);
      }
    });
    return swaps.sort((a, b) => a.loss - b.loss || a.persons[0] - b.persons[0] || a.persons[1] - b.persons[1]);
  }

  /** Are both people still where they were when it was found? */
  isOpen({ persons, before }: PurseSwap): boolean {
    return this.pairOfPerson[persons[0]] === before[0] && this.pairOfPerson[persons[1]] === before[1];
  }

  apply({ giver, taker, gain, persons, after }: PurseSwap): void {
    const [place, other] = [this.placeOfPerson[persons[0]]!, this.placeOfPerson[persons[1]]!];
    this.sit(persons[0], after[0], other);
    this.sit(persons[1], after[1], place);
    this.excessOfRow[giver] = this.excessOfRow[giver]! - gain;
    this.excessOfRow[taker] = this.excessOfRow[taker]! + gain;
  }

  private sit(person: number, pair: number, place: number): void {
    this.pairOfPerson[person] = pair;
    this.placeOfPerson[person] = place;
    this.personOfPlace[place] = person;
  }

  /** Swaps with those in the seat that a pair leads to. */
  private partners(person: number, held: number, to: number, reach: number, swaps: PurseSwap[]): void {
    const { firstOfPerson, seatOfPair, costOfSeat, rowOfPerson, lossOfPair } = this.lists;
    const [seat, other] = [seatOfPair[held]!, seatOfPair[to]!];
    const own = lossOfPair[to]! - lossOfPair[held]!;
    for (let place = this.firstPlaceOfSeat[other]!; place < this.firstPlaceOfSeat[other + 1]!; place++) {
      const partner = this.personOfPlace[place]!;
      if (rowOfPerson[partner] === rowOfPerson[person]) continue;
      const left = this.pairOfPerson[partner]!;
      for (let back = firstOfPerson[partner]!; back < firstOfPerson[partner + 1]!; back++) {
        if (seatOfPair[back] !== seat) continue;
        const loss = own + lossOfPair[back]! - lossOfPair[left]!;
        if (loss > reach) continue;
        swaps.push({
          giver: rowOfPerson[person]!,
          taker: rowOfPerson[partner]!,
          gain: costOfSeat[seat]! - costOfSeat[other]!,
          loss,
          persons: [person, partner],
          before: [held, left],
          after: [to, back],
        });
      }
    }
  }
}
