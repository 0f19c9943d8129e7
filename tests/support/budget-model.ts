import { noRows } from '../../src/model/cut.js';
import { randomFrom } from '../../src/basics/random.js';
import { extend } from '../../src/model/extend.js';
import type { Model } from '../../src/model/types.js';

export interface BudgetWish {
  readonly people: number;
  readonly openings: number;
  readonly pairsEach: number;
  readonly senders: number;
  readonly seed: number;
  /** Limit of each sender's budget, as a part of what its people cost on average if all were placed. */
  readonly share: number;
  /** What seats cost whoever takes them, in turn; left out: each pair has a cost of its own. */
  readonly costsOfSeats?: readonly number[];
  /** So many regions of as many openings, from few to many people; nobody leaves theirs. */
  readonly regions?: number;
}

/** People with selection lists (one a sender, walked together), seats for some nine in ten of them, a budget for each sender, all tiers. */
export function budgetModel({ people, openings, pairsEach, senders, seed, share, costsOfSeats, regions = 1 }: BudgetWish): Model {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const firstPairOfPerson = Int32Array.from({ length: people + 1 }, (_, person) => person * pairsEach);
  const pairCount = people * pairsEach;
  const seatOfPair = new Int32Array(pairCount);
  for (let person = 0; person < people; person++) {
    const seats = new Set<number>();
    const region = regions === 1 ? 0 : Math.floor(regions * random() ** 2);
    while (seats.size < pairsEach) seats.add(region + regions * below(openings / regions));
    seatOfPair.set(
      [...seats].sort((a, b) => a - b),
      person * pairsEach,
    );
  }
  const costOfPair = Float64Array.from({ length: pairCount }, (_, pair) =>
    costsOfSeats === undefined ? 100 + below(400) : costsOfSeats[seatOfPair[pair]! % costsOfSeats.length]!,
  );
  const groupOfPerson = Int32Array.from({ length: people }, (_, person) => person % senders);
  const none = new Float64Array(0);
  const base = {
    personCount: people,
    seatCount: openings,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair,
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: Int32Array.from({ length: openings }, (_, seat) => {
      const seats = Math.floor((people * 0.9) / openings);
      return Math.max(1, seat % 2 === 0 ? seats + 1 : seats - 1);
    }),
    upperOfExtra: none,
    rows: noRows,
  };
  const rows = Array.from({ length: senders }, (_, sender) => {
    const columns = Int32Array.from({ length: pairCount }, (__, pair) => pair).filter(
      (pair) => groupOfPerson[Math.floor(pair / pairsEach)] === sender,
    );
    const coefficients = Array.from(columns, (pair) => costOfPair[pair]!);
    const upper = Math.floor((share * coefficients.reduce((sum, cost) => sum + cost, 0)) / pairsEach);
    return { label: { kind: 'budget' as const, keys: [String(sender)] }, columns, coefficients, lower: -Infinity, upper };
  });
  const applicantsOfGroup = new Int32Array(senders);
  for (const group of groupOfPerson) applicantsOfGroup[group]!++;
  const rule = (name: Model['tiers'][number]['name'], giveMillionths = 0) => ({ name, giveMillionths, toleranceMillionths: 0 });
  return {
    ...extend(base, { rows }),
    countedOfPerson: new Uint8Array(people).fill(1),
    placedColumnOfPerson: new Int32Array(people).fill(-1),
    optionalOfPerson: new Uint8Array(people),
    walk: Int32Array.from({ length: people }, (_, person) => (person * 7) % people).filter((person, at, all) => all.indexOf(person) === at),
    groupOfPerson,
    groupCount: senders,
    applicantsOfGroup,
    scoreOfPair: Int32Array.from({ length: pairCount }, () => 1000 + below(9000)),
    costOfPair,
    order: 'rank-first',
    tiers: [rule('placed'), rule('quality', 10_000), rule('evenness'), rule('money')],
  };
}
