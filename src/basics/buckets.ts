/** Items by bucket, ascending within one: those of bucket b are items[firstOfBucket[b]] … items[firstOfBucket[b + 1] − 1]. */
export interface Buckets {
  readonly items: Int32Array;
  readonly firstOfBucket: Int32Array;
}

/** Items 0, 1, 2, … sorted by counting; those without a bucket (−1) are left out. */
export function inBuckets(bucketOfItem: Int32Array, bucketCount: number): Buckets {
  const firstOfBucket = new Int32Array(bucketCount + 1);
  for (let item = 0; item < bucketOfItem.length; item++) {
    const bucket = bucketOfItem[item]!;
    if (bucket >= 0) firstOfBucket[bucket + 1]!++;
  }
  for (let bucket = 0; bucket < bucketCount; bucket++) firstOfBucket[bucket + 1]! += firstOfBucket[bucket]!;
  const items = new Int32Array(firstOfBucket[bucketCount]!);
  const next = firstOfBucket.slice();
  for (let item = 0; item < bucketOfItem.length; item++) {
    const bucket = bucketOfItem[item]!;
    if (bucket >= 0) items[next[bucket]!++] = item;
  }
  return { items, firstOfBucket };
}
