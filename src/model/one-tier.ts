import type { Constraints, Model } from './types.js';

/** A model of one tier, the sum of the scores: everybody counts, nobody stands in a list or a group, nothing costs. */
export function oneTierModel(constraints: Constraints, scoreOfPair: Int32Array): Model {
  const { personCount, pairCount } = constraints;
  return {
    ...constraints,
    countedOfPerson: new Uint8Array(personCount).fill(1),
    placedColumnOfPerson: new Int32Array(personCount).fill(-1),
    optionalOfPerson: new Uint8Array(personCount),
    walk: new Int32Array(0),
    groupOfPerson: new Int32Array(personCount).fill(-1),
    groupCount: 0,
    applicantsOfGroup: new Int32Array(0),
    scoreOfPair,
    costOfPair: new Float64Array(pairCount),
    order: 'rank-first',
    tiers: [{ name: 'quality', giveMillionths: 0, toleranceMillionths: 0 }],
  };
}
