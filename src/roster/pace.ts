const sliceMs = 6;

/**
 * Gives the event loop its turn. `breathe` returns at once while the slice lasts, else after other work has run.
 * The clock decides when a slice ends, never what is in it.
 */
export class Pace {
  #sliceStart = performance.now();

  /** True where the slice is used up: the caller should await `breathe`. */
  get due(): boolean {
    return performance.now() - this.#sliceStart > sliceMs;
  }

  async breathe(): Promise<void> {
    if (!this.due) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#sliceStart = performance.now();
  }
}
