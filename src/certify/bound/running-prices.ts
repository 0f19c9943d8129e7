import type { Constraints } from '../../model/types.js';
import type { Prices } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { addressed, limitOf, ProofFault, sharesOfRows, untightened } from './prices.js';

const exact = 2 ** 53;
/** Pairs looked at between two pauses. */
const stretch = 1 << 15;

/**
 * The prices of a walk's refusals, of which few change from one refusal to the next. What the rows and what each person's pairs add to the sum of weak
 * duality is kept, so that a change costs a look at the people whom it touches (100,000 people, 800 refusals: 0.3 s; each by itself would take a look at 2 million pairs).
 * Only for pairs, all numbers below 2^53. The limits of people only rise from refusal to refusal, which makes sums that were formed before weaker, never false.
 */
export class RunningPrices {
  private readonly personsOfSeat: PersonsOfSeats;
  private readonly gainOfPerson: Float64Array;
  private readonly shareOfAddress: Float64Array;
  private readonly stampOfPerson: Int32Array;
  private stamp = 0;
  private total = 0;
  private size = 0;

  private constructor(
    private readonly constraints: Constraints,
    private readonly price: Float64Array,
    private readonly shareOfPair: Float64Array | null,
  ) {
    this.personsOfSeat = personsOfSeats(constraints);
    this.gainOfPerson = new Float64Array(constraints.personCount);
    this.shareOfAddress = new Float64Array(price.length);
    this.stampOfPerson = new Int32Array(constraints.personCount);
  }

  /** Throws ProofFault for prices that are none of the problem, as a leaf does. */
  static *start(constraints: Constraints, prices: Prices): Slices<RunningPrices> {
    if (constraints.columnCount > constraints.pairCount) throw new ProofFault('prices change beside columns that are no pairs');
    expectPlain(prices);
    const price = addressed(constraints, prices);
    const ofRows = yield* sharesOfRows(constraints, price);
    if (ofRows !== null && ofRows.largest >= exact / 4) throw new ProofFault('prices that change are too large');
    const running = new RunningPrices(constraints, price, ofRows === null ? null : ofRows.share);
    for (let address = 0; address < price.length; address++) if (price[address] !== 0) running.charge(constraints, address);
    let until = stretch;
    for (let person = 0; person < constraints.personCount; person++) {
      running.weigh(person);
      if (constraints.firstPairOfPerson[person + 1]! < until) continue;
      until = constraints.firstPairOfPerson[person + 1]! + stretch;
      yield;
    }
    return running;
  }

  /** Replaces prices of people and seats; `constraints`: with the people kept by now. */
  change(constraints: Constraints, prices: Prices): void {
    expectPlain(prices);
    const { rowOfPrice, priceOfRow } = prices;
    const { personCount, seatCount } = constraints;
    if (rowOfPrice.length !== priceOfRow.length) throw new ProofFault('prices and rows differ in number');
    for (let k = 0; k < rowOfPrice.length; k++) {
      const address = rowOfPrice[k]!;
      if (!(address >= 0 && address < personCount + seatCount)) throw new ProofFault('a price changes that is no person’s and no seat’s');
      if (!Number.isSafeInteger(priceOfRow[k]!)) throw new ProofFault(`the price of row ${address} is no whole number`);
      this.price[address] = priceOfRow[k]!;
      this.charge(constraints, address);
    }
    this.stamp++;
    for (const address of rowOfPrice) {
      if (address < personCount) {
        this.weighOnce(address);
        continue;
      }
      const { first, person } = this.personsOfSeat;
      for (let at = first[address - personCount]!; at < first[address - personCount + 1]!; at++) this.weighOnce(person[at]!);
    }
  }

  /** Do the prices show that none of these people can be placed? */
  refuse(persons: Int32Array, scale: number): boolean {
    if (!Number.isSafeInteger(scale) || scale < 1) throw new ProofFault('the scale of changed prices is no number above 0');
    let worth = 0;
    for (const person of persons) worth += this.worthOf(person, scale) - this.gainOfPerson[person]!;
    if (!(this.size + worth < exact)) throw new ProofFault('prices that change are too large');
    return this.total + worth < scale;
  }

  /** What the price of a row brings, on the limit that its sign asks for. */
  private charge(constraints: Constraints, address: number): void {
    const price = this.price[address]!;
    const share = price === 0 ? 0 : price * limitOf(constraints, address, price > 0, untightened);
    this.add(share - this.shareOfAddress[address]!, Math.abs(share));
    this.shareOfAddress[address] = share;
  }

  private weighOnce(person: number): void {
    if (this.stampOfPerson[person] === this.stamp) return;
    this.stampOfPerson[person] = this.stamp;
    this.weigh(person);
  }

  private weigh(person: number): void {
    const gain = this.worthOf(person, 0);
    const before = this.gainOfPerson[person]!;
    if (gain === before) return;
    this.add(gain - before, gain);
    this.gainOfPerson[person] = gain;
  }

  private add(change: number, size: number): void {
    this.size += Math.abs(change) + size;
    if (!(this.size < exact)) throw new ProofFault('prices that change are too large');
    this.total += change;
  }

  /** The most that a person's pairs can bring where each is worth `scale` before prices. */
  private worthOf(person: number, scale: number): number {
    const { firstPairOfPerson, seatOfPair, personCount } = this.constraints;
    const own = this.price[person]!;
    let sum = 0;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const seat = seatOfPair[pair]!;
      const ofSeat = seat < 0 ? 0 : this.price[personCount + seat]!;
      if (!(Math.abs(own) + Math.abs(ofSeat) < exact / 4)) throw new ProofFault('prices that change are too large');
      sum += Math.max(0, scale - own - ofSeat - (this.shareOfPair === null ? 0 : this.shareOfPair[pair]!));
    }
    return sum;
  }
}

interface PersonsOfSeats {
  readonly first: Int32Array;
  readonly person: Int32Array;
}

/** By the seats of pairs, which no step of a chain changes. */
const known = new WeakMap<Constraints['seatOfPair'], PersonsOfSeats>();

function personsOfSeats(constraints: Constraints): PersonsOfSeats {
  const { seatOfPair } = constraints;
  const before = known.get(seatOfPair);
  if (before !== undefined) return before;
  const made = listPersons(constraints);
  known.set(seatOfPair, made);
  return made;
}

function listPersons({ personCount, seatCount, firstPairOfPerson, seatOfPair }: Constraints): PersonsOfSeats {
  const first = new Int32Array(seatCount + 1);
  for (const seat of seatOfPair) if (seat >= 0) first[seat + 1]!++;
  for (let seat = 0; seat < seatCount; seat++) first[seat + 1]! += first[seat]!;
  const next = first.slice();
  const person = new Int32Array(first[seatCount]!);
  for (let who = 0; who < personCount; who++) {
    for (let pair = firstPairOfPerson[who]!; pair < firstPairOfPerson[who + 1]!; pair++)
      if (seatOfPair[pair]! >= 0) person[next[seatOfPair[pair]!]!++] = who;
  }
  return { first, person };
}

function expectPlain({ knapsackRows, groupRows }: Prices): void {
  if (knapsackRows !== undefined || groupRows !== undefined) throw new ProofFault('prices that change stand on rows alone');
}
