import { extend, type RowSpec } from '../model/extend.js';
import type { Constraints, Model, Problem, RowKind } from '../model/types.js';

/** A rule of the base model that can be taken away: a person who must be placed, the seats of an opening, or a side row. */
export type RuleRef =
  | { readonly kind: 'required'; readonly index: number }
  | { readonly kind: 'seats'; readonly index: number }
  | { readonly kind: 'row'; readonly index: number };

const noLimit = 1_000_000_000;

/** The model with some rules taken away; everything else, and every index, stays. */
export function without(model: Model, dropped: Iterable<RuleRef>): Constraints {
  const lowerOfPerson = model.lowerOfPerson.slice();
  const upperOfSeat = model.upperOfSeat.slice();
  const lowerOfRow = model.rows.lowerOfRow.slice();
  const upperOfRow = model.rows.upperOfRow.slice();
  const minimumToOpenOfRow = model.rows.minimumToOpenOfRow.slice();
  for (const rule of dropped) {
    if (rule.kind === 'required') lowerOfPerson[rule.index] = 0;
    else if (rule.kind === 'seats') upperOfSeat[rule.index] = noLimit;
    else {
      lowerOfRow[rule.index] = -Infinity;
      upperOfRow[rule.index] = Infinity;
      minimumToOpenOfRow[rule.index] = 0;
    }
  }
  return { ...model, lowerOfPerson, upperOfSeat, rows: { ...model.rows, lowerOfRow, upperOfRow, minimumToOpenOfRow } };
}

/** What may give way in a repair: rows of these kinds, and the weight of one unit (a seat, a cent, one of a count). */
export interface Softness {
  readonly seats: number | null;
  readonly rows: Readonly<Partial<Record<RowKind, number>>>;
}

export interface SoftProblem {
  readonly problem: Problem;
  /** For each slack column: the rule it softens and the side of its limit. */
  readonly slacks: readonly { readonly column: number; readonly rule: RuleRef; readonly side: 'lower' | 'upper' }[];
}

/** Minimises the weighted sum of how far soft limits are passed (written as a maximum of its negative). */
export function softProblem(model: Model, softness: Softness): SoftProblem {
  const uppers: number[] = [];
  const rows: RowSpec[] = [];
  const slacks: { column: number; rule: RuleRef; side: 'lower' | 'upper' }[] = [];
  const weights: number[] = [];
  const dropped: RuleRef[] = [];
  const soften = (
    rule: RuleRef,
    side: 'lower' | 'upper',
    weight: number,
    columns: readonly number[],
    coefficients: readonly number[],
    limit: number,
  ): void => {
    const column = model.columnCount + uppers.length;
    const largest = coefficients.reduce((sum, value) => sum + Math.abs(value), Math.abs(limit));
    uppers.push(largest);
    weights.push(weight);
    slacks.push({ column, rule, side });
    rows.push({
      label: { kind: 'step', keys: ['soft'] },
      columns: [...columns, column],
      coefficients: [...coefficients, side === 'upper' ? -1 : 1],
      lower: side === 'lower' ? limit : -Infinity,
      upper: side === 'upper' ? limit : Infinity,
    });
  };
  if (softness.seats !== null) {
    const pairsOfSeat: number[][] = Array.from({ length: model.seatCount }, () => []);
    model.seatOfPair.forEach((seat, pair) => void (seat >= 0 && pairsOfSeat[seat]!.push(pair)));
    pairsOfSeat.forEach((pairs, seat) => {
      if (pairs.length <= model.upperOfSeat[seat]!) return;
      dropped.push({ kind: 'seats', index: seat });
      soften(
        { kind: 'seats', index: seat },
        'upper',
        softness.seats!,
        pairs,
        pairs.map(() => 1),
        model.upperOfSeat[seat]!,
      );
    });
  }
  for (let row = 0; row < model.rows.count; row++) {
    const weight = softness.rows[model.rows.labelOfRow[row]!.kind];
    if (weight === undefined) continue;
    const rule: RuleRef = { kind: 'row', index: row };
    const columns = [...model.rows.columnOfEntry.subarray(model.rows.firstEntryOfRow[row]!, model.rows.firstEntryOfRow[row + 1]!)];
    const coefficients = [
      ...model.rows.coefficientOfEntry.subarray(model.rows.firstEntryOfRow[row]!, model.rows.firstEntryOfRow[row + 1]!),
    ];
    dropped.push(rule);
    if (model.rows.upperOfRow[row]! < Infinity) soften(rule, 'upper', weight, columns, coefficients, model.rows.upperOfRow[row]!);
    if (model.rows.lowerOfRow[row]! > -Infinity) soften(rule, 'lower', weight, columns, coefficients, model.rows.lowerOfRow[row]!);
  }
  const constraints = extend(without(model, dropped), { uppers, rows });
  const objective = new Float64Array(constraints.columnCount);
  slacks.forEach(({ column }, k) => {
    objective[column] = -weights[k]!;
  });
  return { problem: { ...constraints, objective }, slacks };
}
