import { sparsePrices } from '../backends/flow.js';
import type { Part } from '../model/part.js';
import type { Problem } from '../model/types.js';
import type { LpBasis, Proof, ScalarAnswer, StopReason } from '../solution/types.js';
import type { ShardAnswer } from '../transport/shard-answer.js';
import { joined } from './pieces.js';
import type { PlainAnswer } from './plain.js';

/** The answer about a part that is not plain; columns are those of the whole for each of the part's own. */
export interface PartAnswer extends ShardAnswer {
  readonly part: Part;
  readonly columns: Int32Array;
}

/**
 * Joins the answers about the parts of a problem, and about all its plain pieces (null: there is none), to one about the whole. Prices of plain pieces
 * stand in one list over all their rows; parts with rows of their own keep their proofs.
 */
export function merged(problem: Problem, pieces: readonly Part[], plain: PlainAnswer | null, others: readonly PartAnswer[]): ScalarAnswer {
  const nodes = others.reduce((sum, answer) => sum + answer.nodes, 0);
  const claimedBy = others.find((answer) => answer.claimedBy !== null)?.claimedBy ?? null;
  const impossible = others.find((answer) => answer.status === 'infeasible');
  const isPlainImpossible = plain !== null && plain.infeasible !== null;
  if (impossible !== undefined || isPlainImpossible) {
    const proof = isPlainImpossible ? plainRay(problem, plain) : partsOf(impossible!);
    return { status: 'infeasible', plan: null, value: null, bound: null, proof, claimedBy, stop: 'complete', nodes };
  }
  const answers = [...(plain === null ? [] : [plain]), ...others];
  const hasPlan = others.every((answer) => answer.plan !== null) && plain?.pairOfPerson !== null;
  const hasProof = others.every((answer) => answer.proof !== null && answer.bound !== null) && plain?.bound !== null;
  const total = (pick: (answer: (typeof answers)[number]) => number | null): number =>
    answers.reduce((sum, answer) => sum + pick(answer)!, 0);
  const stop: StopReason = answers.find((answer) => answer.stop !== 'complete')?.stop ?? 'complete';
  const isSolved = others.every((answer) => answer.status === 'solved') && (plain?.stop ?? 'complete') === 'complete';
  return {
    status: isSolved ? 'solved' : 'stopped',
    plan: hasPlan ? planOf(problem, plain, others) : null,
    ...(hasPlan && others.length === 0 && { pairs: plain!.pairOfPerson!.filter((pair) => pair >= 0) }),
    value: hasPlan ? total((answer) => answer.value) : null,
    bound: hasProof ? total((answer) => answer.bound) : null,
    proof: hasProof ? proofOf(problem, pieces, plain, others) : null,
    claimedBy,
    stop,
    nodes,
    basis: largestBasis(others),
  };
}

function planOf(problem: Problem, plain: PlainAnswer | null, others: readonly PartAnswer[]): Float64Array {
  const plan = new Float64Array(problem.columnCount);
  plain?.pairOfPerson?.forEach((pair) => {
    if (pair >= 0) plan[pair] = 1;
  });
  for (const { columns, plan: inside } of others) {
    inside!.columns.forEach((column, k) => {
      plan[columns[column]!] = inside!.values[k]!;
    });
  }
  return plan;
}

function largestBasis(answers: readonly PartAnswer[]): LpBasis | null {
  let largest: LpBasis | null = null;
  for (const { basis } of answers) if ((basis?.columns.length ?? 0) > (largest?.columns.length ?? 0)) largest = basis!;
  return largest;
}

function proofOf(problem: Problem, pieces: readonly Part[], plain: PlainAnswer | null, others: readonly PartAnswer[]): Proof {
  if (others.length === 0) return { kind: 'prices', prices: sparsePrices(plain!.priceOfAddress, 1) };
  const parts = others.map(({ part, proof }) => ({ part, proof: proof! }));
  if (plain !== null) parts.push(plainPart(problem, joined(pieces), plain.priceOfAddress, 1));
  return { kind: 'parts', parts };
}

/** A part without a plan is a whole without one; null: it is said without a proof. */
function partsOf({ part, proof }: PartAnswer): Proof | null {
  return proof === null ? null : { kind: 'parts', parts: [{ part, proof }] };
}

function plainRay(problem: Problem, { infeasible, priceOfAddress }: PlainAnswer): Proof {
  return { kind: 'parts', parts: [plainPart(problem, infeasible!, priceOfAddress, 0)] };
}

/** Plain pieces as one part, with their prices in its own indices. */
function plainPart(
  { personCount }: Problem,
  { persons, seats }: Part,
  priceOfAddress: Float64Array,
  scale: number,
): { part: Part; proof: Proof } {
  const prices = new Float64Array(persons.length + seats.length);
  persons.forEach((person, i) => {
    prices[i] = priceOfAddress[person]!;
  });
  seats.forEach((seat, i) => {
    prices[persons.length + i] = priceOfAddress[personCount + seat]!;
  });
  const none = new Int32Array(0);
  return { part: { persons, seats, sideRows: none, extras: none }, proof: { kind: 'prices', prices: sparsePrices(prices, scale) } };
}
