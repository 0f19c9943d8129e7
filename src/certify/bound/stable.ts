import type { Model } from '../../model/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';

/**
 * The stable plan of seats and wishes alone that is best for every person, found again by a way of its own: in rounds, all who have no place ask at
 * once, and each seat sorts holders and newcomers and keeps the first. Then every pair is looked at: none may block. Pairs ascending.
 */
export function* stablePairs(model: Model): Slices<Int32Array> {
  const { personCount, seatCount, upperOfSeat, seatOfPair, wishes } = model;
  if (wishes === undefined || wishes.way !== 'stable') throw new ProofFault('the model knows no wishes of people and hosts');
  const listOf: number[][] = [];
  const personOfPair = new Int32Array(model.pairCount);
  for (let person = 0; person < personCount; person++) {
    if (person % 100 === 99) yield;
    listOf.push(listOfPerson(model, person));
    personOfPair.fill(person, model.firstPairOfPerson[person]!, model.firstPairOfPerson[person + 1]!);
  }
  /** Negative where the seat of both would rather have the first. */
  const prefers = (a: number, b: number): number => {
    const [first, second] = [wishes.hostRankOfPair[a]!, wishes.hostRankOfPair[b]!];
    if (first !== second && (first === 0 || second === 0)) return first === 0 ? 1 : -1;
    return first - second || wishes.placeOfPerson[personOfPair[a]!]! - wishes.placeOfPerson[personOfPair[b]!]!;
  };
  const holders: number[][] = Array.from({ length: seatCount }, () => []);
  const asked = new Int32Array(personCount);
  for (let asking = countTo(personCount); asking.length > 0; ) {
    const newcomers = new Map<number, number[]>();
    for (const [i, person] of asking.entries()) {
      if (i % 1000 === 999) yield;
      const pair = listOf[person]![asked[person]!++];
      if (pair === undefined) continue;
      const seat = seatOfPair[pair]!;
      const own = newcomers.get(seat);
      if (own === undefined) newcomers.set(seat, [pair]);
      else own.push(pair);
    }
    asking = [];
    for (const [seat, pairs] of newcomers) {
      const all = [...holders[seat]!, ...pairs].sort(prefers);
      holders[seat] = all.slice(0, upperOfSeat[seat]);
      for (const pair of all.slice(upperOfSeat[seat])) asking.push(personOfPair[pair]!);
    }
    yield;
  }
  const held = new Int32Array(personCount).fill(-1);
  for (const pairs of holders) for (const pair of pairs) held[personOfPair[pair]!] = pair;
  for (let person = 0; person < personCount; person++) {
    if (person % 100 === 99) yield;
    for (const pair of listOf[person]!) {
      if (pair === held[person]) break;
      const own = holders[seatOfPair[pair]!]!;
      if (own.length < upperOfSeat[seatOfPair[pair]!]! || own.some((other) => prefers(pair, other) < 0))
        throw new ProofFault('a pair blocks the stable plan');
    }
  }
  return held.filter((pair) => pair >= 0).sort();
}

/** A person's pairs in seats, best first: wished ones by rank, then the others; then the better score, then the earlier pair. */
function listOfPerson({ countedOfPerson, firstPairOfPerson, seatOfPair, scoreOfPair, wishes }: Model, person: number): number[] {
  const list: number[] = [];
  if (countedOfPerson[person] !== 1) return list;
  for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) if (seatOfPair[pair]! >= 0) list.push(pair);
  const keyOf = (pair: number): number => (wishes!.rankOfPair[pair] === 0 ? 256 : wishes!.rankOfPair[pair]!);
  return list.sort((a, b) => keyOf(a) - keyOf(b) || scoreOfPair[b]! - scoreOfPair[a]! || a - b);
}

function countTo(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}
