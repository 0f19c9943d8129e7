import { ProofFault } from '../certify/bound/prices.js';
import { replay } from '../certify/bound/replay.js';
import { placementsOf } from '../certify/checks.js';
import { checkPlanSliced } from '../certify/plan/check.js';
import { runSliced } from '../certify/rules/slices.js';
import type { LinkPairs } from '../certify/types.js';
import { extend, type RowSpec } from '../model/extend.js';
import type { Constraints, Model, Problem } from '../model/types.js';
import type { Roster } from '../roster/types.js';
import type { ForcedAnswer, Known } from '../solution/answers.js';
import type { Proof } from '../solution/types.js';
import type { SolveContext } from '../solve/context.js';
import { withShare } from '../solve/context.js';
import { solveScalar } from '../solve/scalar.js';
import { chosenPairs } from '../solve/walk.js';
import { monotonicMs } from '../transport/job.js';
import { isPlacedNow, type Cut, type Desk } from './desk.js';
import { ejected } from './eject.js';

/** A plan that broke a rule: the fault is ours. */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
}

export interface Settled {
  readonly plan: Float64Array | null;
  readonly value: number | null;
  /** Shown by a replayed proof; null: none. */
  readonly bound: number | null;
  /** Shown by a replayed proof. */
  readonly isInfeasible: boolean;
  /** What showed the bound; null where there is none. */
  readonly proof: Proof | null;
}

/** Solves a problem and believes only what replays. */
export async function settle(problem: Problem, start: Float64Array | null, context: SolveContext): Promise<Settled> {
  const answer = await solveScalar(problem, { start, toleranceMillionths: 0 }, { ...context, warm: { basis: null } });
  const open = { plan: answer.plan, value: answer.plan === null ? null : answer.value, bound: null, isInfeasible: false, proof: null };
  if (answer.proof === null) return open;
  try {
    const shown = await runSliced(replay(problem, answer.proof));
    return shown.isInfeasible
      ? { ...open, isInfeasible: answer.plan === null }
      : { ...open, bound: Number(shown.bound), proof: answer.proof };
  } catch (error) {
    if (error instanceof ProofFault) return open;
    throw error;
  }
}

/**
 * What placing a person would cost: somewhere among `targets` (pairs of theirs; null: anywhere). The part of the model the person lies in is solved
 * again with the place fixed: for most people placed, for the order of the lists, then for match quality. Plans found are read against the records.
 */
export async function forcedAnswer(
  desk: Desk,
  person: number,
  targets: readonly number[] | null,
  context: SolveContext,
): Promise<ForcedAnswer> {
  const { model } = desk;
  const cut = desk.cutOf(person);
  const forced = forcedIn(desk, cut, person, targets);
  const now = placedIn(desk, cut);
  const own = model.countedOfPerson[person]!;
  const most = await settle(counting(desk, cut, forced), startOf(desk, cut, person, targets), withShare(context, 0.5, monotonicMs()));
  if (most.isInfeasible) return { outcome: 'impossible', othersOut: nothing, order: null, score: null };
  if (most.plan === null || most.value === null) return { outcome: 'open', othersOut: nothing, order: null, score: null };
  const without = now - (isPlacedNow(desk, person) ? own : 0);
  const othersOut = { least: most.bound === null ? null : without - (most.bound - own), most: without - (most.value - own) };
  const order = await orderKept(desk, cut, forced, person, withShare(context, 0.5, monotonicMs()));
  return { outcome: 'possible', othersOut, order, score: await scoreOf(desk, cut, forced, person, othersOut.most, most, context) };
}

/** The shortest list of leavers over the places asked for, those worth most first. */
function startOf(desk: Desk, cut: Cut, person: number, targets: readonly number[] | null): Float64Array | null {
  const { firstPairOfPerson, scoreOfPair } = desk.model;
  const first = firstPairOfPerson[person]!;
  const all = targets ?? Array.from({ length: firstPairOfPerson[person + 1]! - first }, (_, k) => first + k);
  let best: Float64Array | null = null;
  let bestCount = -1;
  for (const pair of [...all].sort((a, b) => scoreOfPair[b]! - scoreOfPair[a]! || a - b).slice(0, startsTried)) {
    const plan = ejected(desk, cut, person, pair);
    const count =
      plan === null ? -1 : plan.reduce((sum, value, local) => sum + (cut.columns[local]! < desk.model.pairCount ? value : 0), 0);
    if (count > bestCount) [best, bestCount] = [plan, count];
  }
  return best;
}

const startsTried = 5;

const nothing: Known = { least: null, most: null };

/** Match quality of the best plan with the place fixed: everybody placed now stays placed where that can be, else as many people as were found. */
async function scoreOf(desk: Desk, cut: Cut, forced: Constraints, person: number, out: number, most: Settled, context: SolveContext) {
  const now = scoreNow(desk);
  const objective = Float64Array.from(cut.columns, (column) => (column < desk.model.pairCount ? desk.model.scoreOfPair[column]! : 0));
  const rest = now - objective.reduce((sum, score, local) => sum + score * desk.values[cut.columns[local]!]!, 0);
  let found: Settled | null = null;
  if (out <= 0) {
    const kept = [...cut.part.persons].filter(
      (other) => other !== person && desk.model.countedOfPerson[other] === 1 && isPlacedNow(desk, other),
    );
    found = await settle({ ...keeping(desk, cut, forced, kept), objective }, null, context);
  }
  if (found === null || found.plan === null) {
    const row: RowSpec = { label: { kind: 'step', keys: ['placed'] }, ...countRow(desk, cut), lower: most.value!, upper: Infinity };
    found = await settle({ ...extend(forced, { rows: [row] }), objective }, most.plan, context);
  }
  if (found.plan === null || found.value === null) return null;
  await mustFit(desk, cut, found.plan);
  return { now, found: rest + found.value, atMost: found.bound === null ? null : rest + found.bound };
}

export function scoreNow({ model, chosen }: Desk): number {
  return chosen.reduce((sum, pair) => sum + model.scoreOfPair[pair]!, 0);
}

/** Can everybody placed now who stands before this person on the lists be placed beside them? */
async function orderKept(desk: Desk, cut: Cut, forced: Constraints, person: number, context: SolveContext): Promise<ForcedAnswer['order']> {
  if (desk.model.walk.length === 0 || desk.model.countedOfPerson[person] === 0) return null;
  const rank = desk.rankOfPerson[person]!;
  const before = [...cut.part.persons].filter((other) => {
    const position = desk.rankOfPerson[other]!;
    return other !== person && position >= 0 && (rank < 0 || position < rank) && isPlacedNow(desk, other);
  });
  const answer = await settle(counting(desk, cut, keeping(desk, cut, forced, before)), null, context);
  return answer.plan !== null ? 'kept' : answer.isInfeasible ? 'broken' : 'open';
}

/** The part with the person placed, among the targets where there are some. */
function forcedIn(desk: Desk, cut: Cut, person: number, targets: readonly number[] | null): Constraints {
  const { problem } = cut;
  const local = cut.localOfPerson.get(person)!;
  if (targets === null) return keeping(desk, cut, problem, [person]);
  const first = problem.firstPairOfPerson[local]!;
  const inside = targets.map((pair) => first + pair - desk.model.firstPairOfPerson[person]!);
  if (problem.upperOfPerson[local] !== 1) {
    const row: RowSpec = {
      label: { kind: 'step', keys: ['forced'] },
      columns: inside,
      coefficients: inside.map(() => 1),
      lower: 1,
      upper: Infinity,
    };
    return extend(problem, { rows: [row] });
  }
  // The person's other pairs go to a seat that nobody gets: no row is added, so a plain part stays plain.
  const seatOfPair = problem.seatOfPair.slice();
  for (let pair = first; pair < problem.firstPairOfPerson[local + 1]!; pair++)
    if (!inside.includes(pair)) seatOfPair[pair] = problem.seatCount;
  const upperOfSeat = new Int32Array(problem.seatCount + 1);
  upperOfSeat.set(problem.upperOfSeat);
  return extend({ ...problem, seatOfPair, upperOfSeat, seatCount: problem.seatCount + 1 }, { kept: [local] });
}

/** The part with these people (indices of the model) placed. */
export function keeping(desk: Desk, cut: Cut, constraints: Constraints, persons: readonly number[]): Constraints {
  const kept: number[] = [];
  const rows: RowSpec[] = [];
  for (const person of persons) {
    const local = cut.localOfPerson.get(person)!;
    const placed = desk.model.placedColumnOfPerson[person]!;
    if (placed < 0) kept.push(local);
    else
      rows.push({
        label: { kind: 'step', keys: ['kept'] },
        columns: [cut.columns.indexOf(placed)],
        coefficients: [1],
        lower: 1,
        upper: Infinity,
      });
  }
  return extend(constraints, { kept, rows });
}

/** Maximise how many people who count are placed. */
export function counting(desk: Desk, cut: Cut, constraints: Constraints): Problem {
  const objective = new Float64Array(constraints.columnCount);
  for (const column of countRow(desk, cut).columns) objective[column] = 1;
  return { ...constraints, objective };
}

export function countRow({ model }: Desk, { columns, part }: Cut): { readonly columns: Int32Array; readonly coefficients: Float64Array } {
  const found: number[] = [];
  let local = 0;
  for (const person of part.persons) {
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++, local++) {
      if (model.countedOfPerson[person] === 1 && model.placedColumnOfPerson[person]! < 0) found.push(local);
    }
  }
  const personOfPlaced = new Map<number, number>();
  for (const person of part.persons)
    if (model.placedColumnOfPerson[person]! >= 0) personOfPlaced.set(model.placedColumnOfPerson[person]!, person);
  for (; local < columns.length; local++) {
    const person = personOfPlaced.get(columns[local]!);
    if (person !== undefined && model.countedOfPerson[person] === 1) found.push(local);
  }
  return { columns: Int32Array.from(found), coefficients: new Float64Array(found.length).fill(1) };
}

function placedIn(desk: Desk, cut: Cut): number {
  let count = 0;
  for (const person of cut.part.persons) if (desk.model.countedOfPerson[person] === 1 && isPlacedNow(desk, person)) count++;
  return count;
}

/** The plan in hand outside the part and this one inside it, read against the records. Throws AnswerFault. */
function mustFit(desk: Desk, cut: Cut, plan: Float64Array): Promise<void> {
  const values = desk.values.slice();
  cut.columns.forEach((column, local) => {
    values[column] = plan[local]!;
  });
  return mustHold(desk.instance.roster, desk.pairs, desk.model, values);
}

/** A plan for a model of these records, by column, read against them. Throws AnswerFault. */
export async function mustHold(roster: Roster, pairs: LinkPairs, model: Model, values: Float64Array): Promise<void> {
  const { faults } = await checkPlanSliced(roster, placementsOf(pairs, model, chosenPairs(model, values)));
  // A plan on the way may name an accompanying person too many.
  const fault = faults.find(({ code }) => code !== 'accompanying-idle');
  if (fault !== undefined) throw new AnswerFault(`a plan found for an answer breaks a rule: ${fault.message}`);
}
