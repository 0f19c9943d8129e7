import { viewsFrom } from '../basics/views.js';
import { leastPairsOfPart } from './matching-parts.js';
import { type Matching, solveMatching } from './matching.js';

/** People, seats and pairs that a desk has room for. */
export interface DeskSizes {
  readonly personCount: number;
  readonly seatCount: number;
  readonly pairCount: number;
}

/** Words of the head; what was laid out last stands in the first five, and the rest is only ever changed by `Atomics`. */
const word = {
  laidOut: 0,
  personCount: 1,
  seatCount: 2,
  pairCount: 3,
  partCount: 4,
  round: 5,
  left: 6,
  answered: 7,
  pulse: 8,
  isClosed: 9,
  isClaimed: 10,
};
const headWords = 16;
/** How a part was answered in the round. */
const state = { open: 0, solved: 1, failed: 2 };
/** How a round starts. */
export const startKind = { zero: 0, prices: 1, pricesAndSteps: 2 };

/** A companion looks up from waiting this often. */
const waitMs = 20;
/** Who waits for companions gives them up after so many waits without a sign of life. */
const waitMsForAnswer = 5;
const mostSilentWaits = 400;

/**
 * A matching cut into parts, in one shared buffer: its shape stays while round by round values and start prices are written, threads draw part after part
 * and write what they find beside them. So nothing is sent but a word, and a round is a barrier that ends when all parts are answered, whoever solved them:
 * the answer is the same with one thread or several.
 * Layout: a head of words; then doubles, then words.
 */
export class MatchingDesk {
  readonly partCount: number;
  /** In the order of the matching: each part gathers its own. */
  readonly valueOfPair: Float64Array;
  readonly startPriceOfSeat: Float64Array;
  readonly priceOfSeat: Float64Array;
  readonly surplusOfPerson: Float64Array;
  private valuesOfPart = new Float64Array(0);
  private readonly valueOfPart: Float64Array;
  private readonly boundOfPart: Float64Array;
  /** First step and last step of a start with an auction; 0: none is set. */
  private readonly steps: Float64Array;
  private readonly head: Int32Array;
  private readonly laidOut: number;
  private readonly start: Int32Array;
  readonly firstPersonOfPart: Int32Array;
  readonly firstSeatOfPart: Int32Array;
  readonly firstPairOfPart: Int32Array;
  private readonly stateOfPart: Int32Array;
  private readonly isContendedPart: Int32Array;
  /** Where the pairs of a person begin in the order of the matching. */
  readonly placeOfPerson: Int32Array;
  /** Within its part: that of the part's first person is 0. Each part has one entry more than people. */
  readonly firstPairOfPerson: Int32Array;
  /** Numbers of seats within the part. */
  readonly seatOfPair: Int32Array;
  readonly upperOfSeat: Int32Array;
  readonly startPairOfPerson: Int32Array;
  /** Numbers of pairs within the part; −1: unplaced. */
  readonly pairOfPerson: Int32Array;

  /** Reads a desk that was laid out before. */
  constructor(readonly buffer: SharedArrayBuffer) {
    this.head = new Int32Array(buffer, 0, headWords);
    const [personCount, seatCount, pairCount, partCount] = [word.personCount, word.seatCount, word.pairCount, word.partCount].map(
      (at) => this.head[at]!,
    ) as [number, number, number, number];
    this.partCount = partCount;
    this.laidOut = Atomics.load(this.head, word.laidOut);
    const { doubles, words } = viewsFrom(buffer, 4 * headWords);
    this.valueOfPair = doubles(pairCount);
    this.startPriceOfSeat = doubles(seatCount);
    this.priceOfSeat = doubles(seatCount);
    this.surplusOfPerson = doubles(personCount);
    this.valueOfPart = doubles(partCount);
    this.boundOfPart = doubles(partCount);
    this.steps = doubles(2);
    this.start = words(1);
    this.firstPersonOfPart = words(partCount + 1);
    this.firstSeatOfPart = words(partCount + 1);
    this.firstPairOfPart = words(partCount + 1);
    this.stateOfPart = words(partCount);
    this.isContendedPart = words(partCount);
    this.placeOfPerson = words(personCount);
    this.firstPairOfPerson = words(personCount + partCount);
    this.seatOfPair = words(pairCount);
    this.upperOfSeat = words(seatCount);
    this.startPairOfPerson = words(personCount);
    this.pairOfPerson = words(personCount);
  }

  /** Bytes that hold every matching of a problem of these sizes, laid out. */
  static bytesOf({ personCount, seatCount, pairCount }: DeskSizes): number {
    const partCount = Math.floor(pairCount / leastPairsOfPart) + 1;
    // Pairs without a seat row share one more.
    const mostSeats = seatCount + 1;
    const doubles = pairCount + 2 * mostSeats + personCount + 2 * partCount + 2;
    const words = headWords + 1 + 6 * partCount + 3 + 4 * personCount + pairCount + mostSeats;
    return 8 * doubles + 4 * words;
  }

  /** A desk for a matching of these sizes; its shape is to be written before the first round. */
  static layOut({ personCount, seatCount, pairCount }: DeskSizes, partCount: number, buffer: SharedArrayBuffer): MatchingDesk {
    const words = new Int32Array(buffer, 0, headWords);
    words.set([personCount, seatCount, pairCount, partCount], word.personCount);
    Atomics.add(words, word.laidOut, 1);
    return new MatchingDesk(buffer);
  }

  /** The same desk in a buffer that nobody else knows; the old one is closed. */
  taken(): MatchingDesk {
    const buffer = new SharedArrayBuffer(this.buffer.byteLength);
    new Uint8Array(buffer).set(new Uint8Array(this.buffer));
    closeDesk(this.buffer);
    return new MatchingDesk(buffer);
  }

  get isClosed(): boolean {
    return Atomics.load(this.head, word.isClosed) !== 0;
  }

  /** Whether this is still what is laid out in the buffer. */
  get isCurrent(): boolean {
    return Atomics.load(this.head, word.laidOut) === this.laidOut;
  }

  /** Lets everybody draw: values, and what a start needs, are written. */
  open(start: number, startStep = 0, lastStep = 0): void {
    this.start[0] = start;
    this.steps.set([startStep, lastStep]);
    this.stateOfPart.fill(state.open);
    Atomics.store(this.head, word.answered, 0);
    Atomics.store(this.head, word.left, this.partCount);
    Atomics.add(this.head, word.round, 1);
    Atomics.notify(this.head, word.round);
  }

  /** Whoever draws a part has to answer it; −1: none is left. */
  draw(): number {
    const left = Atomics.sub(this.head, word.left, 1);
    // Laid out anew only between rounds: what the head says holds for what was drawn.
    return left > 0 ? this.head[word.partCount]! - left : -1;
  }

  /** Solves a part and writes what was found. */
  solve(part: number, shouldStop: () => boolean): void {
    const [person, endPerson] = [this.firstPersonOfPart[part]!, this.firstPersonOfPart[part + 1]!];
    const [seat, endSeat] = [this.firstSeatOfPart[part]!, this.firstSeatOfPart[part + 1]!];
    const [pair, endPair] = [this.firstPairOfPart[part]!, this.firstPairOfPart[part + 1]!];
    const start = this.start[0]!;
    const [startStep, lastStep] = [this.steps[0]!, this.steps[1]!];
    const matching: Matching = solveMatching(
      {
        personCount: endPerson - person,
        seatCount: endSeat - seat,
        firstPairOfPerson: this.firstPairOfPerson.subarray(person + part, endPerson + part + 1),
        seatOfPair: this.seatOfPair.subarray(pair, endPair),
        upperOfSeat: this.upperOfSeat.subarray(seat, endSeat),
        valueOfPair: this.gathered(part),
        ...(start !== startKind.zero && {
          startPriceOfSeat: this.startPriceOfSeat.subarray(seat, endSeat),
          startPairOfPerson: this.startPairOfPerson.subarray(person, endPerson),
        }),
        ...(start === startKind.pricesAndSteps && { startStep, ...(lastStep > 0 && { lastStep }) }),
      },
      { shouldStop },
    );
    this.pairOfPerson.set(matching.pairOfPerson, person);
    this.priceOfSeat.set(matching.priceOfSeat, seat);
    this.surplusOfPerson.set(matching.surplusOfPerson, person);
    this.valueOfPart[part] = matching.value;
    this.boundOfPart[part] = matching.bound;
    this.isContendedPart[part] = matching.isContended ? 1 : 0;
    this.answer(part, state.solved);
  }

  /** The values of a part's pairs; good until the next part. */
  private gathered(part: number): Float64Array {
    const { valueOfPair, placeOfPerson, firstPairOfPerson } = this;
    const count = this.firstPairOfPart[part + 1]! - this.firstPairOfPart[part]!;
    if (this.valuesOfPart.length < count) this.valuesOfPart = new Float64Array(count);
    const values = this.valuesOfPart.subarray(0, count);
    for (let person = this.firstPersonOfPart[part]!; person < this.firstPersonOfPart[part + 1]!; person++) {
      const first = firstPairOfPerson[person + part]!;
      const from = placeOfPerson[person]! - first;
      for (let pair = first, end = firstPairOfPerson[person + part + 1]!; pair < end; pair++) values[pair] = valueOfPair[from + pair]!;
    }
    return values;
  }

  /** As `solve`; a part that fails is left to whoever reads the answers. */
  trySolve(part: number, shouldStop: () => boolean): void {
    try {
      this.solve(part, shouldStop);
    } catch {
      this.answer(part, state.failed);
    }
  }

  private answer(part: number, how: number): void {
    Atomics.store(this.stateOfPart, part, how);
    Atomics.add(this.head, word.answered, 1);
    Atomics.notify(this.head, word.answered);
  }

  isSolved(part: number): boolean {
    return Atomics.load(this.stateOfPart, part) === state.solved;
  }

  /** Waits until every part is answered; false: those who drew the last ones give no sign of life. */
  isAnswered(): boolean {
    let pulse = -1;
    let silent = 0;
    for (let answered = 0; ; ) {
      answered = Atomics.load(this.head, word.answered);
      if (answered >= this.partCount) return true;
      const heard = Atomics.load(this.head, word.pulse);
      silent = heard === pulse ? silent + 1 : 0;
      if (silent > mostSilentWaits) return false;
      pulse = heard;
      Atomics.wait(this.head, word.answered, answered, waitMsForAnswer);
    }
  }

  /** Totals of all parts, exact. Throws RangeError where they are not. */
  sums(): Pick<Matching, 'value' | 'bound' | 'isContended'> {
    let [value, bound] = [0, 0];
    for (let part = 0; part < this.partCount; part++) {
      value += this.valueOfPart[part]!;
      bound += this.boundOfPart[part]!;
    }
    if (!Number.isSafeInteger(bound)) throw new RangeError(`matching: the values may sum to ${bound}, beyond 2^53`);
    return { value, bound, isContended: this.isContendedPart.includes(1) };
  }

  /** Sleeps until the next round, but not for long; the number of the round. */
  nextRound(round: number): number {
    Atomics.wait(this.head, word.round, round, waitMs);
    return Atomics.load(this.head, word.round);
  }

  /** Says that a companion is alive. */
  beat(): void {
    Atomics.add(this.head, word.pulse, 1);
  }
}

/** Nobody has worked at a desk in this buffer, nor will before it is claimed. */
export function clearDesk(buffer: SharedArrayBuffer): void {
  new Int32Array(buffer, 0, headWords).fill(0);
}

/** Only the first who claims a desk may lay out matchings there. */
export function claimDesk(buffer: SharedArrayBuffer): boolean {
  return Atomics.compareExchange(new Int32Array(buffer, 0, headWords), word.isClaimed, 0, 1) === 0;
}

/** No matching is laid out here any more: companions go. */
export function closeDesk(buffer: SharedArrayBuffer): void {
  const words = new Int32Array(buffer, 0, headWords);
  Atomics.store(words, word.isClosed, 1);
  Atomics.notify(words, word.round);
}

/** What a thread beside the owner of a desk does until the desk is closed or it has to stop: it solves parts of every round. */
export function accompany(buffer: SharedArrayBuffer, shouldStop: () => boolean): void {
  let desk = new MatchingDesk(buffer);
  const mustStop = (): boolean => {
    desk.beat();
    return shouldStop();
  };
  for (let round = 0; !desk.isClosed && !shouldStop(); ) {
    const next = desk.nextRound(round);
    if (next === round) continue;
    round = next;
    for (let part = desk.draw(); part >= 0; part = desk.draw()) {
      if (!desk.isCurrent) desk = new MatchingDesk(buffer);
      desk.trySolve(part, mustStop);
    }
  }
}
