import { MatchingDesk, startKind } from './matching-desk.js';
import { type MatchingParts, type MatchingShape, partsOf } from './matching-parts.js';
import { type Matching, type MatchingInput, type MatchingOptions, solveMatching } from './matching.js';

/** Solves matchings of one shape under changing values. */
export type Matcher = (input: MatchingInput, options?: MatchingOptions) => Matching;

/**
 * The matcher for a shape: in one piece, or part by part where it falls into parts that share no seat. Parts keep to few cache lines and each has
 * steps of its own in the auction (CPU of nine rounds of prices: 200,000 pairs 0.32 to 0.24 s, 2 million 2.3 to 1.4, 6 million 8.6 to 3.9); and companions, threads that know the
 * buffer (see `accompany`), solve parts too, with the same answer.
 */
export function matcherFor(shape: MatchingShape, buffer?: SharedArrayBuffer): Matcher {
  const parts = partsOf(shape);
  if (parts === null) return solveMatching;
  const parted = new PartedMatching(shape, parts, buffer);
  return (input, options) => parted.solve(input, options);
}

class PartedMatching {
  private desk: MatchingDesk;

  constructor(
    private readonly shape: MatchingShape,
    private readonly parts: MatchingParts,
    given?: SharedArrayBuffer,
  ) {
    const sizes = {
      personCount: parts.personAt.length,
      seatCount: parts.seatAt.length,
      pairCount: shape.firstPairOfPerson[shape.personCount]!,
    };
    const buffer = given ?? new SharedArrayBuffer(MatchingDesk.bytesOf(sizes));
    this.desk = MatchingDesk.layOut(sizes, parts.count, buffer);
    this.writeShape();
  }

  /** As `solveMatching`, for an input of the same shape. */
  solve(input: MatchingInput, { shouldStop = () => false }: MatchingOptions = {}): Matching {
    this.desk.valueOfPair.set(input.valueOfPair);
    this.openRound(input);
    const { desk } = this;
    for (let part = desk.draw(); part >= 0; part = desk.draw()) desk.trySolve(part, shouldStop);
    if (!desk.isAnswered()) this.desk = desk.taken();
    for (let part = 0; part < this.parts.count; part++) if (!this.desk.isSolved(part)) this.desk.solve(part, shouldStop);
    return this.answer();
  }

  private writeShape(): void {
    const { desk } = this;
    const { firstPairOfPerson, seatOfPair, upperOfSeat, seatCount } = this.shape;
    const { count, personAt, seatAt, firstPersonOfPart, firstSeatOfPart } = this.parts;
    desk.firstPersonOfPart.set(firstPersonOfPart);
    desk.firstSeatOfPart.set(firstSeatOfPart);
    const numberOfSeat = new Int32Array(seatCount);
    let pairs = 0;
    for (let part = 0; part < count; part++) {
      desk.firstPairOfPart[part] = pairs;
      for (let at = firstSeatOfPart[part]!; at < firstSeatOfPart[part + 1]!; at++) {
        numberOfSeat[seatAt[at]!] = at - firstSeatOfPart[part]!;
        desk.upperOfSeat[at] = upperOfSeat[seatAt[at]!]!;
      }
      desk.firstPairOfPerson[firstPersonOfPart[part]! + part] = 0;
      for (let at = firstPersonOfPart[part]!; at < firstPersonOfPart[part + 1]!; at++) {
        const person = personAt[at]!;
        desk.placeOfPerson[at] = firstPairOfPerson[person]!;
        for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
          desk.seatOfPair[pairs++] = numberOfSeat[seatOfPair[pair]!]!;
        desk.firstPairOfPerson[at + part + 1] = pairs - desk.firstPairOfPart[part]!;
      }
    }
    desk.firstPairOfPart[count] = pairs;
  }

  private openRound({ startPriceOfSeat, startPairOfPerson, startStep, lastStep }: MatchingInput): void {
    const { desk } = this;
    if (startPriceOfSeat === undefined) {
      desk.open(startKind.zero);
      return;
    }
    const { personAt, seatAt } = this.parts;
    for (let place = 0; place < seatAt.length; place++) desk.startPriceOfSeat[place] = startPriceOfSeat[seatAt[place]!]!;
    if (startPairOfPerson === undefined) desk.startPairOfPerson.fill(-1);
    else {
      this.eachPerson((place, firstPair, firstInPart) => {
        const pair = startPairOfPerson[personAt[place]!]!;
        desk.startPairOfPerson[place] = pair < 0 ? -1 : pair - firstPair + firstInPart;
      });
    }
    desk.open(startStep === undefined ? startKind.prices : startKind.pricesAndSteps, startStep, lastStep);
  }

  private answer(): Matching {
    const { desk } = this;
    const { personCount, seatCount } = this.shape;
    const { personAt, seatAt } = this.parts;
    const pairOfPerson = new Int32Array(personCount).fill(-1);
    const surplusOfPerson = new Float64Array(personCount);
    const priceOfSeat = new Float64Array(seatCount);
    this.eachPerson((place, firstPair, firstInPart) => {
      const person = personAt[place]!;
      const pair = desk.pairOfPerson[place]!;
      if (pair >= 0) pairOfPerson[person] = pair - firstInPart + firstPair;
      surplusOfPerson[person] = desk.surplusOfPerson[place]!;
    });
    for (let place = 0; place < seatAt.length; place++) priceOfSeat[seatAt[place]!] = desk.priceOfSeat[place]!;
    return { pairOfPerson, priceOfSeat, surplusOfPerson, ...desk.sums() };
  }

  /** With the first pair of each person, and the number of that pair within its part. */
  private eachPerson(visit: (place: number, firstPair: number, firstInPart: number) => void): void {
    const { firstPairOfPerson } = this.shape;
    const { count, personAt, firstPersonOfPart } = this.parts;
    for (let part = 0; part < count; part++) {
      for (let place = firstPersonOfPart[part]!; place < firstPersonOfPart[part + 1]!; place++)
        visit(place, firstPairOfPerson[personAt[place]!]!, this.desk.firstPairOfPerson[place + part]!);
    }
  }
}
