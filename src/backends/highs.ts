import * as highsModule from 'highs';
import type { Highs, Model as HighsModel } from 'highs';
import type { LpBasis } from '../solution/types.js';
import type { Bounds, Matrix } from './matrix.js';
import type { IntegerClaim, LpAnswer, LpOracle } from './oracle.js';

// The package declares itself CommonJS while its import condition is an ES module: the default export is the loader itself.
const loadHighs = highsModule.default as unknown as (typeof highsModule.default)['default'];
let loading: Promise<Highs> | null = null;

/** One WASM instance a thread; it is single-threaded and blocks its thread. */
export function loadOnce(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}

/** After an abort inside WASM the instance is thrown away. */
export function forgetHighs(): void {
  loading = null;
}

/**
 * The relaxation in HiGHS: one model kept for the whole search, bounds changed between solves, so that the dual simplex restarts from
 * the last basis. Minimises −objective; row duals come back as the change of the objective, hence the sign turned below.
 */
export function highsOracle(highs: Highs, matrix: Matrix, warm: LpBasis | null): LpOracle {
  const { problem } = matrix;
  const relaxed = highs.createModel();
  const infinity = highs.infinity;
  const finite = (values: Float64Array): Float64Array => values.map((v) => (v === Infinity ? infinity : v === -Infinity ? -infinity : v));
  const cost = Float64Array.from(problem.objective, (value) => -value || 0);
  const data = {
    numCols: matrix.columnCount,
    numRows: matrix.rowCount,
    colCost: cost,
    colLower: matrix.bounds.lowerOfColumn,
    colUpper: finite(matrix.bounds.upperOfColumn),
    rowLower: finite(matrix.bounds.lowerOfRow),
    rowUpper: finite(matrix.bounds.upperOfRow),
    matrix: {
      format: 'csc' as const,
      numRows: matrix.rowCount,
      numCols: matrix.columnCount,
      starts: matrix.firstEntryOfColumn,
      indices: matrix.rowOfEntry,
      values: matrix.coefficientOfEntry,
    },
  };
  relaxed.options.set({ output_flag: false, random_seed: 1 });
  relaxed.passModel(data);
  if (warm !== null) startFrom(relaxed, matrix, warm);
  let now: Bounds = matrix.bounds;

  const moveTo = (bounds: Bounds): void => {
    for (let column = 0; column < matrix.columnCount; column++) {
      if (bounds.lowerOfColumn[column] !== now.lowerOfColumn[column] || bounds.upperOfColumn[column] !== now.upperOfColumn[column]) {
        relaxed.changeColBounds(column, bounds.lowerOfColumn[column]!, Math.min(infinity, bounds.upperOfColumn[column]!));
      }
    }
    for (let row = 0; row < matrix.rowCount; row++) {
      if (bounds.lowerOfRow[row] !== now.lowerOfRow[row] || bounds.upperOfRow[row] !== now.upperOfRow[row]) {
        relaxed.changeRowBounds(row, Math.max(-infinity, bounds.lowerOfRow[row]!), Math.min(infinity, bounds.upperOfRow[row]!));
      }
    }
    now = bounds;
  };

  const { simplexInterrupt, mipInterrupt } = highs.constants.callbackType;
  const known = highs.constants.modelStatus;

  const run = (shouldStop: () => boolean): number =>
    relaxed.run({
      [simplexInterrupt]: (event) => {
        if (shouldStop()) event.interrupt();
        return undefined;
      },
    }).modelStatus;

  const solve = (bounds: Bounds, shouldStop: () => boolean): LpAnswer => {
    moveTo(bounds);
    const status = run(shouldStop);
    if (status === known.optimal) {
      const solution = relaxed.getSolution();
      return { status: 'optimal', x: solution.colValue, multipliers: solution.rowDual.map((dual) => -dual || 0) };
    }
    const ray = status === known.infeasible || status === known.unboundedOrInfeasible ? rayOf(shouldStop) : undefined;
    return ray === undefined
      ? { status: 'failed', x: new Float64Array(0), multipliers: new Float64Array(0) }
      : { status: 'infeasible', x: new Float64Array(0), multipliers: ray.map((value) => -value || 0) };
  };

  /** Presolve that finds no plan leaves no ray, and being asked for one the solver solves again without an end (52 rows, 170,000 pairs: 65 s): so that is done here. */
  const rayOf = (shouldStop: () => boolean): Float64Array | undefined => {
    relaxed.options.set({ presolve: 'off' });
    const status = run(shouldStop);
    relaxed.options.set({ presolve: 'choose' });
    return status === known.infeasible ? relaxed.getDualRay()?.values : undefined;
  };

  const searchIntegers = (bounds: Bounds, start: Float64Array | null, nodeLimit: number, shouldStop: () => boolean): IntegerClaim => {
    const integer = highs.createModel();
    try {
      integer.options.set({
        output_flag: false,
        random_seed: 1,
        mip_rel_gap: 0,
        mip_abs_gap: 0,
        mip_max_nodes: Math.min(5_000, nodeLimit),
      });
      integer.passModel({
        ...data,
        colLower: bounds.lowerOfColumn,
        colUpper: finite(bounds.upperOfColumn),
        integrality: new Int32Array(matrix.columnCount).fill(1),
      });
      const opened = addOpenColumns(highs, integer, matrix);
      if (start !== null) {
        const values = Float64Array.from([...start, ...opened(start)]);
        integer.setSolution({ indices: Int32Array.from(values, (_, column) => column), values });
      }
      const status = integer.run({
        [mipInterrupt]: (event) => {
          if (shouldStop()) event.interrupt();
          return undefined;
        },
      }).modelStatus;
      if (status === known.infeasible) return { status: 'infeasible', plan: null };
      if (integer.info.get('primal_solution_status') !== highs.constants.solutionStatus.feasible) return { status: 'none', plan: null };
      // A limit leaves whatever the incumbent is; what it is worth is checked by the caller in integers.
      const plan = integer
        .getSolution()
        .colValue.slice(0, matrix.columnCount)
        .map((x) => Math.round(x) || 0);
      if (plan.length !== matrix.columnCount) return { status: 'none', plan: null };
      return { status: status === known.optimal ? 'optimal' : 'feasible', plan };
    } finally {
      integer.dispose();
    }
  };

  const basis = (): LpBasis | null => {
    // A model without rows or columns is never solved and has no basis.
    if (matrix.rowCount === 0 || matrix.columnCount === 0 || relaxed.info.get('basis_validity') !== 1) return null;
    const { colStatus, rowStatus } = relaxed.getBasis();
    return { columns: colStatus, rows: rowStatus, implicitRows: problem.personCount + problem.seatCount };
  };

  return { name: 'highs', solve, searchIntegers, basis, dispose: () => relaxed.dispose() };
}

/** A step only appends columns and rows: new columns start at their lower bound, new rows with their slack in the basis. */
function startFrom(relaxed: HighsModel, matrix: Matrix, warm: LpBasis): void {
  const implicitRows = matrix.problem.personCount + matrix.problem.seatCount;
  if (warm.implicitRows !== implicitRows || warm.columns.length > matrix.columnCount || warm.rows.length > matrix.rowCount) return;
  const colStatus = new Int32Array(matrix.columnCount);
  const rowStatus = new Int32Array(matrix.rowCount).fill(1);
  colStatus.set(warm.columns);
  rowStatus.set(warm.rows);
  try {
    relaxed.setBasis({ colStatus, rowStatus });
  } catch {
    // A basis it cannot use is only a head start lost.
  }
}

/** Semi-continuous rows as the integer search knows them: a 0/1 column "open" with minimum·open ≤ activity ≤ most·open. */
function addOpenColumns(highs: Highs, integer: HighsModel, matrix: Matrix): (start: Float64Array) => number[] {
  const { problem, columnCount } = matrix;
  const { rows } = problem;
  const entriesOf: { columns: Int32Array; values: Float64Array }[] = [];
  for (let row = 0; row < rows.count; row++) {
    if (!(rows.minimumToOpenOfRow[row]! > 0)) continue;
    const columns = rows.columnOfEntry.slice(rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!);
    const values = rows.coefficientOfEntry.slice(rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!);
    let most = 0;
    columns.forEach((column, k) => {
      most += values[k]! * matrix.bounds.upperOfColumn[column]!;
    });
    most = Math.min(most, rows.upperOfRow[row]!);
    const open = columnCount + entriesOf.length;
    integer.addCol(0, 0, 1, { indices: [], values: [] });
    integer.changeColIntegrality(open, highs.constants.variableType.integer);
    const indices = Int32Array.from([...columns, open]);
    integer.addRow(0, highs.infinity, { indices, values: Float64Array.from([...values, -rows.minimumToOpenOfRow[row]!]) });
    integer.addRow(-highs.infinity, 0, { indices, values: Float64Array.from([...values, -most]) });
    entriesOf.push({ columns, values });
  }
  return (start) => entriesOf.map(({ columns, values }) => (columns.some((column, k) => start[column]! * values[k]! > 0) ? 1 : 0));
}
