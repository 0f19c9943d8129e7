import { NodeHeap } from './heap.js';
import type { MatchingState } from './state.js';

/**
 * Makes plan and prices exactly optimal from any prices ≥ 0; see `matching.ts` for the three conditions.
 * Path searches run over seat rows: a person is reached through the seat row that holds it, at the same distance.
 */
export function repair(state: MatchingState): void {
  settle(state);
  const search = new Search(state.seatCount);
  for (let person = 0; person < state.personCount; person++) {
    if (state.pairOfPerson[person]! < 0 && state.surplusOfPerson[person]! > 0) {
      placeOrRelease(state, search, person);
      if (stopped(state, person)) return;
    }
  }
  let into: PairsIntoSeats | null = null;
  for (let seat = 0; seat < state.seatCount; seat++) {
    while (state.priceOfSeat[seat]! > 0 && state.takenOfSeat[seat]! < state.firstSlotOfSeat[seat + 1]! - state.firstSlotOfSeat[seat]!) {
      into ??= pairsIntoSeats(state);
      fillOrCheapen(state, search, into, seat);
      if (stopped(state, seat)) return;
    }
  }
}

function stopped(state: MatchingState, at: number): boolean {
  return (at & 255) === 0 && state.shouldStop();
}

/** Surpluses from the prices; keeps the placed pairs that are tight. */
function settle(state: MatchingState): void {
  const {
    personCount,
    firstPairOfPerson,
    seatOfPair,
    valueOfPair,
    firstSlotOfSeat,
    personOfSlot,
    takenOfSeat,
    priceOfSeat,
    pairOfPerson,
    slotOfPerson,
    surplusOfPerson,
  } = state;
  for (let seat = 0; seat < state.seatCount; seat++) {
    // A price on a seat row with fewer pairs than seats says nothing; it would never be met by a full row.
    if (firstSlotOfSeat[seat + 1]! - firstSlotOfSeat[seat]! < state.upperOfSeat[seat]!) priceOfSeat[seat] = 0;
  }
  takenOfSeat.fill(0);
  for (let person = 0; person < personCount; person++) {
    let surplus = 0;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const here = valueOfPair[pair]! - priceOfSeat[seatOfPair[pair]!]!;
      if (here > surplus) surplus = here;
    }
    surplusOfPerson[person] = surplus;
    const pair = pairOfPerson[person]!;
    if (pair < 0) continue;
    const seat = seatOfPair[pair]!;
    if (valueOfPair[pair]! - priceOfSeat[seat]! < surplus) {
      pairOfPerson[person] = -1;
      continue;
    }
    const slot = firstSlotOfSeat[seat]! + takenOfSeat[seat]!++;
    personOfSlot[slot] = person;
    slotOfPerson[person] = slot;
  }
}

/** Work arrays of the path searches; at rest between two searches: distances infinite, heap empty. */
class Search {
  readonly distanceOfSeat: Float64Array;
  /** Forward: the pair that leads into the seat row. Backward: the pair that a person of the seat row would rather take. */
  readonly pairOfSeat: Int32Array;
  /** The person of that pair. */
  readonly personOfSeat: Int32Array;
  readonly heap: NodeHeap;
  readonly reached: Int32Array;
  reachedCount = 0;
  readonly done: Int32Array;
  doneCount = 0;

  constructor(seatCount: number) {
    this.distanceOfSeat = new Float64Array(seatCount).fill(Number.POSITIVE_INFINITY);
    this.pairOfSeat = new Int32Array(seatCount);
    this.personOfSeat = new Int32Array(seatCount);
    this.heap = new NodeHeap(this.distanceOfSeat);
    this.reached = new Int32Array(seatCount);
    this.done = new Int32Array(seatCount);
  }

  /** Notes a shorter way to a seat row. */
  reach(seat: number, distance: number, pair: number, person: number): void {
    if (this.distanceOfSeat[seat] === Number.POSITIVE_INFINITY) this.reached[this.reachedCount++] = seat;
    this.distanceOfSeat[seat] = distance;
    this.pairOfSeat[seat] = pair;
    this.personOfSeat[seat] = person;
    this.heap.push(seat);
  }

  /** The nearest seat row below the limit, now done; −1 where there is none. */
  next(limit: number): number {
    const seat = this.heap.popBelow(limit);
    if (seat >= 0) this.done[this.doneCount++] = seat;
    return seat;
  }

  rest(): void {
    for (let at = 0; at < this.reachedCount; at++) this.distanceOfSeat[this.reached[at]!] = Number.POSITIVE_INFINITY;
    this.reachedCount = 0;
    this.doneCount = 0;
    this.heap.clear();
  }
}

/**
 * Forward Dijkstra from an unplaced person with positive surplus, over reduced costs, to the nearest of: a spare seat, a person who may as well be
 * left out (its surplus is the last leg), or staying unplaced oneself.
 */
function placeOrRelease(state: MatchingState, search: Search, source: number): void {
  const {
    firstPairOfPerson,
    seatOfPair,
    valueOfPair,
    firstSlotOfSeat,
    personOfSlot,
    takenOfSeat,
    priceOfSeat,
    pairOfPerson,
    surplusOfPerson,
  } = state;
  const { distanceOfSeat, pairOfSeat, personOfSeat } = search;
  let limit = surplusOfPerson[source]!;
  let endPerson = source;
  let endPair = -1;
  let base = 0;
  let person = source;
  let slot = 0;
  let slotEnd = 0;
  for (;;) {
    const offset = base + surplusOfPerson[person]!;
    if (offset < limit) {
      limit = offset;
      endPerson = person;
      endPair = -1;
    }
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const seat = seatOfPair[pair]!;
      const distance = offset - (valueOfPair[pair]! - priceOfSeat[seat]!);
      if (distance >= limit) continue;
      if (takenOfSeat[seat]! < firstSlotOfSeat[seat + 1]! - firstSlotOfSeat[seat]!) {
        limit = distance;
        endPerson = person;
        endPair = pair;
      } else if (distance < distanceOfSeat[seat]!) search.reach(seat, distance, pair, person);
    }
    if (limit <= base) break;
    while (slot === slotEnd) {
      const seat = search.next(limit);
      if (seat < 0) break;
      base = distanceOfSeat[seat]!;
      slot = firstSlotOfSeat[seat]!;
      slotEnd = slot + takenOfSeat[seat]!;
    }
    if (slot === slotEnd) break;
    person = personOfSlot[slot++]!;
  }

  // Prices: whatever is nearer than the end rises by the difference, and the surplus of the people there falls.
  surplusOfPerson[source] = surplusOfPerson[source]! - limit;
  for (let at = 0; at < search.doneCount; at++) {
    const seat = search.done[at]!;
    const rise = limit - distanceOfSeat[seat]!;
    priceOfSeat[seat] = priceOfSeat[seat]! + rise;
    for (let held = firstSlotOfSeat[seat]!, end = held + takenOfSeat[seat]!; held < end; held++) {
      const holder = personOfSlot[held]!;
      surplusOfPerson[holder] = surplusOfPerson[holder]! - rise;
    }
  }

  // Plan: each person of the path moves into the slot that the next one leaves.
  let free: number;
  if (endPair >= 0) {
    const seat = seatOfPair[endPair]!;
    free = firstSlotOfSeat[seat]! + takenOfSeat[seat]!++;
  } else {
    if (endPerson === source) {
      search.rest();
      return;
    }
    // The end person goes; who comes takes its slot.
    const seat = seatOfPair[pairOfPerson[endPerson]!]!;
    free = state.slotOfPerson[endPerson]!;
    pairOfPerson[endPerson] = -1;
    endPair = pairOfSeat[seat]!;
    endPerson = personOfSeat[seat]!;
  }
  shift(state, search, source, endPerson, endPair, free);
  search.rest();
}

/** Moves the people of a forward path, last first: each into the slot that is free, freeing its own. */
function shift(state: MatchingState, search: Search, source: number, person: number, pair: number, slot: number): void {
  const { seatOfPair, pairOfPerson, slotOfPerson } = state;
  for (;;) {
    const left = pairOfPerson[person]!;
    const leftSlot = slotOfPerson[person]!;
    put(state, person, pair, slot);
    if (person === source) return;
    const seat = seatOfPair[left]!;
    pair = search.pairOfSeat[seat]!;
    person = search.personOfSeat[seat]!;
    slot = leftSlot;
  }
}

/** The pairs into each seat row, with their people. */
interface PairsIntoSeats {
  readonly firstOfSeat: Int32Array;
  readonly pair: Int32Array;
  readonly person: Int32Array;
}

function pairsIntoSeats(state: MatchingState): PairsIntoSeats {
  const { personCount, seatCount, firstPairOfPerson, seatOfPair } = state;
  const pairCount = firstPairOfPerson[personCount]!;
  const firstOfSeat = new Int32Array(seatCount + 1);
  for (let pair = 0; pair < pairCount; pair++) firstOfSeat[seatOfPair[pair]! + 1]!++;
  for (let seat = 0; seat < seatCount; seat++) firstOfSeat[seat + 1]! += firstOfSeat[seat]!;
  const next = firstOfSeat.slice();
  const pairs = new Int32Array(pairCount);
  const people = new Int32Array(pairCount);
  for (let person = 0; person < personCount; person++) {
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const at = next[seatOfPair[pair]!]!++;
      pairs[at] = pair;
      people[at] = person;
    }
  }
  return { firstOfSeat, pair: pairs, person: people };
}

/**
 * Backward Dijkstra from a seat row with a spare seat and a positive price, to the nearest of: an unplaced person who would fill it, a seat row
 * further on whose price may fall to zero (its price is the last leg), or its own price falling to zero.
 */
function fillOrCheapen(state: MatchingState, search: Search, into: PairsIntoSeats, source: number): void {
  const { seatOfPair, valueOfPair, firstSlotOfSeat, personOfSlot, takenOfSeat, priceOfSeat, pairOfPerson, surplusOfPerson } = state;
  const { distanceOfSeat } = search;
  let limit = priceOfSeat[source]!;
  let endSeat = source;
  let endPerson = -1;
  let endPair = -1;
  search.reach(source, 0, -1, -1);
  for (let seat = search.next(limit); seat >= 0; seat = search.next(limit)) {
    const base = distanceOfSeat[seat]!;
    if (base + priceOfSeat[seat]! < limit) {
      limit = base + priceOfSeat[seat]!;
      endSeat = seat;
      endPerson = -1;
    }
    const offset = base + priceOfSeat[seat]!;
    for (let at = into.firstOfSeat[seat]!, end = into.firstOfSeat[seat + 1]!; at < end; at++) {
      const person = into.person[at]!;
      const pair = into.pair[at]!;
      const distance = offset + surplusOfPerson[person]! - valueOfPair[pair]!;
      if (distance >= limit) continue;
      const held = pairOfPerson[person]!;
      if (held < 0) {
        limit = distance;
        endSeat = seat;
        endPerson = person;
        endPair = pair;
      } else {
        const other = seatOfPair[held]!;
        if (distance < distanceOfSeat[other]!) search.reach(other, distance, pair, person);
      }
    }
    if (limit <= base) break;
  }

  for (let at = 0; at < search.doneCount; at++) {
    const seat = search.done[at]!;
    const fall = limit - distanceOfSeat[seat]!;
    priceOfSeat[seat] = priceOfSeat[seat]! - fall;
    for (let held = firstSlotOfSeat[seat]!, end = held + takenOfSeat[seat]!; held < end; held++) {
      const holder = personOfSlot[held]!;
      surplusOfPerson[holder] = surplusOfPerson[holder]! + fall;
    }
  }

  moveTowards(state, search, source, endSeat, endPerson, endPair);
  search.rest();
}

/** Plan of a backward path: from its end to its source each person moves one seat row on, into the slot that is left there. */
function moveTowards(state: MatchingState, search: Search, source: number, endSeat: number, endPerson: number, endPair: number): void {
  const { seatOfPair, firstSlotOfSeat, personOfSlot, takenOfSeat, slotOfPerson } = state;
  let seat = endSeat;
  let person = endPerson;
  let pair = endPair;
  while (seat !== source) {
    const leaver = search.personOfSeat[seat]!;
    const slot = slotOfPerson[leaver]!;
    if (person < 0) {
      const last = personOfSlot[firstSlotOfSeat[seat]! + --takenOfSeat[seat]!]!;
      personOfSlot[slot] = last;
      slotOfPerson[last] = slot;
    } else put(state, person, pair, slot);
    person = leaver;
    pair = search.pairOfSeat[seat]!;
    seat = seatOfPair[pair]!;
  }
  if (person >= 0) put(state, person, pair, firstSlotOfSeat[source]! + takenOfSeat[source]!++);
}

function put(state: MatchingState, person: number, pair: number, slot: number): void {
  state.pairOfPerson[person] = pair;
  state.slotOfPerson[person] = slot;
  state.personOfSlot[slot] = person;
}
