import { cityKey } from '../basics/cities.js';
import { compareText } from '../basics/order.js';
import { capOfProject } from '../instance/projects.js';
import type { Instance } from '../instance/types.js';
import type { Model, RowKind } from '../model/types.js';
import type { Roster } from '../roster/types.js';
import { unitKinds, type Unit, type UnitKind } from '../solution/price-answers.js';

/** A unit with the rows of the model that it raises. */
export interface LimitUnit extends Unit {
  /** Row addresses, and by how much one unit raises their upper limits. */
  readonly rows: readonly { readonly address: number; readonly by: number }[];
  /** Raising it changes who may go where, or which rows there are: the model is made again. */
  readonly isRebuilt: boolean;
}

const kindOfRow: Readonly<Partial<Record<RowKind, UnitKind>>> = {
  'seats-day': 'opening-seats',
  'host-day': 'host-seats',
  'beds-day': 'city-beds',
  'flow-beds-day': 'flow-beds',
  'flow-maximum': 'flow-maximum',
  quota: 'quota',
  'project-cap': 'project-cap',
  budget: 'budget',
};

/** Every limit that can be raised and that a row of the model (for days: a record) stands for, by kind, then id. `cents`: what one unit of a budget is. */
export function unitsOf(instance: Instance, model: Model, cents: number): LimitUnit[] {
  const { roster } = instance;
  const find = finder();
  const units = new Map<string, LimitUnit & { rows: { address: number; by: number }[] }>();
  const unit = (kind: UnitKind, id: string, isRebuilt: boolean) => {
    const key = `${kind} ${id}`;
    const known = units.get(key) ?? {
      kind,
      id,
      step: kind === 'budget' ? cents : 1,
      limit: limitOf(roster, find, kind, id),
      rows: [],
      isRebuilt,
    };
    units.set(key, known);
    return known;
  };
  const variants = new Int32Array(instance.openings.length);
  for (const opening of instance.openingOfSlot) if (opening >= 0) variants[opening]!++;
  let seat = 0;
  variants.forEach((count, opening) => {
    if (count === 1) unit('opening-seats', instance.openings[opening]!.id, false).rows.push({ address: model.personCount + seat++, by: 1 });
  });
  const firstSide = model.personCount + model.seatCount;
  const lodging = groupLodging(roster);
  for (let row = 0; row < model.rows.count; row++) {
    const { kind, keys } = model.rows.labelOfRow[row]!;
    const unitKind = kindOfRow[kind];
    if (unitKind === undefined || model.rows.upperOfRow[row] === Infinity) continue;
    const beds = unitKind === 'city-beds' ? lodging.get(keys[0]!)! : null;
    const found = unit(unitKind, beds === null ? keys[0]! : beds.city, beds !== null && beds.rows > 1);
    found.rows.push({ address: firstSide + row, by: found.step });
  }
  for (const { id, endDay } of roster.projects) if (endDay !== null) unit('project-days', id, true);
  for (const { id, windowToDay } of roster.openings) if (windowToDay !== null) unit('window-days', id, true);
  return [...units.values()].sort((a, b) => unitKinds.indexOf(a.kind) - unitKinds.indexOf(b.kind) || compareText(a.id, b.id));
}

/** Cities of lodging.csv: how they are written first, and how many rows they have. */
function groupLodging(roster: Roster): Map<string, { readonly city: string; readonly rows: number }> {
  const found = new Map<string, { city: string; rows: number }>();
  for (const { city } of roster.lodging) {
    const known = found.get(cityKey(city));
    if (known === undefined) found.set(cityKey(city), { city, rows: 1 });
    else known.rows++;
  }
  return found;
}

/** By record: a national roster has tens of thousands of openings. */
function finder() {
  const indexes = new Map<readonly unknown[], Map<string, unknown>>();
  return <T extends { readonly id: string }>(records: readonly T[], id: string): T => {
    const index = indexes.get(records) ?? new Map<string, unknown>(records.map((record) => [record.id, record]));
    indexes.set(records, index);
    return index.get(id) as T;
  };
}

function limitOf(roster: Roster, find: ReturnType<typeof finder>, kind: UnitKind, id: string): number | null {
  const of = <T extends { readonly id: string }>(records: readonly T[]): T => find(records, id);
  switch (kind) {
    case 'opening-seats':
      return of(roster.openings).seats;
    case 'host-seats':
      return of(roster.hosts).seats;
    case 'city-beds': {
      const rows = roster.lodging.filter(({ city }) => cityKey(city) === cityKey(id));
      return rows.length === 1 ? rows[0]!.beds : null;
    }
    case 'flow-beds':
      return of(roster.flows).beds;
    case 'flow-maximum':
      return of(roster.flows).maximum;
    case 'quota':
      return of(roster.quotas).maximum;
    case 'project-cap':
      return capOfProject(roster.options, of(roster.projects));
    case 'budget':
      return of(roster.budgets).limitCents;
    case 'project-days':
      return of(roster.projects).endDay;
    case 'window-days':
      return of(roster.openings).windowToDay;
  }
}

/** The model with a limit raised by so much (in the unit's own measure: 1, or cents). Everything else, and every index, stays. */
export function raisedModel(model: Model, { rows, step }: LimitUnit, amount: number): Model {
  const upperOfSeat = model.upperOfSeat.slice();
  const upperOfRow = model.rows.upperOfRow.slice();
  const firstSide = model.personCount + model.seatCount;
  for (const { address, by } of rows) {
    const more = (by / step) * amount;
    if (address < firstSide) upperOfSeat[address - model.personCount]! += more;
    else upperOfRow[address - firstSide]! += more;
  }
  return { ...model, upperOfSeat, rows: { ...model.rows, upperOfRow } };
}

/** The records with the same limit raised. */
export function raisedRoster(roster: Roster, { kind, id }: Unit, amount: number): Roster {
  const raise = <T>(records: readonly T[], isMeant: (record: T) => boolean, change: (record: T) => Partial<T>): T[] =>
    records.map((record) => (isMeant(record) ? { ...record, ...change(record) } : record));
  const isOwn = (record: { readonly id: string }): boolean => record.id === id;
  switch (kind) {
    case 'opening-seats':
      return { ...roster, openings: raise(roster.openings, isOwn, ({ seats }) => ({ seats: seats + amount })) };
    case 'host-seats':
      return { ...roster, hosts: raise(roster.hosts, isOwn, ({ seats }) => ({ seats: seats! + amount })) };
    case 'city-beds': {
      const isMeant = ({ city }: { readonly city: string }): boolean => cityKey(city) === cityKey(id);
      return { ...roster, lodging: raise(roster.lodging, isMeant, ({ beds }) => ({ beds: beds + amount })) };
    }
    case 'flow-beds':
      return { ...roster, flows: raise(roster.flows, isOwn, ({ beds }) => ({ beds: beds! + amount })) };
    case 'flow-maximum':
      return { ...roster, flows: raise(roster.flows, isOwn, ({ maximum }) => ({ maximum: maximum! + amount })) };
    case 'quota':
      return { ...roster, quotas: raise(roster.quotas, isOwn, ({ maximum }) => ({ maximum: maximum! + amount })) };
    case 'project-cap': {
      const cap = (project: Roster['projects'][number]): number => capOfProject(roster.options, project)!;
      return { ...roster, projects: raise(roster.projects, isOwn, (project) => ({ cap: cap(project) + amount })) };
    }
    case 'budget':
      return { ...roster, budgets: raise(roster.budgets, isOwn, ({ limitCents }) => ({ limitCents: limitCents + amount })) };
    case 'project-days':
      return { ...roster, projects: raise(roster.projects, isOwn, ({ endDay }) => ({ endDay: endDay! + amount })) };
    case 'window-days':
      return { ...roster, openings: raise(roster.openings, isOwn, ({ windowToDay }) => ({ windowToDay: windowToDay! + amount })) };
  }
}
