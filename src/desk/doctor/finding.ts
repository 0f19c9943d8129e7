/** Red: somebody cannot be placed, or no plan can keep a rule. Amber: look at it. Green: looked at and sound. */
export type Level = 'red' | 'amber' | 'green';

export interface Finding {
  readonly level: Level;
  /** Stable, like `people-without-opening`. */
  readonly code: string;
  /** One sentence. */
  readonly text: string;
  /** What to do about it; null where all is well. */
  readonly advice: string | null;
  /** Who or what is meant: at most `listedAtMost`, by id; `count` says how many there are. */
  readonly items: readonly string[];
  readonly count: number;
}

export const listedAtMost = 8;

/** A finding about some items; green with `sound` where there are none. */
export function findingOf(
  code: string,
  level: 'red' | 'amber',
  items: readonly string[],
  text: (count: number) => string,
  advice: string,
  sound: string,
): Finding {
  if (items.length === 0) return { level: 'green', code, text: sound, advice: null, items: [], count: 0 };
  return { level, code, text: text(items.length), advice, items: items.slice(0, listedAtMost), count: items.length };
}

/** `1 person has`, `3 people have`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
