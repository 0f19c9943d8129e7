import type { Prices, Proof } from '../solution/types.js';

/**
 * What the multipliers of a replayed proof say of limits. Weak duality: where a row with price p ≥ 0 (scale s) has its upper limit raised by d, the bound that the same
 * multipliers give rises by p·d/s; so the best value rises by no more than gap + ⌈Σ p·d/s⌉. That is one supporting price: other multipliers may prove the same value.
 */
export class SupportingPrices {
  readonly #root: Node;

  constructor(
    proof: Proof,
    readonly personCount: number,
    readonly seatCount: number,
  ) {
    this.#root = nodeOf(proof, personCount, seatCount);
  }

  /** The most that the bound rises when these rows (addresses) have their limits raised; null: the proof does not say. */
  rise(rows: readonly { readonly address: number; readonly by: number }[]): number | null {
    return riseIn(this.#root, rows);
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
  | { readonly leaves: readonly Leaf[] }
  | { readonly parts: readonly Node[]; readonly placeOfRow: ReadonlyMap<number, { readonly part: number; readonly address: number }> }
  | null;

function nodeOf(proof: Proof, personCount: number, seatCount: number): Node {
  if (proof.kind === 'prices') return { leaves: [leafOf(proof.prices, personCount, seatCount)] };
  if (proof.kind === 'tree') return { leaves: proof.nodes.flatMap((node) => ('on' in node ? [] : [leafOf(node, personCount, seatCount)])) };
  if (proof.kind !== 'parts') return null;
  const placeOfRow = new Map<number, { part: number; address: number }>();
  const parts = proof.parts.map(({ part, proof: own }, k) => {
    const { persons, seats, sideRows } = part;
    seats.forEach((seat, local) => void placeOfRow.set(personCount + seat, { part: k, address: persons.length + local }));
    sideRows.forEach(
      (row, local) => void placeOfRow.set(personCount + seatCount + row, { part: k, address: persons.length + seats.length + local }),
    );
    return nodeOf(own, persons.length, seats.length);
  });
  return { parts, placeOfRow };
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
    return most;
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
