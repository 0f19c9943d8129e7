import type { Chain } from '../model/steps.js';
import type { Constraints } from '../model/types.js';

/**
 * Accompanying persons whom no rule requires are placed only where a row needs them: in canonical order each is taken out if every row of
 * the chain (the tiers' included) still holds without this person.
 */
export function activityWithoutOptional(chain: Chain, plan: Float64Array): Float64Array {
  const { model, constraints } = chain;
  const slim = plan.slice();
  const activity = sideActivity(constraints, slim);
  const entriesOf = entriesByPair(chain, plan);
  for (let person = 0; person < model.personCount; person++) {
    if (model.optionalOfPerson[person] !== 1) continue;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      if (slim[pair] === 0) continue;
      const entries = entriesOf.get(pair) ?? [];
      const isFree =
        model.lowerOfPerson[person] === 0 && entries.every(([row, coefficient]) => holds(constraints, row, activity[row]! - coefficient));
      if (!isFree) continue;
      slim[pair] = 0;
      for (const [row, coefficient] of entries) activity[row]! -= coefficient;
    }
  }
  return slim;
}

function holds(constraints: Constraints, row: number, activity: number): boolean {
  const { lowerOfRow, upperOfRow, minimumToOpenOfRow } = constraints.rows;
  const least = minimumToOpenOfRow[row]!;
  return activity >= lowerOfRow[row]! && activity <= upperOfRow[row]! && !(least > 0 && activity > 0 && activity < least);
}

function sideActivity({ rows }: Constraints, plan: Float64Array): Float64Array {
  const activity = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      activity[row]! += rows.coefficientOfEntry[entry]! * plan[rows.columnOfEntry[entry]!]!;
    }
  }
  return activity;
}

/** Side rows and coefficients of the chosen pairs of optional people. */
function entriesByPair({ model, constraints: { rows, pairCount } }: Chain, plan: Float64Array): Map<number, [number, number][]> {
  const entries = new Map<number, [number, number][]>();
  for (let person = 0; person < model.personCount; person++) {
    if (model.optionalOfPerson[person] !== 1) continue;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++)
      if (plan[pair] !== 0) entries.set(pair, []);
  }
  if (entries.size === 0) return entries;
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const column = rows.columnOfEntry[entry]!;
      if (column < pairCount && plan[column] !== 0) entries.get(column)?.push([row, rows.coefficientOfEntry[entry]!]);
    }
  }
  return entries;
}
