import { defaultLinkOptions } from '../certify/certify.js';
import { linkSlices } from '../certify/link/check.js';
import { openBook, type Book } from '../certify/rules/book.js';
import { runSliced, type Slices } from '../certify/rules/slices.js';
import type { LinkPairs, LinkReport } from '../certify/types.js';
import { hashModelSlices } from '../model/hash.js';
import type { Model } from '../model/types.js';
import { hashRosterInSlices } from '../roster/hash.js';
import type { Roster } from '../roster/types.js';

/** What hangs on no answer of a solver. */
export interface Aside {
  /** The records, opened for every check. */
  readonly book: Book;
  readonly recordsHash: string;
  readonly modelHash: string;
  /** The model against the records; null: given up. */
  readonly link: LinkReport | null;
}

/**
 * Done on this thread in slices while workers search (100,000 people: 12 s that nobody waits for), one thing after the other, so that the search waits
 * for one slice at most. `giveUp` ends the check, never the hashes. A failure is told to whoever awaits `done`.
 */
export function startAside(roster: Roster, model: Model, pairs: LinkPairs): { readonly done: Promise<Aside>; giveUp(): void } {
  let isGivenUp = false;
  const work = async (): Promise<Aside> => {
    const recordsHash = await hashRosterInSlices(roster);
    const modelHash = await runSliced(hashModelSlices(model));
    const book = await runSliced(openBook(roster));
    const link = await runSliced(until(linkSlices(book, model, pairs, defaultLinkOptions), () => isGivenUp));
    return { recordsHash, modelHash, book, link };
  };
  const done = work();
  done.catch(() => {});
  return {
    done,
    giveUp: () => {
      isGivenUp = true;
    },
  };
}

/** The same work, to its end or until it `isOver`: then null. */
export function* until<T>(slices: Slices<T>, isOver: () => boolean): Slices<T | null> {
  while (!isOver()) {
    const step = slices.next();
    if (step.done === true) return step.value;
    yield;
  }
  return null;
}
