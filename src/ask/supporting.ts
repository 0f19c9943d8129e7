import { commonDivisor } from '../basics/common-divisor.js';
import { reachedWithin } from '../certify/bound/reach.js';
import type { Part } from '../model/part.js';
import type { Problem } from '../model/types.js';
import type { Prices, Proof } from '../solution/types.js';

/**
 * What the multipliers of a replayed proof say of limits. Weak duality: where the last sum that a row with price p ≥ 0 (scale s) can reach rises by d, the bound that the same
 * multipliers give rises by p·d/s; so the best value rises by no more than gap + Σ p·d/s, rounded up to what all values are multiples of. That is one supporting price: other
 * multipliers may prove the same value. Bounds are rounded down, to sums and values that can be: both count for where they stood before (a limit of 200 cents that 122 reach
 * lets 244 in once it is 244).
 */
export class SupportingPrices {
  private readonly root: Node;
  /** The same where nobody is refused: more room may be room for those whom a walk refused. */
  private readonly open: Problem;

  constructor(
    proof: Proof,
    /** What the proof is about. */
    private readonly problem: Problem,
  ) {
    this.root = nodeOf(proof, problem, null);
    this.open = { ...problem, rows: { ...problem.rows }, isRefusedPerson: undefined };
  }

  /** The most that the bound rises when these rows (addresses) have their limits raised; null: the proof does not say. */
  rise(rows: Raised): number | null {
    return riseIn(
      this.root,
      rows.map(({ address, by }) => ({ address, by: this.reachedBy(address, by) })),
    );
  }

  /** By how much the last sum rises that a row can reach. */
  private reachedBy(address: number, by: number): number {
    const side = address - this.problem.personCount - this.problem.seatCount;
    if (side < 0) return by;
    const limit = this.problem.rows.upperOfRow[side]!;
    return reachedWithin(this.open, side, limit + by, true) - reachedWithin(this.problem, side, limit, true);
  }
}

type Raised = readonly { readonly address: number; readonly by: number }[];

interface Leaf {
  readonly scale: number;
  readonly priceOfRow: ReadonlyMap<number, number>;
  /** Rows that are kept whole beside the prices: a raised limit moves more than a price says. */
  readonly kept: ReadonlySet<number>;
  /** Seats below this address may stand inside such rows. */
  readonly seatsUnknownBelow: number;
}

type Node =
  | { readonly leaves: readonly Leaf[]; readonly grid: number }
  | { readonly parts: readonly Node[]; readonly placeOfRow: ReadonlyMap<number, { readonly part: number; readonly address: number }> }
  | null;

/** `part`: of the problem, that the proof is about; null: all of it. */
function nodeOf(proof: Proof, problem: Problem, part: Part | null): Node {
  const { personCount, seatCount } = part === null ? problem : { personCount: part.persons.length, seatCount: part.seats.length };
  const grid = gridOf(problem, part);
  if (proof.kind === 'prices') return { leaves: [leafOf(proof.prices, personCount, seatCount)], grid };
  if (proof.kind === 'tree')
    return { leaves: proof.nodes.flatMap((node) => ('on' in node ? [] : [leafOf(node, personCount, seatCount)])), grid };
  // Parts of parts are not made.
  if (proof.kind !== 'parts' || part !== null) return null;
  const placeOfRow = new Map<number, { part: number; address: number }>();
  const parts = proof.parts.map(({ part, proof: own }, k) => {
    const { persons, seats, sideRows } = part;
    seats.forEach((seat, local) => void placeOfRow.set(personCount + seat, { part: k, address: persons.length + local }));
    sideRows.forEach(
      (row, local) => void placeOfRow.set(personCount + seatCount + row, { part: k, address: persons.length + seats.length + local }),
    );
    return nodeOf(own, problem, part);
  });
  return { parts, placeOfRow };
}

/** What all values are multiples of. */
function gridOf({ objective, firstPairOfPerson }: Problem, part: Part | null): number {
  if (part === null) return commonDivisor(objective) || 1;
  const own: number[] = Array.from(part.extras, (column) => objective[column]!);
  for (const person of part.persons)
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) own.push(objective[pair]!);
  return commonDivisor(own) || 1;
}

function leafOf(prices: Prices, personCount: number, seatCount: number): Leaf {
  const priceOfRow = new Map<number, number>();
  prices.rowOfPrice.forEach((row, k) => {
    if (row >= personCount && prices.priceOfRow[k]! > 0) priceOfRow.set(row, prices.priceOfRow[k]!);
  });
  return {
    scale: prices.scale,
    priceOfRow,
    kept: new Set([...(prices.knapsackRows ?? []), ...(prices.groupRows ?? [])]),
    seatsUnknownBelow: prices.groupRows === undefined ? 0 : personCount + seatCount,
  };
}

function riseIn(node: Node, rows: Raised): number | null {
  if (node === null) return null;
  if ('leaves' in node) {
    let most = 0;
    for (const leaf of node.leaves) {
      const rise = riseAt(leaf, rows);
      if (rise === null) return null;
      most = Math.max(most, rise);
    }
    return Math.ceil(most / node.grid) * node.grid;
  }
  const byPart = new Map<number, { address: number; by: number }[]>();
  for (const { address, by } of rows) {
    const place = node.placeOfRow.get(address);
    // A row in no part holds no column.
    if (place === undefined) continue;
    const own = byPart.get(place.part) ?? [];
    own.push({ address: place.address, by });
    byPart.set(place.part, own);
  }
  let sum = 0;
  for (const [part, own] of byPart) {
    const rise = riseIn(node.parts[part]!, own);
    if (rise === null) return null;
    sum += rise;
  }
  return sum;
}

function riseAt({ scale, priceOfRow, kept, seatsUnknownBelow }: Leaf, rows: Raised): number | null {
  let sum = 0n;
  for (const { address, by } of rows) {
    if (kept.has(address) || address < seatsUnknownBelow) return null;
    sum += BigInt(priceOfRow.get(address) ?? 0) * BigInt(by);
  }
  if (sum === 0n) return 0;
  // A leaf that shows "no plan" shows it no longer once its limit is raised.
  if (scale === 0) return null;
  return Number((sum + BigInt(scale) - 1n) / BigInt(scale));
}
