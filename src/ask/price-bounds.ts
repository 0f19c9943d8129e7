import type { StepVerdict } from '../certify/types.js';
import type { Instance } from '../instance/types.js';
import { afterWalk, countProblem, isCounted, isOther, qualityProblem, startChain } from '../model/steps.js';
import type { Model, Problem } from '../model/types.js';
import type { PriceBound, PriceRow, PriceTable, Unit } from '../solution/price-answers.js';
import type { Proof, Step } from '../solution/types.js';
import { SupportingPrices } from './supporting.js';
import { unitsOf, type LimitUnit } from './units.js';

/** A replayed proof of the best value of a step, for reading prices from. */
export interface ProvedValue {
  readonly value: number;
  readonly bound: number;
  readonly proof: Proof;
  /** What it is about, but for rows that tiers have added. */
  readonly problem: Problem;
}

/**
 * Where rows keep people placed, their multipliers may be as large as the whole plan: 3,145,601 points for a seat were read out of a proof of 2,885,600.
 * True, and misleading in a list of what one more is worth: a bound above so many of the best scores is taken for none.
 */
const tellingTimes = 10;

/** What the proofs of a plan say of all limits: no solve, one look-up for each limit. Steps and their verdicts stand in the same order. */
export function priceTable(
  instance: Instance,
  model: Model,
  steps: readonly Step[],
  verdicts: readonly StepVerdict[],
  budgetCents = 100_000,
): PriceTable {
  const units = unitsOf(instance, model, budgetCents);
  const placed = placedStep(steps);
  const score = steps.findIndex(({ kind }) => kind === 'quality');
  const isAfterOthers = steps.slice(0, Math.max(0, score)).some(({ tier }) => tier !== 'placed' && tier !== 'moves');
  const boundsOf = boundReader(
    placed === null ? null : proved(model, steps, placed, verdicts),
    score < 0 || isAfterOthers ? null : proved(model, steps, score, verdicts),
  );
  const most = tellingTimes * instance.scoreOfPair.reduce((best, own) => Math.max(best, own), 0);
  const rows = units.map((unit) => {
    const { placed, score } = boundsOf(unit);
    return { unit: unitOf(unit), atMost: { placed, score: score !== null && score > most ? null : score }, verified: null };
  });
  return tableOf(rows, true);
}

/** The step whose value is how many are placed; null where refusals on the lists would have to be looked at again. */
function placedStep(steps: readonly Step[]): number | null {
  const others = steps.findIndex(({ kind }) => kind === 'others' || kind === 'count');
  const walk = steps.find(({ kind }) => kind === 'walk');
  if (others < 0) return null;
  const isWhole = steps[others]!.kind === 'count' || walk === undefined || (walk.refused?.length === 0 && walk.open?.length === 0);
  return isWhole ? others : null;
}

function proved(model: Model, steps: readonly Step[], at: number, verdicts: readonly StepVerdict[]): ProvedValue | null {
  const { proof, value, kind } = steps[at]!;
  const bound = verdicts[at]?.bound ?? null;
  if (proof === null || bound === null || !/^-?\d+$/.test(bound)) return null;
  const walk = steps.slice(0, at).find((step) => step.kind === 'walk');
  // Rows that other steps left have prices, but are no limits that can be raised.
  const chain = walk === undefined ? startChain(model) : afterWalk(startChain(model), walk.kept!, walk.refused!);
  const problem = kind === 'quality' ? qualityProblem(chain) : countProblem(chain, kind === 'count' ? isCounted(model) : isOther(chain));
  return { proof, value, bound: Number(bound), problem };
}

/** Reads bounds of the gain by one unit from proofs about most people placed and about match quality. */
export function boundReader(placed: ProvedValue | null, score: ProvedValue | null): (unit: LimitUnit) => PriceBound {
  const readerOf = (known: ProvedValue | null): ((unit: LimitUnit) => number | null) => {
    if (known === null) return () => null;
    const prices = new SupportingPrices(known.proof, known.problem);
    return ({ rows, isRebuilt }) => {
      const rise = isRebuilt ? null : prices.rise(rows);
      return rise === null ? null : known.bound - known.value + rise;
    };
  };
  const ofPlaced = readerOf(placed);
  const ofScore = readerOf(score);
  return (unit) => ({ placed: ofPlaced(unit), score: ofScore(unit) });
}

export function unitOf({ kind, id, step, limit }: Unit): Unit {
  return { kind, id, step, limit };
}

export function tableOf(rows: readonly PriceRow[], repeatable: boolean): PriceTable {
  const shown = listed(rows);
  const isShown = new Set(shown);
  const unknown = rows.filter((row) => !isShown.has(row) && (row.atMost.placed === null || row.atMost.score === null));
  return { rows: shown, unitCount: rows.length, unknownCount: unknown.length, repeatable };
}

/** Budgets, what was solved again, and what a proof does not rule out; those worth most first, unknown ones last. */
export function listed(rows: readonly PriceRow[]): PriceRow[] {
  const most = (bound: number | null): number => bound ?? -1;
  return rows
    .filter(
      ({ unit, atMost, verified }) => unit.kind === 'budget' || verified !== null || most(atMost.placed) > 0 || most(atMost.score) > 0,
    )
    .sort((a, b) => most(b.atMost.placed) - most(a.atMost.placed) || most(b.atMost.score) - most(a.atMost.score));
}
