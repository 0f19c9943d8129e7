import { issueOf } from './issues.js';
import { scenariosSchema } from './schemas/scenarios.js';
import { rosterFiles, type Issue, type RosterFile } from './types.js';

export type Cells = { readonly [column: string]: string | number | boolean | null };

/** One change to the rows of a file that `where` agrees with: cells set, numbers moved by so many per cent or by a sum, rows removed; rows added. */
export interface Change {
  readonly file: RosterFile;
  readonly where: Cells;
  readonly set: Cells;
  readonly percent: { readonly [column: string]: number };
  readonly add: { readonly [column: string]: number };
  readonly remove: boolean;
  readonly rows: readonly Cells[];
}

/** A patch of the roster with a name; columns and cells are those of the CSV files, options those of placewise.json. */
export interface Scenario {
  readonly name: string;
  readonly options: { readonly [name: string]: unknown };
  readonly changes: readonly Change[];
}

/** A row of scenarios that move one number, drawn as a curve. */
export interface Sweep {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly scenario: Scenario }[];
  /** Whether `at` is per cent or a sum. */
  readonly unit: 'percent' | 'add';
}

export interface Scenarios {
  readonly scenarios: readonly Scenario[];
  readonly sweeps: readonly Sweep[];
}

const none = { where: {}, set: {}, percent: {}, add: {}, remove: false, rows: [] } as const;

/** Reads scenarios from parsed JSON. All faults come as a list; the scenarios are null where there are any. Never throws. */
export function parseScenarios(json: unknown): { readonly scenarios: Scenarios | null; readonly issues: readonly Issue[] } {
  const fault = (column: string | null, expected: string): Issue =>
    issueOf({ severity: 'error', code: 'scenario-invalid', file: 'scenarios', row: null, column, found: null, expected });
  const result = scenariosSchema.safeParse(json);
  if (!result.success)
    return { scenarios: null, issues: result.error.issues.map(({ path, message }) => fault(path.map(String).join('.') || null, message)) };
  const scenarios = (result.data.scenarios ?? []).map(
    (given): Scenario => ({
      name: given.name,
      options: given.options ?? {},
      changes: rosterFiles.flatMap((file) => [given[file] ?? []].flat().map((change): Change => ({ ...none, ...said(change), file }))),
    }),
  );
  const sweeps = (result.data.sweeps ?? []).map(({ name, file, where, column, percent, add }): Sweep => {
    const unit = percent !== undefined ? 'percent' : 'add';
    return {
      name,
      unit,
      points: (percent ?? add ?? []).map((at) => ({
        at,
        scenario: {
          name: `${name} ${at > 0 ? '+' : ''}${at}${unit === 'percent' ? ' %' : ''}`,
          options: {},
          changes: [{ ...none, file, where: where ?? {}, [unit]: { [column]: at } }],
        },
      })),
    };
  });
  const issues = (result.data.sweeps ?? []).flatMap(({ percent, add }, k) =>
    (percent === undefined) === (add === undefined) ? [fault(`sweeps.${k}`, 'either percent or add, a list of numbers')] : [],
  );
  const names = [...scenarios, ...sweeps].map(({ name }) => name);
  names.forEach((name, k) => {
    if (names.indexOf(name) !== k) issues.push(fault('name', `each name once: ${name}`));
  });
  if (names.length === 0) issues.push(fault(null, 'at least one scenario or sweep'));
  return issues.length > 0 ? { scenarios: null, issues } : { scenarios: { scenarios, sweeps }, issues: [] };
}

/** Without what is undefined. */
function said<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
