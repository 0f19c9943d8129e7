import type { Model, RowKind } from '../../src/model/types.js';
import type { Roster } from '../../src/roster/types.js';
import type { LinkPairs } from '../../src/certify/types.js';

export interface RowDraft {
  readonly kind: RowKind;
  readonly keys: readonly string[];
  /** Column and coefficient. */
  readonly entries: readonly (readonly [number, number])[];
  readonly lower?: number;
  readonly upper?: number;
  readonly minimumToOpen?: number;
}

export interface ModelDraft {
  readonly slots: LinkPairs['slots'];
  /** Person, slot, score, cost; sorted. */
  readonly pairs: readonly (readonly [number, number, number?, number?])[];
  readonly rows?: readonly RowDraft[];
  readonly walk?: readonly number[];
}

/** A model written out by hand: people in the order of the roster, one seat a slot of an opening that has no other, columns "placed" as needed. */
export function modelOf(roster: Roster, draft: ModelDraft): { model: Model; pairs: LinkPairs } {
  const people = roster.students;
  const rows = draft.rows ?? [];
  const seatSlots = draft.slots
    .map((_, slot) => slot)
    .filter((slot) => {
      const { openingId } = draft.slots[slot]!;
      return openingId !== null && draft.slots.filter((other) => other.openingId === openingId).length === 1;
    });
  const several = people.map((_, person) => person).filter((person) => people[person]!.maximum >= 2);
  const pairCount = draft.pairs.length;
  const withPairs = people.filter(
    (student, person) => student.kind !== 'accompanying' && student.senderId !== null && draft.pairs.some(([own]) => own === person),
  );
  const senders = [...new Set(withPairs.map(({ senderId }) => senderId))];
  const entries = rows.flatMap((row) => row.entries);
  const starts = [0];
  for (const row of rows) starts.push(starts.at(-1)! + row.entries.length);
  const model: Model = {
    personCount: people.length,
    seatCount: seatSlots.length,
    pairCount,
    columnCount: pairCount + several.length,
    firstPairOfPerson: Int32Array.from({ length: people.length + 1 }, (_, person) => draft.pairs.filter(([own]) => own < person).length),
    seatOfPair: Int32Array.from(draft.pairs, ([, slot]) => seatSlots.indexOf(slot)),
    lowerOfPerson: Int32Array.from(people, ({ required, minimum }) => (required ? Math.max(1, minimum) : 0)),
    upperOfPerson: Int32Array.from(people, ({ maximum }) => maximum),
    upperOfSeat: Int32Array.from(seatSlots, (slot) => roster.openings.find(({ id }) => id === draft.slots[slot]!.openingId)!.seats),
    upperOfExtra: new Float64Array(several.length).fill(1),
    rows: {
      count: rows.length,
      firstEntryOfRow: Int32Array.from(starts),
      columnOfEntry: Int32Array.from(entries, ([column]) => column),
      coefficientOfEntry: Float64Array.from(entries, ([, coefficient]) => coefficient),
      lowerOfRow: Float64Array.from(rows, ({ lower }) => lower ?? -Infinity),
      upperOfRow: Float64Array.from(rows, ({ upper }) => upper ?? Infinity),
      minimumToOpenOfRow: Float64Array.from(rows, ({ minimumToOpen }) => minimumToOpen ?? 0),
      labelOfRow: rows.map(({ kind, keys }) => ({ kind, keys })),
    },
    countedOfPerson: Uint8Array.from(people, ({ kind }) => (kind === 'accompanying' ? 0 : 1)),
    placedColumnOfPerson: Int32Array.from(people, (_, person) => (several.includes(person) ? pairCount + several.indexOf(person) : -1)),
    optionalOfPerson: Uint8Array.from(people, ({ kind, required }) => (kind === 'accompanying' && !required ? 1 : 0)),
    walk: Int32Array.from(draft.walk ?? []),
    groupOfPerson: Int32Array.from(people, ({ kind, senderId }) => (kind === 'accompanying' ? -1 : senders.indexOf(senderId))),
    groupCount: senders.length,
    applicantsOfGroup: Int32Array.from(
      senders,
      (sender) => people.filter(({ kind, senderId }) => kind !== 'accompanying' && senderId === sender).length,
    ),
    scoreOfPair: Int32Array.from(draft.pairs, ([, slot, score]) => score ?? (draft.slots[slot]!.openingId === null ? 0 : 2000)),
    costOfPair: Float64Array.from(draft.pairs, ([, , , cost]) => cost ?? 0),
    order: roster.options.order,
    tiers: roster.options.tiers.map((name) => ({
      name,
      giveMillionths: roster.options.give[name],
      toleranceMillionths: roster.options.tolerance[name],
    })),
  };
  return {
    model,
    pairs: { personIds: people.map(({ id }) => id), slots: draft.slots, slotOfPair: Int32Array.from(draft.pairs, ([, slot]) => slot) },
  };
}
