import { inBuckets } from '../basics/buckets.js';
import { DisjointSets } from '../basics/disjoint-sets.js';
import type { MatchingInput } from './state.js';

/** What stays the same while values and prices change. */
export type MatchingShape = Pick<MatchingInput, 'personCount' | 'seatCount' | 'firstPairOfPerson' | 'seatOfPair' | 'upperOfSeat'>;

/**
 * The parts of a matching that share no seat, largest first. People and seats with pairs stand in the order of their parts: those of a part are
 * personAt[firstPersonOfPart[part]] … personAt[firstPersonOfPart[part + 1] − 1], and so are seats.
 */
export interface MatchingParts {
  readonly count: number;
  readonly personAt: Int32Array;
  readonly seatAt: Int32Array;
  readonly firstPersonOfPart: Int32Array;
  readonly firstSeatOfPart: Int32Array;
}

/** Components with fewer pairs are taken together: each part costs some microseconds more than its pairs (500 to 30,000 make no difference). */
export const leastPairsOfPart = 4_000;
/** Smaller matchings are as fast in one piece. */
const leastPairs = 100_000;
/** A part with more than this share of all pairs leaves too little to gain. */
const mostOfOne = 0.9;

/** Null: parts would not pay. */
export function partsOf(shape: MatchingShape): MatchingParts | null {
  const { personCount, seatCount, firstPairOfPerson } = shape;
  const pairCount = firstPairOfPerson[personCount]!;
  if (pairCount < leastPairs) return null;
  const roots = rootsOf(shape);
  const pairsOfRoot = new Int32Array(personCount + seatCount);
  for (let person = 0; person < personCount; person++) {
    const root = roots[person]!;
    pairsOfRoot[root] = pairsOfRoot[root]! + firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!;
  }
  // A component with pairs is known by a person: people have the smaller numbers.
  const order = Array.from(pairsOfRoot.keys()).filter((root) => pairsOfRoot[root]! > 0);
  order.sort((a, b) => pairsOfRoot[b]! - pairsOfRoot[a]! || a - b);
  if (order.length < 2 || pairsOfRoot[order[0]!]! > mostOfOne * pairCount) return null;
  const placeOfNode = new Int32Array(personCount + seatCount).fill(-1);
  const firstRootOfPart: number[] = [];
  let inPart = Number.POSITIVE_INFINITY;
  order.forEach((root, place) => {
    placeOfNode[root] = place;
    if (inPart >= leastPairsOfPart) {
      firstRootOfPart.push(place);
      inPart = 0;
    }
    inPart += pairsOfRoot[root]!;
  });
  for (let node = 0; node < placeOfNode.length; node++) placeOfNode[node] = placeOfNode[roots[node]!]!;
  const persons = inBuckets(placeOfNode.subarray(0, personCount), order.length);
  const seats = inBuckets(placeOfNode.subarray(personCount), order.length);
  const endsOf = (firstOfRoot: Int32Array): Int32Array =>
    Int32Array.from([...firstRootOfPart.map((place) => firstOfRoot[place]!), firstOfRoot[order.length]!]);
  return {
    count: firstRootOfPart.length,
    personAt: persons.items,
    seatAt: seats.items,
    firstPersonOfPart: endsOf(persons.firstOfBucket),
    firstSeatOfPart: endsOf(seats.firstOfBucket),
  };
}

function rootsOf({ personCount, seatCount, firstPairOfPerson, seatOfPair }: MatchingShape): Int32Array {
  const sets = new DisjointSets(personCount + seatCount);
  for (let person = 0; person < personCount; person++) {
    let root = sets.rootOf(person);
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      root = sets.join(root, personCount + seatOfPair[pair]!);
  }
  return sets.roots();
}
