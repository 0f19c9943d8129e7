import { extend, type RowSpec } from '../model/extend.js';
import type { Model, Problem, RowKind, RowLabel } from '../model/types.js';
import { without, type RuleRef } from './relaxed.js';

/** What may give way in a repair: seats, people who must be placed, rows of these kinds; and the weight of one unit (a seat, a cent, one of a count, a rule). */
export interface Softness {
  readonly seats: number | null;
  readonly required: number | null;
  readonly rows: Readonly<Partial<Record<RowKind, number>>>;
}

export interface SoftProblem {
  readonly problem: Problem;
  /** For each slack column: a rule it softens (of several rows of one record the first) and the side of its limit. */
  readonly slacks: readonly { readonly column: number; readonly rule: RuleRef; readonly side: 'lower' | 'upper' }[];
}

interface Entries {
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
}

/** One record of the roster gives a row a day, a variant or a value: one more seat is one more on all of them. */
const byFirstKey: ReadonlySet<RowKind> = new Set([
  'seats-day',
  'host-day',
  'beds-day',
  'flow-beds-day',
  'opening-minimum',
  'quota',
  'accompanying',
]);
const ofTwo: ReadonlySet<RowKind> = new Set(['together', 'apart']);

/** What a row is written in, as far as its label tells: rows with the same key change together. */
export function recordKey({ kind, keys }: RowLabel): string {
  return JSON.stringify([kind, ...(byFirstKey.has(kind) ? keys.slice(0, 1) : ofTwo.has(kind) ? keys.slice(0, 2) : keys)]);
}

/** Minimises the weighted sum of how far soft limits are passed (written as a maximum of its negative). */
export function softProblem(model: Model, softness: Softness): SoftProblem {
  const soft = new Softened(model);
  if (softness.seats !== null) soft.seats(softness.seats);
  if (softness.required !== null) soft.required(softness.required);
  for (let row = 0; row < model.rows.count; row++) {
    const weight = softness.rows[model.rows.labelOfRow[row]!.kind];
    if (weight !== undefined) soft.row(row, weight);
  }
  return soft.problem();
}

class Softened {
  private readonly uppers: number[] = [];
  private readonly weights: number[] = [];
  private readonly rows: RowSpec[] = [];
  private readonly dropped: RuleRef[] = [];
  private readonly slacks: { column: number; rule: RuleRef; side: 'lower' | 'upper' }[] = [];
  private readonly slackOfKey = new Map<string, number>();
  /** The most placements that somebody may have: what one person can add to a count. */
  private readonly mostOfPerson: number;

  constructor(private readonly model: Model) {
    this.mostOfPerson = model.upperOfPerson.reduce((most, upper) => Math.max(most, upper), 1);
  }

  seats(weight: number): void {
    const { seatCount, seatOfPair, upperOfSeat } = this.model;
    const pairsOfSeat: number[][] = Array.from({ length: seatCount }, () => []);
    seatOfPair.forEach((seat, pair) => void (seat >= 0 && pairsOfSeat[seat]!.push(pair)));
    pairsOfSeat.forEach((pairs, index) => {
      if (pairs.length <= upperOfSeat[index]!) return;
      const rule = { kind: 'seats', index } as const;
      this.dropped.push(rule);
      this.upper(onesOf(pairs), upperOfSeat[index]!, [this.slack(`seats:${index}`, weight, pairs.length, rule, 'upper'), 1]);
    });
  }

  required(weight: number): void {
    const { lowerOfPerson, firstPairOfPerson } = this.model;
    lowerOfPerson.forEach((lower, index) => {
      if (lower === 0) return;
      const rule = { kind: 'required', index } as const;
      this.dropped.push(rule);
      const pairs = Array.from(
        { length: firstPairOfPerson[index + 1]! - firstPairOfPerson[index]! },
        (_, k) => firstPairOfPerson[index]! + k,
      );
      this.lower(onesOf(pairs), lower, [this.slack(`required:${index}`, weight, 1, rule, 'lower'), lower]);
    });
  }

  row(index: number, weight: number): void {
    const { rows } = this.model;
    const label = rows.labelOfRow[index]!;
    const [from, to] = [rows.firstEntryOfRow[index]!, rows.firstEntryOfRow[index + 1]!];
    const entries = { columns: [...rows.columnOfEntry.subarray(from, to)], coefficients: [...rows.coefficientOfEntry.subarray(from, to)] };
    const [lower, upper, least] = [rows.lowerOfRow[index]!, rows.upperOfRow[index]!, rows.minimumToOpenOfRow[index]!];
    const rule = { kind: 'row', index } as const;
    this.dropped.push(rule);
    const key = recordKey(label);
    if (least > 0) {
      this.minimum(entries, least, upper, this.slack(key, weight, least, rule, 'lower'));
      return;
    }
    if (ofTwo.has(label.kind)) {
      // A rule about two people is kept or given up, whatever the place.
      const slack = this.slack(key, weight, 1, rule, 'upper');
      if (upper < Infinity) this.upper(entries, upper, [slack, 2 * this.mostOfPerson]);
      if (lower > -Infinity) this.lower(entries, lower, [slack, 2 * this.mostOfPerson]);
      return;
    }
    if (label.kind === 'accompanying') {
      // One more person would need a bed and money too; what a roster may say is that they are named later.
      const most = entries.coefficients.reduce((sum, value) => sum + Math.max(0, value), 0);
      this.upper(entries, upper, [this.slack(key, weight, 1, rule, 'upper'), Math.max(1, most)]);
      return;
    }
    const size = entries.coefficients.reduce((sum, value) => sum + Math.abs(value), 0);
    if (upper < Infinity) this.upper(entries, upper, [this.slack(`${key}:upper`, weight, size + Math.abs(upper), rule, 'upper'), 1]);
    if (lower > -Infinity) this.lower(entries, lower, [this.slack(`${key}:lower`, weight, size + Math.abs(lower), rule, 'lower'), 1]);
  }

  problem(): SoftProblem {
    const constraints = extend(without(this.model, this.dropped), { uppers: this.uppers, rows: this.rows });
    const objective = new Float64Array(constraints.columnCount);
    this.weights.forEach((weight, k) => {
      objective[this.model.columnCount + k] = -weight || 0;
    });
    return { problem: { ...constraints, objective }, slacks: this.slacks };
  }

  /** None, or at least `least` less the slack: a column says which. */
  private minimum(entries: Entries, least: number, upper: number, slack: number): void {
    const open = this.column(0, 1);
    const most = Math.min(upper, entries.columns.length * this.mostOfPerson);
    this.push(entries, [[open, -most]], -Infinity, 0);
    this.push(
      entries,
      [
        [slack, 1],
        [open, -least],
      ],
      0,
      Infinity,
    );
  }

  private upper(entries: Entries, limit: number, [slack, unit]: readonly [number, number]): void {
    this.push(entries, [[slack, -unit]], -Infinity, limit);
  }

  private lower(entries: Entries, limit: number, slack: readonly [number, number]): void {
    this.push(entries, [slack], limit, Infinity);
  }

  private push({ columns, coefficients }: Entries, added: readonly (readonly [number, number])[], lower: number, upper: number): void {
    const late = [...added].sort((a, b) => a[0] - b[0]);
    this.rows.push({
      label: { kind: 'step', keys: ['soft'] },
      columns: [...columns, ...late.map(([column]) => column)],
      coefficients: [...coefficients, ...late.map(([, coefficient]) => coefficient)],
      lower,
      upper,
    });
  }

  private slack(key: string, weight: number, most: number, rule: RuleRef, side: 'lower' | 'upper'): number {
    const known = this.slackOfKey.get(key);
    if (known !== undefined) {
      const at = known - this.model.columnCount;
      this.uppers[at] = Math.max(this.uppers[at]!, most);
      return known;
    }
    const column = this.column(weight, most);
    this.slackOfKey.set(key, column);
    this.slacks.push({ column, rule, side });
    return column;
  }

  private column(weight: number, most: number): number {
    this.weights.push(weight);
    return this.model.columnCount + this.uppers.push(most) - 1;
  }
}

function onesOf(columns: readonly number[]): Entries {
  return { columns, coefficients: columns.map(() => 1) };
}
