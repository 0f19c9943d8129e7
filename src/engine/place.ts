import { certify } from '../certify/certify.js';
import { runSliced } from '../certify/rules/slices.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import { hashModel } from '../model/hash.js';
import type { Counts, Outcome, RunInfo } from '../report/outcome.js';
import { components } from '../reduce/components.js';
import { hashRosterInSlices } from '../roster/hash.js';
import type { Roster } from '../roster/types.js';
import { writeProof } from '../solution/proof-file.js';
import type { Transport } from '../transport/transport.js';
import { findConflict, mixedWeights } from '../ask/conflict.js';
import { wordConflict } from '../explain/conflict.js';
import { contextFor, defaultNodes, solveWith, type PlaceOptions } from './engine.js';
import { linkPairsOf, placementRows, unplacedRows } from './rows.js';
import { programVersion } from './version.js';

/** A check that failed: the fault is ours, and nothing is handed out. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** The page to hang on the wall: build the parts, wire them, run. */
export async function placeRoster(roster: Roster, options: PlaceOptions, transport: Transport): Promise<Outcome> {
  const watch = stopwatch();
  const startedAt = new Date().toISOString();
  options.onProgress?.({ station: 'join', text: 'Finding who fits where …' });
  const built = await watch('join', () => buildInstance(roster));
  if (built.instance === null) return { status: 'refused', issues: built.issues };
  const instance = built.instance;
  options.onProgress?.({ station: 'formulate', text: `Writing ${instance.slotOfPair.length} eligible pairs as a model …` });
  const model = await watch('formulate', () => formulateInSlices(instance));
  const solution = await watch('solve', () => solveWith(model, options, transport));
  options.onProgress?.({ station: 'certify', text: 'Checking the plan, the proof and the model …' });
  const pairs = linkPairsOf(instance);
  const certified = await watch('certify', () => certify(roster, pairs, model, solution));
  if (!certified.ok) throw new InternalError(`the check "${certified.check}" failed, so nothing is handed out: ${certified.faults.join('; ')}`);

  const { certificate, report } = certified;
  const modelHash = hashModel(model);
  const hasProof = solution.status === 'planned' || certificate.verdict === 'infeasible';
  const proof = hasProof ? writeProof({ modelHash, solution }) : null;
  const placements = solution.plan === null ? [] : await watch('report', () => runSliced(placementRows(instance, solution.plan!)));
  const run: RunInfo = {
    recordsHash: await hashRosterInSlices(roster), modelHash, rulePack: 'roster', programVersion, options: roster.options,
    limits: { timeMs: options.limits?.timeMs ?? null, nodes: options.limits?.nodes ?? defaultNodes },
    backends: solution.backends, stop: solution.stop, repeatable: solution.repeatable,
    clock: {
      startedAt, secondsByStation: watch.seconds(), workers: transport.workers, transport: transport.name,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, files: options.files ?? [],
    },
    source: roster.sourceRows,
  };
  const counts: Counts = {
    people: roster.students.length, learners: roster.students.filter(({ kind }) => kind !== 'accompanying').length,
    openings: roster.openings.length, hosts: roster.hosts.length, pairs: model.pairCount, sideRows: model.rows.count, shards: components(model).filter((part) => part.persons.length > 0).length,
  };
  const decided = { certificate, solution, counts, run, issues: built.issues, proof };
  if (certificate.verdict === 'infeasible') {
    options.onProgress?.({ station: 'certify', text: 'Looking for the rules in conflict …' });
    const context = contextFor(options, transport);
    const found = context.struck() === null ? await findConflict(model, solution.infeasibility!, context) : null;
    const conflict = found === null ? null : wordConflict(instance, model, found, weightsOfMixed);
    return { ...decided, status: 'infeasible', verdict: 'infeasible', conflict };
  }
  if (certificate.verdict === 'unproved' || report === null) return { ...decided, status: 'unproved', verdict: 'unproved' };
  return {
    ...decided, status: 'planned', verdict: certificate.verdict, placements, unplaced: unplacedRows(instance, placements),
    overrides: report.overrides, toName: report.toName,
  };
}

const weightsOfMixed = [
  { unit: 'seat, bed or one of a quota', weight: mixedWeights.seat },
  { unit: 'cent', weight: mixedWeights.cent },
];

/** Measures stations; the figures go into `clock` only. */
function stopwatch() {
  const seconds: Record<string, number> = {};
  const watch = async <T>(station: string, work: () => T | Promise<T>): Promise<T> => {
    const from = performance.now();
    try {
      return await work();
    } finally {
      seconds[station] = Math.round(performance.now() - from) / 1000;
    }
  };
  watch.seconds = (): Readonly<Record<string, number>> => ({ ...seconds });
  return watch;
}
