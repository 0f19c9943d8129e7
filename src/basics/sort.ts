const chunkLength = 512;
const stretchLength = 16_384;

/**
 * A sorted copy: short chunks, then merges; two runs that follow each other in order are copied as they stand, so a list
 * that is nearly in order takes little more than its length. Stable. Yields about every tenth of a millisecond.
 */
export function* sortInSlices<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Generator<undefined, Item[], undefined> {
  let from: Item[] = items.slice();
  for (let start = 0; start < from.length; start += chunkLength) {
    sortChunk(from, start, Math.min(start + chunkLength, from.length), compare);
    yield;
  }
  let into: Item[] = new Array<Item>(from.length);
  for (let width = chunkLength; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      if (middle === end || compare(from[middle - 1]!, from[middle]!) <= 0) {
        for (let at = start; at < end; at += stretchLength) {
          copy(from, into, at, Math.min(at + stretchLength, end));
          yield;
        }
        continue;
      }
      for (let left = start, right = middle, at = start; at < end; at++) {
        const takeLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0);
        into[at] = takeLeft ? from[left++]! : from[right++]!;
        if ((at & 1023) === 0) yield;
      }
    }
    [from, into] = [into, from];
  }
  return from;
}

/** Items a chunk may move for each that it has before straight insertion is given up. */
const fewMoves = 4;

/** Sorts items start … end − 1 in place: by straight insertion where few stand out of order, else by the engine's own sort. Both are stable. */
function sortChunk<Item>(items: Item[], start: number, end: number, compare: (a: Item, b: Item) => number): void {
  let moves = fewMoves * (end - start);
  for (let k = start + 1; k < end && moves >= 0; k++) {
    const item = items[k]!;
    let at = k;
    for (; at > start && compare(items[at - 1]!, item) > 0; at--) items[at] = items[at - 1]!;
    items[at] = item;
    moves -= k - at;
  }
  if (moves < 0)
    items
      .slice(start, end)
      .sort(compare)
      .forEach((item, k) => (items[start + k] = item));
}

function copy<Item>(from: readonly Item[], into: Item[], first: number, end: number): void {
  for (let at = first; at < end; at++) into[at] = from[at]!;
}

const digitBits = 16;

/**
 * The places of the keys, least key first; of equal ones the first first. Two passes of a counting sort, the lower half of each key and then the upper
 * (Knuth, TAOCP 3, 5.2.5, algorithm R). Yields every few tenths of a millisecond.
 */
export function* orderOf(keys: Uint32Array): Generator<undefined, Int32Array, undefined> {
  let from = Int32Array.from(keys.keys());
  let into = new Int32Array(keys.length);
  for (let shift = 0; shift < 32; shift += digitBits) {
    const next = new Int32Array((1 << digitBits) + 1);
    for (let start = 0; start < keys.length; start += stretchLength) {
      countDigits(keys, shift, start, Math.min(keys.length, start + stretchLength), next);
      yield;
    }
    for (let digit = 1; digit < next.length; digit++) next[digit]! += next[digit - 1]!;
    for (let start = 0; start < keys.length; start += stretchLength) {
      placeByDigit(keys, shift, from, into, start, Math.min(keys.length, start + stretchLength), next);
      yield;
    }
    [from, into] = [into, from];
  }
  return from;
}

/** Adds to counts[digit + 1] how many keys start … end − 1 have the digit. */
function countDigits(keys: Uint32Array, shift: number, start: number, end: number, counts: Int32Array): void {
  for (let k = start; k < end; k++) counts[((keys[k]! >>> shift) & ((1 << digitBits) - 1)) + 1]!++;
}

/** Puts the places from[start] … from[end − 1] in the next free place of their digit. */
function placeByDigit(
  keys: Uint32Array,
  shift: number,
  from: Int32Array,
  into: Int32Array,
  start: number,
  end: number,
  next: Int32Array,
): void {
  for (let k = start; k < end; k++) into[next[(keys[from[k]!]! >>> shift) & ((1 << digitBits) - 1)]!++] = from[k]!;
}
