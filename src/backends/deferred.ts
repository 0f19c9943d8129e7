import { deferredAcceptance } from '../flow/deferred.js';
import type { Model } from '../model/types.js';

/**
 * Pairs of the stable plan of seats and wishes alone that is best for every person, ascending. People who count take part with the pairs that stand in a
 * seat row: wished ones by rank, then the others; of equal rank the better score first, then the earlier pair. Seats go by the host's wish, then by
 * place. Yields now and then.
 */
export function* stablePairsOf(model: Model): Generator<undefined, Int32Array, undefined> {
  const { personCount, firstPairOfPerson, seatOfPair, scoreOfPair, countedOfPerson, wishes } = model;
  if (wishes === undefined) throw new TypeError('a model without wishes has no stable plan');
  const { rankOfPair, hostRankOfPair, placeOfPerson } = wishes;
  const rankOf = (pair: number): number => rankOfPair[pair]! || Number.POSITIVE_INFINITY;
  const firstChoiceOfPerson = new Int32Array(personCount + 1);
  const pairs: number[] = [];
  const standings: number[] = [];
  let lastHostRank = 1;
  for (const rank of hostRankOfPair) lastHostRank = Math.max(lastHostRank, rank + 1);
  for (let person = 0; person < personCount; person++) {
    if ((person & 63) === 63) yield;
    const own: number[] = [];
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      if (countedOfPerson[person] === 1 && seatOfPair[pair]! >= 0) own.push(pair);
    own.sort((a, b) => (rankOf(a) === rankOf(b) ? scoreOfPair[b]! - scoreOfPair[a]! || a - b : rankOf(a) - rankOf(b)));
    for (const pair of own) {
      pairs.push(pair);
      standings.push((hostRankOfPair[pair]! || lastHostRank) * personCount + placeOfPerson[person]!);
    }
    firstChoiceOfPerson[person + 1] = pairs.length;
  }
  const held = yield* deferredAcceptance({
    firstChoiceOfPerson,
    seatOfChoice: Int32Array.from(pairs, (pair) => seatOfPair[pair]!),
    standingOfChoice: Float64Array.from(standings),
    upperOfSeat: model.upperOfSeat,
  });
  return held.filter((choice) => choice >= 0).map((choice) => pairs[choice]!);
}
