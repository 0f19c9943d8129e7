import type { MatchingState } from './state.js';

/** Bids a person on average before the step doubles. */
const bidsBeforeDoubling = 4;
/** The first step: this part of the mean spread of values inside a person's list. */
const firstStepPart = 1 / 300;
/** A finer round takes this part of the step at which the last one ended, … */
const refinement = 3;
/** … and starts from prices lower by so many of those steps. */
const retreat = 3;

/**
 * Forward auction, coarse first. The first round starts from zero prices with a step that doubles after each 4n bids and is never reset inside a
 * round: contention is broken early. Where that left the step coarse, finer rounds follow from lowered prices; they take a tenth of the bids, and
 * without them the repair of 100,000 people who all want nearly the same took 44 s instead of 2 s. Precision is left to the repair.
 */
export function auction(state: MatchingState): void {
  const first = firstStep(state);
  let ended = round(state, first);
  while (ended > first) {
    const { priceOfSeat, upperOfSeat } = state;
    for (let seat = 0; seat < state.seatCount; seat++) {
      if (upperOfSeat[seat]! > 0) priceOfSeat[seat] = Math.max(0, priceOfSeat[seat]! - retreat * ended);
    }
    state.pairOfPerson.fill(-1);
    state.takenOfSeat.fill(0);
    const next = round(state, Math.max(1, Math.floor(ended / refinement)));
    if (next >= ended || stopped(state)) return;
    ended = next;
  }
}

function stopped(state: MatchingState): boolean {
  return state.stopFlag !== null && Atomics.load(state.stopFlag, 0) !== 0;
}

/**
 * One round. An unplaced person bids for the best opening at current prices, up to the value at which the second best (or staying unplaced) is as
 * good, plus a step. A full opening evicts its lowest bid; the price of an opening is its lowest held bid once it is full.
 * Leaves pairs, prices and taken seats behind; a person stays unplaced where nothing is worth its price. Returns the step at its end.
 */
function round(state: MatchingState, startStep: number): number {
  const { personCount, firstPairOfPerson, seatOfPair, valueOfPair, firstSlotOfSeat, personOfSlot, takenOfSeat, priceOfSeat, pairOfPerson } =
    state;
  const bidOfSlot = new Float64Array(personOfSlot.length);
  const waiting = new Int32Array(personCount);
  let waitingCount = 0;
  for (let person = personCount - 1; person >= 0; person--) waiting[waitingCount++] = person;
  let step = startStep;
  let bidsLeft = bidsBeforeDoubling * personCount;

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
    if (--bidsLeft === 0) {
      if (stopped(state)) break;
      step *= 2;
      bidsLeft = bidsBeforeDoubling * personCount;
    }
  }
  return step;
}

/** A small part of the mean spread of the values in a list, at least 1: steps must not depend on the unit of the scores, nor on a bonus on all of them. */
export function firstStep(state: MatchingState): number {
  const { personCount, firstPairOfPerson, valueOfPair } = state;
  let sum = 0;
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
    count++;
  }
  return count === 0 ? 1 : Math.max(1, Math.floor((sum / count) * firstStepPart));
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
