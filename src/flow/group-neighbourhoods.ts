import { type CoupledProblem, valueIfFeasible } from './coupled.js';
import type { GroupSearch } from './group-search.js';
import type { Candidate } from './group-tree.js';
import { Neighbourhoods } from './neighbourhood.js';
import type { Relaxation } from './relaxation.js';
import { type SeatRelaxation, startOf } from './seat-priced.js';
import { isOver, type Search } from './sweep.js';

/**
 * Neighbourhoods of plans where rows are closed or open: the decisions of the best plan stand, and so do its prices, which know what closing and opening cost.
 * Once its surroundings are searched another plan with the same decisions is taken up, then what both have in common is kept.
 */
export class GroupNeighbourhoods {
  private home: Candidate | null = null;
  private around: Neighbourhoods | null = null;
  private current: Int32Array | null = null;

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
    private readonly seats: SeatRelaxation,
    private readonly grouped: GroupSearch,
  ) {}

  /** One neighbourhood, or a kick where the last plan's are searched. A plan is known. */
  step(round: number): void {
    const { search, problem } = this;
    const { best } = search;
    const home = this.grouped.around(best.pairOfPerson)!;
    if (home !== this.home || this.around === null || this.current === null) {
      this.home = home;
      this.around = this.neighbourhoodsOf(home);
      this.current = best.pairOfPerson!;
    }
    if (!this.around.isExhausted()) {
      const better = this.around.improve(this.current);
      if (better === null) return;
      best.offer(better);
      this.current = valueIfFeasible(problem, search.across, better) === best.value ? best.pairOfPerson! : better;
      return;
    }
    if (this.current !== best.pairOfPerson) {
      const better = this.around.improveTowards(best.pairOfPerson!, this.current);
      if (better !== null) best.offer(better);
      this.current = best.pairOfPerson!;
      this.around.restart();
      return;
    }
    if (isOver(search)) return;
    const kicked = this.grouped.kick(round);
    if (valueIfFeasible(this.home.decided.problem, search.across, kicked) === null) return;
    this.current = kicked;
    this.around.restart();
  }

  private neighbourhoodsOf({ decided, priced }: Candidate): Neighbourhoods {
    const { search, relaxation, seats } = this;
    const { valueOfPair, matching } = priced;
    const lossOfPair = valueOfPair.map((value, pair) => {
      const person = seats.personOfPair[pair]!;
      return matching.surplusOfPerson[person]! - value + matching.priceOfSeat[relaxation.seatOfPair[pair]!]!;
    });
    const price = startOf(seats, priced, null);
    decided.problem.rows.upperOfRow.forEach((upper, row) => {
      if (upper === 0) price[decided.problem.seatCount + row] = 0;
    });
    return new Neighbourhoods(
      decided.problem,
      search.across,
      relaxation.scale,
      price,
      lossOfPair,
      matching.surplusOfPerson,
      seats.knapsackOfPerson,
      search.random,
      search.control.shouldStop,
      decided.isClosedPair,
    );
  }
}
