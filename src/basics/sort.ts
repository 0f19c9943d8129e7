const chunkLength = 512;

/** A sorted copy: short chunks by the engine's own sort, then merges. Stable. Yields about every tenth of a millisecond. */
export function* sortInSlices<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Generator<undefined, Item[], undefined> {
  let from: Item[] = [];
  for (let start = 0; start < items.length; start += chunkLength) {
    for (const item of items.slice(start, start + chunkLength).sort(compare)) from.push(item);
    yield;
  }
  let into: Item[] = new Array<Item>(from.length);
  for (let width = chunkLength; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
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
