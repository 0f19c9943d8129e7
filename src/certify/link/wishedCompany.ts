import { compareText } from '../../basics/order.js';
import type { Model } from '../../model/types.js';
import type { Student } from '../../roster/types.js';
import { meetingKeyOf, softBondsOf } from '../rules/bonds.js';
import type { Book } from '../rules/book.js';
import type { Site } from '../rules/site.js';
import type { FaultList } from './faults.js';
import { atLeast, atMost, type RowLedger } from './ledger.js';

interface Meeting {
  readonly kind: 'together' | 'apart';
  readonly ids: readonly [string, string];
  readonly key: string;
  /** What the extra column is worth. */
  score: number;
}

/**
 * Company with a weight: the columns after those that say "placed" are the places that two such people can share, by kind, ids and place, each with its
 * score and its rows; no other extra column has a score.
 */
export function checkWishedCompany(
  book: Book,
  model: Model,
  people: readonly Student[],
  siteOf: (pair: number) => Site,
  ledger: RowLedger,
  faults: FaultList,
): void {
  const personOf = new Map(people.map(({ id }, person) => [id, person]));
  const pairsAt = (id: string, bond: Parameters<typeof meetingKeyOf>[0]): Map<string, number[]> => {
    const found = new Map<string, number[]>();
    const person = personOf.get(id);
    if (person === undefined) return found;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      const key = meetingKeyOf(bond, siteOf(pair));
      if (key !== null) found.set(key, [...(found.get(key) ?? []), pair]);
    }
    return found;
  };
  const meetings = new Map<string, Meeting & { readonly pairs: readonly [readonly number[], readonly number[]] }>();
  for (const bond of softBondsOf(book)) {
    const ids = bond.firstId < bond.secondId ? ([bond.firstId, bond.secondId] as const) : ([bond.secondId, bond.firstId] as const);
    const [first, second] = [pairsAt(ids[0], bond), pairsAt(ids[1], bond)];
    const score = bond.kind === 'together' ? bond.weight : -bond.weight;
    for (const [key, own] of first) {
      const others = second.get(key);
      if (others === undefined) continue;
      const name = JSON.stringify([bond.kind, ...ids, key]);
      const known = meetings.get(name);
      if (known === undefined) meetings.set(name, { kind: bond.kind, ids, key, score, pairs: [own, others] });
      else known.score += score;
    }
  }
  const ordered = [...meetings.values()].sort(
    (a, b) =>
      compareText(a.kind, b.kind) || compareText(a.ids[0], b.ids[0]) || compareText(a.ids[1], b.ids[1]) || compareText(a.key, b.key),
  );
  const scores = [...model.placedColumnOfPerson.filter((column) => column >= 0)].map(() => 0);
  const firstColumn = model.pairCount + scores.length;
  scores.push(...ordered.map(({ score }) => score));
  const found: ArrayLike<number> = model.scoreOfExtra ?? scores.map(() => 0);
  const isSame =
    scores.length === found.length &&
    scores.every((score, k) => score === found[k] && (k < firstColumn - model.pairCount || model.upperOfExtra[k] === 1));
  if (!isSame)
    faults.add('extra-column', () => `The extra columns score ${Array.from(found).join(', ')}; the records say ${scores.join(', ')}.`);
  const noteAll = (handles: readonly number[], pairs: readonly number[], column: number, largest: number) => {
    let person = 0;
    for (const pair of [...pairs].sort((a, b) => a - b)) {
      while (model.firstPairOfPerson[person + 1]! <= pair) person++;
      for (const handle of handles) ledger.note(handle, person, pair, 1);
    }
    for (const handle of handles) ledger.note(handle, person, column, -largest);
  };
  for (const [k, { kind, ids, key, pairs }] of ordered.entries()) {
    const [own, others] = pairs;
    if (kind === 'together') {
      noteAll(ledger.claim('together-wish', [...ids, key, 'first'], atLeast(0)), own, firstColumn + k, 1);
      noteAll(ledger.claim('together-wish', [...ids, key, 'second'], atLeast(0)), others, firstColumn + k, 1);
    } else noteAll(ledger.claim('apart-wish', [...ids, key], atMost(1)), [...own, ...others], firstColumn + k, largestOf(book, ids));
  }
}

/** How much the column of two people who wish to be apart must make room for: 1 for people with one placement. */
function largestOf(book: Book, ids: readonly string[]): number {
  return ids.reduce((sum, id) => sum + (book.students.get(id)?.maximum ?? 1), 0) - 1;
}
