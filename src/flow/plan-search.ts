import { type CoupledProblem, valueIfFeasible, valueOf } from './coupled.js';
import { ElitePlans } from './elite-plans.js';
import { Neighbourhoods } from './neighbourhood.js';
import { areLimitsSpent, PenaltySweeps } from './penalty-sweep.js';
import { isFar, sweepUnderRaisedPrices } from './raised-prices.js';
import type { Relaxation, Relaxed } from './relaxation.js';
import { RowExchange } from './row-exchange.js';
import { mostPeopleOfTree, openSeatTree, priceSeats, type SeatProof } from './seat-bound.js';
import { knapsackRowsOf, SeatRelaxation } from './seat-priced.js';
import type { SeatTree } from './seat-tree.js';
import { isOver, kicked, reachByWorth, reachFactors, type Search, sweep, worthKick } from './sweep.js';

/** Up to so many pairs, seats are priced as well (10,000 people, 200,000 pairs: a twelfth of the gap in 6 s of the first strand): beyond, the bound gains too little for its time. */
const mostPairsSeatPriced = 250_000;
/** With more people than this, sweeps find more than neighbourhoods (S2: 0.010 and 0.012 % of gap after 10 s, 0.012 and 0.016 % in turns). */
const mostPeopleOfNeighbourhoods = 1000;
/** With fewer people sweeps are quick: they start from any of the best plans, and only plans near those are worth exchanges. */
const leastPeopleOfExchanges = 5000;
/** Plans that sweeps start from, where they are quick. */
const mostElitePlans = 5;

/**
 * Plans for a problem without semi-continuous rows, and a stronger bound where budgets can be kept as knapsacks. First sweeps from the prices' own plan,
 * then the seat-priced bound, then by turns: neighbourhoods of the best plan (few people), kicked sweeps and exchanges, and the seat-priced tree.
 */
export class PlanSearch {
  private readonly knapsackRows: Int32Array | null;
  private seatRelaxation: SeatRelaxation | null = null;
  private seatProof: SeatProof | null = null;
  private seatPrice: Float64Array | null = null;
  private tree: SeatTree | null = null;
  private neighbourhoods: Neighbourhoods | null = null;
  /** Whose surroundings the neighbourhoods search. */
  private current: Int32Array | null = null;
  /** Null: sweeps start from the best plan alone. */
  private readonly elite: ElitePlans | null;

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
    private readonly relaxed: Relaxed,
  ) {
    const { personCount, pairCount } = problem;
    this.knapsackRows = pairCount > mostPairsSeatPriced ? null : knapsackRowsOf(problem);
    this.elite = personCount > mostPeopleOfNeighbourhoods && personCount < leastPeopleOfExchanges ? new ElitePlans(mostElitePlans) : null;
  }

  /** Searches until the limits; better plans and bounds go to the incumbent. The branching that proves its bound; null: the relaxation's prices do. */
  run(): SeatProof | null {
    const { search, problem, relaxation, relaxed } = this;
    if (areLimitsSpent(problem, relaxation, relaxed)) {
      const sweeps = new PenaltySweeps(search, problem, relaxation, relaxed);
      while (!isOver(search)) sweeps.next();
      return null;
    }
    for (let round = 0; round < reachFactors.length && !isOver(search); round++) {
      sweep(search, problem, relaxation, relaxed, {
        from: relaxed.matching.pairOfPerson,
        reachFactor: reachFactors[round]!,
        noise: 0,
        isMended: search.best.value === null,
      });
      if (round === 0) sweepUnderRaisedPrices(search, problem, relaxation, relaxed);
    }
    let isBegun = false;
    for (let round = 0; !isOver(search); round++) {
      if (isBegun || search.best.pairOfPerson === null) this.kick(round);
      else {
        isBegun = true;
        this.priceSeats();
        this.searchAround();
        if (!isOver(search) && !isFar(search.best)) this.exchange(search.best.pairOfPerson);
      }
      this.searchAround();
    }
    return this.proof();
  }

  /** The seat-priced bound, and what to search around plans by where there are few people. */
  private priceSeats(): void {
    const { search, problem, relaxation, relaxed, knapsackRows } = this;
    const hasNeighbourhoods = problem.personCount <= mostPeopleOfNeighbourhoods;
    // The first strand shows the bound; the second wants the prices alone.
    if (knapsackRows === null || (search.control.strand > 0 && !hasNeighbourhoods)) return;
    const seatRelaxation = new SeatRelaxation(problem, search.across, relaxation.scale, knapsackRows);
    const boundBefore = search.best.bound;
    const found = priceSeats(search, seatRelaxation, relaxed);
    if (found.bound <= boundBefore) this.seatProof = { nodes: found.nodes, knapsackRows };
    if (!hasNeighbourhoods) return;
    this.seatRelaxation = seatRelaxation;
    this.seatPrice = found.price;
    const { valueOfPair, matching } = relaxed;
    const lossOfPair = valueOfPair.map((value, pair) => {
      const person = seatRelaxation.personOfPair[pair]!;
      return matching.surplusOfPerson[person]! - value + matching.priceOfSeat[relaxation.seatOfPair[pair]!]!;
    });
    this.neighbourhoods = new Neighbourhoods(
      problem,
      search.across,
      relaxation.scale,
      found.price,
      lossOfPair,
      matching.surplusOfPerson,
      seatRelaxation.knapsackOfPerson,
      search.random,
      search.control.shouldStop,
    );
    this.current = search.best.pairOfPerson;
  }

  /** Neighbourhoods of the current plan until they show nothing; where it is not the best, then what both have apart, and those of the best again. */
  private searchAround(): void {
    const { search, neighbourhoods } = this;
    if (neighbourhoods === null) return;
    for (;;) {
      while (!neighbourhoods.isExhausted() && !isOver(search)) this.improve(neighbourhoods);
      if (isOver(search) || this.current === search.best.pairOfPerson) return;
      // Another good plan, searched around as well: what both have in common stays, then the best one's surroundings are taken up again.
      const better = neighbourhoods.improveTowards(search.best.pairOfPerson!, this.current!);
      if (better !== null) search.best.offer(better);
      this.current = search.best.pairOfPerson;
      neighbourhoods.restart();
    }
  }

  private improve(neighbourhoods: Neighbourhoods): void {
    const { best } = this.search;
    this.search.work++;
    this.branch();
    const better = neighbourhoods.improve(this.current!);
    if (better === null) return;
    best.offer(better);
    this.current = valueIfFeasible(this.problem, this.search.across, better) === best.value ? best.pairOfPerson : better;
  }

  /** Prices a little off, worths a little off; two rounds of three go on from the best plan, or one of the best, the third from the prices' own. */
  private kick(round: number): void {
    const { search, problem, relaxation, relaxed, elite } = this;
    const { best } = search;
    const nearby = kicked(search, relaxation, relaxed);
    const known = elite?.drawn(search.random) ?? best.pairOfPerson;
    const from = known !== null && round % 3 !== 0 ? known : nearby.matching.pairOfPerson;
    const { pairOfPerson } = sweep(search, problem, relaxation, nearby, {
      from,
      reachFactor: reachFactors[round % reachFactors.length]!,
      noise: worthKick,
      isMended: false,
    });
    const value = valueIfFeasible(problem, search.across, pairOfPerson);
    if (value === null || pairOfPerson.every((pair, person) => pair === from[person])) return;
    if (elite !== null && (elite.has(value) || value < elite.leastValue() - this.nearness())) return;
    const exchanged = this.exchange(pairOfPerson);
    if (this.neighbourhoods === null) return;
    this.current = exchanged;
    this.neighbourhoods.restart();
  }

  /** How far below the elite a plan may be to be worth exchanges: the first strand has more sweeps, the second, by what a chain may lose, more exchanges. */
  private nearness(): number {
    return this.search.control.strand === 0 ? 0 : reachByWorth(this.problem, 1);
  }

  /** The plan after exchanges between its rows. */
  private exchange(pairOfPerson: Int32Array): Int32Array {
    const { search, problem, relaxation, relaxed } = this;
    const exchanged = new RowExchange(search, problem, relaxation, relaxed, pairOfPerson).descend();
    this.elite?.add(exchanged, valueOf(problem, exchanged));
    return exchanged;
  }

  /** With few people, one split more of the seat-priced tree; the second strand leaves it to the first. */
  private branch(): void {
    const { search, problem, seatRelaxation } = this;
    if (seatRelaxation === null || search.control.strand > 0 || problem.personCount <= mostPeopleOfTree) return;
    this.tree ??= openSeatTree(search, seatRelaxation, this.seatPrice!, false);
    this.tree.split();
    search.best.lowerBound(this.tree.total());
  }

  private proof(): SeatProof | null {
    const { tree, knapsackRows, search } = this;
    if (tree === null || knapsackRows === null || search.best.boundOf(tree.total()) > search.best.bound) return this.seatProof;
    return { nodes: tree.nodes, knapsackRows };
  }
}
