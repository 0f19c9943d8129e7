import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { linesOfPrices } from '../explain/prices.js';
import { cityKey } from '../basics/cities.js';
import { issueOf } from '../roster/issues.js';
import type { Roster } from '../roster/types.js';
import type { Unit } from '../solution/price-answers.js';
import { euros, seconds, wholeNumber } from './arguments.js';
import type { Door } from './door.js';
import type { Act } from './exit-codes.js';
import { withDesk } from './explain.js';
import type { Io } from './io.js';

const examples = `
Examples:
  placewise prices data/tiny out/tiny
  placewise prices roster out/june --budget B1 --budget B2 --euros 500
  placewise prices roster out/june --host H3 --city Mostar --reach 10 --json

PLAN is an output folder or a placements.csv. Bounds come from the multipliers of a replayed proof; what is said without “at most” was
solved again with the limit raised, and proved.`;

interface PricesOptions {
  readonly budget?: string[];
  readonly host?: string[];
  readonly opening?: string[];
  readonly city?: string[];
  readonly flow?: string[];
  readonly project?: string[];
  readonly quota?: string[];
  readonly euros?: number;
  readonly most?: number;
  readonly reach?: number;
  readonly timeLimit?: number;
  readonly json?: true;
}

/** Adds the command `prices`. */
export function addPrices(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  const more = (value: string, before: string[] = []): string[] => [...before, value];
  program
    .command('prices')
    .summary('say what one more seat, bed, day or euro is worth')
    .description('Says what one more seat, bed, day or €1,000 brings, in people placed and in match quality, and how far that holds.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder, or a placements.csv')
    .option('--budget <id>', 'only this budget (may be said again)', more)
    .option('--host <id>', 'only this host and its openings', more)
    .option('--opening <id>', 'only this opening', more)
    .option('--city <name>', 'only the beds of this city', more)
    .option('--flow <id>', 'only this flow', more)
    .option('--project <id>', 'only this project', more)
    .option('--quota <id>', 'only this quota', more)
    .option('--euros <sum>', 'what one unit of a budget is (default: 1000)', euros)
    .option('--most <number>', 'limits of each kind that are solved again, where none is named (default: 3)', wholeNumber(0, 1_000_000))
    .option('--reach <number>', 'units more at most (default: 3)', wholeNumber(1, 1000))
    .option('--time-limit <seconds>', 'stop the solving after so long (default: 30)', seconds)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((roster, plan, options: PricesOptions) =>
      act(() => {
        const files = {
          roster: resolve(io.cwd, roster),
          plan: resolve(io.cwd, plan),
          json: options.json ?? false,
          format: 'placewise-prices-1',
        };
        return withDesk(files, io, door, async (desk, read) => {
          const named = namedBy(options, read);
          const unknown = named.flatMap(({ file, id, units }) =>
            units === null
              ? [issueOf({ severity: 'error', code: 'id-unknown', file, column: 'id', found: id, expected: `one of ${file}` })]
              : [],
          );
          if (unknown.length > 0) return { status: 'refused', issues: unknown };
          const table = await desk.prices({
            signal: io.signal,
            ...(options.timeLimit !== undefined && { limits: { timeMs: options.timeLimit } }),
            ...(named.length > 0 && { only: named.flatMap(({ units }) => units ?? []) }),
            ...(options.euros !== undefined && { budgetCents: options.euros }),
            ...(options.most !== undefined && { most: options.most }),
            ...(options.reach !== undefined && { reach: options.reach }),
          });
          const lines = linesOfPrices(table, read);
          return { status: 'answered', json: { format: 'placewise-prices-1', ...table, lines }, lines };
        });
      }),
    );
}

interface Named {
  readonly file: string;
  readonly id: string;
  /** Its limits; null: nothing in the roster bears that id. */
  readonly units: readonly Pick<Unit, 'kind' | 'id'>[] | null;
}

/** The limits that the options name. */
function namedBy(options: PricesOptions, roster: Roster): Named[] {
  const ofOpening = (id: string): Pick<Unit, 'kind' | 'id'>[] => [
    { kind: 'opening-seats', id },
    { kind: 'window-days', id },
  ];
  const named = (
    file: string,
    ids: readonly string[] | undefined,
    isKnown: (id: string) => boolean,
    units: (id: string) => Pick<Unit, 'kind' | 'id'>[],
  ): Named[] => (ids ?? []).map((id) => ({ file, id, units: isKnown(id) ? units(id) : null }));
  const among =
    (records: readonly { readonly id: string }[]) =>
    (id: string): boolean =>
      records.some((record) => record.id === id);
  const cityOf = (name: string) => roster.lodging.find(({ city }) => cityKey(city) === cityKey(name))?.city;
  return [
    ...named('budgets.csv', options.budget, among(roster.budgets), (id) => [{ kind: 'budget', id }]),
    ...named('hosts.csv', options.host, among(roster.hosts), (id) => [
      { kind: 'host-seats', id },
      ...roster.openings.filter(({ hostId }) => hostId === id).flatMap((opening) => ofOpening(opening.id)),
    ]),
    ...named('openings.csv', options.opening, among(roster.openings), ofOpening),
    ...named(
      'lodging.csv',
      options.city,
      (name) => cityOf(name) !== undefined,
      (name) => [{ kind: 'city-beds', id: cityOf(name)! }],
    ),
    ...named('flows.csv', options.flow, among(roster.flows), (id) => [
      { kind: 'flow-beds', id },
      { kind: 'flow-maximum', id },
    ]),
    ...named('projects.csv', options.project, among(roster.projects), (id) => [
      { kind: 'project-cap', id },
      { kind: 'project-days', id },
    ]),
    ...named('quotas.csv', options.quota, among(roster.quotas), (id) => [{ kind: 'quota', id }]),
  ];
}
