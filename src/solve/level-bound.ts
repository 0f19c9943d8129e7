import { aboveProblem, hasPairs, membersOfGroups, type Chain, type Level } from '../model/steps.js';
import { giveBack } from '../model/extend.js';
import type { Problem } from '../model/types.js';
import type { Branch, Prices, Proof } from '../solution/types.js';
import { compareLevels } from './levels.js';
import { breathe } from './scalar.js';

/** A level that nobody can rise above, and what shows it. */
interface LevelBound {
  readonly bound: Level;
  readonly proof: Proof;
}

/** What all scores together come to at most, and the prices that show it. */
export interface TotalBound {
  readonly bound: number;
  readonly prices: Prices;
}

/** The better of the two bounds on the lowest level that need no solver, for stages that no search settled. */
export async function cheapLevelBound(chain: Chain, total: TotalBound | null): Promise<LevelBound | null> {
  const tops = topsOf(chain);
  const mean = total === null ? null : meanOf(chain, total);
  if (total !== null && mean !== null && !(tops.length > 0 && compareLevels(tops[0]!.level, mean) < 0)) {
    await breathe(chain.constraints);
    const problem = aboveProblem(chain, mean);
    const found = levelBoundOfTotal(chain, problem, mean, total);
    giveBack(chain.constraints, problem);
    if (found !== null) return found;
  }
  if (tops.length <= chain.stayCount) return null;
  const lowest = tops.slice(0, chain.stayCount + 1);
  await breathe(chain.constraints);
  const problem = aboveProblem(chain, lowest.at(-1)!.level);
  await breathe(chain.constraints);
  const found = levelBoundOfPeople(chain, problem, lowest);
  giveBack(chain.constraints, problem);
  return found;
}

/** All scores at most, for each of the people placed: the lowest level is no higher. Null where groups may stay behind or it is open how many are placed. */
function meanOf({ model, measure, stayColumn, kept }: Chain, { bound }: TotalBound): Level | null {
  if (measure !== 'level' || stayColumn >= 0 || kept === null || model.scoreOfExtra !== undefined) return null;
  const placed = kept.filter((person) => model.groupOfPerson[person]! >= 0).length;
  return placed === 0 ? null : { numerator: bound, denominator: placed };
}

/**
 * If every group stood above the mean of all that can be scored, all together would score more than that: the prices of the bound on the total, and one on each group's row
 * "above" that gives its people their scores, contradict each other. Null where rows are of another kind, or hold other pairs than those that score.
 */
function levelBoundOfTotal(chain: Chain, { rows }: Problem, mean: Level, { prices }: TotalBound): LevelBound | null {
  const { scoreOfPair, personCount, seatCount } = chain.model;
  const added: number[] = [];
  const priceOfAdded: number[] = [];
  let scoring = 0;
  for (let row = chain.constraints.rows.count; row < rows.count; row++) {
    const [first, end] = [rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!];
    const unit = first === end ? 1 : scoreOfPair[rows.columnOfEntry[first]!]! / rows.coefficientOfEntry[first]!;
    for (let entry = first; entry < end; entry++)
      if (rows.coefficientOfEntry[entry]! * unit !== scoreOfPair[rows.columnOfEntry[entry]!]) return null;
    scoring += end - first;
    added.push(personCount + seatCount + row);
    priceOfAdded.push(-prices.scale * unit);
  }
  if (scoring !== scoreOfPair.reduce((count, score) => count + (score === 0 ? 0 : 1), 0)) return null;
  const rowOfPrice = Int32Array.from([...prices.rowOfPrice, ...added]);
  const priceOfRow = Float64Array.from([...prices.priceOfRow, ...priceOfAdded]);
  return { bound: mean, proof: { kind: 'prices', prices: { scale: 0, rowOfPrice, priceOfRow } } };
}

interface Top {
  readonly group: number;
  readonly level: Level;
}

/** What each group rises to at most, with the best pair for each of its people; lowest first. */
function topsOf(chain: Chain): readonly Top[] {
  const tops: Top[] = [];
  const isKept = new Uint8Array(chain.model.personCount);
  for (const person of chain.kept ?? []) isKept[person] = 1;
  for (const { group, persons } of membersOfGroups(chain.model)) {
    const level = topOf(chain, group, persons, isKept);
    if (level !== null) tops.push({ group, level });
  }
  return tops.sort((a, b) => compareLevels(a.level, b.level) || a.group - b.group);
}

/**
 * `stayCount` groups may be left behind, so the lowest of the others is at most the highest that comes
 * next. The proof is a tree along those groups: one that may not stay contradicts its row "above" (priced with the best pair of each of
 * its people); all staying contradicts the counted row. Null where a group has no such bound (people with several placements, nothing fixed).
 */
function levelBoundOfPeople(chain: Chain, problem: Problem, lowest: readonly Top[]): LevelBound | null {
  const bound = lowest.at(-1)!.level;
  const leaves = lowest.map(({ group }) => refusalOf(chain, problem, group));
  if (leaves.some((leaf) => leaf === null)) return null;
  if (chain.stayColumn < 0) return { bound, proof: { kind: 'prices', prices: leaves[0]! } };
  // nodes: branch, leaf, branch, leaf, …, and the leaf where all of them stay.
  const nodes: (Branch | Prices)[] = [];
  lowest.forEach(({ group }, k) => {
    nodes.push({ on: 'column', index: chain.stayColumn + group, at: 0, first: nodes.length + 1, second: nodes.length + 2 }, leaves[k]!);
  });
  const count = chain.constraints.rows.count - 1;
  const { lowerOfRow, upperOfRow } = chain.constraints.rows;
  if (lowerOfRow[count] !== -Infinity || upperOfRow[count] !== chain.stayCount) return null;
  nodes.push(refusing(problem, new Map([[count, 1]]), new Map()));
  return { bound, proof: { kind: 'tree', nodes } };
}

/** Share: everybody with a pair over the applicants. Level: best scores over the people placed where that is fixed, else the best score. */
function topOf({ model, measure, constraints }: Chain, group: number, persons: readonly number[], isKept: Uint8Array): Level | null {
  const { isRefusedPerson } = constraints;
  const able = persons.filter((person) => hasPairs(model, person));
  if (measure === 'share') return { numerator: able.length, denominator: Math.max(1, model.applicantsOfGroup[group]!) };
  const placed = able.filter((person) => isKept[person] === 1).length;
  if (placed > 0 && able.every((person) => isKept[person] === 1 || isRefusedPerson?.[person] === 1)) {
    return {
      numerator: able.reduce((sum, person) => sum + model.upperOfPerson[person]! * Math.max(0, bestScoreOf(model, person)), 0),
      denominator: placed,
    };
  }
  if (able.length === 0 || able.some((person) => model.placedColumnOfPerson[person]! >= 0)) return null;
  return { numerator: able.reduce((best, person) => Math.max(best, bestScoreOf(model, person)), 0), denominator: 1 };
}

/** −Infinity without a pair. */
function bestScoreOf({ firstPairOfPerson, scoreOfPair }: Chain['model'], person: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++)
    if (scoreOfPair[pair]! > best) best = scoreOfPair[pair]!;
  return best;
}

/** Prices by which the group's row "above" cannot hold where its stay column is 0; null where they do not show it. */
function refusalOf(chain: Chain, problem: Problem, group: number): Prices | null {
  const { rows, firstPairOfPerson, pairCount } = problem;
  const { persons } = membersOfGroups(chain.model)[group]!;
  for (let row = chain.constraints.rows.count; row < rows.count; row++) {
    const { keys } = rows.labelOfRow[row]!;
    if (keys[0] !== 'above' || keys.at(-1) !== String(group)) continue;
    const coefficients = new Map<number, number>();
    let most = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const column = rows.columnOfEntry[entry]!;
      coefficients.set(column, rows.coefficientOfEntry[entry]!);
      if (column >= pairCount && column !== chain.stayColumn + group)
        most += Math.max(0, rows.coefficientOfEntry[entry]!) * problem.upperOfExtra[column - pairCount]!;
    }
    const priceOfPerson = new Map<number, number>();
    for (const person of persons) {
      let best = 0;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
        best = Math.max(best, coefficients.get(pair) ?? 0);
      if (best > 0) priceOfPerson.set(person, best);
      most += best * problem.upperOfPerson[person]!;
    }
    return most < rows.lowerOfRow[row]! ? refusing(problem, new Map([[row, -1]]), priceOfPerson) : null;
  }
  return null;
}

/** Prices of scale 0 on people and side rows. */
function refusing(problem: Problem, priceOfRow: ReadonlyMap<number, number>, priceOfPerson: ReadonlyMap<number, number>): Prices {
  const firstSide = problem.personCount + problem.seatCount;
  const prices = [...priceOfPerson, ...[...priceOfRow].map(([row, price]) => [firstSide + row, price] as const)];
  return { scale: 0, rowOfPrice: Int32Array.from(prices, ([row]) => row), priceOfRow: Float64Array.from(prices, ([, price]) => price) };
}
