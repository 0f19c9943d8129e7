import type { GroupNode } from './group-tree.js';
import type { Relaxed } from './relaxation.js';
import { SeatBundle } from './seat-bundle.js';
import { type SeatRelaxation, startOf } from './seat-priced.js';
import { type SeatLeaf, type SeatNode, SeatTree } from './seat-tree.js';
import { isOver, type Search } from './sweep.js';

/** Evaluations of the seat-priced root, or of each leaf that a tree starts from. */
const seatEvaluations = 120;
/** Up to so many people a tree over all of them is likely to be finished. */
export const mostPeopleOfTree = 250;

/** Leaves are priced by seats first, then side rows; the knapsack rows are side rows. */
export interface SeatProof {
  readonly nodes: readonly SeatNode[];
  readonly knapsackRows: Int32Array;
}

export interface SeatBound {
  readonly nodes: readonly SeatNode[];
  readonly bound: number;
  /** Of the root. */
  readonly price: Float64Array;
}

/** The seat-priced bound, from the relaxation's seat prices; with few people a whole tree. */
export function priceSeats(search: Search, relaxation: SeatRelaxation, relaxed: Relaxed): SeatBound {
  const { best, control } = search;
  const { personCount } = relaxation.problem;
  const start = startOf(relaxation, relaxed, null);
  if (personCount > mostPeopleOfTree) {
    const { found } = new SeatBundle(relaxation).minimise(relaxation.fixings(), start, {
      evaluations: seatEvaluations,
      target: best.leastBetter(),
      shouldStop: control.shouldStop,
      onBound: ({ total }) => best.lowerBound(total),
      onChoice: ({ pairOfPerson }) => best.offer(pairOfPerson),
    });
    return { nodes: [found], bound: best.boundOf(found.total), price: found.price };
  }
  const tree = openSeatTree(search, relaxation, start, true);
  const { price } = tree.nodes[0] as SeatLeaf;
  best.lowerBound(tree.total());
  while (!isOver(search) && tree.split()) {
    search.work++;
    best.lowerBound(tree.total());
  }
  best.lowerBound(tree.total());
  return { nodes: tree.nodes, bound: best.boundOf(tree.total()), price };
}

/** A tree over pairs (and semi-continuous rows) from such prices, or from the leaves of one that has grown; plans that it meets are offered. */
export function openSeatTree(
  { best, control }: Search,
  relaxation: SeatRelaxation,
  start: Float64Array,
  isDiving: boolean,
  grown?: readonly GroupNode[],
): SeatTree {
  const incumbent = {
    leastBetter: () => best.leastBetter(),
    onChoice: ({ pairOfPerson }: { readonly pairOfPerson: Int32Array }) => best.offer(pairOfPerson),
  };
  return new SeatTree(relaxation, incumbent, start, seatEvaluations, control.shouldStop, isDiving, grown);
}
