/** The people, pairs and seat rows of a matching; all numbers exact integers. */
export interface MatchingInput {
  readonly personCount: number;
  readonly seatCount: number;
  /** personCount + 1 entries. */
  readonly firstPairOfPerson: Int32Array;
  readonly seatOfPair: Int32Array;
  readonly upperOfSeat: Int32Array;
  /** Negative: never worth taking. */
  readonly valueOfPair: Float64Array | Int32Array;
  /** Start from these prices (whole numbers from 0 to 2^51) instead of an auction. */
  readonly startPriceOfSeat?: Float64Array;
  /** With start prices: they are off by about so much, so an auction goes on from them before the repair. */
  readonly startStep?: number;
  /** With a start step: finer rounds end here. Absent: at a part of the mean spread of values, which says nothing where start prices level large differences out. */
  readonly lastStep?: number;
  /** With start prices: a plan within the seats whose tight pairs are kept. */
  readonly startPairOfPerson?: Int32Array;
}

/**
 * What auction and repair share. The people in a seat row stand in its slots: firstSlotOfSeat[j] … + takenOfSeat[j] − 1.
 * A seat row never needs more slots than it has pairs.
 */
export interface MatchingState {
  readonly personCount: number;
  readonly seatCount: number;
  readonly firstPairOfPerson: Int32Array;
  readonly seatOfPair: Int32Array;
  readonly valueOfPair: Float64Array | Int32Array;
  readonly upperOfSeat: Int32Array;
  /** Seat rows · pairs into them, prefix sums; seatCount + 1 entries. */
  readonly firstSlotOfSeat: Int32Array;
  readonly personOfSlot: Int32Array;
  readonly takenOfSeat: Int32Array;
  readonly priceOfSeat: Float64Array;
  readonly pairOfPerson: Int32Array;
  readonly slotOfPerson: Int32Array;
  readonly surplusOfPerson: Float64Array;
  readonly shouldStop: () => boolean;
}

const largestValue = 2 ** 50;

/** Checks the numbers and lays out the arrays. Throws RangeError where exactness is not guaranteed. */
export function openState(input: MatchingInput, shouldStop: () => boolean): MatchingState {
  const { personCount, seatCount, firstPairOfPerson, seatOfPair, valueOfPair, upperOfSeat } = input;
  let total = 0;
  const isWhole = valueOfPair instanceof Int32Array;
  for (let person = 0; person < personCount; person++) {
    let best = 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const value = valueOfPair[pair]!;
      if (value > best) best = value;
      if (!isWhole && !(value <= largestValue && value >= -largestValue && Math.floor(value) === value))
        throw new RangeError(`matching: value ${value} is no whole number up to 2^50`);
    }
    total += best;
  }
  if (total > Number.MAX_SAFE_INTEGER) throw new RangeError(`matching: the values may sum to ${total}, beyond 2^53`);

  const slotsOfSeat = new Int32Array(seatCount + 1);
  const pairCount = firstPairOfPerson[personCount]!;
  for (let pair = 0; pair < pairCount; pair++) slotsOfSeat[seatOfPair[pair]!]!++;
  let slotCount = 0;
  for (let seat = 0; seat < seatCount; seat++) {
    const slots = Math.max(0, Math.min(slotsOfSeat[seat]!, upperOfSeat[seat]!));
    slotsOfSeat[seat] = slotCount;
    slotCount += slots;
  }
  slotsOfSeat[seatCount] = slotCount;
  const priceOfSeat = input.startPriceOfSeat === undefined ? new Float64Array(seatCount) : input.startPriceOfSeat.slice();
  for (const price of priceOfSeat)
    if (!(price >= 0 && price <= 2 * largestValue && Math.floor(price) === price))
      throw new RangeError(`matching: start price ${price} is no whole number from 0 to 2^51`);
  const startStep = input.startStep ?? 0;
  if (!(startStep >= 0 && startStep <= 2 * largestValue && Math.floor(startStep) === startStep))
    throw new RangeError(`matching: start step ${startStep} is no whole number from 0 to 2^51`);
  // Rows without seats are closed by a price that no pair is worth; it stands on a limit of 0 and costs the bound nothing.
  const isAnyClosed = upperOfSeat.some((upper) => upper <= 0);
  for (let pair = 0; isAnyClosed && pair < pairCount; pair++) {
    const seat = seatOfPair[pair]!;
    if (upperOfSeat[seat]! <= 0 && valueOfPair[pair]! > priceOfSeat[seat]!) priceOfSeat[seat] = valueOfPair[pair]!;
  }
  return {
    personCount,
    seatCount,
    firstPairOfPerson,
    seatOfPair,
    valueOfPair,
    upperOfSeat,
    firstSlotOfSeat: slotsOfSeat,
    personOfSlot: new Int32Array(slotCount),
    takenOfSeat: new Int32Array(seatCount),
    priceOfSeat,
    pairOfPerson: input.startPairOfPerson === undefined ? new Int32Array(personCount).fill(-1) : input.startPairOfPerson.slice(),
    slotOfPerson: new Int32Array(personCount),
    surplusOfPerson: new Float64Array(personCount),
    shouldStop,
  };
}
