/** Letters of other alphabets that look like Latin ones; an id written with them is another id, yet nobody can see it. */
const lookalikes = new Map<string, string>();
{
  const foreign = 'авекмнорстухіјѕԁһԛԝαβεικνορτυχ';
  const latin = 'abekmhopctyxijsdhqwabeiknoptux';
  [...foreign].forEach((letter, index) => lookalikes.set(letter, latin[index] ?? letter));
}

const plain = /^[\x21-\x7e]*$/;
const unseen = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** What two ids share when people would take them for one: case, Unicode form, blanks and look-alike letters are folded away. */
export function foldId(id: string): string {
  if (plain.test(id)) return id.toLowerCase();
  const folded = id.normalize('NFC').toLowerCase().replace(unseen, '');
  return plain.test(folded) ? folded : [...folded].map((letter) => lookalikes.get(letter) ?? letter).join('');
}

/** Edits between two words (insert, delete, replace, swap of neighbours), or `limit + 1` where there are more than `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit + 1;
}

/** Beyond this many candidates only the folded form is compared: the search must stay short. */
const candidateLimit = 3_000;

/**
 * The candidate nearest to a word: first one that folds alike, else the one with the fewest edits (at most a third of the word),
 * of several the first in the order given. Null where nothing is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const folded = foldId(word);
  const limit = Math.min(3, Math.max(1, Math.floor(folded.length / 3)));
  let best: string | null = null;
  let bestEdits = limit + 1;
  let seen = 0;
  for (const candidate of candidates) {
    const foldedCandidate = foldId(candidate);
    if (foldedCandidate === folded) return candidate;
    if (++seen > candidateLimit) continue;
    const edits = editDistance(folded, foldedCandidate, bestEdits - 1);
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return folded.length < 2 ? null : best;
}
