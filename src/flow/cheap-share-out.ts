import type { PurseSwap, PurseSwaps } from './purse-swaps.js';

/** Takes `gain` off a row and puts it on one that is not met yet: a swap, or two that are as much through a row between them. */
interface Move {
  readonly gain: number;
  readonly loss: number;
  readonly swaps: readonly PurseSwap[];
}

/** Of moves that bring the same, so many are looked at. */
const mostAlike = 4;
/** Rows come near their limits by swaps that lose no more than these parts of what a cent may cost, one after the other. */
const approaches = [0.1, 0.3, 1, 3] as const;
const mostDetours = 20;
/** More steps than this bring a row no nearer to its limit. */
const mostSteps = 12;

/**
 * Shares one purse out over rows with a limit each, by swaps that differ in what they lose. First, the cheapest first, those that bring two rows nearer to their limits; then row after
 * row, the farthest first, is met exactly: by the up to three moves that lose least and whose gains add up to what is wanted, where it is too far after cheap
 * steps towards it. The last row has what is left of all. `share-out.ts` does the same where nothing can be lost.
 */
export class CheapShareOut {
  private readonly swapsOfRow = new Map<number, PurseSwap[]>();
  /** By gain and row. */
  private readonly swapsOfGiver = new Map<number, PurseSwap[]>();
  private readonly swapsOfTaker = new Map<number, PurseSwap[]>();

  constructor(
    private readonly seats: PurseSwaps,
    private readonly rows: readonly number[],
    /** Those first that lose least. */
    private readonly swaps: readonly PurseSwap[],
    /** All gains are multiples of it. */
    private readonly unit: number,
    /** What may be lost to bring a row nearer by a cent. */
    private readonly priceOfCent: number,
    private readonly shouldStop: () => boolean,
  ) {
    for (const swap of swaps) {
      append(this.swapsOfRow, swap.giver, swap);
      append(this.swapsOfRow, swap.taker, swap);
      append(this.swapsOfGiver, this.keyOf(swap.gain, swap.giver), swap);
      append(this.swapsOfTaker, this.keyOf(swap.gain, swap.taker), swap);
    }
  }

  /** Do all rows hold in the end? Where it was told to stop, they need not. */
  run(): boolean {
    for (const part of approaches) this.approach(part * this.priceOfCent);
    const { excessOfRow } = this.seats;
    const unmet = new Set(this.rows);
    while (unmet.size > 1 && !this.shouldStop()) {
      const row = [...unmet].reduce((a, b) => (Math.abs(excessOfRow[a]!) >= Math.abs(excessOfRow[b]!) ? a : b));
      unmet.delete(row);
      this.meet(row, unmet);
    }
    return this.rows.every((row) => excessOfRow[row]! <= 0);
  }

  /** Swaps that make the distance of their two rows from their limits less by what they move at least. */
  private approach(priceOfCent: number): void {
    const { excessOfRow } = this.seats;
    for (const swap of this.swaps) {
      const [high, low] = [excessOfRow[swap.giver]!, excessOfRow[swap.taker]!];
      const nearer = Math.abs(high) + Math.abs(low) - Math.abs(high - swap.gain) - Math.abs(low + swap.gain);
      if (nearer >= swap.gain && swap.loss <= priceOfCent * nearer && this.seats.isOpen(swap)) this.seats.apply(swap);
    }
  }

  private meet(row: number, unmet: ReadonlySet<number>): void {
    for (let step = 0; step < mostSteps; step++) {
      const wanted = Math.ceil(this.seats.excessOfRow[row]! / this.unit) * this.unit;
      if (wanted === 0 || this.shouldStop()) return;
      const moves = this.movesOf(row, unmet);
      const picked = cheapestTo(wanted, moves, this.unit) ?? stepTowards(wanted, moves) ?? this.detour(wanted, moves);
      if (picked === null) return;
      for (const { swaps } of picked) for (const swap of swaps) this.seats.apply(swap);
    }
  }

  /** A move after which what is wanted then is within reach: sums of three do not come to everything. */
  private detour(wanted: number, moves: ReadonlyMap<number, readonly Move[]>): readonly Move[] | null {
    const firsts = [...moves.values()].map(([first]) => first!).sort((a, b) => a.loss - b.loss || a.gain - b.gain);
    const found = firsts.slice(0, mostDetours).find(({ gain }) => cheapestTo(wanted - gain, moves, this.unit) !== null);
    return found === undefined ? null : [found];
  }

  /** By what they take off the row; what they will cost the other row to be met counts as lost. */
  private movesOf(row: number, unmet: ReadonlySet<number>): Map<number, Move[]> {
    const moves = new Map<number, Move[]>();
    for (const swap of this.swapsOfRow.get(row) ?? []) {
      if (!this.seats.isOpen(swap)) continue;
      const isGiver = swap.giver === row;
      const between = isGiver ? swap.taker : swap.giver;
      const gain = isGiver ? swap.gain : -swap.gain;
      if (unmet.has(between)) put(moves, { gain, loss: swap.loss + this.strain(between, gain), swaps: [swap] });
      for (const next of (isGiver ? this.swapsOfGiver : this.swapsOfTaker).get(this.keyOf(swap.gain, between)) ?? []) {
        // Those that follow lose no less.
        if (!isAmongBest(moves.get(gain), swap.loss + next.loss - this.priceOfCent * swap.gain)) break;
        const to = isGiver ? next.taker : next.giver;
        const loss = swap.loss + next.loss + this.strain(to, gain);
        if (!unmet.has(to) || !isAmongBest(moves.get(gain), loss) || !this.seats.isOpen(next)) continue;
        if (!next.persons.some((person) => swap.persons.includes(person))) put(moves, { gain, loss, swaps: [swap, next] });
      }
    }
    return moves;
  }

  private keyOf(gain: number, row: number): number {
    return gain * this.seats.excessOfRow.length + row;
  }

  private strain(row: number, gain: number): number {
    const excess = this.seats.excessOfRow[row]!;
    return this.priceOfCent * (Math.abs(excess + gain) - Math.abs(excess));
  }
}

function append(lists: Map<number, PurseSwap[]>, key: number, swap: PurseSwap): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [swap]);
  else list.push(swap);
}

function isAmongBest(alike: readonly Move[] | undefined, loss: number): boolean {
  return alike === undefined || alike.length < mostAlike || loss < alike.at(-1)!.loss;
}

/** Among the few that bring the same, in the order of what they lose. */
function put(moves: Map<number, Move[]>, move: Move): void {
  const alike = moves.get(move.gain);
  if (alike === undefined) {
    moves.set(move.gain, [move]);
    return;
  }
  if (!isAmongBest(alike, move.loss)) return;
  if (alike.length === mostAlike) alike.pop();
  const at = alike.findIndex(({ loss }) => loss > move.loss);
  alike.splice(at < 0 ? alike.length : at, 0, move);
}

/** Up to three moves that share nobody, bring what is wanted exactly, and lose least. */
function cheapestTo(wanted: number, moves: ReadonlyMap<number, readonly Move[]>, unit: number): readonly Move[] | null {
  const gains = [...moves.keys()].sort((a, b) => a - b);
  const farthest = gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
  const leastOfGain = new Float64Array((2 * farthest) / unit + 1).fill(Number.POSITIVE_INFINITY);
  for (const gain of gains) leastOfGain[(gain + farthest) / unit] = moves.get(gain)![0]!.loss;
  const leastAt = (gain: number): number => (Math.abs(gain) > farthest ? Number.POSITIVE_INFINITY : leastOfGain[(gain + farthest) / unit]!);
  let best: readonly Move[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  const consider = (loss: number, of: readonly number[]): void => {
    if (loss >= least) return;
    const picked = apart(of.map((gain) => moves.get(gain)!));
    const total = picked === null ? Number.POSITIVE_INFINITY : picked.reduce((sum, move) => sum + move.loss, 0);
    if (total >= least) return;
    least = total;
    best = picked;
  };
  consider(leastAt(wanted), [wanted]);
  for (let i = 0; i < gains.length; i++) {
    const first = gains[i]!;
    const own = leastAt(first);
    if (2 * first <= wanted) consider(own + leastAt(wanted - first), [first, wanted - first]);
    for (let j = i; j < gains.length; j++) {
      const second = gains[j]!;
      const third = wanted - first - second;
      if (third < second) break;
      consider(own + leastAt(second) + leastAt(third), [first, second, third]);
    }
  }
  return best;
}

/** The move that does not go past what is wanted and loses least for what it brings; null: none goes there. */
function stepTowards(wanted: number, moves: ReadonlyMap<number, readonly Move[]>): readonly Move[] | null {
  let best: Move | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [gain, [move]] of moves) {
    if (gain * wanted <= 0 || Math.abs(gain) > Math.abs(wanted) || move!.loss / Math.abs(gain) >= least) continue;
    least = move!.loss / Math.abs(gain);
    best = move!;
  }
  return best === null ? null : [best];
}

/** One of each list, the first that fit, so that nobody is in two; null: they do not. */
function apart(lists: readonly (readonly Move[])[]): readonly Move[] | null {
  const picked: Move[] = [];
  const taken = new Set<number>();
  for (const list of lists) {
    const move = list.find(({ swaps }) => swaps.every(({ persons }) => persons.every((person) => !taken.has(person))));
    if (move === undefined) return null;
    picked.push(move);
    for (const { persons } of move.swaps) for (const person of persons) taken.add(person);
  }
  return picked;
}
