import { randomFrom } from '../basics/random.js';
import { breachOf, type CoupledProblem, rowsOfPair, type RowsOfPair, valueIfFeasible } from './coupled.js';
import { type GroupNode, GroupTree } from './group-tree.js';
import { decide, decideAll, hasGroups } from './groups.js';
import { Neighbourhoods } from './neighbourhood.js';
import { searchPrices } from './price-search.js';
import { Relaxation, type Relaxed } from './relaxation.js';
import { RowFill } from './row-fill.js';
import { knapsackRowsOf, SeatRelaxation } from './seat-priced.js';
import { searchSeatPrices } from './seat-priced-search.js';
import { type SeatLeaf, type SeatNode, SeatTree } from './seat-tree.js';
import { trim } from './trim.js';
import { WorkingPlan } from './working-plan.js';

export interface PricedControl {
  shouldStop(): boolean;
  /** Passes over all side rows; work, not time, so that an answer is repeatable. */
  readonly passLimit: number;
  /** A proof this close is good enough, in millionths of |value|. */
  readonly toleranceMillionths: number;
  /** A plan that breaks nothing (pair of each person), or null. */
  readonly start: Int32Array | null;
  onIncumbent(pairOfPerson: Int32Array, value: number, bound: number): void;
}

export interface PricedAnswer {
  /** Null: no plan found. */
  readonly pairOfPerson: Int32Array | null;
  readonly value: number | null;
  readonly bound: number;
  /** Prices that prove the bound, over the side rows, in units of 1/scale; people and seats follow from the matching. */
  readonly relaxed: Relaxed;
  /** With semi-continuous rows: the branching that proves the bound instead; nodes[0] is the root. */
  readonly tree: readonly GroupNode[] | null;
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
/** Up to so many people a tree over all of them is likely to be finished. */
const mostPeopleOfTree = 250;

/** Price rounds on single rows after the common multiplier. */
const priceRounds = 18;
/** What a chain spares other rows counts for this part of its price, pass by pass: first as good as money, in the end for nothing. */
const betaOfPass = [0.9, 0.9, 0.9, 0.6, 0.3, 0, 0, 0] as const;
/** Chains may lose this part of a typical value at 2,000 people; less with more people, as there are more of them to choose from. */
const reachPart = 0.04;
/** … and up to this many times as much while a row is still broken after the passes. */
const mostReach = 64;

/** The branching over semi-continuous rows may use this part of the work … */
const treePart = 0.8;
/** … and tries for a plan after so many nodes. */
const nodesPerPlan = 10;
/** The reach of a sweep changes from one to the next: short chains find other plans than long ones. */
const reachFactors = [1, 0.5, 2] as const;
/** Later sweeps start from prices that are off by up to half this part … */
const priceKick = 0.02;
/** … and see chains worth up to this part of the reach more than they are. */
const worthKick = 0.2;
/** Where semi-continuous rows are decided: open from these parts of their minimum on. */
const openFromParts = [0.5, 0.5, 0.75, 0.3, 1, 0.6] as const;

/**
 * Assignment with coupling rows: prices for the bound, knapsacks over cheap exchanges for the plan.
 * The prices' own plan breaks rows by a person or two; pass by pass every row is brought back to its limit at the least loss (`row-fill.ts`).
 * The gap that is left is what the linear relaxation leaves plus what the passes lose; both shrink as there are more people in a row.
 * Semi-continuous rows are relaxed for the bound; for the plan they are decided first (`groups.ts`), several ways, and the rest is priced anew.
 */
export function solveCoupled(problem: CoupledProblem, control: PricedControl): PricedAnswer {
  const across = rowsOfPair(problem);
  const relaxation = new Relaxation(problem, across);
  const best = new Incumbent(problem, across, relaxation.scale, control);
  const search: Search = { across, best, control, random: randomFrom(1), work: 0 };
  const relaxed = searchPrices(problem, relaxation, priceRounds, control.shouldStop, (found) => best.lower(found));
  if (control.start !== null) best.offer(control.start);
  best.offer(trim(problem, across, relaxed));
  let tree: GroupTree | null = null;
  const isGrouped = hasGroups(problem.rows);
  if (isGrouped) {
    const isRefusedRow = new Uint8Array(problem.rows.count);
    const undecided = new Int8Array(problem.rows.count).fill(-1);
    for (const openFrom of openFromParts) {
      if (isOver(search)) break;
      const decided = decide(problem, decideAll(problem, undecided, relaxed.activityOfRow, openFrom, isRefusedRow));
      const within = new Relaxation(decided.problem, across, decided.isClosedPair);
      const priced = searchPrices(decided.problem, within, priceRounds, control.shouldStop, () => undefined);
      const { activityOfRow } = sweep(search, decided.problem, within, priced, {
        from: priced.matching.pairOfPerson,
        reachFactor: 1,
        noise: 0,
        isMended: true,
      });
      for (let row = 0; row < problem.rows.count; row++) {
        if (problem.rows.minimumToOpenOfRow[row]! > 0 && breachOf(decided.problem.rows, row, activityOfRow[row]!) > 0)
          isRefusedRow[row] = 1;
      }
    }
    const growth = new GroupTree(problem, across, relaxed, relaxation.scale, isRefusedRow);
    tree = growth;
    for (
      let node = 1;
      !isOver(search) && search.work < control.passLimit * treePart && growth.split(best.value, control.shouldStop);
      node++
    ) {
      search.work++;
      best.bound = Math.min(best.bound, growth.bound());
      if (node % nodesPerPlan !== 0) continue;
      const { decided, within, priced } = growth.mostPromising();
      sweep(search, decided.problem, within, priced, { from: priced.matching.pairOfPerson, reachFactor: 1, noise: 0, isMended: false });
    }
    best.bound = Math.min(best.bound, growth.bound());
  }
  let isSeatPriced = false;
  const seatPriced = isGrouped || problem.pairCount > mostPairsSeatPriced ? null : knapsackRowsOf(problem);
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
    if (round < reachFactors.length && !isGrouped) {
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
    // Kicked: prices a little off, worths a little off; two rounds of three go on from the best plan, the third from the prices' own. With groups that
    // one breaks too many rows.
    const nearby = relaxation.evaluate(
      relaxed.priceOfRow.map((price) => Math.round(price * (1 + priceKick * (search.random() - 0.5)))),
      relaxed,
    );
    const from = best.pairOfPerson !== null && (isGrouped || round % 3 !== 0) ? best.pairOfPerson : nearby.matching.pairOfPerson;
    const { pairOfPerson } = sweep(search, problem, relaxation, nearby, { from, reachFactor, noise: worthKick, isMended: false });
    if (neighbourhoods !== null && valueIfFeasible(problem, across, pairOfPerson) !== null) {
      current = pairOfPerson;
      neighbourhoods.restart();
    }
  }
  return {
    pairOfPerson: best.pairOfPerson,
    value: best.value,
    bound: best.bound,
    relaxed: best.relaxed!,
    tree: tree === null ? null : tree.nodes,
    seatProof,
    scale: relaxation.scale,
    bonus: relaxation.bonus,
    isStopped: control.shouldStop() && !best.isProved(),
    work: search.work,
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
  const { seatCount, personCount } = relaxation.problem;
  const start = new Float64Array(relaxation.rowCount);
  start.set(relaxed.matching.priceOfSeat.subarray(0, seatCount));
  start.set(relaxed.priceOfRow, seatCount);
  for (const row of relaxation.knapsackRows) start[seatCount + row] = 0;
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
  const incumbent = {
    value: () => best.value!,
    onChoice: ({ pairOfPerson }: { readonly pairOfPerson: Int32Array }) => best.offer(pairOfPerson),
  };
  const tree = new SeatTree(relaxation, incumbent, start, seatEvaluations, control.shouldStop);
  const { price } = tree.nodes[0] as SeatLeaf;
  best.lowerBound(tree.total());
  while (!isOver(search) && tree.split()) {
    search.work++;
    best.lowerBound(tree.total());
  }
  best.lowerBound(tree.total());
  return { nodes: tree.nodes, bound: tree.bound(), price };
}

interface Search {
  readonly across: RowsOfPair;
  readonly best: Incumbent;
  readonly control: PricedControl;
  readonly random: () => number;
  work: number;
}

function isOver({ best, control, work }: Search): boolean {
  return work >= control.passLimit || best.isProved() || control.shouldStop();
}

interface SweepStyle {
  /** Pair of each person to start from; seats hold. */
  readonly from: Int32Array;
  readonly reachFactor: number;
  /** In units of the reach. */
  readonly noise: number;
  /** Rows still broken after the passes are tried again with dearer chains. */
  readonly isMended: boolean;
}

/** Passes over all rows, in a random order of rows, until nothing changes; plans that hold are offered. */
function sweep(search: Search, problem: CoupledProblem, relaxation: Relaxation, relaxed: Relaxed, style: SweepStyle): WorkingPlan {
  const { across, best, control, random } = search;
  const plan = new WorkingPlan(problem, across, relaxation.seatOfPair, relaxation.upperOfSeat, style.from);
  const reach = reachOf(problem, relaxation.scale) * style.reachFactor;
  const pass = (fill: RowFill, beta: number): boolean => {
    search.work++;
    let isChanged = false;
    for (const row of orderOfRows(problem, plan, random)) {
      // A row that costs nothing and is not broken has nothing to fill.
      if (relaxed.priceOfRow[row] === 0 && breachOf(problem.rows, row, plan.activityOfRow[row]!) === 0) continue;
      if (!control.shouldStop() && fill.fill(row, beta)) isChanged = true;
    }
    best.offer(plan.pairOfPerson);
    return isChanged;
  };
  const fill = new RowFill(problem, across, plan, relaxed, relaxation.scale, reach, style.noise * reach, random);
  for (const beta of betaOfPass) {
    if (isOver(search) || (!pass(fill, beta) && beta === 0)) break;
  }
  // Rows that cheap chains did not mend: dearer ones.
  for (let dearer = 4; dearer <= mostReach && style.isMended && isBroken(problem, plan) && !isOver(search); dearer *= 4) {
    pass(new RowFill(problem, across, plan, relaxed, relaxation.scale, dearer * reach, 0, random), 0);
  }
  return plan;
}

/** Best plan and best bound so far; both only improve. */
class Incumbent {
  pairOfPerson: Int32Array | null = null;
  value: number | null = null;
  relaxed: Relaxed | null = null;
  bound = Number.POSITIVE_INFINITY;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly scale: number,
    private readonly control: PricedControl,
  ) {}

  lower(relaxed: Relaxed): void {
    if (this.relaxed !== null && relaxed.total >= this.relaxed.total) return;
    this.relaxed = relaxed;
    this.bound = Math.floor(relaxed.total / this.scale);
    this.offer(this.value === null ? trim(this.problem, this.across, relaxed) : relaxed.matching.pairOfPerson);
  }

  /** A bound that another proof than the relaxation's shows. */
  lowerBound(total: number): void {
    this.bound = Math.min(this.bound, Math.floor(total / this.scale));
  }

  offer(pairOfPerson: Int32Array): void {
    const value = valueIfFeasible(this.problem, this.across, pairOfPerson);
    if (value === null || (this.value !== null && value <= this.value)) return;
    this.pairOfPerson = pairOfPerson.slice();
    this.value = value;
    this.control.onIncumbent(this.pairOfPerson, value, this.bound);
  }

  isProved(): boolean {
    return this.value !== null && this.bound - this.value <= (Math.abs(this.value) * this.control.toleranceMillionths) / 1e6;
  }
}

function isBroken(problem: CoupledProblem, plan: WorkingPlan): boolean {
  return plan.activityOfRow.some((activity, row) => breachOf(problem.rows, row, activity) > 0);
}

/** Rows that are broken first, the worst of them first; the others in random order. */
function orderOfRows(problem: CoupledProblem, plan: WorkingPlan, random: () => number): number[] {
  const rows = Array.from({ length: problem.rows.count }, (_, row) => {
    const activity = plan.activityOfRow[row]!;
    return { row, breach: breachOf(problem.rows, row, activity) / Math.max(1, Math.abs(activity)), lot: random() };
  });
  rows.sort((a, b) => b.breach - a.breach || a.lot - b.lot);
  return rows.map(({ row }) => row);
}

function reachOf(problem: CoupledProblem, scale: number): number {
  let sum = 0;
  for (let person = 0; person < problem.personCount; person++) {
    let best = 0;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
      best = Math.max(best, problem.objective[pair]!);
    sum += best;
  }
  const typical = sum / Math.max(1, problem.personCount);
  return scale * typical * reachPart * (2000 / Math.max(100, problem.personCount)) ** 0.4;
}
