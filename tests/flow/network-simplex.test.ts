import { expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { bestCirculation, type Network } from '../../src/flow/network-simplex.js';

/** Random arcs behind one arc from each node to the root, which make the tree to start from. */
function randomNetwork(seed: number): Network {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const nodeCount = 2 + below(6);
  const arcCount = nodeCount - 1 + below(12);
  const tailOfArc = Int32Array.from({ length: arcCount }, (_, arc) => (arc < nodeCount - 1 ? arc + 1 : below(nodeCount)));
  const headOfArc = tailOfArc.map((tail, arc) => (arc < nodeCount - 1 ? 0 : (tail + 1 + below(nodeCount - 1)) % nodeCount));
  return {
    nodeCount,
    tailOfArc,
    headOfArc,
    capacityOfArc: tailOfArc.map(() => 1 + below(3)),
    valueOfArc: Float64Array.from(tailOfArc, () => below(41) - 20),
  };
}

it('keeps flow, and proves its value by potentials', () => {
  let moved = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const network = randomNetwork(seed);
    const { nodeCount, tailOfArc, headOfArc, capacityOfArc, valueOfArc } = network;
    const flowOfArc = new Int32Array(tailOfArc.length);
    const treeArcOfNode = Int32Array.from({ length: nodeCount }, (_, node) => node - 1);
    const found = bestCirculation(network, { flowOfArc, treeArcOfNode });
    const balanceOfNode = new Int32Array(nodeCount);
    let value = 0;
    let bound = 0;
    found.flowOfArc.forEach((flow, arc) => {
      expect(flow >= 0 && flow <= capacityOfArc[arc]!, `seed ${seed}`).toBe(true);
      balanceOfNode[tailOfArc[arc]!]! -= flow;
      balanceOfNode[headOfArc[arc]!]! += flow;
      value += flow * valueOfArc[arc]!;
      const reduced = valueOfArc[arc]! + found.potentialOfNode[headOfArc[arc]!]! - found.potentialOfNode[tailOfArc[arc]!]!;
      bound += Math.max(0, reduced) * capacityOfArc[arc]!;
    });
    expect([...balanceOfNode], `seed ${seed}`).toEqual(new Array(nodeCount).fill(0));
    expect([found.isOptimal, value], `seed ${seed}`).toEqual([true, bound]);
    if (value > 0) moved++;
  }
  expect(moved).toBeGreaterThan(1000);
});

it('says so where the arcs to start from are no tree', () => {
  const network: Network = {
    nodeCount: 3,
    tailOfArc: Int32Array.of(1, 2),
    headOfArc: Int32Array.of(2, 1),
    capacityOfArc: Int32Array.of(1, 1),
    valueOfArc: Float64Array.of(0, 0),
  };
  expect(() => bestCirculation(network, { flowOfArc: new Int32Array(2), treeArcOfNode: Int32Array.of(-1, 0, 1) })).toThrow(/no tree/);
});
