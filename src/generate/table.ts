/** A value before it is written: yes and no as words, null and undefined as an empty cell. */
export type Cell = string | number | boolean | null | undefined;

/** The files of a roster: name → rows, the header first. */
export type Tables = Map<string, string[][]>;

/** Columns of each file, as a reader of the roster expects them. */
export const columnsOf = {
  'students.csv': [
    'id',
    'kind',
    'activity',
    'online',
    'sender',
    'school',
    'project',
    'profile',
    'outcomes',
    'eqf_level',
    'languages',
    'birth_date',
    'graduated',
    'available_from',
    'available_to',
    'wished_days',
    'selection_list',
    'points',
    'lot',
    'needs',
    'fewer_opportunities',
    'sex',
    'group',
    'minimum',
    'maximum',
    'different_hosts',
    'required',
    'needs_accompanying',
    'inclusion_cost',
  ],
  'organisations.csv': ['id', 'kind', 'name', 'country', 'city', 'latitude', 'longitude', 'oid', 'sender'],
  'hosts.csv': [
    'id',
    'name',
    'partner',
    'city',
    'country',
    'latitude',
    'longitude',
    'minimum_age',
    'hazard',
    'night',
    'languages',
    'needs_met',
    'tutor_named',
    'seats',
    'quality',
    'sector',
  ],
  'openings.csv': [
    'id',
    'host',
    'flow',
    'profiles',
    'profile_fits',
    'kinds',
    'activities',
    'start',
    'end',
    'window_from',
    'window_to',
    'days',
    'seats',
    'minimum_to_open',
    'languages',
    'outcomes',
    'minimum_outcomes',
    'online',
    'reach',
    'cost_travel',
    'cost_per_day',
    'cost_course',
    'cost_other',
  ],
  'flows.csv': [
    'id',
    'partner',
    'city',
    'country',
    'start',
    'end',
    'minimum',
    'maximum',
    'beds',
    'learners_per_accompanying',
    'accompanying_scope',
    'accompanying_to_name',
    'cost_accompanying',
    'reach',
    'status',
  ],
  'projects.csv': ['id', 'code', 'action', 'call_year', 'national_agency', 'start', 'end', 'cap'],
  'profiles.csv': ['id', 'name', 'isced', 'esco', 'isco', 'outcomes'],
  'crosswalk.csv': ['from', 'to', 'fit'],
  'preferences.csv': ['student', 'host', 'target_kind', 'target', 'rank'],
  'budgets.csv': ['id', 'limit', 'project', 'sender', 'school', 'partner', 'host', 'opening', 'flow', 'kind', 'category'],
  'quotas.csv': [
    'id',
    'minimum',
    'maximum',
    'sender',
    'school',
    'project',
    'profile',
    'country',
    'city',
    'partner',
    'host',
    'opening',
    'kind',
    'sex',
    'fewer_opportunities',
    'flow',
    'each',
  ],
  'lodging.csv': ['city', 'from', 'to', 'beds'],
  'criteria.csv': ['list', 'criterion', 'weight', 'minimum', 'tie'],
  'marks.csv': ['student', 'criterion', 'mark'],
  'history.csv': ['student', 'round', 'host', 'sector'],
  'blocked.csv': ['from', 'to', 'what', 'host', 'city', 'partner', 'flow', 'school', 'sender', 'student', 'reason'],
  'outcomes.csv': ['placement', 'host', 'completed', 'category', 'indicator', 'source', 'rating', 'status_after_6', 'status_after_12'],
  'people.csv': [
    'id',
    'about',
    'name',
    'first_name',
    'last_name',
    'address',
    'phone',
    'email',
    'website',
    'contact',
    'mentor',
    'guardian',
    'guardian_email',
    'guardian_phone',
    'citizenship',
  ],
  'agreements.csv': [
    'student',
    'qualification',
    'nqf_level',
    'progress',
    'enclosures',
    'assessed_by',
    'assessment',
    'recorded',
    'validated_by',
    'validation',
  ],
  'units.csv': ['unit', 'title', 'outcomes', 'activities'],
} as const;

export type TableName = keyof typeof columnsOf;
export type Row<N extends TableName> = { readonly [column in (typeof columnsOf)[N][number]]?: Cell };

/**
 * Adds one file to the tables. Columns that no row fills are left out (but `id`, which tells the kind of file, and the first column),
 * so that small rosters stay readable.
 */
export function addTable<N extends TableName>(tables: Tables, name: N, rows: readonly Row<N>[]): void {
  const columns = columnsOf[name] as readonly (typeof columnsOf)[N][number][];
  const used = columns.filter((column, position) => position === 0 || rows.some((row) => textOf(row[column]) !== ''));
  const table: string[][] = [used.slice()];
  for (const row of rows) table.push(used.map((column) => textOf(row[column])));
  tables.set(name, table);
}

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return String(cell);
}
