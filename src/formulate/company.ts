import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import type { Decision } from '../roster/types.js';
import { put, type Draft, type Drafts } from './drafts.js';
import type { Source } from './source.js';

/** People kept together or apart: by decision, or (together) because they are of one group. */
export function addCompanyRows(source: Source, drafts: Drafts): void {
  const { instance } = source;
  const personOfId = new Map(instance.persons.map(({ id }, person) => [id, person]));
  const rows = new Map<string, Draft>();
  const bind = (kind: 'together' | 'apart', first: number, second: number, scope: Decision['scope']): void => {
    for (const [person, sign] of [[first, 1], [second, kind === 'together' ? -1 : 1]] as const) {
      for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
        const place = placeKeyOf(source, pair, kind, scope);
        if (place === null) continue;
        const keys = [instance.persons[first]!.id, instance.persons[second]!.id, place];
        const name = JSON.stringify([kind, ...keys]);
        if (!rows.has(name)) rows.set(name, drafts.open(kind, keys, kind === 'together' ? { lower: 0, upper: 0 } : { upper: 1 }));
        const draft = rows.get(name)!;
        if (!draft.columns.includes(pair)) put(draft, pair, sign);
      }
    }
  };
  for (const { action, studentId, otherId, scope } of instance.roster.decisions) {
    if ((action !== 'together' && action !== 'apart') || otherId === null) continue;
    const [a, b] = [studentId, otherId].sort(compareText);
    const first = personOfId.get(a!);
    const second = personOfId.get(b!);
    if (first !== undefined && second !== undefined && first !== second) bind(action, first, second, scope);
  }
  const lastOfGroup = new Map<string, number>();
  instance.persons.forEach(({ group }, person) => {
    if (group === null) return;
    const before = lastOfGroup.get(group);
    const [a, b] = before === undefined ? [] : [before, person].sort((x, y) => compareText(instance.persons[x]!.id, instance.persons[y]!.id));
    if (a !== undefined && b !== undefined) bind('together', a, b, null);
    lastOfGroup.set(group, person);
  });
}

/** The place two people share or avoid. Where a slot has no such place, people kept together are compared by the empty name. */
function placeKeyOf({ instance, placeOfSlot }: Source, pair: number, kind: 'together' | 'apart', wanted: Decision['scope']): string | null {
  const slot = instance.slotOfPair[pair]!;
  const opening = instance.openingOfSlot[slot]! < 0 ? null : instance.openings[instance.openingOfSlot[slot]!]!;
  const flow = instance.flowOfSlot[slot]! < 0 ? null : instance.flows[instance.flowOfSlot[slot]!]!;
  const scope = wanted ?? (kind === 'apart' ? 'opening' : flow !== null ? 'flow' : 'city');
  const id = { opening: opening?.id, host: opening?.hostId, flow: flow?.id, city: placeOfSlot[slot]!.city }[scope] ?? null;
  if (id === null && kind === 'apart') return null;
  const start = isoOfDay(instance.startDayOfSlot[slot]!);
  if (scope === 'opening') return `opening:${id ?? ''}:${start}`;
  if (scope === 'flow') return `flow:${id ?? ''}`;
  return `${scope}:${id ?? ''}:${start}:${isoOfDay(instance.endDayOfSlot[slot]!)}`;
}
