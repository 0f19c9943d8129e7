import { setImmediate } from 'node:timers/promises';
import { certify, type Certified } from '../certify/certify.js';
import { runSliced } from '../certify/rules/slices.js';
import type { Certificate } from '../certify/types.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import type { Instance } from '../instance/types.js';
import { hashModelSlices } from '../model/hash.js';
import type { Model } from '../model/types.js';
import type { ReplanReport } from '../explain/replan.js';
import type { Counts, CurvePoint, OrderComparison, Outcome, PlacementRow, RunInfo, UnplacedRow } from '../report/outcome.js';
import type { WaysComparison } from '../report/ways.js';
import { components } from '../reduce/components.js';
import { hashRosterInSlices } from '../roster/hash.js';
import type { Roster } from '../roster/types.js';
import type { UnplacedAnswers } from '../solution/answers.js';
import { writeProofSlices } from '../solution/proof-file.js';
import type { Solution } from '../solution/types.js';
import type { solveModel } from '../solve/solve.js';
import type { Transport } from '../transport/transport.js';
import { findConflict, mixedWeights } from '../ask/conflict.js';
import { priceTable } from '../ask/price-bounds.js';
import { wordConflict } from '../explain/conflict.js';
import { stableObstacles } from '../explain/stable.js';
import { defaultNodes, solveWith, withContext, type PlaceOptions } from './engine.js';
import { startAhead, type Ahead } from './ahead.js';
import { startAside, type Aside } from './aside.js';
import { answersForUnplaced } from './answers.js';
import { refusalOf, solveElsewhere } from './elsewhere.js';
import { compareOrders, inOtherOrder } from './orders.js';
import { compareWays } from './ways.js';
import { bandWarnings, linkPairsOf, placementRows, unplacedRows } from './rows.js';
import { replanReport } from './replan.js';
import { startNumberThreads, type NumberThreads } from './threads.js';
import { programVersion } from './version.js';

/** A check that failed: the fault is ours, and nothing is handed out. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/**
 * The page to hang on the wall: build the parts, wire them, run. A cancel that comes before there is a plan ends the call at the next
 * station; a plan that is there is checked first.
 */
export async function placeRoster(roster: Roster, options: PlaceOptions, transport: Transport): Promise<Outcome> {
  const threads = startNumberThreads(roster, transport);
  try {
    return await placeBeside(threads, roster, options, transport);
  } finally {
    await threads?.close();
  }
}

async function placeBeside(threads: NumberThreads | null, roster: Roster, options: PlaceOptions, transport: Transport): Promise<Outcome> {
  const watch = stopwatch();
  const startedAt = new Date().toISOString();
  const say = (station: 'join' | 'formulate' | 'solve' | 'certify' | 'report', text: string): void =>
    options.onProgress?.({ station, text });
  const isCancelled = (): boolean => options.signal?.aborted === true;
  const runOf = ({ recordsHash, modelHash }: Pick<Aside, 'recordsHash' | 'modelHash'>, solution: Solution): RunInfo => ({
    recordsHash,
    modelHash,
    rulePack: roster.rates === null ? 'none' : `${roster.rates.id} (${roster.rates.date})`,
    programVersion,
    options: roster.options,
    limits: { timeMs: options.limits?.timeMs ?? null, nodes: options.limits?.nodes ?? defaultNodes },
    backends: solution.backends,
    stop: solution.stop,
    repeatable: solution.repeatable,
    clock: {
      startedAt,
      secondsByStation: watch.seconds(),
      workers: transport.workers,
      transport: transport.name,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      files: options.files ?? [],
    },
    source: roster.sourceRows,
  });

  say('join', 'Finding who fits where …');
  const built = await watch('join', () => buildInstance(roster));
  if (built.instance === null) return { status: 'refused', issues: built.issues };
  const instance = built.instance;
  const cancelled = async (model: Model | null): Promise<Outcome> => ({
    status: 'unproved',
    verdict: 'unproved',
    certificate: certificateOfCancelled,
    solution: solutionOfCancelled,
    counts: countsOf(roster, instance.slotOfPair.length, model, 0),
    run: runOf(
      {
        recordsHash: await hashRosterInSlices(roster),
        modelHash: model === null ? '' : await runSliced(hashModelSlices(model)),
      },
      solutionOfCancelled,
    ),
    issues: built.issues,
    proof: null,
  });
  if (isCancelled()) return cancelled(null);
  say('formulate', `Writing ${instance.slotOfPair.length} eligible pairs as a model …`);
  const model = await watch('formulate', async () => {
    const formulated = await formulateInSlices(instance);
    return threads === null ? formulated : threads.share(formulated);
  });
  if (isCancelled()) return cancelled(model);
  if (roster.options.way === 'stable' && !roster.options.stableAnyway) {
    const obstacles = stableObstacles(instance, model);
    if (obstacles.length > 0) return { status: 'refused', issues: [...built.issues, ...obstacles] };
  }
  const pairs = linkPairsOf(instance);
  await setImmediate();
  const aside = startAside(roster, model, pairs);
  const ahead = threads === null ? null : startAhead(instance, model, pairs, aside.done, () => say('certify', 'Checking a first plan …'));
  const giveUp = (): void => {
    aside.giveUp();
    void ahead?.end();
  };
  let solution = await watch('solve', () => solveWith(model, options, transport, [], searchOn(threads, ahead, aside.done))).catch(
    (error: unknown) => {
      giveUp();
      throw error;
    },
  );
  if (isCancelled() && solution.status === 'unproved') {
    giveUp();
    return cancelled(model);
  }
  const replayed = threads === null || solution.status !== 'planned' ? null : threads.replay(model, solution);
  replayed?.catch(() => undefined);
  say('certify', 'Checking the plan, the proof and the model …');
  await setImmediate();
  const { link, book, ...hashes } = await watch('certify', () => aside.done);
  const { checks, rows } = ahead === null ? { checks: null, rows: undefined } : await watch('certify', () => ahead.end());
  // Written down in memory while the replay runs; handed out only where every check passed.
  let writing = watch('report', () => writeDown(instance, model, solution, hashes.modelHash, rows));
  writing.catch(() => undefined);
  let made = await watch('certify', () => certify(roster, pairs, model, solution, { book, link, checks, proof: replayed }));
  const refusal = refusalOf(made, solution);
  if (refusal !== null && !isCancelled()) {
    say('solve', 'A check refused the answer; asking other solvers …');
    solution = await watch('solve', () => solveElsewhere(model, options, transport, solution, refusal));
    writing = watch('report', () => writeDown(instance, model, solution, hashes.modelHash));
    made = await watch('certify', () => certify(roster, pairs, model, solution, { book, link }));
  }
  const { certificate, report } = certified(made);
  // What they hold is free before the outcome is made.
  await threads?.close();

  say('report', 'Writing down who goes where …');
  const { placements, unplaced, proof: proofBytes, shards } = await writing;
  const run = runOf(hashes, solution);
  const proof = solution.status === 'planned' || certificate.verdict === 'infeasible' ? proofBytes : null;
  await setImmediate();
  const decided = { certificate, solution, counts: countsOf(roster, model.pairCount, model, shards), run, issues: built.issues, proof };
  if (certificate.verdict === 'infeasible') {
    say('certify', 'Looking for the rules in conflict …');
    const found = await withContext(options, transport, async (context) =>
      context.struck() === null ? findConflict(model, solution.infeasibility!, context) : null,
    );
    const conflict = found === null ? null : wordConflict(instance, model, found, weightsOfMixed);
    return { ...decided, status: 'infeasible', verdict: 'infeasible', conflict };
  }
  if (certificate.verdict === 'unproved' || report === null) return { ...decided, status: 'unproved', verdict: 'unproved' };
  const rest = alone(options);
  let orders: OrderComparison | null = null;
  if (options.compareOrders === true && !isCancelled()) {
    const other = await placeRoster(inOtherOrder(roster), rest, transport);
    orders = compareOrders(roster, { verdict: certificate.verdict, placements }, other);
  }
  const replan = roster.options.replan ? replanReport(instance, placements) : null;
  const curve = replan !== null && options.curve === true && !isCancelled() ? await curveOf(roster, replan, options, transport) : null;
  let ways: WaysComparison | null = null;
  if (options.compareWays === true && solution.plan !== null && !isCancelled())
    ways = await compareWays(instance, { certificate, plan: solution.plan }, (other) => placeRoster(other, rest, transport));
  await setImmediate();
  const prices = priceTable(instance, model, solution.steps, certificate.steps);
  let unplacedAnswers: UnplacedAnswers | null = null;
  if (options.answers === true && solution.plan !== null && unplaced.length > 0 && !isCancelled()) {
    say('report', 'Asking what would get the unplaced in …');
    unplacedAnswers = await watch('answers', () => answersForUnplaced(instance, model, pairs, solution.plan!, transport, options.signal));
  }
  return {
    ...decided,
    orders,
    ways,
    prices,
    ...(unplacedAnswers !== null && { unplacedAnswers }),
    ...(replan !== null && { replan }),
    ...(curve !== null && { curve }),
    issues: solution.plan === null ? built.issues : [...built.issues, ...bandWarnings(instance, solution.plan)],
    status: 'planned',
    verdict: certificate.verdict,
    placements,
    unplaced,
    overrides: report.overrides,
    toName: report.toName,
  };
}

/** The search on a thread of its own, heard while it goes on; undefined: on this one. */
function searchOn(threads: NumberThreads | null, ahead: Ahead | null, isChecked: Promise<unknown>): typeof solveModel | undefined {
  if (threads === null || ahead === null) return undefined;
  return (model, context) => threads.solve(model, { ...context, onStep: ahead.hear }, isChecked);
}

interface WrittenDown {
  readonly placements: readonly PlacementRow[];
  readonly unplaced: readonly UnplacedRow[];
  readonly proof: Uint8Array;
  /** Parts of the model that share nothing and hold somebody. */
  readonly shards: number;
}

/** A solution in rows for people, some of which are `made`, and in the bytes of its proof file. */
async function writeDown(
  instance: Instance,
  model: Model,
  solution: Solution,
  modelHash: string,
  made?: Map<number, PlacementRow>,
): Promise<WrittenDown> {
  const { plan } = solution;
  const placements = plan === null ? [] : await runSliced(placementRows(instance, plan, made));
  const unplaced = plan === null ? [] : await runSliced(unplacedRows(instance, placements));
  const proof = await runSliced(writeProofSlices({ modelHash, solution }));
  await setImmediate();
  return { placements, unplaced, proof, shards: components(model).filter((part) => part.persons.length > 0).length };
}

/** The options for a run whose outcome is only compared: nothing beside the plan. */
function alone({
  files: _files,
  curve: _curve,
  compareOrders: _orders,
  compareWays: _ways,
  answers: _answers,
  ...rest
}: PlaceOptions): PlaceOptions {
  return rest;
}

/** How many moves beyond the fewest the curve allows, until all may move. */
const curveSteps = [0, 1, 2, 5, 10, 20, 50, 100];

/** Match quality against moves: the same replan with bounds on the moves, nothing but who is placed and quality. */
async function curveOf(roster: Roster, replan: ReplanReport, options: PlaceOptions, transport: Transport): Promise<CurvePoint[]> {
  const rest = alone(options);
  const byNeed = new Set(['withdrawn', 'place-gone', 'refused', 'new']);
  const fewest = replan.moves.filter(({ reason }) => !byNeed.has(reason)).length;
  const points: CurvePoint[] = [];
  for (const more of curveSteps) {
    if (options.signal?.aborted === true || (more > 0 && fewest + more > fewest + replan.keptCount)) break;
    const patched: Roster = { ...roster, options: { ...roster.options, maximumMoves: fewest + more, tiers: ['placed', 'quality'] } };
    const outcome = await placeRoster(patched, rest, transport);
    const values = outcome.status === 'planned' ? outcome.certificate.values : null;
    points.push({
      mostMoves: fewest + more,
      verdict: outcome.status === 'refused' ? 'unproved' : outcome.verdict,
      placed: values?.placed ?? null,
      quality: values?.quality ?? null,
    });
  }
  return points;
}

/** The verdict and the report of the plan. Throws InternalError where a check failed. */
function certified(made: Certified) {
  if (!made.ok) throw new InternalError(`the check "${made.check}" failed, so nothing is handed out: ${made.faults.join('; ')}`);
  return made;
}

function countsOf(roster: Roster, pairs: number, model: Model | null, shards: number): Counts {
  return {
    people: roster.students.length,
    learners: roster.students.filter(({ kind }) => kind !== 'accompanying').length,
    openings: roster.openings.length,
    hosts: roster.hosts.length,
    pairs,
    sideRows: model?.rows.count ?? 0,
    shards,
  };
}

const solutionOfCancelled: Solution = {
  status: 'unproved',
  plan: null,
  steps: [],
  infeasibility: null,
  claimedBy: null,
  stop: 'cancelled',
  backends: [],
  repeatable: false,
};

const certificateOfCancelled: Certificate = {
  verdict: 'unproved',
  steps: [],
  values: null,
  reason: 'stopped (cancelled) without a plan',
  checks: { plan: false, bound: false, link: false, pairsChecked: 0, sampledPeople: null },
};

const weightsOfMixed = [
  { unit: 'seat, bed or one of a quota', weight: mixedWeights.seat },
  { unit: 'rule about people or minimum', weight: mixedWeights.rule },
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
      seconds[station] = (seconds[station] ?? 0) + Math.round(performance.now() - from) / 1000;
    }
  };
  watch.seconds = (): Readonly<Record<string, number>> => ({ ...seconds });
  return watch;
}
