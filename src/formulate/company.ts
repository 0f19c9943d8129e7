import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import type { Slices } from '../instance/slices.js';
import { draftRow, type RowDraft } from '../model/side-rows.js';
import type { Decision } from '../roster/types.js';
import type { Source } from './source.js';

type Company = 'together' | 'apart';

/** People kept together or apart: by decision, or (together) because they are of one group. Of two people the first by id stands first. */
export function* companyRows(source: Source, rows: RowDraft[]): Slices<void> {
  const { persons, roster } = source.instance;
  const ties = new Map<string, Tie>();
  const tie = (kind: Company, a: number, b: number, scope: Decision['scope']) => {
    const [first, second] = compareText(persons[a]!.id, persons[b]!.id) < 0 ? [a, b] : [b, a];
    const name = `${kind} ${first} ${second}`;
    const known = ties.get(name);
    if (known === undefined) ties.set(name, { kind, first, second, scopes: new Set([scope]) });
    else known.scopes.add(scope);
  };
  for (const { action, studentId, otherId, scope, weight } of roster.decisions) {
    if ((action !== 'together' && action !== 'apart') || otherId === null || weight !== null) continue;
    const [a, b] = [source.personOfId.get(studentId), source.personOfId.get(otherId)];
    if (a !== undefined && b !== undefined && a !== b) tie(action, a, b, scope);
  }
  const lastOfGroup = new Map<string, number>();
  for (let person = 0; person < persons.length; person++) {
    const { group } = persons[person]!;
    if (group !== null) {
      const before = lastOfGroup.get(group);
      if (before !== undefined) tie('together', before, person, null);
      lastOfGroup.set(group, person);
    }
    if ((person & 1023) === 1023) yield;
  }
  for (const each of ties.values()) {
    tieRows(source, rows, each);
    yield;
  }
}

/** All that is said about two people; several scopes may name the same place, whose row is one. */
interface Tie {
  readonly kind: Company;
  readonly first: number;
  readonly second: number;
  readonly scopes: Set<Decision['scope']>;
}

function tieRows(source: Source, rows: RowDraft[], { kind, first, second, scopes }: Tie): void {
  const { persons, firstPairOfPerson } = source.instance;
  const members = new Map<string, { readonly columns: number[]; readonly coefficients: number[] }>();
  for (const person of [first, second]) {
    const coefficient = kind === 'together' && person === second ? -1 : 1;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      for (const place of new Set([...scopes].map((scope) => placeKeyOf(source, pair, kind, scope)))) {
        if (place === null) continue;
        const own = members.get(place) ?? { columns: [], coefficients: [] };
        members.set(place, own);
        own.columns.push(pair);
        own.coefficients.push(coefficient);
      }
    }
  }
  const limits = kind === 'together' ? { lower: 0, upper: 0 } : { upper: 1 };
  for (const [place, { columns, coefficients }] of members) {
    rows.push(draftRow(kind, [persons[first]!.id, persons[second]!.id, place], limits, columns, coefficients));
  }
}

/** The place two people share or avoid. Where a slot has no such place, people kept together are compared by the empty name, and people apart do not meet. */
export function placeKeyOf({ instance, placeOfSlot }: Source, pair: number, kind: Company, wanted: Decision['scope']): string | null {
  const slot = instance.slotOfPair[pair]!;
  const opening = instance.openings[instance.openingOfSlot[slot]!];
  const flow = instance.flows[instance.flowOfSlot[slot]!];
  const scope = wanted ?? (kind === 'apart' ? 'opening' : flow !== undefined ? 'flow' : 'city');
  const id = { opening: opening?.id, host: opening?.hostId, flow: flow?.id, city: placeOfSlot[slot]!.city }[scope] ?? null;
  if (id === null && kind === 'apart') return null;
  const start = isoOfDay(instance.startDayOfSlot[slot]!);
  if (scope === 'opening') return `opening:${id ?? ''}:${start}`;
  if (scope === 'flow') return `flow:${id ?? ''}`;
  return `${scope}:${id ?? ''}:${start}:${isoOfDay(instance.endDayOfSlot[slot]!)}`;
}
