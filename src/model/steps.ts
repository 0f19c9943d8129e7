import { commonDivisor } from '../basics/common-divisor.js';
import { extend, type RowSpec } from './extend.js';
import type { Constraints, Model, Problem, RowLabel } from './types.js';

/**
 * The chain of scalar steps that the tiers unfold into. Each step is an integer programme over the constraints left by the steps
 * before it; what a finished step leaves behind is data (a value, the people kept), so that whoever replays a proof can build
 * every problem again from the model and the steps' values alone.
 *
 * Evenness, in symbols: Q_g = Σ score over the counted people of group g, P_g = how many of them are placed, level = Q_g / P_g
 * (P_g = 0: below every level, written −1/0). A group stands strictly above num/den iff den·Q_g − num·P_g ≥ 1 (integers; with
 * −1/0 this reads P_g ≥ 1), and at or above it iff den·Q_g − num·P_g ≥ 0 and P_g ≥ 1. Where the steps before have fixed P_g, the
 * row is divided by the common divisor of the group's scores and its limit rounded up, which no plan can tell.
 */
export interface Chain {
  readonly model: Model;
  readonly constraints: Constraints;
  /** Kept people of the walk, in its order; null before or without a walk. */
  readonly kept: Int32Array | null;
  /** First column of the "stays at or below the last level" columns, one a group; −1 none yet. */
  readonly stayColumn: number;
  /** How many groups may stay there. */
  readonly stayCount: number;
  /** The measure the stay columns belong to. */
  readonly measure: Measure | null;
  /** Every stage of evenness so far: its first stay column and its level. */
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly column: number;
  readonly measure: Measure;
  readonly level: Level;
  /** How many groups may stay; null until it is known. */
  readonly count: number | null;
}

export type Measure = 'share' | 'level';

export interface Level {
  readonly numerator: number;
  readonly denominator: number;
}

export function startChain(model: Model): Chain {
  return { model, constraints: model, kept: null, stayColumn: -1, stayCount: 0, measure: null, stages: [] };
}

/** Columns whose sum counts the placed people among those `chosen` (1): the pairs, or the placed column of people with several placements. */
export function placedColumns(model: Model, chosen: (person: number) => boolean): Int32Array {
  const persons: number[] = [];
  for (let person = 0; person < model.personCount; person++) if (chosen(person)) persons.push(person);
  return placedColumnsOf(model, persons);
}

/** The same for people listed in ascending order. */
export function placedColumnsOf(model: Model, persons: readonly number[]): Int32Array {
  const { firstPairOfPerson, placedColumnOfPerson } = model;
  let count = 0;
  let lateCount = 0;
  for (const person of persons) {
    if (placedColumnOfPerson[person]! >= 0) lateCount++;
    else count += firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!;
  }
  const columns = new Int32Array(count + lateCount);
  let at = 0;
  let late = count;
  for (const person of persons) {
    if (placedColumnOfPerson[person]! >= 0) columns[late++] = placedColumnOfPerson[person]!;
    else for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) columns[at++] = pair;
  }
  columns.subarray(count).sort();
  return columns;
}

export const isCounted = (model: Model) => (person: number) => model.countedOfPerson[person] === 1;

/** Is there a pair for a person at all? */
export function hasPairs({ firstPairOfPerson }: Pick<Constraints, 'firstPairOfPerson'>, person: number): boolean {
  return firstPairOfPerson[person + 1]! > firstPairOfPerson[person]!;
}

/** Maximise how many of the people `chosen` are placed. */
export function countProblem(chain: Chain, chosen: (person: number) => boolean): Problem {
  return counting(chain.constraints, placedColumns(chain.model, chosen));
}

/** The same for a few people, listed in ascending order, and the columns that count: nobody else is looked at. */
export function countProblemOf(chain: Chain, persons: readonly number[]): { readonly problem: Problem; readonly counting: Int32Array } {
  const columns = placedColumnsOf(chain.model, persons);
  return { problem: counting(chain.constraints, columns), counting: columns };
}

export function qualityProblem(chain: Chain): Problem {
  const { constraints, model } = chain;
  if (constraints.columnCount === model.pairCount) return { ...constraints, objective: model.scoreOfPair };
  const objective = new Int32Array(constraints.columnCount);
  objective.set(model.scoreOfPair);
  objective.set(model.scoreOfExtra ?? [], model.pairCount);
  return { ...constraints, objective };
}

/** Maximise how many placements of the earlier plan are kept. */
export function movesProblem(chain: Chain): Problem {
  return counting(chain.constraints, earlierOf(chain));
}

function earlierOf({ model }: Chain): Int32Array {
  return model.earlierPairs ?? new Int32Array(0);
}

export function moneyProblem(chain: Chain): Problem {
  const objective = new Float64Array(chain.constraints.columnCount);
  for (let pair = 0; pair < chain.model.pairCount; pair++) objective[pair] = -chain.model.costOfPair[pair]! || 0;
  return { ...chain.constraints, objective };
}

/** Is there any plan at all? */
export function feasibilityProblem(constraints: Constraints): Problem {
  return { ...constraints, objective: new Float64Array(constraints.columnCount) };
}

/** Maximise how many of these columns are 1. */
function counting(constraints: Constraints, columns: Int32Array): Problem {
  const objective = new Int32Array(constraints.columnCount);
  for (const column of columns) objective[column] = 1;
  return { ...constraints, objective };
}

/** The chain with the first `count` kept people of a walk made rows "placed = 1". */
export function withKept(chain: Chain, kept: Int32Array, count = kept.length): Chain {
  const single: number[] = [];
  const rows: RowSpec[] = [];
  for (let k = 0; k < count; k++) {
    const person = kept[k]!;
    const column = chain.model.placedColumnOfPerson[person]!;
    if (column < 0) single.push(person);
    else rows.push({ label: step('kept', String(person)), columns: [column], coefficients: [1], lower: 1, upper: Infinity });
  }
  return { ...chain, constraints: extend(chain.constraints, { kept: single, rows }) };
}

/**
 * After a finished walk. `refusals`: of people shown unplaceable. Their rows stay as they are: a proof of a later tier holds with more room too, where they may be placed, and says
 * what that is worth (closed, 120 of 180 applicants took every bound on one seat more away).
 */
export function afterWalk(chain: Chain, kept: Int32Array, refusals: Iterable<{ readonly persons: Int32Array }>): Chain {
  const isRefusedPerson = new Uint8Array(chain.model.personCount);
  for (const { persons } of refusals) for (const person of persons) isRefusedPerson[person] = 1;
  const constraints = { ...withKept(chain, kept).constraints, isRefusedPerson };
  return { ...chain, constraints, kept: union(chain.kept, kept) };
}

function union(first: Int32Array | null, second: Int32Array): Int32Array {
  return Int32Array.from(new Set([...(first ?? []), ...second]));
}

/** People whom a walk has neither kept nor refused: those "others" whose number is maximised next. */
export function isOther(chain: Chain): (person: number) => boolean {
  const marks = new Uint8Array(chain.model.personCount);
  for (const person of chain.kept ?? []) marks[person] = 1;
  return (person) => chain.model.countedOfPerson[person] === 1 && marks[person] === 0 && chain.constraints.isRefusedPerson?.[person] !== 1;
}

/** Adds the row "at least `least` of the people chosen are placed"; where that is everybody who has an eligible pair, the rows "placed = 1". */
export function afterCount(chain: Chain, chosen: (person: number) => boolean, least: number): Chain {
  const { firstPairOfPerson } = chain.model;
  const able = Int32Array.from({ length: chain.model.personCount }, (_, person) => person).filter(
    (person) => chosen(person) && firstPairOfPerson[person + 1]! > firstPairOfPerson[person]!,
  );
  // As many as there are: each of them is placed, which says more than their number.
  if (least === able.length) return { ...withKept(chain, able), kept: union(chain.kept, able) };
  const columns = placedColumns(chain.model, chosen);
  const coefficients = new Uint8Array(columns.length).fill(1);
  return addRows(chain, [{ label: step('placed'), columns, coefficients, lower: least, upper: Infinity }]);
}

/** Adds the row "at least `least` placements of the earlier plan are kept". */
export function afterMoves(chain: Chain, least: number): Chain {
  const columns = earlierOf(chain);
  return addRows(chain, [{ label: step('moves'), columns, coefficients: ones(columns.length), lower: least, upper: Infinity }]);
}

/** Adds the row "total score ≥ least". */
export function afterQuality(chain: Chain, least: number): Chain {
  const { scoreOfPair, scoreOfExtra, pairCount } = chain.model;
  const scores = scoreOfExtra === undefined ? scoreOfPair : new Int32Array(pairCount + scoreOfExtra.length);
  if (scoreOfExtra !== undefined) {
    scores.set(scoreOfPair);
    scores.set(scoreOfExtra, pairCount);
  }
  const { columns, coefficients } = nonZero(scores, 1);
  return addRows(chain, [{ label: step('quality'), columns, coefficients, lower: least, upper: Infinity }]);
}

/** Adds the row "total cost ≤ most". */
export function afterMoney(chain: Chain, most: number): Chain {
  const { columns, coefficients } = nonZero(chain.model.costOfPair, 1);
  return addRows(chain, [{ label: step('money'), columns, coefficients, lower: -Infinity, upper: most }]);
}

/** ⌊millionths · |best| / 10⁶⌋ in exact integers. */
export function giveOf(best: number, millionths: number): number {
  return Number((BigInt(millionths) * BigInt(Math.abs(best))) / 1_000_000n);
}

/** Starts a measure of evenness: no group stays anywhere yet. */
export function startMeasure(chain: Chain, measure: Measure): Chain {
  return { ...chain, stayColumn: -1, stayCount: 0, measure };
}

/** Is there a plan in which every group that may not stay stands strictly above the level? */
export function aboveProblem(chain: Chain, level: Level): Problem {
  return feasibilityProblem(addRows(chain, groupRows(chain, level, 1, chain.stayColumn, 'above')).constraints);
}

/**
 * Maximise a whole number z such that every group that may not stay has Q_g − ⌊level⌋·P_g ≥ z·placed_g (share: 1000·P_g ≥ z·applicants_g): the
 * gain in level, exact where the number placed is fixed, a guide where it is not. Who stays at the levels before is held as in `plan`.
 * Only plans are taken from it, never a bound.
 */
export function liftProblem(chain: Chain, level: Level, placedOfGroup: readonly number[], plan: Float64Array): Problem {
  const { model } = chain;
  const gain = chain.constraints.columnCount;
  const base = level.denominator > 0 ? Math.floor(level.numerator / level.denominator) : 0;
  const isShare = chain.measure === 'share';
  let most = 1000;
  if (!isShare) for (const score of model.scoreOfPair) most = Math.max(most, score - base);
  const rows: RowSpec[] = [];
  for (const { group, persons } of membersOfGroups(model)) {
    const size = isShare ? model.applicantsOfGroup[group]! : Math.max(1, placedOfGroup[group]!);
    let columns: Int32Array;
    let coefficients: Float64Array;
    if (isShare) {
      columns = placedColumnsOf(model, persons);
      coefficients = new Float64Array(columns.length).fill(1000);
    } else {
      ({ columns, coefficients } = generalRow(model, persons, { numerator: base, denominator: 1 }));
    }
    const label = step('lift', String(group));
    const stay = chain.stayColumn < 0 ? -1 : chain.stayColumn + group;
    const release = stay < 0 ? 0 : releaseOf(coefficients, 0, size * most + size);
    if (stay >= 0 && release === 0) continue;
    // The stay columns stand before the gain column.
    const added =
      stay < 0
        ? [[gain, -size]]
        : [
            [stay, release],
            [gain, -size],
          ];
    rows.push({ label, ...withEntries(columns, coefficients, added), lower: 0, upper: Infinity });
  }
  const held: RowSpec[] = [];
  for (let column = chain.model.columnCount; column < gain; column++) {
    held.push({ label: step('held'), columns: [column], coefficients: [1], lower: plan[column]!, upper: plan[column]! });
  }
  const constraints = extend(chain.constraints, { uppers: [most], rows: [...rows, ...held] });
  return counting(constraints, Int32Array.of(gain));
}

/** Adds "every group that may not stay stands at or above the level", then a stay column a group with "strictly above, or stays". */
export function beforeStay(chain: Chain, level: Level): Chain {
  const stayColumn = chain.constraints.columnCount;
  // At once: the rows of many stages are long, and each extension copies them.
  const rows = [...groupRows(chain, level, 0, chain.stayColumn, 'level'), ...groupRows(chain, level, 1, stayColumn, 'stay')];
  const constraints = extend(chain.constraints, { uppers: new Array<number>(chain.model.groupCount).fill(1), rows });
  const stages = [...chain.stages, { column: stayColumn, measure: chain.measure!, level, count: null }];
  return { ...chain, constraints, stayColumn, stages };
}

/** Maximise −(number of groups that stay). Expects a chain from `beforeStay`. */
export function stayProblem(chain: Chain): Problem {
  const objective = new Float64Array(chain.constraints.columnCount);
  objective.fill(-1, chain.stayColumn, chain.stayColumn + chain.model.groupCount);
  return { ...chain.constraints, objective };
}

/** Adds the counted row "at most `count` groups stay". */
export function afterStay(chain: Chain, count: number): Chain {
  const columns = Int32Array.from({ length: chain.model.groupCount }, (_, group) => chain.stayColumn + group);
  const row = { label: step('stay'), columns, coefficients: ones(columns.length), lower: -Infinity, upper: count };
  const stages = chain.stages.map((stage) => (stage.column === chain.stayColumn ? { ...stage, count } : stage));
  return { ...addRows(chain, [row]), stayCount: count, stages };
}

/**
 * Rows "group stands above (excess 1) or at (excess 0) the level, or its stay column is 1".
 * `stayColumn` −1: no group may stay.
 */
function groupRows(chain: Chain, level: Level, excess: 0 | 1, stayColumn: number, name: string): RowSpec[] {
  const rows: RowSpec[] = [];
  const fixed = fixedPlaced(chain);
  for (const group of membersOfGroups(chain.model)) {
    const stay = stayColumn < 0 ? -1 : stayColumn + group.group;
    const label = step(name, String(level.numerator), String(level.denominator), String(group.group));
    if (chain.measure === 'share') {
      const applicants = chain.model.applicantsOfGroup[group.group]!;
      const product = BigInt(level.numerator) * BigInt(applicants);
      const least = excess === 1 ? floorDivide(product, BigInt(level.denominator)) + 1n : -floorDivide(-product, BigInt(level.denominator));
      const columns = placedColumnsOf(chain.model, group.persons);
      pushRow(rows, label, columns, ones(columns.length), Number(least), stay);
      continue;
    }
    const placed = fixed[group.group]!;
    if (placed >= 0 && level.denominator > 0) {
      const { columns, scores } = scoresOf(chain.model, group.persons);
      const divisor = commonDivisor(scores) || 1;
      const unit = BigInt(level.denominator) * BigInt(divisor);
      const least = -floorDivide(-(BigInt(level.numerator) * BigInt(placed) + BigInt(excess)), unit);
      pushRow(
        rows,
        label,
        columns,
        scores.map((score) => score / divisor),
        Number(least),
        stay,
      );
      continue;
    }
    const { columns: own, coefficients } = generalRow(chain.model, group.persons, level);
    pushRow(rows, label, own, coefficients, excess, stay);
    if (excess === 0 && level.denominator > 0) {
      const columns = placedColumnsOf(chain.model, group.persons);
      pushRow(rows, step(`${name}-placed`, String(group.group)), columns, ones(columns.length), 1, stay);
    }
  }
  return rows;
}

/** Appends Σ ≥ least, relaxed to "always" where the stay column is 1. */
function pushRow(rows: RowSpec[], label: RowLabel, columns: Int32Array, coefficients: Float64Array, least: number, stay: number): void {
  if (stay < 0) {
    rows.push({ label, columns, coefficients, lower: least, upper: Infinity });
    return;
  }
  const release = releaseOf(coefficients, least, 0);
  if (release === 0) return;
  rows.push({ label, lower: least, upper: Infinity, ...withEntries(columns, coefficients, [[stay, release]]) });
}

/** What lifts the lowest activity of a row to `least`. `slack`: how far below the sum of negative coefficients the activity can go. */
function releaseOf(coefficients: Float64Array, least: number, slack: number): number {
  let lowest = -slack;
  for (let k = 0; k < coefficients.length; k++) if (coefficients[k]! < 0) lowest += coefficients[k]!;
  return Math.max(0, least - lowest);
}

function withEntries(columns: Int32Array, coefficients: Float64Array, added: readonly (readonly number[])[]) {
  const all = { columns: new Int32Array(columns.length + added.length), coefficients: new Float64Array(columns.length + added.length) };
  all.columns.set(columns);
  all.coefficients.set(coefficients);
  added.forEach(([column, coefficient], k) => {
    all.columns[columns.length + k] = column!;
    all.coefficients[columns.length + k] = coefficient!;
  });
  return all;
}

interface Entries {
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
}

/** den·Q − num·P as a row over pairs and placed columns. */
function generalRow(model: Model, persons: readonly number[], level: Level): Entries {
  const { firstPairOfPerson, placedColumnOfPerson, scoreOfPair } = model;
  const late = persons
    .map((person) => placedColumnOfPerson[person]!)
    .filter((column) => column >= 0 && level.numerator !== 0)
    .sort((a, b) => a - b);
  let most = late.length;
  for (const person of persons) most += firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!;
  const columns = new Int32Array(most);
  const coefficients = new Float64Array(most);
  let count = 0;
  for (const person of persons) {
    const share = placedColumnOfPerson[person]! >= 0 ? 0 : level.numerator;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const coefficient = level.denominator * scoreOfPair[pair]! - share;
      if (coefficient === 0) continue;
      columns[count] = pair;
      coefficients[count++] = coefficient;
    }
  }
  for (const column of late) {
    columns[count] = column;
    coefficients[count++] = -level.numerator;
  }
  return { columns: columns.subarray(0, count), coefficients: coefficients.subarray(0, count) };
}

/** Pairs of these people that score, and what they score. */
function scoresOf(model: Model, persons: readonly number[]): { columns: Int32Array; scores: Float64Array } {
  const { columns, coefficients } = generalRow(model, persons, { numerator: 0, denominator: 1 });
  return { columns, scores: coefficients };
}

/** Counted people by group, ascending; made once for a model (models never change). */
const membersOfModel = new WeakMap<Model, readonly Members[]>();

export interface Members {
  readonly group: number;
  readonly persons: readonly number[];
}

export function membersOfGroups(model: Model): readonly Members[] {
  const known = membersOfModel.get(model);
  if (known !== undefined) return known;
  const groups = Array.from({ length: model.groupCount }, (_, group) => ({ group, persons: [] as number[] }));
  for (let person = 0; person < model.personCount; person++) {
    const group = model.groupOfPerson[person]!;
    if (group >= 0 && model.countedOfPerson[person] === 1) groups[group]!.persons.push(person);
  }
  membersOfModel.set(model, groups);
  return groups;
}

/** People placed of each group where the walk has fixed all of them; else −1. */
function fixedPlaced(chain: Chain): Int32Array {
  const fixed = new Int32Array(chain.model.groupCount);
  if (chain.kept === null) return fixed.fill(-1);
  const other = isOther(chain);
  for (const person of chain.kept) if (chain.model.groupOfPerson[person]! >= 0) fixed[chain.model.groupOfPerson[person]!]!++;
  for (let person = 0; person < chain.model.personCount; person++) {
    const group = chain.model.groupOfPerson[person]!;
    if (group >= 0 && other(person) && chain.model.firstPairOfPerson[person + 1]! > chain.model.firstPairOfPerson[person]!)
      fixed[group] = -chain.model.personCount - 1;
  }
  return fixed.map((count) => Math.max(-1, count));
}

function addRows(chain: Chain, rows: readonly RowSpec[]): Chain {
  return { ...chain, constraints: extend(chain.constraints, { rows }) };
}

function nonZero(values: ArrayLike<number>, factor: number): { columns: Int32Array; coefficients: Float64Array } {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  const columns = new Int32Array(count);
  const coefficients = new Float64Array(count);
  for (let i = 0, k = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    columns[k] = i;
    coefficients[k++] = factor * values[i]!;
  }
  return { columns, coefficients };
}

function ones(count: number): Float64Array {
  return new Float64Array(count).fill(1);
}

function step(...keys: string[]): RowLabel {
  return { kind: 'step', keys };
}

/** ⌊a / b⌋ for b ≠ 0. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
