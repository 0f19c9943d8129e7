import { readFound } from '../transport/board.js';

/** How often a running step is looked at. */
const everyMs = 200;

interface Found {
  readonly value: number | null;
  readonly bound: number | null;
}

/**
 * What a scalar problem has found while it is being solved, added up over its shards: those at work by their boards, those answered by their answers. It is
 * told where it has become better. Looking changes nothing: the answer has the same bytes, looked at or not.
 */
export class Running {
  private readonly shards: (() => Found)[];
  private readonly timer: NodeJS.Timeout;
  private value = Number.NEGATIVE_INFINITY;
  private bound = Number.POSITIVE_INFINITY;

  constructor(
    shardCount: number,
    private readonly tell: (value: number, bound: number | null) => void,
  ) {
    this.shards = Array.from({ length: shardCount }, () => () => nothing);
    this.timer = setInterval(() => this.look(), everyMs).unref();
  }

  start(shard: number, board: SharedArrayBuffer): void {
    this.shards[shard] = () => readFound(board);
  }

  end(shard: number, { value, bound }: Found): void {
    const found = { value, bound };
    this.shards[shard] = () => found;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Nothing is told before every shard has a plan. */
  look(): void {
    let value: number | null = 0;
    let bound: number | null = 0;
    for (const shard of this.shards) {
      const found = shard();
      value = value === null || found.value === null ? null : value + found.value;
      bound = bound === null || found.bound === null ? null : bound + found.bound;
    }
    const isBetter = (value !== null && value > this.value) || (bound !== null && bound < this.bound);
    this.value = Math.max(this.value, value ?? this.value);
    this.bound = Math.min(this.bound, bound ?? this.bound);
    if (isBetter && Number.isFinite(this.value)) this.tell(this.value, Number.isFinite(this.bound) ? this.bound : null);
  }
}

const nothing: Found = { value: null, bound: null };
