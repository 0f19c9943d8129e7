import { settleExtras } from '../../model/settle.js';
import { membersOfGroups, type Chain, type Level, type Measure } from '../../model/steps.js';
import type { Constraints, Problem } from '../../model/types.js';
import type { Step } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';

/** Does a plan (its pairs) hold every row that the steps leave behind: the model's own, the kept, and each tier's value less its give? */
export function meets(chain: Chain, pairs: Int32Array): boolean {
  return satisfies(chain.constraints, columnsOf(chain, pairs));
}

/** Throws ProofFault where the witness of a step has another value than claimed, as `valueOf` finds it in all columns, or breaks a row. */
export function* expectWitness(chain: Chain, step: Step, claimed: number, valueOf: (plan: Uint8Array) => number): Slices<void> {
  const plan = columnsOf(chain, step.witness);
  yield;
  const found = valueOf(plan);
  yield;
  if (claimed !== found) throw new ProofFault(`a witness of the step ${step.kind} has the value ${found}, not ${claimed}`);
  if (!satisfies(chain.constraints, plan)) throw new ProofFault(`a witness of the step ${step.kind} breaks a row of the model`);
}

/** What an objective says of a plan (a value for every column). */
export function dot({ objective, columnCount }: Problem, plan: Uint8Array): number {
  let value = 0;
  for (let column = 0; column < columnCount; column++) if (plan[column] !== 0) value += objective[column]! * plan[column]!;
  return value;
}

/** All columns, 0 or 1, of a plan given by its pairs: the "placed" columns follow; of a stage, as many of the lowest groups stay as may. */
function columnsOf(chain: Chain, witness: Int32Array): Uint8Array {
  const { model } = chain;
  const plan = new Uint8Array(chain.constraints.columnCount);
  for (const pair of witness) {
    if (!(pair >= 0 && pair < model.pairCount)) throw new ProofFault('a witness names a pair that does not exist');
    plan[pair] = 1;
  }
  for (let person = 0; person < model.personCount; person++) {
    const column = model.placedColumnOfPerson[person]!;
    if (column < 0) continue;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++)
      if (plan[pair] === 1) plan[column] = 1;
  }
  settleExtras(model, plan);
  // The same for all stages of a measure.
  const ordered = new Map<Measure, { readonly levels: Level[]; readonly order: number[] }>();
  for (const stage of chain.stages) {
    const known = ordered.get(stage.measure) ?? inOrder(levelsOf(chain, witness, stage.measure));
    ordered.set(stage.measure, known);
    const { levels, order } = known;
    order.forEach((group, position) => {
      // A plan better than an unproved stage leaves places among those who may stay: they go to the lowest of the others.
      const stays = stage.count === null ? compare(levels[group]!, stage.level) <= 0 : position < stage.count;
      if (stays) plan[stage.column + group] = 1;
    });
  }
  return plan;
}

function inOrder(levels: Level[]): { readonly levels: Level[]; readonly order: number[] } {
  return { levels, order: levels.map((_, group) => group).sort((a, b) => compare(levels[a]!, levels[b]!) || a - b) };
}

/** Does a plan (a value for every column) keep every row? */
export function satisfies(constraints: Constraints, plan: Uint8Array | Float64Array): boolean {
  const seats = new Int32Array(constraints.seatCount);
  const { personCount, firstPairOfPerson, seatOfPair, lowerOfPerson, upperOfPerson } = constraints;
  for (let person = 0; person < personCount; person++) {
    let count = 0;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      if (plan[pair] !== 1) continue;
      count++;
      if (seatOfPair[pair]! >= 0) seats[seatOfPair[pair]!]!++;
    }
    if (count > upperOfPerson[person]! || count < lowerOfPerson[person]!) return false;
  }
  if (seats.some((count, seat) => count > constraints.upperOfSeat[seat]!)) return false;
  const { rows } = constraints;
  const { firstEntryOfRow, columnOfEntry, coefficientOfEntry } = rows;
  for (let row = 0; row < rows.count; row++) {
    let activity = 0;
    for (let entry = firstEntryOfRow[row]!, end = firstEntryOfRow[row + 1]!; entry < end; entry++)
      activity += coefficientOfEntry[entry]! * plan[columnOfEntry[entry]!]!;
    const least = rows.minimumToOpenOfRow[row]!;
    if (activity < rows.lowerOfRow[row]! || activity > rows.upperOfRow[row]! || (least > 0 && activity > 0 && activity < least))
      return false;
  }
  return true;
}

/** Levels of all groups in a plan, unsorted. Share: placed over applicants; level: quality over placed, −1/0 where nobody is. */
export function levelsOf(chain: Chain, witness: Int32Array, measure = chain.measure): Level[] {
  const { model } = chain;
  const chosen = new Uint8Array(model.pairCount);
  for (const pair of witness) chosen[pair] = 1;
  const { firstPairOfPerson, scoreOfPair } = model;
  return membersOfGroups(model).map(({ group, persons }) => {
    let quality = 0;
    let placed = 0;
    for (const person of persons) {
      let isPlaced = false;
      for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
        if (chosen[pair] === 0) continue;
        isPlaced = true;
        quality += scoreOfPair[pair]!;
      }
      if (isPlaced) placed++;
    }
    if (measure === 'share') return { numerator: placed, denominator: Math.max(1, model.applicantsOfGroup[group]!) };
    return placed === 0 ? { numerator: -1, denominator: 0 } : { numerator: quality, denominator: placed };
  });
}

export function compare(a: Level, b: Level): number {
  if (a.denominator === 0 || b.denominator === 0) return Math.sign(a.denominator - b.denominator);
  const left = BigInt(a.numerator) * BigInt(b.denominator);
  const right = BigInt(b.numerator) * BigInt(a.denominator);
  return left < right ? -1 : left > right ? 1 : 0;
}
