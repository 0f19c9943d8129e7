/** Freed buffers kept for the next problem, in bytes, at most. */
const mostKept = 256 * 2 ** 20;

/**
 * Shared buffers that come back after each answer. A shared buffer is freed only when every thread that saw it has collected its garbage,
 * and no engine hurries for their sake: new ones for each call grew a process by 40 MB a call at 100,000 people.
 */
export class BufferPool {
  private readonly free: SharedArrayBuffer[] = [];
  private keptBytes = 0;

  /** A buffer of at least so many bytes; what it held before is still in it. */
  take(bytes: number): SharedArrayBuffer {
    // The smallest that fits, and none that is more than twice too large: a huge buffer is not held up by a small problem.
    let best = -1;
    for (const [at, { byteLength }] of this.free.entries()) {
      if (byteLength >= bytes && byteLength <= 2 * bytes + 65_536 && (best < 0 || byteLength < this.free[best]!.byteLength)) best = at;
    }
    if (best < 0) return new SharedArrayBuffer(bytes);
    const [found] = this.free.splice(best, 1);
    this.keptBytes -= found!.byteLength;
    return found!;
  }

  /** Only where no thread reads it any more. */
  giveBack(buffer: SharedArrayBuffer): void {
    this.free.push(buffer);
    this.keptBytes += buffer.byteLength;
    while (this.keptBytes > mostKept) this.keptBytes -= this.free.shift()!.byteLength;
  }
}
