import type { MatchingState } from './state.js';

/** Bids a person on average before the step grows, … */
const bidsBeforeGrowth = 4;
/** … and in the finer rounds, which are there to keep it small. */
const patience = 8;
/** The step doubles so often; where people still contend for the same seats after that, it takes longer strides. */
const doublings = 2;
const stride = 4;
/** A mask: so many bids between two looks at whether to stop. */
const bidsBetweenLooks = 2 ** 16 - 1;
/** The first step: this part of the mean spread of values inside a person's list. */
const firstStepPart = 1 / 300;
/** A finer round takes this part of the step at which the last one ended, … */
const refinement = 3;
/** … and starts from prices lower by so many of those steps. */
const retreat = 3;
/** Where there was contention, finer rounds end below the first step: they take less time than the repair they spare. */
const lastStepPart = 1 / 5;

/** Where the step grew by more than this factor, an auction is much dearer than going on from near prices. */
const contention = 16;

/**
 * Forward auction, coarse first. The first round starts from zero prices with a step that grows after each 4n bids and is never reset inside a
 * round: contention is broken early. Where that left the step coarse, finer rounds follow from lowered prices; they take a tenth of the bids, and
 * without them the repair of 100,000 people who all want nearly the same took 44 s instead of 2 s. Precision is left to the repair.
 * True: there was much contention.
 */
export function auction(state: MatchingState): boolean {
  const first = firstStep(state);
  const ended = round(state, first, bidsBeforeGrowth);
  if (ended > first) refine(state, ended, first * lastStepPart);
  return ended > contention * first;
}

/** Goes on from prices that are off by about `step`, as the finer rounds of an auction do. */
export function auctionAgain(state: MatchingState, step: number, lastStep = firstStep(state) * lastStepPart): void {
  refine(state, step, lastStep);
}

/** Finer rounds after one that ended with the step `ended`. */
function refine(state: MatchingState, ended: number, lastStep: number): void {
  const last = Math.max(1, lastStep);
  while (ended > last) {
    const { priceOfSeat, upperOfSeat } = state;
    for (let seat = 0; seat < state.seatCount; seat++) {
      if (upperOfSeat[seat]! > 0) priceOfSeat[seat] = Math.max(0, priceOfSeat[seat]! - retreat * ended);
    }
    state.pairOfPerson.fill(-1);
    state.takenOfSeat.fill(0);
    const next = round(state, Math.max(1, Math.floor(ended / refinement)), patience);
    if (next >= ended || state.shouldStop()) return;
    ended = next;
  }
}

/**
 * One round. An unplaced person bids for the best opening at current prices, up to the value at which the second best (or staying unplaced) is as
 * good, plus a step. A full opening evicts its lowest bid; the price of an opening is its lowest held bid once it is full.
 * Leaves pairs, prices and taken seats behind; a person stays unplaced where nothing is worth its price. Returns the step at its end.
 */
function round(state: MatchingState, startStep: number, bidsOfPerson: number): number {
  const { personCount, firstPairOfPerson, seatOfPair, valueOfPair, firstSlotOfSeat, personOfSlot, takenOfSeat, priceOfSeat, pairOfPerson } =
    state;
  const bidOfSlot = new Float64Array(personOfSlot.length);
  const waiting = new Int32Array(personCount);
  let waitingCount = 0;
  for (let person = personCount - 1; person >= 0; person--) waiting[waitingCount++] = person;
  let step = startStep;
  let growths = 0;
  let bidsLeft = bidsOfPerson * personCount;

  while (waitingCount > 0) {
    const person = waiting[--waitingCount]!;
    let bestPair = -1;
    let best = 0;
    let second = 0;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const surplus = valueOfPair[pair]! - priceOfSeat[seatOfPair[pair]!]!;
      if (surplus > second) {
        if (surplus > best) {
          second = best;
          best = surplus;
          bestPair = pair;
        } else second = surplus;
      }
    }
    if (bestPair < 0) continue;
    const seat = seatOfPair[bestPair]!;
    const first = firstSlotOfSeat[seat]!;
    const size = firstSlotOfSeat[seat + 1]! - first;
    const bid = priceOfSeat[seat]! + (best - second) + step;
    const taken = takenOfSeat[seat]!;
    pairOfPerson[person] = bestPair;
    if (taken < size) {
      takenOfSeat[seat] = taken + 1;
      siftUp(bidOfSlot, personOfSlot, first, taken, bid, person);
    } else {
      const evicted = personOfSlot[first]!;
      pairOfPerson[evicted] = -1;
      waiting[waitingCount++] = evicted;
      siftDown(bidOfSlot, personOfSlot, first, size, bid, person);
    }
    if (takenOfSeat[seat] === size) priceOfSeat[seat] = bidOfSlot[first]!;
    if ((--bidsLeft & bidsBetweenLooks) === 0 && state.shouldStop()) break;
    if (bidsLeft === 0) {
      step *= ++growths > doublings ? stride : 2;
      bidsLeft = bidsOfPerson * personCount;
    }
  }
  return step;
}

/** A small part of the mean spread of the values in a list, at least 1: steps must not depend on the unit of the scores, nor on a bonus on all of them. */
export function firstStep(state: MatchingState): number {
  const { personCount, firstPairOfPerson, valueOfPair } = state;
  let sum = 0;
  let values = 0;
  let count = 0;
  for (let person = 0; person < personCount; person++) {
    const from = firstPairOfPerson[person]!;
    const end = firstPairOfPerson[person + 1]!;
    if (end - from < 2) continue;
    let least = valueOfPair[from]!;
    let most = least;
    for (let pair = from + 1; pair < end; pair++) {
      const value = valueOfPair[pair]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    sum += most - least;
    values += Math.max(0, most);
    count++;
  }
  // Lists of equal values say nothing but how far prices may have to rise.
  return count === 0 ? 1 : Math.max(1, Math.floor(((sum === 0 ? values : sum) / count) * firstStepPart));
}

/** Lowest bid first: a heap in the slots of one seat row. */
function siftUp(bidOfSlot: Float64Array, personOfSlot: Int32Array, first: number, at: number, bid: number, person: number): void {
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (bidOfSlot[first + above]! <= bid) break;
    bidOfSlot[first + at] = bidOfSlot[first + above]!;
    personOfSlot[first + at] = personOfSlot[first + above]!;
    at = above;
  }
  bidOfSlot[first + at] = bid;
  personOfSlot[first + at] = person;
}

/** Replaces the root. */
function siftDown(bidOfSlot: Float64Array, personOfSlot: Int32Array, first: number, size: number, bid: number, person: number): void {
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= size) break;
    if (below + 1 < size && bidOfSlot[first + below + 1]! < bidOfSlot[first + below]!) below++;
    if (bidOfSlot[first + below]! >= bid) break;
    bidOfSlot[first + at] = bidOfSlot[first + below]!;
    personOfSlot[first + at] = personOfSlot[first + below]!;
    at = below;
  }
  bidOfSlot[first + at] = bid;
  personOfSlot[first + at] = person;
}
