import { runSliced } from '../certify/rules/slices.js';
import { replay } from '../certify/bound/replay.js';
import { ProofFault } from '../certify/bound/prices.js';
import { satisfies } from '../certify/bound/witness.js';
import { feasibilityProblem } from '../model/steps.js';
import type { Model, RowKind } from '../model/types.js';
import type { Proof } from '../solution/types.js';
import type { SolveContext } from '../solve/context.js';
import { solveScalar } from '../solve/scalar.js';
import { without, type RuleRef } from './relaxed.js';
import { softProblem, type Softness } from './soft.js';

/** An answer in indices of the model; explain/ puts it into words. */
export interface FoundConflict {
  /** Proved: without any one of them some plan exists. */
  readonly irreducible: boolean;
  readonly rules: readonly RuleRef[];
  readonly repairs: readonly FoundRepair[];
}

export interface FoundRepair {
  /** `rules`: rules about people and groups, and minima, given up. */
  readonly kind: 'seats' | 'money' | 'quotas' | 'rules' | 'mixed';
  readonly changes: readonly { readonly rule: RuleRef; readonly side: 'lower' | 'upper'; readonly by: number }[];
}

/**
 * Irreducible infeasible set by deletion (Chinneck and Dravnieks 1991), started from the rules that the replayed proof leans on: a rule is
 * taken away for good where the rest still has, by a replayed proof, no plan; it stays where the rest has a plan. A question
 * neither shown nor refuted within its work limit keeps the rule, and the set is then not called irreducible.
 */
export async function findConflict(model: Model, infeasibility: Proof, context: SolveContext): Promise<FoundConflict> {
  const candidates = rulesOf(model);
  const leaned = leaning(model, infeasibility);
  let dropped = candidates.filter((rule) => !leaned.has(keyOf(rule)));
  if ((await plausible(model, dropped, context)) !== 'infeasible') dropped = [];
  let irreducible = true;
  const kept: RuleRef[] = [];
  const isDropped = new Set(dropped.map(keyOf));
  for (const rule of candidates.filter((candidate) => !isDropped.has(keyOf(candidate)))) {
    const answer = await plausible(model, [...dropped, rule], context);
    if (answer === 'infeasible') dropped.push(rule);
    else {
      kept.push(rule);
      if (answer === 'open') irreducible = false;
    }
  }
  return { irreducible, rules: kept, repairs: await findRepairs(model, context) };
}

async function plausible(model: Model, dropped: readonly RuleRef[], context: SolveContext): Promise<'feasible' | 'infeasible' | 'open'> {
  const problem = feasibilityProblem(without(model, dropped));
  const answer = await solveScalar(problem, { start: null, toleranceMillionths: 0 }, context);
  if (answer.plan !== null) return 'feasible';
  if (answer.status !== 'infeasible' || answer.proof === null) return 'open';
  try {
    return (await runSliced(replay(problem, answer.proof))).isInfeasible ? 'infeasible' : 'open';
  } catch (error) {
    if (error instanceof ProofFault) return 'open';
    throw error;
  }
}

/** Everything that a user could change, in the order in which it is tried away: people first, so that what is left speaks of limits. */
function rulesOf(model: Model): RuleRef[] {
  const rules: RuleRef[] = [];
  model.lowerOfPerson.forEach((lower, index) => void (lower > 0 && rules.push({ kind: 'required', index })));
  const structural: readonly RowKind[] = ['placed', 'person-overlap'];
  for (let index = 0; index < model.rows.count; index++) {
    if (!structural.includes(model.rows.labelOfRow[index]!.kind)) rules.push({ kind: 'row', index });
  }
  for (let index = 0; index < model.seatCount; index++) rules.push({ kind: 'seats', index });
  return rules;
}

function keyOf(rule: RuleRef): string {
  return `${rule.kind}:${rule.index}`;
}

/** Rules on which some leaf's prices stand, or on which a proof branches. */
function leaning(model: Model, proof: Proof): Set<string> {
  const found = new Set<string>();
  const firstRow = model.personCount + model.seatCount;
  const addRow = (row: number): void => {
    if (row < model.personCount) found.add(`required:${row}`);
    else if (row < firstRow) found.add(`seats:${row - model.personCount}`);
    else found.add(`row:${row - firstRow}`);
  };
  const visit = (inner: Proof, address: (row: number) => number): void => {
    if (inner.kind === 'prices') inner.prices.rowOfPrice.forEach((row) => addRow(address(row)));
    if (inner.kind === 'tree') {
      for (const node of inner.nodes) {
        if (!('on' in node)) node.rowOfPrice.forEach((row) => addRow(address(row)));
        else if (node.on !== 'column') addRow(address(node.index));
      }
    }
    if (inner.kind === 'parts') {
      for (const { part, proof: own } of inner.parts) {
        visit(own, (row) => {
          if (row < part.persons.length) return part.persons[row]!;
          if (row < part.persons.length + part.seats.length) return model.personCount + part.seats[row - part.persons.length]!;
          return firstRow + part.sideRows[row - part.persons.length - part.seats.length]!;
        });
      }
    }
  };
  visit(proof, (row) => row);
  return found;
}

/** Weights of a mixed repair: one seat (or bed) weighs as much as one of a count, and as 1,000 euros; a rule about people as ten seats. */
export const mixedWeights = { seat: 100_000, count: 100_000, rule: 1_000_000, cent: 1 } as const;

const seatRows: readonly RowKind[] = ['seats-day', 'host-day', 'beds-day', 'flow-beds-day', 'flow-maximum'];
const countRows: readonly RowKind[] = ['quota', 'project-cap'];
/** Who must go, with whom, where, and how many at least: given up one by one. */
const ruleRows: readonly RowKind[] = [
  'pin',
  'together',
  'apart',
  'opening-minimum',
  'flow-minimum',
  'accompanying',
  'different-hosts',
  'moves',
];

function rowsOf(kinds: readonly RowKind[], weight: number): Partial<Record<RowKind, number>> {
  return Object.fromEntries(kinds.map((kind) => [kind, weight]));
}

const softnessOf: Readonly<Record<FoundRepair['kind'], Softness>> = {
  seats: { seats: 1, required: null, rows: rowsOf(seatRows, 1) },
  money: { seats: null, required: null, rows: { budget: 1 } },
  quotas: { seats: null, required: null, rows: rowsOf(countRows, 1) },
  rules: { seats: null, required: 1, rows: rowsOf(ruleRows, 1) },
  mixed: {
    seats: mixedWeights.seat,
    required: mixedWeights.rule,
    rows: {
      ...rowsOf(seatRows, mixedWeights.seat),
      ...rowsOf(countRows, mixedWeights.count),
      ...rowsOf(ruleRows, mixedWeights.rule),
      budget: mixedWeights.cent,
    },
  },
};

/** A cheapest repair of each kind, each shown by a plan that keeps all rules but the changed limits; kinds that cannot repair are left out. */
async function findRepairs(model: Model, context: SolveContext): Promise<FoundRepair[]> {
  const repairs: FoundRepair[] = [];
  for (const kind of ['seats', 'money', 'quotas', 'rules', 'mixed'] as const) {
    const { problem, slacks } = softProblem(model, softnessOf[kind]);
    if (slacks.length === 0) continue;
    const answer = await solveScalar(problem, { start: null, toleranceMillionths: 0 }, context);
    if (answer.plan === null || !satisfies(problem, answer.plan)) continue;
    const changes = slacks.map(({ column, rule, side }) => ({ rule, side, by: answer.plan![column]! })).filter(({ by }) => by > 0);
    if (changes.length > 0) repairs.push({ kind, changes });
  }
  return repairs;
}
