import type { Problem } from '../model/types.js';
import type { ScalarAnswer } from '../solution/types.js';

/** What is wrong with a backend's answer, as far as that shows without a replay of its proof; null: nothing. One pass over the problem. */
export function claimFault(problem: Problem, { status, plan, value, bound, proof }: ScalarAnswer): string | null {
  if (status === 'infeasible') return proof === null ? 'it says "infeasible" and gives no proof' : null;
  if (plan !== null) {
    if (!keepsRows(problem, plan)) return 'its plan breaks a row';
    let worth = 0;
    for (let column = 0; column < problem.columnCount; column++) worth += problem.objective[column]! * plan[column]!;
    if (worth !== value) return 'its plan is worth something else';
    if (bound !== null && bound < worth) return 'its bound lies below its plan';
  }
  return status === 'solved' && (plan === null || proof === null) ? 'it says "solved" and gives no plan or no proof' : null;
}

function keepsRows(problem: Problem, plan: Float64Array): boolean {
  const { personCount, pairCount, columnCount, firstPairOfPerson, seatOfPair, lowerOfPerson, upperOfPerson, upperOfSeat, rows } = problem;
  if (plan.length !== columnCount) return false;
  const takenOfSeat = new Float64Array(problem.seatCount);
  for (let person = 0; person < personCount; person++) {
    let placed = 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const x = plan[pair]!;
      if (x !== 0 && x !== 1) return false;
      placed += x;
      if (seatOfPair[pair]! >= 0) takenOfSeat[seatOfPair[pair]!]! += x;
    }
    if (placed < lowerOfPerson[person]! || placed > upperOfPerson[person]!) return false;
  }
  if (takenOfSeat.some((taken, seat) => taken > upperOfSeat[seat]!)) return false;
  for (let column = pairCount; column < columnCount; column++) {
    const x = plan[column]!;
    if (!Number.isInteger(x) || x < 0 || x > problem.upperOfExtra[column - pairCount]!) return false;
  }
  for (let row = 0; row < rows.count; row++) {
    let activity = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      activity += rows.coefficientOfEntry[entry]! * plan[rows.columnOfEntry[entry]!]!;
    const least = rows.minimumToOpenOfRow[row]!;
    if (activity < rows.lowerOfRow[row]! || activity > rows.upperOfRow[row]! || (least > 0 && activity > 0 && activity < least))
      return false;
  }
  return true;
}

/** An answer, and where a first one was not to be believed, what was wrong with it. */
export interface Considered {
  readonly answer: ScalarAnswer;
  readonly doubted: string | null;
}

/** Asks `first`; where that fails or its claim does not hold, asks `second` (null: nobody else can take the problem). Throws where neither gives an answer that holds. */
export async function askTwice(
  problem: Problem,
  first: () => Promise<ScalarAnswer>,
  second: (() => Promise<ScalarAnswer>) | null,
): Promise<Considered> {
  let fault: string | null;
  try {
    const answer = await first();
    fault = claimFault(problem, answer);
    if (fault === null) return { answer, doubted: null };
  } catch (error) {
    if (second === null) throw error;
    fault = error instanceof Error ? `it failed (${error.message.slice(0, 100)})` : 'it failed';
  }
  if (second === null) throw new Error(fault);
  const answer = await second();
  const again = claimFault(problem, answer);
  if (again !== null) throw new Error(`${fault}; asked once more: ${again}`);
  return { answer, doubted: fault };
}
