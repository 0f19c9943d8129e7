import { extend } from './extend.js';
import type { Chain } from './steps.js';
import type { Constraints, Model, Problem } from './types.js';

/** One count of a way by wishes: as many placements of a rank as can be, or as few. */
export type RankKind = `most-rank-${number}` | `fewest-rank-${number}` | 'fewest-rank-none';

export interface RankStep {
  readonly kind: RankKind;
  /** 0: placements that grant no wish. */
  readonly rank: number;
  /** 1 where they are to be many, −1 where few: the step maximises sign · count. */
  readonly sign: 1 | -1;
}

/**
 * The chain of counts of a way by wishes, over the ranks that some pair has. Greedy: most first, then most second, … Leximin and generous alike
 * begin at the worst: fewest without a wish, then fewest of the last rank, … down to the second (what is left has its first wish).
 */
export function rankSteps({ wishes }: Model): readonly RankStep[] {
  if (wishes === undefined || wishes.way === 'stable') return [];
  const occurs = new Uint8Array(256);
  for (const rank of wishes.rankOfPair) occurs[rank] = 1;
  const ranks = [...occurs.keys()].filter((rank) => rank > 0 && occurs[rank] === 1);
  if (wishes.way === 'rank-greedy') return ranks.map((rank) => ({ kind: `most-rank-${rank}`, rank, sign: 1 }));
  const few = ranks.filter((rank) => rank > 1).reverse();
  return [
    { kind: 'fewest-rank-none', rank: 0, sign: -1 },
    ...few.map((rank): RankStep => ({ kind: `fewest-rank-${rank}`, rank, sign: -1 })),
  ];
}

/** Maximise sign · (placements of the rank). */
export function rankProblem(chain: Chain, step: RankStep): Problem {
  const objective = new Float64Array(chain.constraints.columnCount);
  for (const pair of pairsOfRank(chain.model, step.rank)) objective[pair] = step.sign;
  return { ...chain.constraints, objective };
}

/** Adds the row "at least (at most) so many placements of the rank"; `value` as the step maximises it. */
export function afterRank(chain: Chain, step: RankStep, value: number): Chain {
  const limits = step.sign === 1 ? { lower: value, upper: Infinity } : { lower: -Infinity, upper: -value || 0 };
  return { ...chain, constraints: withCount(chain.constraints, step.kind, pairsOfRank(chain.model, step.rank), limits) };
}

/** Maximise how many of these pairs (a stable plan of seats and wishes alone) are chosen. */
export function stableProblem(chain: Chain, pairs: Int32Array): Problem {
  const objective = new Float64Array(chain.constraints.columnCount);
  for (const pair of pairs) objective[pair] = 1;
  return { ...chain.constraints, objective };
}

export function afterStable(chain: Chain, pairs: Int32Array, value: number): Chain {
  return { ...chain, constraints: withCount(chain.constraints, 'stable', pairs, { lower: value, upper: Infinity }) };
}

/** Nothing but people with one placement at most and seats: what deferred acceptance knows. */
export function hasSeatsAlone({ rows, upperOfPerson, lowerOfPerson, seatOfPair }: Constraints): boolean {
  return (
    rows.count === 0 &&
    upperOfPerson.every((upper) => upper <= 1) &&
    lowerOfPerson.every((lower) => lower === 0) &&
    seatOfPair.every((seat) => seat >= 0)
  );
}

/** Pairs of people who count. */
function pairsOfRank({ wishes, countedOfPerson, firstPairOfPerson, personCount }: Model, rank: number): Int32Array {
  const pairs: number[] = [];
  for (let person = 0; person < personCount; person++) {
    if (countedOfPerson[person] === 0) continue;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      if (wishes?.rankOfPair[pair] === rank) pairs.push(pair);
  }
  return Int32Array.from(pairs);
}

function withCount(
  constraints: Constraints,
  name: string,
  columns: Int32Array,
  limits: { readonly lower: number; readonly upper: number },
): Constraints {
  const label = { kind: 'step' as const, keys: [name] };
  return extend(constraints, { rows: [{ label, columns, coefficients: new Float64Array(columns.length).fill(1), ...limits }] });
}
