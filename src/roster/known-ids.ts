import { nearest, foldId } from './nearest.js';

/** The ids of one file: who has them, and what ids look alike. Ids are data, so they stand in a Map (`__proto__` is an id like any other). */
export class KnownIds {
  readonly #rowOfId = new Map<string, number>();
  readonly #firstOfFold = new Map<string, string>();

  /** Row of the first record with this id; undefined where there is none. */
  rowOf(id: string): number | undefined {
    return this.#rowOfId.get(id);
  }

  has(id: string): boolean {
    return this.#rowOfId.has(id);
  }

  /** Enters an id; returns the earlier id that people would take for this one, if another. */
  enter(id: string, row: number): string | null {
    if (!this.#rowOfId.has(id)) this.#rowOfId.set(id, row);
    const fold = foldId(id);
    const first = this.#firstOfFold.get(fold);
    if (first === undefined) this.#firstOfFold.set(fold, id);
    return first === undefined || first === id ? null : first;
  }

  /** The id nearest to one that is not there. */
  near(id: string): string | null {
    return this.#firstOfFold.get(foldId(id)) ?? nearest(id, this.#rowOfId.keys());
  }
}
