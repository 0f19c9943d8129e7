/** A binary heap of nodes by a key array that its user writes before `push`. Decreasing a key is a second push. Equal keys: order of arrival decides, the same each run. */
export class NodeHeap {
  private readonly nodeAt: Int32Array;
  /** Position + 1 in the heap; 0 outside. */
  private readonly placeOfNode: Int32Array;
  private size = 0;

  constructor(private readonly keyOfNode: Float64Array) {
    this.nodeAt = new Int32Array(keyOfNode.length);
    this.placeOfNode = new Int32Array(keyOfNode.length);
  }

  /** Inserts a node, or moves it up after its key fell. */
  push(node: number): void {
    const { nodeAt, placeOfNode, keyOfNode } = this;
    const key = keyOfNode[node]!;
    let at = placeOfNode[node]! - 1;
    if (at < 0) at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = nodeAt[above]!;
      if (keyOfNode[other]! <= key) break;
      nodeAt[at] = other;
      placeOfNode[other] = at + 1;
      at = above;
    }
    nodeAt[at] = node;
    placeOfNode[node] = at + 1;
  }

  /** Takes the node with the least key out, if that key is below the limit; else −1. */
  popBelow(limit: number): number {
    const { nodeAt, placeOfNode, keyOfNode } = this;
    if (this.size === 0) return -1;
    const top = nodeAt[0]!;
    if (keyOfNode[top]! >= limit) return -1;
    placeOfNode[top] = 0;
    const last = nodeAt[--this.size]!;
    if (this.size > 0) {
      const key = keyOfNode[last]!;
      let at = 0;
      for (;;) {
        let below = 2 * at + 1;
        if (below >= this.size) break;
        if (below + 1 < this.size && keyOfNode[nodeAt[below + 1]!]! < keyOfNode[nodeAt[below]!]!) below++;
        const other = nodeAt[below]!;
        if (keyOfNode[other]! >= key) break;
        nodeAt[at] = other;
        placeOfNode[other] = at + 1;
        at = below;
      }
      nodeAt[at] = last;
      placeOfNode[last] = at + 1;
    }
    return top;
  }

  clear(): void {
    for (let at = 0; at < this.size; at++) this.placeOfNode[this.nodeAt[at]!] = 0;
    this.size = 0;
  }
}
