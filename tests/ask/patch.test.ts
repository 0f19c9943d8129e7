import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { patchRoster } from '../../src/ask/patch.js';
import { createEngine } from '../../src/engine/engine.js';
import { hashRoster } from '../../src/roster/hash.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { parseScenarios, type Scenario } from '../../src/roster/scenarios.js';

const { roster } = await readRoster(fileURLToPath(new URL('../../data/tiny', import.meta.url)));
const tiny = roster!;
const scenarioOf = (json: object): Scenario => {
  const { scenarios, issues } = parseScenarios({ scenarios: [{ name: 'x', ...json }] });
  if (scenarios === null) throw new Error(JSON.stringify(issues));
  return scenarios.scenarios[0]!;
};
const patched = async (json: object) => (await patchRoster(tiny, scenarioOf(json))).roster!;

describe('a scenario', () => {
  it('that changes nothing leaves every record', async () => {
    expect(hashRoster(await patched({}))).toBe(hashRoster(tiny));
  });

  it('changes cells, numbers and options of the rows it names, and no others', async () => {
    const after = await patched({
      options: { order: 'count-first' },
      openings: [
        { where: { id: 'O-IT-1' }, add: { seats: 5 }, percent: { cost_travel: -10 } },
        { where: { id: 'O-IT-2' }, set: { cost_travel: null } },
      ],
    });
    expect(after.options.order).toBe('count-first');
    expect(after.openings.map(({ id, seats, travelCents }) => [id, seats, travelCents])).toEqual([
      ['O-IT-1', 7, 24750],
      ['O-IT-2', 1, null],
      ['O-SI-1', 1, 27500],
      ['O-SI-2', 1, 27500],
    ]);
  });

  it('takes with a host what names it, and adds rows', async () => {
    const after = await patched({
      hosts: { where: { id: 'H-IT-2' }, remove: true },
      students: { rows: [{ id: 'late', kind: 'short-term', sender: 'S-HR' }] },
    });
    expect(after.openings.map(({ id }) => id)).toEqual(['O-IT-1', 'O-SI-1', 'O-SI-2']);
    expect(after.students.at(-1)!.id).toBe('late');
  });

  it.each([
    ['a cell that cannot be', { openings: { set: { seats: 'many' } } }, 'number-invalid'],
    ['a column that is none', { openings: { set: { places: 3 } } }, 'column-unknown'],
    ['rows that are not there', { openings: { where: { id: 'gone' }, remove: true } }, 'scenario-without-rows'],
    ['an option that is none', { options: { colour: 'red' } }, 'option-unknown'],
  ])('is refused for %s', async (_, json, code) => {
    const result = await patchRoster(tiny, scenarioOf(json));
    expect(result.roster).toBeNull();
    expect(result.issues.map((issue) => issue.code)).toContain(code);
  });

  it('is refused without shape, and where a name stands twice', () => {
    expect(parseScenarios({ scenario: [] }).scenarios).toBeNull();
    expect(parseScenarios({}).scenarios).toBeNull();
    expect(parseScenarios({ scenarios: [{ name: 'a' }, { name: 'a' }] }).issues).toHaveLength(1);
    expect(parseScenarios({ sweeps: [{ name: 's', file: 'openings', column: 'seats' }] }).scenarios).toBeNull();
  });
});

describe('what if', () => {
  it('says what each scenario costs and gains, and goes on where one is at fault', async () => {
    const engine = await createEngine({ transport: 'inline' });
    const { scenarios } = parseScenarios({
      scenarios: [
        { name: 'host lost', hosts: { where: { id: 'H-IT-2' }, remove: true } },
        { name: 'wrong', openings: { set: { seats: 'many' } } },
      ],
      sweeps: [{ name: 'seats', file: 'openings', where: { id: 'O-IT-1' }, column: 'seats', add: [-2, -1, 0] }],
    });
    const outcome = await engine.whatIf(tiny, scenarios!);
    await engine.close();
    expect([outcome.base, ...outcome.scenarios].map(({ name, verdict, placed }) => [name, verdict, placed])).toEqual([
      ['as it is', 'optimal', 5],
      ['host lost', 'optimal', 4],
      ['wrong', null, null],
    ]);
    expect(outcome.sweeps[0]!.points.map(({ at, result }) => [at, result.placed, result.different])).toEqual([
      [-2, 3, 1],
      [-1, 4, 0],
      [0, 5, 0],
    ]);
  });
});
