import { sparsePrices } from '../backends/flow.js';
import type { Part, Splitter } from '../model/part.js';
import type { Problem } from '../model/types.js';
import type { LpBasis, Prices, Proof, ScalarAnswer, StopReason } from '../solution/types.js';
import type { ShardAnswer } from '../transport/bundle.js';
import { concatenated, type Bundle } from './bundles.js';

/**
 * Joins the answers about the bundles of a problem to one about the whole. Answers may come in any order: what they write does not overlap.
 * Prices of plain bundles go into one list over all their rows; bundles with rows of their own keep their proofs, as parts.
 */
export class Merger {
  private readonly plan: Float64Array;
  private readonly answers: (Omit<ShardAnswer, 'plan'> & { readonly hasPlan: boolean })[] = [];
  private readonly priceOfAddress: Float64Array;

  constructor(
    private readonly problem: Problem,
    private readonly splitter: Splitter,
    private readonly bundles: readonly Bundle[],
  ) {
    this.plan = new Float64Array(problem.columnCount);
    this.priceOfAddress = new Float64Array(bundles.some((bundle) => bundle.isPlain) ? problem.personCount + problem.seatCount : 0);
  }

  take(at: number, answer: ShardAnswer): void {
    const bundle = this.bundles[at]!;
    const { plan, ...rest } = answer;
    this.answers[at] = { ...rest, hasPlan: plan !== null };
    if (!bundle.isPlain) {
      const columnOf = plan === null ? null : this.splitter.columnsOf(bundle.pieces[0]!);
      plan?.columns.forEach((column, k) => {
        this.plan[columnOf![column]!] = plan.values[k]!;
      });
      return;
    }
    if (plan !== null) this.placePairs(bundle, plan.columns);
    if (answer.proof?.kind === 'prices' && answer.status !== 'infeasible')
      this.writePrices(bundle, answer.proof.prices, this.priceOfAddress);
  }

  /** Columns of a bundle count on from person to person, in the order of its pieces. */
  private placePairs({ pieces }: Bundle, columns: Int32Array): void {
    const { firstPairOfPerson } = this.problem;
    const { plan } = this;
    let k = 0;
    let from = 0;
    for (const { persons } of pieces) {
      for (let i = 0; i < persons.length; i++) {
        const first = firstPairOfPerson[persons[i]!]!;
        const end = from + firstPairOfPerson[persons[i]! + 1]! - first;
        for (; k < columns.length && columns[k]! < end; k++) plan[first + columns[k]! - from] = 1;
        from = end;
      }
    }
  }

  /** Rows of a bundle: all persons, piece after piece, then all seats. */
  private writePrices({ pieces }: Bundle, prices: Prices, priceOfAddress: Float64Array): void {
    const { personCount } = this.problem;
    const persons = concatenated(pieces.map((piece) => piece.persons));
    const seats = concatenated(pieces.map((piece) => piece.seats));
    for (let k = 0; k < prices.rowOfPrice.length; k++) {
      const row = prices.rowOfPrice[k]!;
      const address = row < persons.length ? persons[row]! : personCount + seats[row - persons.length]!;
      priceOfAddress[address] = prices.priceOfRow[k]!;
    }
  }

  /** Once every bundle has been taken. */
  answer(): ScalarAnswer {
    const { answers } = this;
    const nodes = answers.reduce((sum, answer) => sum + answer.nodes, 0);
    const claimedBy = answers.find((answer) => answer.claimedBy !== null)?.claimedBy ?? null;
    const impossible = answers.findIndex((answer) => answer.status === 'infeasible');
    if (impossible >= 0) {
      return {
        status: 'infeasible',
        plan: null,
        value: null,
        bound: null,
        proof: this.infeasibility(impossible),
        claimedBy,
        stop: 'complete',
        nodes,
      };
    }
    const hasPlan = answers.every((answer) => answer.hasPlan);
    const hasProof = answers.every((answer) => answer.proof !== null && answer.bound !== null);
    const total = (pick: (answer: (typeof answers)[number]) => number | null): number =>
      answers.reduce((sum, answer) => sum + pick(answer)!, 0);
    const stop: StopReason = answers.find((answer) => answer.stop !== 'complete')?.stop ?? 'complete';
    return {
      status: answers.every((answer) => answer.status === 'solved') ? 'solved' : 'stopped',
      plan: hasPlan ? this.plan : null,
      value: hasPlan ? total((answer) => answer.value) : null,
      bound: hasProof ? total((answer) => answer.bound) : null,
      proof: hasProof ? this.proof() : null,
      claimedBy,
      stop,
      nodes,
      basis: this.largestBasis(),
    };
  }

  private largestBasis(): LpBasis | null {
    let largest: LpBasis | null = null;
    for (const { basis } of this.answers) if ((basis?.columns.length ?? 0) > (largest?.columns.length ?? 0)) largest = basis!;
    return largest;
  }

  private proof(): Proof {
    const parts: { part: Part; proof: Proof }[] = [];
    const plain: Part[] = [];
    this.bundles.forEach((bundle, at) => {
      if (bundle.isPlain) plain.push(...bundle.pieces);
      else parts.push({ part: bundle.pieces[0]!, proof: this.answers[at]!.proof! });
    });
    if (parts.length === 0) return { kind: 'prices', prices: sparsePrices(this.priceOfAddress, 1) };
    if (plain.length > 0) parts.push(plainPart(this.problem, plain, this.priceOfAddress, 1));
    return { kind: 'parts', parts };
  }

  /** A part without a plan is a whole without one; null: it is said without a proof. */
  private infeasibility(at: number): Proof | null {
    const bundle = this.bundles[at]!;
    const proof = this.answers[at]!.proof;
    if (proof === null) return null;
    if (!bundle.isPlain || proof.kind !== 'prices') return { kind: 'parts', parts: [{ part: bundle.pieces[0]!, proof }] };
    const priceOfAddress = new Float64Array(this.priceOfAddress.length);
    this.writePrices(bundle, proof.prices, priceOfAddress);
    return { kind: 'parts', parts: [plainPart(this.problem, bundle.pieces, priceOfAddress, 0)] };
  }
}

/** Plain pieces as one part, with their prices in its own indices. */
function plainPart(problem: Problem, pieces: readonly Part[], priceOfAddress: Float64Array, scale: number): { part: Part; proof: Proof } {
  const persons = concatenated(pieces.map((piece) => piece.persons)).sort();
  const seats = concatenated(pieces.map((piece) => piece.seats)).sort();
  const prices = new Float64Array(persons.length + seats.length);
  persons.forEach((person, i) => {
    prices[i] = priceOfAddress[person]!;
  });
  seats.forEach((seat, i) => {
    prices[persons.length + i] = priceOfAddress[problem.personCount + seat]!;
  });
  const none = new Int32Array(0);
  return { part: { persons, seats, sideRows: none, extras: none }, proof: { kind: 'prices', prices: sparsePrices(prices, scale) } };
}
