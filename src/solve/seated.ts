import { noRows } from '../model/cut.js';
import type { Chain } from '../model/steps.js';
import type { Problem } from '../model/types.js';
import type { SolveContext } from './context.js';
import { solveScalar } from './scalar.js';

/**
 * Whom the walk would keep if nothing but seats were in the way, in its order. The sets of people whom seats can take are the independent sets of a
 * transversal matroid, so one matching under weights that fall along the walk gives what asking person by person gives (Edmonds 1971).
 * Other rows only take plans away: whoever is missing here cannot be placed beside those before, and a plan that places all of these is where the
 * walk ends.
 */
export async function seatedByWalk(chain: Chain, context: SolveContext): Promise<Int32Array> {
  const { model } = chain;
  const { plan } = await solveScalar(seatsAlone(chain), { start: null, toleranceMillionths: 0 }, context);
  if (plan === null) return new Int32Array(0);
  const takes = (person: number): boolean => {
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) if (plan[pair]! > 0) return true;
    return false;
  };
  return model.walk.filter(takes);
}

/** People and seats only, one pair a person; worth more the earlier in the walk, most where a person is required anyway. */
function seatsAlone({ model, constraints }: Chain): Problem {
  const { personCount, seatCount, pairCount, firstPairOfPerson, seatOfPair, upperOfSeat } = constraints;
  const weightOfPerson = new Float64Array(personCount);
  model.walk.forEach((person, position) => {
    weightOfPerson[person] = model.walk.length - position;
  });
  const objective = new Float64Array(pairCount);
  for (let person = 0; person < personCount; person++) {
    const weight = constraints.lowerOfPerson[person]! > 0 ? model.walk.length + 1 : weightOfPerson[person]!;
    objective.fill(weight, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
  }
  const none = new Float64Array(0);
  return {
    personCount,
    seatCount,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair,
    upperOfSeat,
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: constraints.upperOfPerson.map((upper) => Math.min(1, upper)),
    upperOfExtra: none,
    objective,
    rows: noRows,
  };
}
