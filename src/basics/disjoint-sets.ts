/** Disjoint sets of the numbers 0 … count−1 (union–find with path halving, near-linear); each is known by its smallest number. */
export class DisjointSets {
  private readonly parent: Int32Array;

  constructor(count: number) {
    this.parent = new Int32Array(count);
    for (let node = 0; node < count; node++) this.parent[node] = node;
  }

  /** The smallest number in the set of `from`. */
  rootOf(from: number): number {
    const { parent } = this;
    let node = from;
    for (let up = parent[node]!; up !== node; up = parent[node]!) {
      parent[node] = parent[up]!;
      node = parent[node]!;
    }
    return node;
  }

  /** Joins the set with this root and the one that holds a node; the root of both. */
  join(root: number, node: number): number {
    // Most nodes hang on the root already: one look is enough.
    if (this.parent[node] === root) return root;
    const other = this.rootOf(node);
    if (other < root) {
      this.parent[root] = other;
      return other;
    }
    this.parent[other] = root;
    return root;
  }

  /** The root of each number. */
  roots(): Int32Array {
    const { parent } = this;
    // A parent is never larger than its node, so one ascending pass ends every path.
    for (let node = 0; node < parent.length; node++) parent[node] = parent[parent[node]!]!;
    return parent;
  }
}
