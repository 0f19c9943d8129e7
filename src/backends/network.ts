import { bestCirculation, type Circulation, type Network } from '../flow/network-simplex.js';
import type { Problem } from '../model/types.js';
import type { Prices, ScalarAnswer } from '../solution/types.js';
import type { Backend } from './contract.js';
import { structureOf, type Family, type Structure } from './structure.js';

/**
 * Rows that keep structure: two laminar families (see `structure.ts`) are a network, solved exactly by the network simplex with prices on all rows.
 *
 * Node 0 is both roots; every row that can hold somebody is a node; its arc (from the node above to a row of people, from a row of seats to the node above)
 * carries what it sums. A pair is an arc from its smallest row of people to its smallest row of seats. The price of a row is the difference of
 * potentials along its arc, so the prices that a pair meets add up to the difference between its ends, and the bound is the value.
 *
 * A row that asks for at least ℓ has two arcs: the first for ℓ, with a reward larger than anything an exchange can bring, the other for the rest. Where
 * not all of the rewards can be had there is no plan; the same flow for rewards of 1 and nothing else gives prices that show it: they bound what can
 * be had below what is asked.
 *
 * Overflow. Let h be the largest |value| and n the smaller number of rows of the two families, plus one. A cycle passes each row once, so an exchange
 * brings at most 2·n·h, and the reward is M = 2·n·h + 1. A path in the tree meets at most L rows that ask for something, so |φ| < (L + 1)·M; reduced
 * values stay below (2·L + 3)·M, and the problem is refused where that or the sum of all values reaches 2^53.
 */
export const networkBackend: Backend = {
  name: 'network',
  refuses: (problem) => {
    const found = recognised(problem);
    return typeof found === 'string' ? found : null;
  },
  solve: async (problem, control) => {
    const found = recognised(problem);
    if (typeof found === 'string') throw new RangeError(`the network takes no problem with ${found}`);
    return new Flow(problem, found).solve(control.start, () => control.shouldStop());
  },
};

/** Asked for twice by the one who chooses a backend and the one who solves. */
const known = new WeakMap<Problem, Structure | string>();

function recognised(problem: Problem): Structure | string {
  const before = known.get(problem);
  if (before !== undefined) return before;
  let found = structureOf(problem);
  if (typeof found !== 'string' && !(rewardOf(problem, found).largest < Number.MAX_SAFE_INTEGER)) found = 'values too large';
  known.set(problem, found);
  return found;
}

/** M, and what no number exceeds. */
function rewardOf(problem: Problem, { people, seats }: Structure): { readonly reward: number; readonly largest: number } {
  let highest = 0;
  let sum = 0;
  for (const value of problem.objective) {
    highest = Math.max(highest, Math.abs(value));
    sum += Math.abs(value);
  }
  const reward = 2 * Math.min(people.nodeCount, seats.nodeCount) * highest + 1;
  let asking = 0;
  for (const { rowOfNode } of [people, seats])
    for (let node = 1; node < rowOfNode.length; node++) if (lowerOf(problem, rowOfNode[node]!) > 0) asking++;
  return { reward, largest: Math.max(sum, (2 * asking + 3) * reward) };
}

function lowerOf({ personCount, seatCount, lowerOfPerson, rows }: Problem, address: number): number {
  if (address < personCount) return Math.max(0, lowerOfPerson[address]!);
  return address < personCount + seatCount ? 0 : Math.max(0, rows.lowerOfRow[address - personCount - seatCount]!);
}

function upperOf({ personCount, seatCount, upperOfPerson, upperOfSeat, rows }: Problem, address: number): number {
  if (address < personCount) return upperOfPerson[address]!;
  return address < personCount + seatCount ? upperOfSeat[address - personCount]! : rows.upperOfRow[address - personCount - seatCount]!;
}

const none = -1;

/** The network of one problem: nodes 1 … are the rows of people that hold an open pair, then those of seats. */
class Flow {
  private readonly nodeCount: number;
  private readonly firstSeatNode: number;
  private readonly rowOfNode: Int32Array;
  private readonly parentOfNode: Int32Array;
  private readonly lowerOfNode: Int32Array;
  /** More than there are pairs: no limit. */
  private readonly upperOfNode: Int32Array;
  /** Arcs: pairs as far as they are open; then for each node the arc that is asked for (`none` where nothing is), and the one for the rest. */
  private readonly openPairs: Int32Array;
  private readonly tailOfPair: Int32Array;
  private readonly headOfPair: Int32Array;
  private readonly askedArcOfNode: Int32Array;
  private readonly restArcOfNode: Int32Array;
  private readonly tailOfArc: Int32Array;
  private readonly headOfArc: Int32Array;
  private readonly capacityOfArc: Int32Array;

  constructor(
    private readonly problem: Problem,
    private readonly structure: Structure,
  ) {
    const { people, seats } = structure;
    const isOpenOf = (family: Family): Uint8Array => {
      // Nodes are no taller than their parents, but in no order: each walks up by itself.
      const isOpen = new Uint8Array(family.nodeCount).fill(1);
      for (let node = 1; node < family.nodeCount; node++) {
        for (let at = node; at !== 0 && isOpen[node] === 1; at = family.parentOfNode[at]!)
          if (upperOf(problem, family.rowOfNode[at]!) <= 0) isOpen[node] = 0;
      }
      return isOpen;
    };
    const isOpenRow = isOpenOf(people);
    const isOpenSeat = isOpenOf(seats);
    this.openPairs = Int32Array.from({ length: problem.pairCount }, (_, pair) => pair).filter(
      (pair) => isOpenRow[people.nodeOfPair[pair]!] === 1 && isOpenSeat[seats.nodeOfPair[pair]!] === 1,
    );
    const pairsBelow = (family: Family): Int32Array => {
      const count = new Int32Array(family.nodeCount);
      for (const pair of this.openPairs)
        for (let node = family.nodeOfPair[pair]!; node !== 0; node = family.parentOfNode[node]!) count[node]!++;
      return count;
    };
    const sizes = [pairsBelow(people), pairsBelow(seats)];
    let nodeCount = 1;
    const numbers = [people, seats].map((family, side) =>
      Int32Array.from({ length: family.nodeCount }, (_, node) => (sizes[side]![node]! > 0 ? nodeCount++ : 0)),
    );
    this.nodeCount = nodeCount;
    this.firstSeatNode = 1 + numbers[0]!.reduce((count, number) => count + (number > 0 ? 1 : 0), 0);
    this.rowOfNode = new Int32Array(nodeCount);
    this.parentOfNode = new Int32Array(nodeCount);
    this.lowerOfNode = new Int32Array(nodeCount);
    this.upperOfNode = new Int32Array(nodeCount);
    [people, seats].forEach((family, side) => {
      for (let own = 1; own < family.nodeCount; own++) {
        const node = numbers[side]![own]!;
        const size = sizes[side]![own]!;
        if (size === 0) continue;
        const row = family.rowOfNode[own]!;
        this.rowOfNode[node] = row;
        this.parentOfNode[node] = numbers[side]![family.parentOfNode[own]!]!;
        // Beyond its pairs a row is never full, and one without a limit must not be: no price may stand there.
        this.upperOfNode[node] = upperOf(problem, row) >= size ? size + 1 : upperOf(problem, row);
        this.lowerOfNode[node] = Math.min(lowerOf(problem, row), this.upperOfNode[node]!);
      }
    });
    this.tailOfPair = this.openPairs.map((pair) => numbers[0]![people.nodeOfPair[pair]!]!);
    this.headOfPair = this.openPairs.map((pair) => numbers[1]![seats.nodeOfPair[pair]!]!);

    const tails = Array.from(this.tailOfPair);
    const heads = Array.from(this.headOfPair);
    const capacities = new Array<number>(this.openPairs.length).fill(1);
    const arc = (node: number, capacity: number): number => {
      const parent = this.parentOfNode[node]!;
      const isOfPeople = node < this.firstSeatNode;
      heads.push(isOfPeople ? node : parent);
      capacities.push(capacity);
      return tails.push(isOfPeople ? parent : node) - 1;
    };
    this.askedArcOfNode = new Int32Array(nodeCount).fill(none);
    this.restArcOfNode = new Int32Array(nodeCount).fill(none);
    for (let node = 1; node < nodeCount; node++) {
      const lower = this.lowerOfNode[node]!;
      if (lower > 0) this.askedArcOfNode[node] = arc(node, lower);
      if (this.upperOfNode[node]! > lower) this.restArcOfNode[node] = arc(node, this.upperOfNode[node]! - lower);
    }
    this.tailOfArc = Int32Array.from(tails);
    this.headOfArc = Int32Array.from(heads);
    this.capacityOfArc = Int32Array.from(capacities);
  }

  solve(start: Float64Array | null, shouldStop: () => boolean): ScalarAnswer {
    const { problem } = this;
    const { reward } = rewardOf(problem, this.structure);
    const stranded = this.stranded();
    if (stranded !== null) return infeasible(stranded);
    const found = this.circulate(problem.objective, reward, start, shouldStop);
    const plan = this.planOf(found.flowOfArc);
    if (!found.isOptimal) return stopped(problem, this.meetsAll(found.flowOfArc) ? plan : this.feasibleStart(start));
    if (!this.meetsAll(found.flowOfArc)) {
      const most = this.circulate(new Float64Array(problem.pairCount), 1, plan, shouldStop);
      return most.isOptimal ? infeasible(this.pricesOf(most, 0)) : stopped(problem, null);
    }
    const value = worth(problem, plan);
    const prices = this.pricesOf(found, 1);
    return { status: 'solved', plan, value, bound: value, proof: { kind: 'prices', prices }, claimedBy: null, stop: 'complete', nodes: 0 };
  }

  /** From a plan that keeps all upper limits, else from nobody placed. */
  private circulate(objective: Problem['objective'], reward: number, start: Float64Array | null, shouldStop: () => boolean): Circulation {
    const valueOfArc = new Float64Array(this.tailOfArc.length);
    this.openPairs.forEach((pair, arc) => {
      valueOfArc[arc] = objective[pair]!;
    });
    for (const arc of this.askedArcOfNode) if (arc !== none) valueOfArc[arc] = reward;
    const network: Network = {
      nodeCount: this.nodeCount,
      tailOfArc: this.tailOfArc,
      headOfArc: this.headOfArc,
      capacityOfArc: this.capacityOfArc,
      valueOfArc,
    };
    const flowOfArc = this.flowOf(start) ?? new Int32Array(this.tailOfArc.length);
    return bestCirculation(network, { flowOfArc, treeArcOfNode: this.treeOf(flowOfArc, valueOfArc) }, shouldStop);
  }

  /** The flow of a plan; null where it breaks an upper limit. */
  private flowOf(plan: Float64Array | null): Int32Array | null {
    if (plan === null) return null;
    const flowOfArc = new Int32Array(this.tailOfArc.length);
    let placed = 0;
    for (let arc = 0; arc < this.openPairs.length; arc++) {
      const x = plan[this.openPairs[arc]!]!;
      if (x === 0) continue;
      if (x !== 1) return null;
      placed++;
      flowOfArc[arc] = 1;
      for (const end of [this.tailOfPair[arc]!, this.headOfPair[arc]!]) {
        for (let node = end; node !== 0; node = this.parentOfNode[node]!) {
          const asked = this.askedArcOfNode[node]!;
          const rest = this.restArcOfNode[node]!;
          const into = asked !== none && flowOfArc[asked]! < this.capacityOfArc[asked]! ? asked : rest;
          if (into === none || flowOfArc[into] === this.capacityOfArc[into]) return null;
          flowOfArc[into]!++;
        }
      }
    }
    for (const x of plan) if (x !== 0) placed--;
    return placed === 0 ? flowOfArc : null;
  }

  /**
   * A strongly feasible tree. A row of seats with room hangs on the arc upwards; a full one on somebody in it, by a row below or a pair. A row of people with
   * somebody placed hangs on the arc from above; an empty one on a row below it, or on its best pair.
   */
  private treeOf(flowOfArc: Int32Array, valueOfArc: Float64Array): Int32Array {
    const { nodeCount, firstSeatNode, parentOfNode, askedArcOfNode, restArcOfNode, capacityOfArc } = this;
    const carryingArc = (node: number): number => {
      const rest = restArcOfNode[node]!;
      return rest !== none && flowOfArc[rest]! > 0 ? rest : askedArcOfNode[node]!;
    };
    const roomyArc = (node: number): number => {
      const asked = askedArcOfNode[node]!;
      return asked !== none && flowOfArc[asked]! < capacityOfArc[asked]! ? asked : restArcOfNode[node]!;
    };
    const hasRoom = (node: number): boolean => {
      const arc = roomyArc(node);
      return arc !== none && flowOfArc[arc]! < capacityOfArc[arc]!;
    };
    const isUsed = (node: number): boolean => {
      const arc = carryingArc(node);
      return arc !== none && flowOfArc[arc]! > 0;
    };
    // What a row can hang on from below: a pair before a row, the best pair, the first row.
    const pairBelow = new Int32Array(nodeCount).fill(none);
    const rowBelow = new Int32Array(nodeCount).fill(none);
    for (let arc = 0; arc < this.openPairs.length; arc++) {
      const tail = this.tailOfPair[arc]!;
      if (pairBelow[tail] === none || valueOfArc[arc]! > valueOfArc[pairBelow[tail]!]!) pairBelow[tail] = arc;
      if (flowOfArc[arc] === 1) pairBelow[this.headOfPair[arc]!] = arc;
    }
    for (let node = nodeCount - 1; node > 0; node--) {
      if (node < firstSeatNode || isUsed(node)) rowBelow[parentOfNode[node]!] = node;
    }
    const treeArcOfNode = new Int32Array(nodeCount).fill(none);
    for (let node = 1; node < firstSeatNode; node++) {
      if (isUsed(node)) treeArcOfNode[node] = carryingArc(node);
      else treeArcOfNode[node] = pairBelow[node] !== none ? pairBelow[node]! : roomyArc(rowBelow[node]!);
    }
    const full: number[] = [];
    for (let node = firstSeatNode; node < nodeCount; node++) {
      if (hasRoom(node)) treeArcOfNode[node] = roomyArc(node);
      else full.push(node);
    }
    const hangsBelow = new Uint8Array(nodeCount);
    for (let node = full.pop(); node !== undefined; node = full.pop()) {
      if (hangsBelow[node] === 1) continue;
      hangsBelow[node] = 1;
      const pair = pairBelow[node]!;
      treeArcOfNode[node] = pair !== none ? pair : carryingArc(rowBelow[node]!);
      if (pair === none) full.push(rowBelow[node]!);
    }
    return treeArcOfNode;
  }

  private planOf(flowOfArc: Int32Array): Float64Array {
    const plan = new Float64Array(this.problem.pairCount);
    this.openPairs.forEach((pair, arc) => {
      plan[pair] = flowOfArc[arc]!;
    });
    return plan;
  }

  private meetsAll(flowOfArc: Int32Array): boolean {
    return this.askedArcOfNode.every((arc) => arc === none || flowOfArc[arc] === this.capacityOfArc[arc]);
  }

  private feasibleStart(start: Float64Array | null): Float64Array | null {
    const flow = this.flowOf(start);
    return flow !== null && this.meetsAll(flow) ? start : null;
  }

  /** Prices that show that a row without an open pair, or with fewer than it asks for, cannot be met; null: there is none. */
  private stranded(): Prices | null {
    const { people, seats } = this.structure;
    const reachable = new Set(this.rowOfNode.subarray(1));
    for (let node = 1; node < this.nodeCount; node++) {
      if (lowerOf(this.problem, this.rowOfNode[node]!) > this.lowerOfNode[node]!) return this.askingPrices(this.rowOfNode[node]!);
    }
    const asks = (address: number): boolean => lowerOf(this.problem, address) > 0 && !reachable.has(address);
    for (let person = 0; person < this.problem.personCount; person++) if (asks(person)) return this.askingPrices(person);
    for (const { rowOfNode } of [people, seats])
      for (let node = 1; node < rowOfNode.length; node++) if (asks(rowOfNode[node]!)) return this.askingPrices(rowOfNode[node]!);
    return null;
  }

  private askingPrices(address: number): Prices {
    return this.sparse(new Map([[address, -1]]), 0);
  }

  private pricesOf({ potentialOfNode }: Circulation, scale: 0 | 1): Prices {
    const priceOfRow = new Map<number, number>();
    for (let node = 1; node < this.nodeCount; node++) {
      const climb = potentialOfNode[node]! - potentialOfNode[this.parentOfNode[node]!]!;
      const price = node < this.firstSeatNode ? climb : -climb;
      // Below 0 on a row that asks for nothing: it is empty, and its pairs are worth nothing without that, too.
      if (price > 0 || this.lowerOfNode[node]! > 0) priceOfRow.set(this.rowOfNode[node]!, price);
    }
    return this.sparse(priceOfRow, scale);
  }

  /** Adds what closes the closed pairs: on a limit of 0 any price is free, and it gets one at which none of its pairs is worth anything. */
  private sparse(priceOfRow: Map<number, number>, scale: 0 | 1): Prices {
    const { problem, structure } = this;
    const isOpen = new Uint8Array(problem.pairCount);
    for (const pair of this.openPairs) isOpen[pair] = 1;
    for (let pair = 0; pair < problem.pairCount; pair++) {
      if (isOpen[pair] === 1) continue;
      let worthOfPair = scale * problem.objective[pair]!;
      let closing = none;
      for (const family of [structure.people, structure.seats]) {
        for (let node = family.nodeOfPair[pair]!; node !== 0; node = family.parentOfNode[node]!) {
          const row = family.rowOfNode[node]!;
          worthOfPair -= priceOfRow.get(row) ?? 0;
          if (upperOf(problem, row) <= 0) closing = row;
        }
      }
      if (worthOfPair > 0) priceOfRow.set(closing, (priceOfRow.get(closing) ?? 0) + worthOfPair);
    }
    const rows = [...priceOfRow.keys()].filter((row) => priceOfRow.get(row) !== 0).sort((a, b) => a - b);
    return { scale, rowOfPrice: Int32Array.from(rows), priceOfRow: Float64Array.from(rows, (row) => priceOfRow.get(row)!) };
  }
}

function worth(problem: Problem, plan: Float64Array): number {
  let sum = 0;
  for (let pair = 0; pair < plan.length; pair++) sum += problem.objective[pair]! * plan[pair]!;
  return sum;
}

const unplanned = { plan: null, value: null, bound: null, claimedBy: null, nodes: 0 } as const;

function infeasible(prices: Prices): ScalarAnswer {
  return { ...unplanned, status: 'infeasible', proof: { kind: 'prices', prices }, stop: 'complete' };
}

function stopped(problem: Problem, plan: Float64Array | null): ScalarAnswer {
  const value = plan === null ? null : worth(problem, plan);
  return { ...unplanned, status: 'stopped', plan, value, proof: null, stop: 'cancelled' };
}
