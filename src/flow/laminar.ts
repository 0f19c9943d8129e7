/**
 * A family of sets of elements of which each two are nested or disjoint, as a forest: each set hangs below the smallest set that holds it, each
 * element below the smallest set it lies in. Node 0 stands above all and is no set.
 *
 * A set is taken in O(its elements · depth), in any order: count for every node above its elements how many of them lie in it. The set fits
 * exactly when each such node lies whole in the set (its count is its size) or holds all of it (its count is the size of the set).
 */
export class LaminarForest {
  /** The smallest set that holds an element. */
  readonly nodeOfElement: Int32Array;
  readonly parentOfNode: Int32Array;
  private readonly sizeOfNode: Int32Array;
  private readonly upperOfNode: Float64Array;
  nodeCount = 1;

  private readonly countOfNode: Int32Array;
  /** Work array of `mostOf`, zero at rest. */
  private readonly sumOfNode: Float64Array;
  private readonly touched: number[] = [];

  constructor(elementCount: number, mostSets: number) {
    this.nodeOfElement = new Int32Array(elementCount);
    this.parentOfNode = new Int32Array(mostSets + 1);
    this.sizeOfNode = new Int32Array(mostSets + 1);
    this.upperOfNode = new Float64Array(mostSets + 1);
    this.countOfNode = new Int32Array(mostSets + 1);
    this.sumOfNode = new Float64Array(mostSets + 1);
  }

  /** Would the set be nested in, around or beside every set there is? */
  fits(elements: ArrayLike<number>): boolean {
    this.count(elements);
    const answer = this.touched.every((node) => this.isInside(node) || this.countOfNode[node] === elements.length);
    this.rest();
    return answer;
  }

  /** Adds a set that fits, of which at most `upper` elements may be chosen, and gives its node. Of equal sets the later hangs below the earlier. */
  add(elements: ArrayLike<number>, upper: number): number {
    const { parentOfNode, nodeOfElement } = this;
    this.count(elements);
    let container = elements.length === 0 ? 0 : nodeOfElement[elements[0]!]!;
    while (container !== 0 && this.countOfNode[container] !== elements.length) container = parentOfNode[container]!;
    const node = this.nodeCount++;
    parentOfNode[node] = container;
    this.sizeOfNode[node] = elements.length;
    this.upperOfNode[node] = upper;
    for (const below of this.touched)
      if (below !== container && parentOfNode[below] === container && this.isInside(below)) parentOfNode[below] = node;
    for (let k = 0; k < elements.length; k++) if (nodeOfElement[elements[k]!] === container) nodeOfElement[elements[k]!] = node;
    this.rest();
    return node;
  }

  /** How many of the elements can be chosen at most under the limits of all sets of the family. */
  mostOf(elements: ArrayLike<number>): number {
    this.count(elements);
    const { sumOfNode, parentOfNode, upperOfNode } = this;
    for (let k = 0; k < elements.length; k++) sumOfNode[this.nodeOfElement[elements[k]!]!]!++;
    // Smaller sets first, of equal ones the lower.
    this.touched.sort((a, b) => this.sizeOfNode[a]! - this.sizeOfNode[b]! || b - a);
    for (const node of this.touched) {
      sumOfNode[parentOfNode[node]!]! += Math.min(upperOfNode[node]!, sumOfNode[node]!);
      sumOfNode[node] = 0;
    }
    const most = sumOfNode[0]!;
    sumOfNode[0] = 0;
    this.rest();
    return most;
  }

  private isInside(node: number): boolean {
    return this.countOfNode[node] === this.sizeOfNode[node];
  }

  private count(elements: ArrayLike<number>): void {
    const { countOfNode, parentOfNode, nodeOfElement, touched } = this;
    for (let k = 0; k < elements.length; k++) {
      for (let node = nodeOfElement[elements[k]!]!; node !== 0; node = parentOfNode[node]!)
        if (countOfNode[node]!++ === 0) touched.push(node);
    }
  }

  private rest(): void {
    for (const node of this.touched) this.countOfNode[node] = 0;
    this.touched.length = 0;
  }
}
