/** A network whose flow goes round: node 0 is the root of its trees. All numbers exact integers. */
export interface Network {
  readonly nodeCount: number;
  readonly tailOfArc: Int32Array;
  readonly headOfArc: Int32Array;
  /** ≥ 1. */
  readonly capacityOfArc: Int32Array;
  readonly valueOfArc: Float64Array;
}

/** A flow to start from and a strongly feasible tree of it: the arc of each node to its parent there (entry 0 unused). */
export interface TreeStart {
  readonly flowOfArc: Int32Array;
  readonly treeArcOfNode: Int32Array;
}

export interface Circulation {
  readonly flowOfArc: Int32Array;
  /** φ: an arc with room has value + φ(head) − φ(tail) ≤ 0, an arc with flow ≥ 0. Entry 0 is 0. */
  readonly potentialOfNode: Float64Array;
  /** False: stopped early; the flow keeps all capacities, but it need not be the best. */
  readonly isOptimal: boolean;
  readonly pivots: number;
}

/**
 * The most valuable circulation: primal network simplex.
 *
 * Problem. maximise Σ value(a)·f(a), 0 ≤ f(a) ≤ capacity(a), what flows into a node flows out of it.
 *
 * Principle. Flow on arcs outside a spanning tree is 0 or full. The tree's arcs fix the potentials φ (value + φ(head) − φ(tail) = 0 on each).
 * An arc outside whose reduced value r = value + φ(head) − φ(tail) says that more (at 0) or less (at full) of it is worth something closes a
 * cycle with the tree; as much as goes is sent round it, and an arc that allows no more leaves the tree for it.
 *
 * Optimality. Where no such arc is left, flow and φ satisfy complementary slackness, and Σ max(0, r)·capacity equals the value.
 *
 * Termination. Pivots that move nothing could go on for ever. In a *strongly feasible* tree every node can send flow to the root: a tree arc at 0
 * points to it, a full one away from it. Of the arcs that block, the last one on the way round from the cycle's top is the one to leave: it
 * keeps the tree so (Cunningham), and then no tree comes back. The start must have such a tree.
 *
 * Complexity. No polynomial bound is known for this rule; in practice about linear many pivots, each as long as the subtree that it moves. Entering
 * arcs are sought in blocks of √m arcs, round and round, the best of a block (block search).
 *
 * It cannot detect infeasibility: the zero flow always goes. What must flow is asked for by a value large enough.
 *
 * Overflow. |φ| is at most the sum of |value| along a path in the tree; the caller sees that twice that and one value stay below 2^53.
 *
 * Ties. The first of equal arcs enters: the same input gives the same bytes.
 *
 * References. R. Ahuja, T. Magnanti, J. Orlin, "Network Flows" (1993), ch. 11; W. Cunningham, "A network simplex method" (1976);
 * Z. Király, P. Kovács, "Efficient implementations of minimum-cost flow algorithms" (2012), for the block search.
 */
export function bestCirculation(network: Network, start: TreeStart, shouldStop: () => boolean = () => false): Circulation {
  const { tailOfArc, headOfArc, valueOfArc } = network;
  const tree = new Tree(network, start);
  const arcCount = tailOfArc.length;
  const { sideOfArc, potentialOfNode } = tree;
  const block = Math.max(20, Math.ceil(Math.sqrt(arcCount) / 3));
  let pivots = 0;
  let next = 0;
  for (let seen = 0, left = block, best = 0, entering = -1; seen < arcCount; ) {
    const arc = next;
    next = next + 1 === arcCount ? 0 : next + 1;
    const side = sideOfArc[arc]!;
    if (side !== 0) {
      const gain = side * (valueOfArc[arc]! + potentialOfNode[headOfArc[arc]!]! - potentialOfNode[tailOfArc[arc]!]!);
      if (gain > best) {
        best = gain;
        entering = arc;
      }
    }
    seen++;
    if (--left > 0 && seen < arcCount) continue;
    left = block;
    if (entering < 0) continue;
    if ((++pivots & 255) === 0 && shouldStop()) return { flowOfArc: tree.flowOfArc, potentialOfNode, isOptimal: false, pivots };
    tree.pivot(entering);
    seen = 0;
    best = 0;
    entering = -1;
  }
  return { flowOfArc: tree.flowOfArc, potentialOfNode, isOptimal: true, pivots };
}

/** The spanning tree, with its children in linked lists, and the flow. */
class Tree {
  readonly flowOfArc: Int32Array;
  readonly potentialOfNode: Float64Array;
  /** 1: at 0, −1: full, 0: in the tree. */
  readonly sideOfArc: Int8Array;
  private readonly tailOfArc: Int32Array;
  private readonly headOfArc: Int32Array;
  private readonly capacityOfArc: Int32Array;
  private readonly valueOfArc: Float64Array;
  private readonly arcOfNode: Int32Array;
  private readonly parentOfNode: Int32Array;
  private readonly depthOfNode: Int32Array;
  private readonly firstChildOfNode: Int32Array;
  private readonly nextSiblingOfNode: Int32Array;
  private readonly lastSiblingOfNode: Int32Array;

  constructor(network: Network, start: TreeStart) {
    const { nodeCount, tailOfArc, headOfArc, capacityOfArc, valueOfArc } = network;
    this.tailOfArc = tailOfArc;
    this.headOfArc = headOfArc;
    this.capacityOfArc = capacityOfArc;
    this.valueOfArc = valueOfArc;
    this.flowOfArc = start.flowOfArc.slice();
    this.arcOfNode = start.treeArcOfNode.slice();
    this.potentialOfNode = new Float64Array(nodeCount);
    this.parentOfNode = new Int32Array(nodeCount).fill(-1);
    this.depthOfNode = new Int32Array(nodeCount);
    this.firstChildOfNode = new Int32Array(nodeCount).fill(-1);
    this.nextSiblingOfNode = new Int32Array(nodeCount).fill(-1);
    this.lastSiblingOfNode = new Int32Array(nodeCount).fill(-1);
    this.sideOfArc = new Int8Array(tailOfArc.length);
    for (let arc = 0; arc < tailOfArc.length; arc++) this.sideOfArc[arc] = this.flowOfArc[arc] === 0 ? 1 : -1;
    for (let node = nodeCount - 1; node > 0; node--) {
      const arc = this.arcOfNode[node]!;
      this.sideOfArc[arc] = 0;
      this.hang(node, tailOfArc[arc] === node ? headOfArc[arc]! : tailOfArc[arc]!);
    }
    let reached = 1;
    for (let node = this.firstChildOfNode[0]!; node > 0; node = this.after(node, 0)) {
      this.place(node);
      reached++;
    }
    if (reached !== nodeCount) throw new Error('network simplex: the arcs to start from are no tree');
  }

  /** Sends as much as goes round the cycle that the arc closes, and lets it into the tree. */
  pivot(entering: number): void {
    const { tailOfArc, headOfArc, capacityOfArc, flowOfArc, arcOfNode, parentOfNode, depthOfNode, sideOfArc } = this;
    const side = sideOfArc[entering]!;
    // The flow goes down from the cycle's top to `from`, over the arc to `to`, and up again.
    const from = side === 1 ? tailOfArc[entering]! : headOfArc[entering]!;
    const to = side === 1 ? headOfArc[entering]! : tailOfArc[entering]!;
    let up = from;
    let down = to;
    while (up !== down) {
      if (depthOfNode[up]! >= depthOfNode[down]!) up = parentOfNode[up]!;
      else down = parentOfNode[down]!;
    }
    const top = up;
    let amount = capacityOfArc[entering]!;
    let leaving = -1;
    let isBeforeArc = true;
    for (let node = from; node !== top; node = parentOfNode[node]!) {
      const arc = arcOfNode[node]!;
      const room = tailOfArc[arc] === node ? flowOfArc[arc]! : capacityOfArc[arc]! - flowOfArc[arc]!;
      if (room < amount) {
        amount = room;
        leaving = node;
      }
    }
    for (let node = to; node !== top; node = parentOfNode[node]!) {
      const arc = arcOfNode[node]!;
      const room = tailOfArc[arc] === node ? capacityOfArc[arc]! - flowOfArc[arc]! : flowOfArc[arc]!;
      if (room <= amount) {
        amount = room;
        leaving = node;
        isBeforeArc = false;
      }
    }
    if (amount > 0) {
      flowOfArc[entering]! += side * amount;
      for (let node = from; node !== top; node = parentOfNode[node]!) {
        const arc = arcOfNode[node]!;
        flowOfArc[arc]! += tailOfArc[arc] === node ? -amount : amount;
      }
      for (let node = to; node !== top; node = parentOfNode[node]!) {
        const arc = arcOfNode[node]!;
        flowOfArc[arc]! += tailOfArc[arc] === node ? amount : -amount;
      }
    }
    if (leaving < 0) {
      sideOfArc[entering] = -side;
      return;
    }
    const left = arcOfNode[leaving]!;
    sideOfArc[left] = flowOfArc[left] === 0 ? 1 : -1;
    sideOfArc[entering] = 0;
    this.rehang(leaving, isBeforeArc ? from : to, isBeforeArc ? to : from, entering);
  }

  /** Cuts off the subtree at `leaving`, turns it round to stand on `foot` and hangs that below `above` by the arc. */
  private rehang(leaving: number, foot: number, above: number, arc: number): void {
    const { parentOfNode, arcOfNode } = this;
    let node = foot;
    let newParent = above;
    let newArc = arc;
    for (;;) {
      const oldParent = parentOfNode[node]!;
      const oldArc = arcOfNode[node]!;
      this.unhang(node);
      this.hang(node, newParent);
      arcOfNode[node] = newArc;
      if (node === leaving) break;
      newParent = node;
      newArc = oldArc;
      node = oldParent;
    }
    this.place(foot);
    for (let below = this.firstChildOfNode[foot]!; below >= 0 && below !== foot; below = this.after(below, foot)) this.place(below);
  }

  /** Depth and potential from those of the parent. */
  private place(node: number): void {
    const parent = this.parentOfNode[node]!;
    const arc = this.arcOfNode[node]!;
    this.depthOfNode[node] = this.depthOfNode[parent]! + 1;
    this.potentialOfNode[node] =
      this.tailOfArc[arc] === node
        ? this.potentialOfNode[parent]! + this.valueOfArc[arc]!
        : this.potentialOfNode[parent]! - this.valueOfArc[arc]!;
  }

  /** The next node in preorder within the subtree of `root`; `root` itself after the last. */
  private after(node: number, root: number): number {
    const { firstChildOfNode, nextSiblingOfNode, parentOfNode } = this;
    if (firstChildOfNode[node]! >= 0) return firstChildOfNode[node]!;
    let at = node;
    while (at !== root && nextSiblingOfNode[at]! < 0) at = parentOfNode[at]!;
    return at === root ? root : nextSiblingOfNode[at]!;
  }

  private hang(node: number, parent: number): void {
    const first = this.firstChildOfNode[parent]!;
    this.parentOfNode[node] = parent;
    this.nextSiblingOfNode[node] = first;
    this.lastSiblingOfNode[node] = -1;
    if (first >= 0) this.lastSiblingOfNode[first] = node;
    this.firstChildOfNode[parent] = node;
  }

  private unhang(node: number): void {
    const next = this.nextSiblingOfNode[node]!;
    const last = this.lastSiblingOfNode[node]!;
    if (last >= 0) this.nextSiblingOfNode[last] = next;
    else this.firstChildOfNode[this.parentOfNode[node]!] = next;
    if (next >= 0) this.lastSiblingOfNode[next] = last;
  }
}
