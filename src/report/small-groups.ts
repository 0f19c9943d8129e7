/** Groups of fewer people are not shown: who is in them could be guessed. */
export const smallestGroup = 5;
export const few = '<5';

/** `few`: under the smallest size; `hidden`: would give a small one away, as what is left of the whole. */
export type Showing = 'shown' | 'few' | 'hidden';

/** How the groups of one whole may be shown, by their sizes. Where one alone is small, the smallest of the others (the first of several) is hidden with it. */
export function showingOf(sizes: readonly number[]): Showing[] {
  const showing = sizes.map((size): Showing => (size > 0 && size < smallestGroup ? 'few' : 'shown'));
  if (showing.filter((how) => how === 'few').length !== 1) return showing;
  let next = -1;
  for (const [k, size] of sizes.entries()) if (showing[k] === 'shown' && size > 0 && (next < 0 || size < sizes[next]!)) next = k;
  if (next >= 0) showing[next] = 'hidden';
  return showing;
}

/** A part of a whole; `few` where it is about fewer than five. */
export type Share = { readonly count: number; readonly of: number; readonly perMille: number | null } | typeof few;

/** Per mille rounded down; none of nothing. */
export function perMille(count: number, of: number): number | null {
  return of === 0 ? null : Math.floor((1000 * count) / of);
}

export function shareOf(count: number, of: number): Share {
  return of > 0 && of < smallestGroup ? few : { count, of, perMille: perMille(count, of) };
}
