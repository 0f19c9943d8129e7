/** Order by code units: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Seeded 32-bit hash of an id (FNV-1a over UTF-16 code units, then a finaliser): the lot of a person who has none. */
export function lotOfId(seed: number, id: string): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The lot of a person: given, else the seeded hash of the id. */
export function lotOf(seed: number, { id, lot }: { id: string; lot: number | null }): number {
  return lot ?? lotOfId(seed, id);
}

/** Canonical order of people: by lot, then id. */
export function comparePeople(seed: number, a: { id: string; lot: number | null }, b: { id: string; lot: number | null }): number {
  return lotOf(seed, a) - lotOf(seed, b) || compareText(a.id, b.id);
}
