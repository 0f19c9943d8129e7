import { patchRoster } from '../ask/patch.js';
import type { Outcome, PlacementRow } from '../report/outcome.js';
import type { ScenarioResult, WhatIfOutcome } from '../report/what-if.js';
import type { Scenario, Scenarios } from '../roster/scenarios.js';
import type { Issue, Roster } from '../roster/types.js';
import type { Transport } from '../transport/transport.js';
import type { PlaceOptions } from './engine.js';
import { placeRoster } from './place.js';

/**
 * Places the roster as it is and under each scenario, as many at a time as there are threads. The limits hold for each by itself.
 * A scenario whose records have faults is `refused`, and the others go on.
 */
export async function whatIf(
  roster: Roster,
  { scenarios, sweeps }: Scenarios,
  options: PlaceOptions,
  transport: Transport,
): Promise<WhatIfOutcome> {
  const { files: _files, answers: _answers, ...rest } = options;
  const all = [...scenarios, ...sweeps.flatMap(({ points }) => points.map(({ scenario }) => scenario))];
  const say = (name: string): void => options.onProgress?.({ station: 'solve', text: `Placing ${name} …` });
  say('the roster as it is');
  const base = await placeRoster(roster, rest, transport);
  const before = new Set(base.status === 'planned' ? base.placements.map(keyOf) : []);
  const results: ScenarioResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let k = next++; k < all.length; k = next++) {
      options.signal?.throwIfAborted();
      say(all[k]!.name);
      results[k] = await resultOf(roster, all[k]!, before, rest, transport);
    }
  };
  await Promise.all(Array.from({ length: transport.workers }, work));
  let at = scenarios.length;
  return {
    base: summary('as it is', base, before),
    scenarios: results.slice(0, scenarios.length),
    sweeps: sweeps.map(({ name, unit, points }) => ({
      name,
      unit,
      points: points.map((point) => ({ at: point.at, result: results[at++]! })),
    })),
  };
}

async function resultOf(
  roster: Roster,
  scenario: Scenario,
  before: ReadonlySet<string>,
  options: PlaceOptions,
  transport: Transport,
): Promise<ScenarioResult> {
  const patched = await patchRoster(roster, scenario);
  if (patched.roster === null) return summary(scenario.name, { status: 'refused', issues: patched.issues }, before);
  const { onProgress: _onProgress, ...quiet } = options;
  return summary(scenario.name, await placeRoster(patched.roster, quiet, transport), before);
}

function summary(
  name: string,
  outcome: Outcome | { readonly status: 'refused'; readonly issues: readonly Issue[] },
  before: ReadonlySet<string>,
): ScenarioResult {
  const planned = outcome.status === 'planned' ? outcome : null;
  const values = planned?.certificate.values ?? null;
  return {
    name,
    status: outcome.status,
    verdict: outcome.status === 'refused' ? null : outcome.verdict,
    placed: values?.placed ?? null,
    quality: values?.quality ?? null,
    costCents: values?.moneyCents ?? null,
    different: planned === null ? null : planned.placements.filter((placement) => !before.has(keyOf(placement))).length,
    conflict: outcome.status === 'infeasible' ? (outcome.conflict?.rules.map(({ text }) => text) ?? []) : [],
    issues: outcome.status === 'refused' ? outcome.issues.filter(({ severity }) => severity === 'error') : [],
  };
}

function keyOf({ studentId, openingId, flowId, startDay }: PlacementRow): string {
  return JSON.stringify([studentId, openingId ?? flowId, startDay]);
}
