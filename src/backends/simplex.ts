import * as solverModule from 'javascript-lp-solver';
import type { Bounds, Matrix } from './matrix.js';
import type { IntegerClaim, LpAnswer, LpOracle } from './oracle.js';

interface PlainModel {
  readonly optimize: string;
  readonly opType: 'max' | 'min';
  readonly constraints: { readonly [name: string]: { min?: number; max?: number; equal?: number } };
  readonly variables: { readonly [name: string]: { readonly [name: string]: number } };
  readonly ints?: { readonly [name: string]: 1 };
  readonly options: { readonly presolve: false };
}
interface PlainAnswer {
  readonly feasible: boolean;
  readonly bounded?: boolean;
  readonly isIntegral?: boolean;
  readonly [name: string]: unknown;
}

// Under ES modules the default export is mistyped; at run time it is the solver object.
const solver = (solverModule as unknown as { default: Solver }).default;
interface Solver {
  Solve(model: PlainModel): PlainAnswer;
  readonly Tableau: { readonly prototype: { pivot(row: number, column: number): void } };
}

/** The solver went on beyond any sensible number of pivots. */
export class PivotLimitReached extends Error {
  override readonly name = 'PivotLimitReached';
}

// Its first phase can cycle for ever (a shard of 73 columns did), and neither that nor its integer search can be interrupted: a count of
// pivots ends both, at the same place every time.
const { prototype } = solver.Tableau;
const pivot = prototype.pivot;
let pivotsLeft = 0;
prototype.pivot = function (row, column) {
  if (pivotsLeft-- <= 0) throw new PivotLimitReached('the simplex does not come to an end');
  pivot.call(this, row, column);
};

/** A relaxation takes two or three pivots a row. */
const pivotsOfSize = 20;
/** Some tenths of a second for the integer search: 22 free columns under two budgets would take over 10 minutes. */
const pivotsOfSearch = 10_000;

function solveWithin(model: PlainModel, pivots: number): PlainAnswer {
  pivotsLeft = pivots;
  return solver.Solve(model);
}

function solveRelaxed(model: PlainModel): PlainAnswer {
  return solveWithin(model, 1000 + pivotsOfSize * (Object.keys(model.variables).length + Object.keys(model.constraints).length));
}

/**
 * javascript-lp-solver as a relaxation. Its plain result has no duals, so prices are made by solving the dual programme too:
 * minimise Σ limit·price + Σ upper·w over price signs and w ≥ reduced value; a relaxation without a plan has a dual ray, found as the
 * same programme with objective 0 and prices within ±1.
 * Throws PivotLimitReached where a relaxation does not come to an end.
 * Names are x0, x1, …; zero coefficients are left out and presolve is off, since either makes it call feasible models infeasible.
 */
export function simplexOracle(matrix: Matrix): LpOracle {
  return {
    name: 'simplex',
    solve: (bounds) => relax(matrix, bounds),
    searchIntegers: (bounds) => search(matrix, bounds),
    basis: () => null,
    dispose: () => undefined,
  };
}

function relax(matrix: Matrix, bounds: Bounds): LpAnswer {
  const primal = solveRelaxed(primalModel(matrix, bounds, false));
  if (primal.feasible) {
    const x = Float64Array.from({ length: matrix.columnCount }, (_, column) => bounds.lowerOfColumn[column]! + read(primal, `x${column}`));
    const multipliers = dual(matrix, bounds, 1);
    return multipliers === null ? { status: 'failed', x, multipliers: new Float64Array(0) } : { status: 'optimal', x, multipliers };
  }
  const multipliers = dual(matrix, bounds, 0);
  return multipliers === null
    ? { status: 'failed', x: new Float64Array(0), multipliers: new Float64Array(0) }
    : { status: 'infeasible', x: new Float64Array(0), multipliers };
}

/** Columns are shifted by their lower bounds, because the solver's variables start at 0. */
function primalModel(matrix: Matrix, bounds: Bounds, integer: boolean): PlainModel {
  const constraints: Record<string, { min?: number; max?: number }> = {};
  const variables: Record<string, Record<string, number>> = {};
  const ints: Record<string, 1> = {};
  const shift = new Float64Array(matrix.rowCount);
  const used = new Uint8Array(matrix.rowCount);
  for (let column = 0; column < matrix.columnCount; column++) {
    const variable: Record<string, number> = {};
    const value = matrix.problem.objective[column]!;
    if (value !== 0) variable.value = value;
    const room = bounds.upperOfColumn[column]! - bounds.lowerOfColumn[column]!;
    if (Number.isFinite(room)) {
      constraints[`u${column}`] = { max: room };
      variable[`u${column}`] = 1;
    }
    for (let entry = matrix.firstEntryOfColumn[column]!; entry < matrix.firstEntryOfColumn[column + 1]!; entry++) {
      const coefficient = matrix.coefficientOfEntry[entry]!;
      const row = matrix.rowOfEntry[entry]!;
      if (coefficient === 0) continue;
      shift[row]! += coefficient * bounds.lowerOfColumn[column]!;
      used[row] = 1;
      variable[`r${row}`] = coefficient;
    }
    variables[`x${column}`] = variable;
    if (integer) ints[`x${column}`] = 1;
  }
  // A row without columns still has to hold 0: a variable fixed at 0 lets the solver see it.
  for (let row = 0; row < matrix.rowCount; row++) {
    const limits: { min?: number; max?: number } = {};
    if (bounds.lowerOfRow[row]! > -Infinity) limits.min = bounds.lowerOfRow[row]! - shift[row]!;
    if (bounds.upperOfRow[row]! < Infinity) limits.max = bounds.upperOfRow[row]! - shift[row]!;
    if (limits.min === undefined && limits.max === undefined) continue;
    constraints[`r${row}`] = limits;
    if (used[row] === 0) {
      constraints.zero = { max: 0 };
      variables[`z${row}`] = { [`r${row}`]: 1, zero: 1 };
    }
  }
  return { optimize: 'value', opType: 'max', constraints, variables, ...(integer ? { ints } : {}), options: { presolve: false } };
}

/** The dual programme: prices u (on upper limits) and l (on lower limits), v and w on the columns' upper and lower bounds. */
function dual(matrix: Matrix, bounds: Bounds, objectiveFactor: 0 | 1): Float64Array | null {
  const constraints: Record<string, { min?: number; max?: number }> = {};
  const variables: Record<string, Record<string, number>> = {};
  const put = (name: string, cost: number, entries: Record<string, number>): void => {
    if (cost !== 0) entries.value = cost;
    if (objectiveFactor === 0) {
      constraints[`b_${name}`] = { max: 1 };
      entries[`b_${name}`] = 1;
    }
    variables[name] = entries;
  };
  const byRow: Record<string, number>[] = Array.from({ length: matrix.rowCount }, () => ({}));
  for (let column = 0; column < matrix.columnCount; column++) {
    constraints[`c${column}`] = { min: objectiveFactor * matrix.problem.objective[column]! };
    for (let entry = matrix.firstEntryOfColumn[column]!; entry < matrix.firstEntryOfColumn[column + 1]!; entry++) {
      byRow[matrix.rowOfEntry[entry]!]![`c${column}`] = matrix.coefficientOfEntry[entry]!;
    }
    if (bounds.upperOfColumn[column]! < Infinity) variables[`v${column}`] = withValue(bounds.upperOfColumn[column]!, { [`c${column}`]: 1 });
    const lower = bounds.lowerOfColumn[column]!;
    if (lower > 0) variables[`w${column}`] = withValue(-lower, { [`c${column}`]: -1 });
  }
  for (let row = 0; row < matrix.rowCount; row++) {
    if (bounds.upperOfRow[row]! < Infinity) put(`u${row}`, bounds.upperOfRow[row]!, { ...byRow[row]! });
    if (bounds.lowerOfRow[row]! > -Infinity) {
      put(
        `l${row}`,
        -bounds.lowerOfRow[row]!,
        Object.fromEntries(Object.entries(byRow[row]!).map(([name, coefficient]) => [name, -coefficient])),
      );
    }
  }
  const answer = solveRelaxed({ optimize: 'value', opType: 'min', constraints, variables, options: { presolve: false } });
  if (!answer.feasible || answer.bounded === false) return null;
  return Float64Array.from({ length: matrix.rowCount }, (_, row) => read(answer, `u${row}`) - read(answer, `l${row}`));
}

function withValue(value: number, entries: Record<string, number>): Record<string, number> {
  return value === 0 ? entries : { ...entries, value };
}

function search(matrix: Matrix, bounds: Bounds): IntegerClaim {
  if (matrix.problem.rows.minimumToOpenOfRow.some((least) => least > 0)) return { status: 'none', plan: null };
  let answer: PlainAnswer;
  try {
    answer = solveWithin(primalModel(matrix, bounds, true), pivotsOfSearch);
  } catch (error) {
    if (error instanceof PivotLimitReached) return { status: 'none', plan: null };
    throw error;
  }
  if (!answer.feasible) return { status: 'infeasible', plan: null };
  const plan = Float64Array.from(
    { length: matrix.columnCount },
    (_, column) => Math.round(bounds.lowerOfColumn[column]! + read(answer, `x${column}`)) || 0,
  );
  return { status: answer.isIntegral === true ? 'optimal' : 'feasible', plan };
}

function read(answer: PlainAnswer, name: string): number {
  const value = answer[name];
  return typeof value === 'number' ? value : 0;
}
