import { nearest, foldId } from './nearest.js';

/** Plain ids without small letters; plain ids without capitals. Two ids of one shape are never taken for each other. */
const shapes: readonly RegExp[] = [/^[\x21-\x60\x7b-\x7e]*$/, /^[\x21-\x40\x5b-\x7e]*$/];

/** The ids of one file: who has them, and what ids look alike. Ids are data, so they stand in a Map (`__proto__` is an id like any other). */
export class KnownIds {
  readonly #rowOfId = new Map<string, number>();
  /** The shape that all ids have; null where there is none. */
  #shape: RegExp | null = null;
  /** Null while all ids have one shape: most files need none. */
  #firstOfFold: Map<string, string> | null = null;

  /** Row of the first record with this id; undefined where there is none. */
  rowOf(id: string): number | undefined {
    return this.#rowOfId.get(id);
  }

  has(id: string): boolean {
    return this.#rowOfId.has(id);
  }

  /** Enters an id that is not there yet; returns the earlier one that people would take for this one, if any. */
  enter(id: string, row: number): string | null {
    if (this.#rowOfId.size === 0) this.#shape = shapes.find((shape) => shape.test(id)) ?? null;
    else if (this.#shape !== null && !this.#shape.test(id)) this.#shape = null;
    const twin = this.#shape === null ? this.#enterFold(id) : null;
    this.#rowOfId.set(id, row);
    return twin;
  }

  /** The id nearest to one that is not there. */
  near(id: string): string | null {
    return this.#firstOfFold?.get(foldId(id)) ?? nearest(id, this.#rowOfId.keys());
  }

  /** The first id that folds like this one; null: this one is. */
  #enterFold(id: string): string | null {
    this.#firstOfFold ??= new Map([...this.#rowOfId.keys()].map((earlier) => [foldId(earlier), earlier]));
    const fold = foldId(id);
    const first = this.#firstOfFold.get(fold);
    if (first === undefined) this.#firstOfFold.set(fold, id);
    return first ?? null;
  }
}
