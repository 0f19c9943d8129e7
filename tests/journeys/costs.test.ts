import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { patchRoster } from '../../src/ask/patch.js';
import { createEngine } from '../../src/engine/engine.js';
import { generateRoster } from '../../src/generate/generate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { writeOutputs } from '../../src/report/outputs.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { parseScenarios } from '../../src/roster/scenarios.js';
import { csvText } from '../../src/roster/write.js';
import type { Roster } from '../../src/roster/types.js';
import { expectWorkedCosts } from '../support/worked-costs.js';

const engine = await createEngine({ transport: 'inline', workers: 1 });
afterAll(() => engine.close());

async function school(): Promise<Roster> {
  const files = new Map<string, Uint8Array>();
  for (const [name, rows] of generateRoster('school', { people: 24, seed: 7 }))
    files.set(name, new TextEncoder().encode(await csvText(rows)));
  const { roster, issues } = await readRoster(files);
  if (roster === null) throw new Error(JSON.stringify(issues));
  return roster;
}

async function planned(roster: Roster) {
  const outcome = await engine.place(roster);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  expect(outcome.verdict).toBe('optimal');
  return outcome;
}

it('the single-school data: the worked example of README.md agrees to the cent', async () => {
  const roster = await school();
  const folder = await mkdtemp(join(tmpdir(), 'placewise-costs-'));
  await writeOutputs(await planned(roster), roster, join(folder, 'out'), { force: false });
  await expectWorkedCosts('out/school', join(folder, 'out'));
  await rm(folder, { recursive: true });
});

describe('swapping the rule pack', () => {
  const tiers = ['placed', 'quality', 'evenness'];
  /** The same roster with costs left to a rule pack; no budget binds. */
  async function paidBy(rulePack: string, options: object = {}): Promise<Roster> {
    const { scenarios } = parseScenarios({
      scenarios: [
        {
          name: rulePack,
          options: { rulePack, ...options },
          openings: { set: { cost_travel: null, cost_per_day: null } },
          flows: { set: { cost_accompanying: null } },
          budgets: { remove: true },
        },
      ],
    });
    const { roster, issues } = await patchRoster(await school(), scenarios!.scenarios[0]!);
    if (roster === null) throw new Error(JSON.stringify(issues));
    return roster;
  }

  it('changes costs and nothing else', async () => {
    const [vet, pilot] = await Promise.all(['erasmus-vet', 'western-balkans-pilot'].map((pack) => paidBy(pack, { tiers })));
    const [one, other] = [buildInstanceNow(vet!).instance!, buildInstanceNow(pilot!).instance!];
    expect(other.slotOfPair).toEqual(one.slotOfPair);
    expect(other.scoreOfPair).toEqual(one.scoreOfPair);
    expect(other.refusals).toEqual(one.refusals);
    expect(other.costOfPair).not.toEqual(one.costOfPair);

    const [before, after] = [await planned(vet!), await planned(pilot!)];
    const withoutCosts = (outcome: typeof before) =>
      outcome.placements.map(({ costCents: _cents, costByCategory: _lines, unconfirmedRates: _rates, ...rest }) => rest);
    expect(withoutCosts(after)).toEqual(withoutCosts(before));
    expect(after.unplaced).toEqual(before.unplaced);
    expect(after.certificate.steps).toEqual(before.certificate.steps);
    const costs = (outcome: typeof before) => outcome.placements.map(({ costCents }) => costCents);
    expect(costs(after).every((cents, k) => cents !== costs(before)[k])).toBe(true);
  });

  it('leaves the values of every tier before money as they are, where money is a tier too', async () => {
    const [vet, pilot] = [await planned(await paidBy('erasmus-vet')), await planned(await paidBy('western-balkans-pilot'))];
    const earlierTiers = ({ certificate }: typeof vet) => certificate.steps.filter(({ tier }) => tier !== 'money');
    expect(earlierTiers(pilot)).toEqual(earlierTiers(vet));
    expect(pilot.certificate.values!.moneyCents).not.toBe(vet.certificate.values!.moneyCents);
  });
});
