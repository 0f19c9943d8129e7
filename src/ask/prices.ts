import type { LinkPairs } from '../certify/types.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import type { Instance } from '../instance/types.js';
import { settleExtras } from '../model/settle.js';
import {
  afterCount,
  afterMoves,
  countProblem,
  hasPairs,
  isCounted,
  qualityProblem,
  startChain,
  withKept,
  type Chain,
} from '../model/steps.js';
import type { Model, Problem } from '../model/types.js';
import type { Known } from '../solution/answers.js';
import type { Gain, PriceRow, PriceTable, Unit, VerifiedPrice } from '../solution/price-answers.js';
import type { SolveContext } from '../solve/context.js';
import { isPlacedNow, type Desk } from './desk.js';
import { mustHold, settle, type Settled } from './forced.js';
import { boundReader, listed, tableOf, unitOf, type ProvedValue } from './price-bounds.js';
import { raisedModel, raisedRoster, unitsOf, type LimitUnit } from './units.js';

export interface PriceWish {
  /** Limits to ask about, which are then solved again whatever the proof says; null: all. */
  readonly only: readonly Pick<Unit, 'kind' | 'id'>[] | null;
  /** How many limits of each kind are solved again, those of which the proof allows most. */
  readonly most: number;
  /** How many units more at most. */
  readonly reach: number;
  /** What one unit of a budget is, in cents. */
  readonly budgetCents: number;
}

/**
 * What one more unit of each limit is worth. First most people placed and best match quality with the limits as they are, each with a proof; the multipliers of these
 * proofs bound what any limit can bring. Those that may bring most are raised and solved again, one unit after another, until a unit brings something else than the first.
 */
export async function pricesFor(
  desk: Desk,
  wish: PriceWish,
  linkPairsOf: (instance: Instance) => LinkPairs,
  context: SolveContext,
): Promise<PriceTable> {
  const start = desk.values.slice();
  settleExtras(desk.model, start);
  const place: Place = { desk, linkPairsOf, context };
  const base = await bestOf(place, desk.model, start, null);
  const all = unitsOf(desk.instance, desk.model, wish.budgetCents);
  const asked = all.filter(({ kind, id }) => wish.only?.some((one) => one.kind === kind && one.id === id) ?? true);
  const chains = chainsOf(place, desk.model);
  const boundsOf = boundReader(
    provedValue(base.placed, countProblem(chains.placed, isCounted(desk.model))),
    provedValue(base.score, qualityProblem(chains.score)),
  );
  const left = peopleLeft(desk);
  const bounded = asked.map((unit) => {
    const { placed, score } = boundsOf(unit);
    return { unit, atMost: { placed: placed === null ? null : Math.min(placed, left), score } };
  });
  const isWorthSolving = ({ atMost }: (typeof bounded)[number]): boolean => wish.only !== null || atMost.placed !== 0 || atMost.score !== 0;
  const chosen = new Set<LimitUnit>();
  for (const { unit } of listed(bounded.filter(isWorthSolving).map((row) => ({ ...row, verified: noPrice })))) {
    const own = unit as LimitUnit;
    if (wish.only !== null || [...chosen].filter(({ kind }) => kind === own.kind).length < wish.most) chosen.add(own);
  }
  const rows: PriceRow[] = [];
  for (const { unit, atMost } of bounded) {
    const verified = chosen.has(unit) && context.struck() === null ? await verify(place, unit, base, wish.reach) : null;
    rows.push({ unit: unitOf(unit), atMost, verified });
  }
  return tableOf(rows, context.struck() === null);
}

const noPrice: VerifiedPrice = { gains: [], holdsFor: null, isCutOff: false, leastCents: null };

interface Place {
  readonly desk: Desk;
  readonly linkPairsOf: (instance: Instance) => LinkPairs;
  readonly context: SolveContext;
}

/** Most people placed, and best match quality, under one set of limits. */
interface Best {
  readonly placed: Settled;
  readonly score: Settled;
}

/** Nobody can gain a place but who has an allowed opening and none yet. */
function peopleLeft(desk: Desk): number {
  const { model } = desk;
  let count = 0;
  for (let person = 0; person < model.personCount; person++) {
    if (model.countedOfPerson[person] === 1 && hasPairs(model, person) && !isPlacedNow(desk, person)) count++;
  }
  return count;
}

/** Everybody whom the lists keep stays placed; for match quality as many of the others as now, and of the earlier plan's placements, as well. */
function chainsOf({ desk }: Place, model: Model): { readonly placed: Chain; readonly score: Chain } {
  const kept = desk.model.walk.filter((person) => isPlacedNow(desk, person));
  const walked = new Set(desk.model.walk);
  const isOther = (person: number): boolean => model.countedOfPerson[person] === 1 && !walked.has(person);
  let others = 0;
  for (let person = 0; person < model.personCount; person++) if (isOther(person) && isPlacedNow(desk, person)) others++;
  const placed = withKept(startChain(model), kept);
  const counted = others === 0 ? placed : afterCount(placed, isOther, others);
  const earlier = model.earlierPairs === undefined || desk.model.earlierPairs === undefined ? null : desk.model.earlierPairs;
  const keptNow = earlier === null ? 0 : earlier.reduce((sum, pair) => sum + desk.values[pair]!, 0);
  return { placed, score: keptNow === 0 ? counted : afterMoves(counted, keptNow) };
}

/** `known`: values that are proved to stay as they are. */
async function bestOf(
  place: Place,
  model: Model,
  start: Float64Array | null,
  known: { readonly placed: Settled | null; readonly score: Settled | null } | null,
): Promise<Best> {
  const chains = chainsOf(place, model);
  return {
    placed: known?.placed ?? (await settle(countProblem(chains.placed, isCounted(model)), start, place.context)),
    score: known?.score ?? (await settle(qualityProblem(chains.score), start, place.context)),
  };
}

function provedValue({ value, bound, proof }: Settled, problem: Problem): ProvedValue | null {
  return value === null || bound === null || proof === null ? null : { value, bound, proof, problem };
}

/** One unit after another, while each brings what the first brings. */
async function verify(place: Place, unit: LimitUnit, base: Best, reach: number): Promise<VerifiedPrice | null> {
  const gains: Gain[] = [];
  let holdsFor: number | null = 0;
  let isCutOff = true;
  for (let units = 1; units <= reach; units++) {
    const best = await raised(place, unit, units * unit.step, base, 'both');
    if (best === null) break;
    const gain = { units, placed: between(base.placed, best.placed), score: between(base.score, best.score) };
    gains.push(gain);
    if (!isExact(gain)) holdsFor = null;
    const first = gains[0]!;
    if (holdsFor === null || gain.placed.most !== units * first.placed.most! || gain.score.most !== units * first.score.most!) {
      isCutOff = false;
      break;
    }
    holdsFor = units;
  }
  if (gains.length === 0) return null;
  return { gains, holdsFor, isCutOff, leastCents: unit.kind === 'budget' ? await leastCents(place, unit, base, gains) : null };
}

function isExact({ placed, score }: Gain): boolean {
  return placed.least !== null && placed.least === placed.most && score.least !== null && score.least === score.most;
}

/** What raising a limit brings: what was found against the bound before, and the bound now against what was found before. Never below 0. */
function between(before: Settled, after: Settled): Known {
  return {
    least: before.bound === null || after.value === null ? 0 : Math.max(0, after.value - before.bound),
    most: after.bound === null || before.value === null ? null : Math.max(0, after.bound - before.value),
  };
}

/** Both problems with a limit raised; plans found are read against the changed records. Null: stopped by the clock, or the changed records make no sense. */
async function raised(place: Place, unit: LimitUnit, amount: number, base: Best, what: 'both' | 'placed'): Promise<Best | null> {
  const { desk, linkPairsOf, context } = place;
  if (context.struck() !== null) return null;
  const roster = raisedRoster(desk.instance.roster, unit, amount);
  const score = what === 'both' ? null : base.score;
  if (!unit.isRebuilt) {
    const model = raisedModel(desk.model, unit, amount);
    // A plan for the limits as they are is one for wider limits.
    const chains = chainsOf(place, model);
    const placed = await settle(countProblem(chains.placed, isCounted(model)), base.placed.plan, context);
    const quality = score ?? (await settle(qualityProblem(chains.score), base.score.plan, context));
    for (const { plan } of what === 'both' ? [placed, quality] : [placed])
      if (plan !== null) await mustHold(roster, desk.pairs, model, plan);
    return { placed, score: quality };
  }
  const { instance } = await buildInstance(roster);
  if (instance === null) return null;
  const model = await formulateInSlices(instance);
  const best = await bestOf(place, model, null, { placed: null, score });
  for (const { plan } of what === 'both' ? [best.placed, best.score] : [best.placed])
    if (plan !== null) await mustHold(roster, linkPairsOf(instance), model, plan);
  return best;
}

/** The least money that brings one placement more, by halving: enough is found by a plan, a cent less is refused by a proof. */
async function leastCents(place: Place, unit: LimitUnit, base: Best, gains: readonly Gain[]): Promise<number | null> {
  const enoughUnits = gains.find(({ placed }) => (placed.least ?? 0) > 0)?.units;
  if (enoughUnits === undefined || base.placed.value === null || base.placed.value !== base.placed.bound) return null;
  let tooLittle = 0;
  let enough = enoughUnits * unit.step;
  while (enough - tooLittle > 1) {
    const middle = Math.floor((tooLittle + enough) / 2);
    const best = await raised(place, unit, middle, base, 'placed');
    if (best === null) return null;
    if ((best.placed.value ?? 0) > base.placed.value) enough = middle;
    else if (best.placed.bound === base.placed.value) tooLittle = middle;
    else return null;
  }
  return enough;
}
