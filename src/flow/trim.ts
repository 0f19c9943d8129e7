import { activitiesOf, breachOf, type CoupledProblem, type RowsOfPair } from './coupled.js';
import type { Relaxed } from './relaxation.js';

/** Taking people out of one row may break a semi-continuous one; so often everything is looked at again. */
const rounds = 4;

/**
 * A relaxation's plan with people taken out until no row is above its limit and no semi-continuous row is between closed and open: those first whose
 * surplus is least for what they free. Quick and plain, so that there is a plan before better ones are searched for. It does not mend lower limits.
 */
export function trim(problem: CoupledProblem, across: RowsOfPair, relaxed: Relaxed): Int32Array {
  const { rows } = problem;
  const pairOfPerson = relaxed.matching.pairOfPerson.slice();
  const activityOfRow = activitiesOf(problem, across, pairOfPerson);
  for (let round = 0; round < rounds; round++) {
    const leavers = new Map<number, { person: number; coefficient: number; loss: number }[]>();
    for (let row = 0; row < rows.count; row++) if (breachOf(rows, row, activityOfRow[row]!) > 0) leavers.set(row, []);
    if (leavers.size === 0) break;
    for (let person = 0; person < problem.personCount; person++) {
      const pair = pairOfPerson[person]!;
      if (pair < 0 || problem.lowerOfPerson[person]! > 0) continue;
      for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) {
        const coefficient = across.coefficient[at]!;
        if (coefficient > 0)
          leavers.get(across.row[at]!)?.push({ person, coefficient, loss: relaxed.matching.surplusOfPerson[person]! / coefficient });
      }
    }
    for (const [row, people] of leavers) {
      people.sort((a, b) => a.loss - b.loss || a.person - b.person);
      const isToClose = activityOfRow[row]! < rows.minimumToOpenOfRow[row]!;
      for (const { person } of people) {
        if (isToClose ? activityOfRow[row] === 0 : activityOfRow[row]! <= rows.upperOfRow[row]!) break;
        const pair = pairOfPerson[person]!;
        if (pair < 0) continue;
        pairOfPerson[person] = -1;
        for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) {
          activityOfRow[across.row[at]!] = activityOfRow[across.row[at]!]! - across.coefficient[at]!;
        }
      }
    }
  }
  return pairOfPerson;
}
