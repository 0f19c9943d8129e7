import { compareText } from '../basics/order.js';
import type { Slices } from '../instance/slices.js';
import { draftRow, type RowDraft } from '../model/side-rows.js';
import type { Decision } from '../roster/types.js';
import { placeKeyOf } from './company.js';
import type { Source } from './source.js';

/** A place that two people would share, or would rather not. */
interface Meeting {
  readonly kind: 'together' | 'apart';
  readonly first: number;
  readonly second: number;
  readonly place: string;
  /** Pairs of the two at the place. */
  readonly ofFirst: readonly number[];
  readonly ofSecond: readonly number[];
  weight: number;
}

/**
 * Company with a weight: for each place that both can be at an extra column, "they share it", from `column` on, by kind, the two ids and the place. Together: it is 1 only where
 * each of the two is there, and gains the weight. Apart: it is 1 where both are there, and costs the weight. Gives the score of each column.
 */
export function* wishedCompanyRows(source: Source, column: number, rows: RowDraft[]): Slices<Int32Array> {
  const { persons, roster } = source.instance;
  const known = new Map<string, Meeting>();
  for (const { action, studentId, otherId, scope, weight } of roster.decisions) {
    if ((action !== 'together' && action !== 'apart') || otherId === null || weight === null) continue;
    const two = [studentId, otherId].sort(compareText).map((id) => source.personOfId.get(id));
    const [first, second] = two;
    if (first === undefined || second === undefined || first === second) continue;
    const [ofFirst, ofSecond] = [pairsByPlace(source, first, action, scope), pairsByPlace(source, second, action, scope)];
    for (const [place, own] of ofFirst) {
      const others = ofSecond.get(place);
      if (others === undefined) continue;
      const key = JSON.stringify([action, persons[first]!.id, persons[second]!.id, place]);
      const meeting = known.get(key);
      if (meeting === undefined) known.set(key, { kind: action, first, second, place, ofFirst: own, ofSecond: others, weight });
      else meeting.weight += weight;
    }
    yield;
  }
  const idOf = (person: number): string => persons[person]!.id;
  const meetings = [...known.values()].sort(
    (a, b) =>
      compareText(a.kind, b.kind) ||
      compareText(idOf(a.first), idOf(b.first)) ||
      compareText(idOf(a.second), idOf(b.second)) ||
      compareText(a.place, b.place),
  );
  for (const [k, { kind, first, second, place, ofFirst, ofSecond }] of meetings.entries()) {
    const keys = [idOf(first), idOf(second), place];
    const shared = column + k;
    if (kind === 'together') {
      for (const [side, own] of [
        ['first', ofFirst],
        ['second', ofSecond],
      ] as const)
        rows.push(draftRow('together-wish', [...keys, side], { lower: 0 }, [...own, shared], [...own.map(() => 1), -1]));
    } else {
      const both = [...ofFirst, ...ofSecond];
      const room = persons[first]!.maximum + persons[second]!.maximum - 1;
      rows.push(draftRow('apart-wish', keys, { upper: 1 }, [...both, shared], [...both.map(() => 1), -room]));
    }
  }
  return Int32Array.from(meetings, ({ kind, weight }) => (kind === 'together' ? weight : -weight));
}

function pairsByPlace(source: Source, person: number, kind: Meeting['kind'], scope: Decision['scope']): Map<string, number[]> {
  const { firstPairOfPerson } = source.instance;
  const found = new Map<string, number[]>();
  for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
    const place = placeKeyOf(source, pair, kind, scope);
    // A place without a name (outside any flow, say) is nowhere to meet.
    if (place === null || isNameless(place)) continue;
    const own = found.get(place);
    if (own === undefined) found.set(place, [pair]);
    else own.push(pair);
  }
  return found;
}

function isNameless(place: string): boolean {
  return /^[a-z]+:(:|$)/u.test(place);
}
