import { randomFrom } from '../basics/random.js';
import { Balance } from './balance.js';
import { type CoupledProblem, rowsOfPair, valueIfFeasible } from './coupled.js';
import { GroupHull } from './group-hull.js';
import { GroupSearch } from './group-search.js';
import type { GroupNode } from './group-tree.js';
import { hasGroups } from './groups.js';
import { Incumbent, type PricedControl } from './incumbent.js';
import { Neighbourhoods } from './neighbourhood.js';
import { searchPrices } from './price-search.js';
import { Relaxation, type Relaxed } from './relaxation.js';
import { RowExchange } from './row-exchange.js';
import { knapsackRowsOf, SeatRelaxation } from './seat-priced.js';
import { searchSeatPrices } from './seat-priced-search.js';
import { type SeatLeaf, type SeatNode, SeatTree } from './seat-tree.js';
import { isOver, kicked, reachFactors, type Search, sweep, typicalValue, worthKick } from './sweep.js';
import { trim } from './trim.js';

export interface PricedAnswer {
  /** Null: no plan found. */
  readonly pairOfPerson: Int32Array | null;
  readonly value: number | null;
  readonly bound: number;
  /** Prices that prove the bound, over the side rows, in units of 1/scale; people and seats follow from the matching. */
  readonly relaxed: Relaxed;
  /** With semi-continuous rows: the branching that proves the bound instead; nodes[0] is the root. */
  readonly tree: readonly GroupNode[] | null;
  /** The rows that leaves of the tree keep whole. */
  readonly groups: GroupHull | null;
  /** Where budgets were kept as knapsacks and that bounds better: the branching that proves the bound instead of all the above. */
  readonly seatProof: SeatProof | null;
  readonly scale: number;
  /** What was added to the pairs of required people, in units of 1/scale. */
  readonly bonus: number;
  readonly isStopped: boolean;
  readonly work: number;
}

/** Leaves are priced by seats first, then side rows; the knapsack rows are side rows. */
export interface SeatProof {
  readonly nodes: readonly SeatNode[];
  readonly knapsackRows: Int32Array;
}

/** Up to so many pairs, seats are priced as well: beyond, the bound gains too little for its time. */
const mostPairsSeatPriced = 100_000;
/** Evaluations of the seat-priced root. */
const seatEvaluations = 300;
/** With more people than this, sweeps find more than neighbourhoods (S2: 0.010 and 0.012 % of gap after 10 s, 0.012 and 0.016 % in turns). */
const mostPeopleOfNeighbourhoods = 1000;
/** With fewer people only the best plans are worth exchanges: sweeps are quick (S2 flat: 0.013 % without exchanges, 0.016 % with them after every sweep). */
const leastPeopleOfExchanges = 5000;
/** Branchings with seat prices between two of those with groups kept whole. */
const seatNodesPerRound = 20;
/** Up to so many people a tree over all of them is likely to be finished. */
const mostPeopleOfTree = 250;

/** Price rounds on single rows after the common multiplier. */
const priceRounds = 18;
/**
 * Assignment with coupling rows: prices for the bound, knapsacks over cheap exchanges for the plan.
 * The prices' own plan breaks rows by a person or two; pass by pass every row is brought back to its limit at the least loss (`row-fill.ts`).
 * The gap that is left is what the linear relaxation leaves plus what the passes lose; both shrink as there are more people in a row.
 * Semi-continuous rows are relaxed for the bound; for the plan they are decided first (`groups.ts`), several ways, and the rest is priced anew.
 */
export function solveCoupled(problem: CoupledProblem, control: PricedControl): PricedAnswer {
  const across = rowsOfPair(problem);
  const relaxation = new Relaxation(problem, across, null, control.shouldStop);
  const best = new Incumbent(problem, across, relaxation.scale, control);
  const search: Search = { across, best, control, random: randomFrom(1), work: 0 };
  const relaxed = searchPrices(
    problem,
    relaxation,
    priceRounds,
    control.shouldStop,
    (found) => best.lower(found),
    (common) => balanceTied(search, problem, relaxation, common),
  );
  if (control.start !== null) best.offer(control.start);
  best.offer(trim(problem, across, relaxed));
  const groups = hasGroups(problem.rows) ? new GroupHull(problem, relaxation) : null;
  if (groups !== null) {
    const grouped = new GroupSearch(search, problem, relaxation, relaxed, groups);
    grouped.start();
    const knapsackRows = problem.personCount > mostPeopleOfTree || best.value === null ? null : knapsackRowsOf(problem);
    const seats =
      knapsackRows === null ? null : openSeatTree(search, new SeatRelaxation(problem, across, relaxation.scale, knapsackRows), relaxed);
    for (let round = 0; !isOver(search); round++) {
      for (let node = 0; seats !== null && node < seatNodesPerRound && !isOver(search) && seats.split(); node++) {
        search.work++;
        best.lowerBound(seats.total());
      }
      if (seats !== null) best.lowerBound(seats.total());
      if (!isOver(search)) grouped.round(round);
    }
    const isBySeats = seats !== null && seats.total() <= grouped.tree.total();
    const seatProof = isBySeats && knapsackRows !== null ? { nodes: seats.nodes, knapsackRows } : null;
    return { ...answerOf(search, relaxation), tree: grouped.tree.nodes, groups, seatProof };
  }
  let isSeatPriced = false;
  let isExchanged = false;
  const seatPriced = problem.pairCount > mostPairsSeatPriced ? null : knapsackRowsOf(problem);
  let seatProof: SeatProof | null = null;
  let neighbourhoods: Neighbourhoods | null = null;
  let current: Int32Array | null = null;
  for (let round = 0; !isOver(search); round++) {
    if (seatPriced !== null && round >= reachFactors.length && !isSeatPriced && best.pairOfPerson !== null) {
      isSeatPriced = true;
      const seatRelaxation = new SeatRelaxation(problem, across, relaxation.scale, seatPriced);
      const boundBefore = best.bound;
      const found = priceSeats(search, seatRelaxation, relaxed);
      if (found.bound <= boundBefore) seatProof = { nodes: found.nodes, knapsackRows: seatPriced };
      if (problem.personCount > mostPeopleOfNeighbourhoods) continue;
      const { valueOfPair, matching } = relaxed;
      const lossOfPair = valueOfPair.map((value, pair) => {
        const person = seatRelaxation.personOfPair[pair]!;
        return matching.surplusOfPerson[person]! - value + matching.priceOfSeat[relaxation.seatOfPair[pair]!]!;
      });
      const { knapsackOfPerson } = seatRelaxation;
      neighbourhoods = new Neighbourhoods(
        problem,
        across,
        relaxation.scale,
        found.price,
        lossOfPair,
        matching.surplusOfPerson,
        knapsackOfPerson,
        search.random,
        control.shouldStop,
      );
      current = best.pairOfPerson;
      continue;
    }
    if (neighbourhoods !== null && current !== null && !neighbourhoods.isExhausted()) {
      search.work++;
      const better = neighbourhoods.improve(current);
      if (better !== null) {
        best.offer(better);
        current = better;
        if (valueIfFeasible(problem, across, better) === best.value) current = best.pairOfPerson;
      }
      continue;
    }
    const reachFactor = reachFactors[round % reachFactors.length]!;
    if (round < reachFactors.length) {
      sweep(search, problem, relaxation, relaxed, {
        from: relaxed.matching.pairOfPerson,
        reachFactor,
        noise: 0,
        isMended: best.value === null,
      });
      continue;
    }
    if (neighbourhoods !== null && current !== null && current !== best.pairOfPerson) {
      // Another good plan, searched around as well: what both have in common stays, then the best one's surroundings are taken up again.
      const better = neighbourhoods.improveTowards(best.pairOfPerson!, current);
      if (better !== null) best.offer(better);
      current = best.pairOfPerson;
      neighbourhoods.restart();
      continue;
    }
    if (!isExchanged && best.pairOfPerson !== null) {
      isExchanged = true;
      new RowExchange(search, problem, relaxation, relaxed, best.pairOfPerson).descend();
      continue;
    }
    // Kicked: prices a little off, worths a little off; two rounds of three go on from the best plan, the third from the prices' own.
    const nearby = kicked(search, relaxation, relaxed);
    const from = best.pairOfPerson !== null && round % 3 !== 0 ? best.pairOfPerson : nearby.matching.pairOfPerson;
    const { pairOfPerson } = sweep(search, problem, relaxation, nearby, { from, reachFactor, noise: worthKick, isMended: false });
    const value = valueIfFeasible(problem, across, pairOfPerson);
    if (value === null || isSame(pairOfPerson, from)) continue;
    if (problem.personCount > mostPeopleOfNeighbourhoods && problem.personCount < leastPeopleOfExchanges && value !== best.value) continue;
    const exchanged = new RowExchange(search, problem, relaxation, relaxed, pairOfPerson).descend();
    if (neighbourhoods !== null) {
      current = exchanged;
      neighbourhoods.restart();
    }
  }
  return { ...answerOf(search, relaxation), seatProof };
}

/** The prices' own plan loses more than this part of the bound by being cut to the limits, and more than so many people a row: values are tied, it is not only rounding. */
const tiedPart = 0.01;
const tiedPeople = 4;
/** Plans evened out start from prices a little higher each time: what then is left of the limits is filled, which loses less than cutting. */
const priceRaise = 0.015;
const mostRaises = 3;

/** More different values than this are not tied, however much the first plan loses (300,000 people, scores to 10,000: the cut loses 7 %). */
const mostTiedValues = 32;

function hasFewValues({ objective }: CoupledProblem): boolean {
  const values = new Set<number>();
  for (let pair = 0; pair < objective.length && values.size <= mostTiedValues; pair++) values.add(objective[pair]!);
  return values.size <= mostTiedValues;
}

/** Where values are tied, finds plans by exchanges rather than by prices; says whether they are. */
function balanceTied({ best, across, control }: Search, problem: CoupledProblem, relaxation: Relaxation, common: Relaxed): boolean {
  const { rows } = problem;
  const isOfLimits = rows.lowerOfRow.every((lower) => lower === -Infinity) && !rows.minimumToOpenOfRow.some((least) => least > 0);
  const worth = typicalValue(problem);
  if (
    !isOfLimits ||
    !hasFewValues(problem) ||
    best.value === null ||
    best.bound - best.value <= Math.max(tiedPart * Math.abs(best.bound), tiedPeople * worth * rows.count)
  )
    return false;
  const typical = relaxation.scale * worth;
  let from = common;
  for (let raise = 0; raise <= mostRaises && !control.shouldStop(); raise++) {
    const before: number | null = best.value;
    best.offer(new Balance(problem, across, from, relaxation.seatOfPair, relaxation.upperOfSeat, control.shouldStop).run(typical));
    if (raise > 0 && best.value === before) break;
    from = relaxation.evaluate(
      from.priceOfRow.map((price) => Math.round(price * (1 + priceRaise))),
      from,
      true,
    );
    if (from.total < best.relaxed!.total) best.lower(from);
  }
  return true;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, at) => value === b[at]);
}

function answerOf({ best, control, work }: Search, { scale, bonus }: Relaxation): PricedAnswer {
  return {
    pairOfPerson: best.pairOfPerson,
    value: best.value,
    bound: best.bound,
    relaxed: best.relaxed!,
    tree: null,
    groups: null,
    seatProof: null,
    scale,
    bonus,
    isStopped: control.shouldStop() && !best.isProved(),
    work,
  };
}

interface SeatBound {
  readonly nodes: readonly SeatNode[];
  readonly bound: number;
  /** Of the root. */
  readonly price: Float64Array;
}

/** The seat-priced bound, from the relaxation's seat prices; with few people a whole tree. */
function priceSeats(search: Search, relaxation: SeatRelaxation, relaxed: Relaxed): SeatBound {
  const { best, control } = search;
  const { personCount } = relaxation.problem;
  const start = startOf(relaxation, relaxed);
  if (personCount > mostPeopleOfTree) {
    const found = searchSeatPrices(relaxation, relaxation.fixings(), start, {
      evaluations: seatEvaluations,
      target: best.value! * relaxation.scale,
      shouldStop: control.shouldStop,
      onBound: ({ total }) => best.lowerBound(total),
      onChoice: ({ pairOfPerson }) => best.offer(pairOfPerson),
    });
    return { nodes: [found], bound: Math.floor(found.total / relaxation.scale), price: found.price };
  }
  const tree = openSeatTree(search, relaxation, relaxed);
  const { price } = tree.nodes[0] as SeatLeaf;
  best.lowerBound(tree.total());
  while (!isOver(search) && tree.split()) {
    search.work++;
    best.lowerBound(tree.total());
  }
  best.lowerBound(tree.total());
  return { nodes: tree.nodes, bound: tree.bound(), price };
}

/** Seat prices of the relaxation; the knapsacks stand without a price. */
function startOf(relaxation: SeatRelaxation, relaxed: Relaxed): Float64Array {
  const { seatCount } = relaxation.problem;
  const start = new Float64Array(relaxation.rowCount);
  start.set(relaxed.matching.priceOfSeat.subarray(0, seatCount));
  start.set(relaxed.priceOfRow, seatCount);
  for (const row of relaxation.knapsackRows) start[seatCount + row] = 0;
  return start;
}

function openSeatTree({ best, control }: Search, relaxation: SeatRelaxation, relaxed: Relaxed): SeatTree {
  const incumbent = {
    value: () => best.value!,
    onChoice: ({ pairOfPerson }: { readonly pairOfPerson: Int32Array }) => best.offer(pairOfPerson),
  };
  return new SeatTree(relaxation, incumbent, startOf(relaxation, relaxed), seatEvaluations, control.shouldStop);
}
