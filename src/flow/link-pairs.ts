/** A chain and what it changes: people and pairs as in `Chains`. */
export interface Link {
  readonly persons: Int32Array;
  readonly pairs: Int32Array;
  /** Change of the objective, in units of 1/scale. */
  readonly gain: number;
  /** Rows that it changes, ascending, by how much, and what each then makes of the room that is left to it. */
  readonly rows: Int32Array;
  readonly changes: Float64Array;
  readonly worths: Float64Array;
  /** With it nothing can gain more than this, whatever else is done in its rows. */
  readonly hope: number;
}

/** Links, and what they gain together. */
export interface Trial {
  readonly total: number;
  readonly links: readonly Link[];
}

/** Rows under prices: a row that has room left is worth at most `hopeOfRow` more than it pays for what is taken of it. */
export interface RowsUnderPrices {
  readonly priceOfRow: Float64Array;
  readonly hopeOfRow: Float64Array;
  roomOf(row: number): number;
  worthOfRoom(row: number, room: number): number;
  shouldStop(): boolean;
}

/** A link as one of two that share some rows. */
interface Half {
  readonly link: Link;
  /** Its gain and what its other rows make of it. */
  readonly apart: number;
  /** The same, less what it takes of the shared rows at their prices. */
  readonly net: number;
  /** Of each shared row. */
  readonly changes: Float64Array;
}

/** Links of the same rows. */
interface Family {
  readonly rows: Int32Array;
  readonly links: Link[];
  /** By the rows shared, those with the best net first. */
  readonly halves: Map<string, readonly Half[]>;
}

/**
 * Pairs of links that gain something together, the best first: such as share a row, as others gain together what they gain alone.
 * Two links gain at most what their other rows make of them, and on the rows they share the hope of each row less what both take of it at its price: where links
 * stand by that, most pairs need no look.
 */
export function linkPairs(links: readonly Link[], rows: RowsUnderPrices): Trial[] {
  const families = familiesOf(links);
  const trials: Trial[] = [];
  for (const [k, one] of families.entries()) {
    // A worker that answers a second late is ended and its proof lost: what is left, and sorting what was found, takes longer.
    if (rows.shouldStop()) return [];
    for (let at = k; at < families.length; at++) {
      const other = families[at]!;
      const shared = one.rows.filter((row) => other.rows.includes(row));
      if (shared.length > 0) addPairs(one, other, shared, rows, trials);
    }
  }
  return rows.shouldStop() ? [] : trials.sort((a, b) => b.total - a.total);
}

function familiesOf(links: readonly Link[]): Family[] {
  const families = new Map<string, Family>();
  for (const link of links) {
    const key = link.rows.join();
    const family = families.get(key);
    if (family === undefined) families.set(key, { rows: link.rows, links: [link], halves: new Map() });
    else family.links.push(link);
  }
  return [...families.values()];
}

function addPairs(one: Family, other: Family, shared: Int32Array, rows: RowsUnderPrices, trials: Trial[]): void {
  const firsts = halvesOf(one, shared, rows);
  const seconds = halvesOf(other, shared, rows);
  if (firsts.length === 0 || seconds.length === 0) return;
  const roomOf = Float64Array.from(shared, (row) => rows.roomOf(row));
  const hope = shared.reduce((sum, row) => sum + rows.hopeOfRow[row]!, 0);
  for (let i = 0; i < firsts.length; i++) {
    const first = firsts[i]!;
    if (first.net + seconds[0]!.net + hope <= 0 || ((i & 255) === 255 && rows.shouldStop())) break;
    for (let j = one === other ? i + 1 : 0; j < seconds.length; j++) {
      const second = seconds[j]!;
      if (first.net + second.net + hope <= 0) break;
      let total = first.apart + second.apart;
      for (let k = 0; k < shared.length; k++) total += rows.worthOfRoom(shared[k]!, roomOf[k]! - first.changes[k]! - second.changes[k]!);
      if (total > 0 && !shareSomebody(first.link, second.link)) trials.push({ total, links: [first.link, second.link] });
    }
  }
}

/** Links that leave their other rows a choice, by what they gain at most beside the hope of the shared rows. */
function halvesOf({ links, halves }: Family, shared: Int32Array, { priceOfRow }: RowsUnderPrices): readonly Half[] {
  const key = shared.join();
  const known = halves.get(key);
  if (known !== undefined) return known;
  const found: Half[] = [];
  for (const link of links) {
    const { gain, rows, worths } = link;
    const changes = new Float64Array(shared.length);
    let apart = gain;
    let paid = 0;
    rows.forEach((row, k) => {
      const at = shared.indexOf(row);
      if (at < 0) apart += worths[k]!;
      else {
        changes[at] = link.changes[k]!;
        paid += Math.max(0, priceOfRow[row]!) * changes[at]!;
      }
    });
    if (apart > Number.NEGATIVE_INFINITY) found.push({ link, apart, net: apart - paid, changes });
  }
  found.sort((a, b) => b.net - a.net);
  halves.set(key, found);
  return found;
}

function shareSomebody(a: Link, b: Link): boolean {
  return a.persons.some((person) => b.persons.includes(person));
}
