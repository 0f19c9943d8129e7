import { chargesOf, leastCharge } from '../backends/charges.js';
import { sparsePrices } from '../backends/flow.js';
import { acceptsRoom } from '../backends/priced.js';
import { feasibilityProblem, withKept, type Chain } from '../model/steps.js';
import type { Part } from '../model/part.js';
import type { Constraints } from '../model/types.js';
import type { Proof, ScalarAnswer, WalkRefusal } from '../solution/types.js';
import type { SolveContext } from './context.js';
import { refill } from './refill.js';
import { solveScalar } from './scalar.js';

/**
 * Questions of a walk where nothing but seats and upper limits is in the way: is there room for all of these people at once? The answer is a plan, or
 * prices under which they cost more than all limits hold; with the same prices whoever else costs more than the kept leave is refused as well.
 */

/** Fewer columns are asked of the exact backends. */
const fewestColumns = 300;
/** Passes over the rows that one question may take: a plan that is not found in the first few is rarely found at all. */
const passesOfQuestion = 6;

/** Denials after which prices are not asked how long a front may be. */
const mostDenials = 4;
/** Fronts are told apart down to this part of all. */
const shortestStretch = 0.01;

export function asksForRoom({ constraints }: Chain): boolean {
  return constraints.pairCount >= fewestColumns && acceptsRoom(constraints);
}

/** A plan that places all these people, or a proof that there is none, or neither. */
export async function roomFor(chain: Chain, people: Int32Array, context: SolveContext): Promise<ScalarAnswer> {
  const { constraints } = withKept(chain, people);
  const nodeLimit = Math.ceil((passesOfQuestion * constraints.pairCount) / 1000);
  return solveScalar(feasibilityProblem(constraints), { start: null, toleranceMillionths: 0, nodeLimit, backend: 'priced' }, context);
}

/**
 * A plan for as many from the front of the list as room is found for; `whole`: the answer for all of them. Prices that refuse a front refuse every longer one, and
 * say how much shorter it has to be (Newton's method on the least use of the limits: two or three questions). Where rows run out one after the other that goes on for long,
 * and where neither prices nor a plan are found it says nothing: then steps back that double, and halves of what is between a plan and a denial.
 */
export async function planOfFront(
  chain: Chain,
  people: Int32Array,
  whole: ScalarAnswer,
  context: SolveContext,
): Promise<Float64Array | null> {
  let plan: Float64Array | null = null;
  let answer = whole;
  let count = people.length;
  let [placed, refused] = [0, people.length + 1];
  const shortest = Math.max(1, people.length * shortestStretch);
  for (let step = 1, denials = 0; ; ) {
    if (answer.plan !== null) {
      plan = answer.plan;
      placed = count;
    } else refused = count;
    if (refused - placed <= shortest || context.struck() !== null) break;
    const isDenied = answer.status === 'infeasible';
    if (isDenied) denials++;
    const prices = isDenied && denials <= mostDenials ? PricesAgainst.read(chain.constraints, answer.proof) : null;
    if (prices !== null) count = Math.min(refused - 1, prices.longestFront(people));
    else {
      // Where prices did not lead to the end, it is not near.
      if (isDenied) step = Math.max(step, shortest);
      count = Math.max(Math.floor((placed + refused) / 2), Math.floor(refused - step));
      step *= 2;
    }
    if (count <= placed) break;
    answer = await roomFor(chain, people.subarray(0, count), context);
  }
  return plan === null ? null : refill(chain.model, chain.constraints, plan, plan);
}

/** From a proof that there is no room for the kept and `person`: it, and whom else of `others` the same prices refuse beside the kept. */
export function refusalOf(
  { constraints }: Chain,
  kept: Int32Array,
  person: number,
  others: Int32Array,
  proof: Proof | null,
): WalkRefusal | null {
  const prices = PricesAgainst.read(constraints, proof);
  if (prices === null) return null;
  const left = prices.leftBy(kept);
  if (left < 0 || prices.costOf(person) <= left) return null;
  const persons = others.filter((other) => prices.costOf(other) > left);
  return { persons: Int32Array.of(person, ...persons), keptBefore: kept.length, proof: prices.asBound(kept, left + 1) };
}

/** Prices on seats and limits, as amounts: what the limits hold under them, and what a person costs at least. */
class PricesAgainst {
  private constructor(
    private readonly constraints: Constraints,
    private readonly priceOfAddress: Float64Array,
    private readonly chargeOfPair: Float64Array,
  ) {}

  /** Null where the proof is not one set of prices. */
  static read(constraints: Constraints, proof: Proof | null): PricesAgainst | null {
    const { personCount, seatCount, rows } = constraints;
    const isPart = proof?.kind === 'parts' && proof.parts.length === 1;
    const inner = isPart ? proof.parts[0]!.proof : proof;
    if (inner?.kind !== 'prices' || inner.prices.knapsackRows !== undefined || inner.prices.groupRows !== undefined) return null;
    const addressOf = isPart ? addressesOf(constraints, proof.parts[0]!.part) : null;
    const priceOfAddress = new Float64Array(personCount + seatCount + rows.count);
    inner.prices.rowOfPrice.forEach((row, k) => {
      priceOfAddress[addressOf === null ? row : addressOf[row]!] = inner.prices.priceOfRow[k]!;
    });
    if (priceOfAddress.subarray(personCount).some((price) => price < 0)) return null;
    const prices = new PricesAgainst(constraints, priceOfAddress, chargesOf(constraints, priceOfAddress));
    return Number.isSafeInteger(prices.heldByLimits()) ? prices : null;
  }

  /** The cheapest pair; infinite where there is none. */
  costOf(person: number): number {
    return leastCharge(this.constraints, this.chargeOfPair, person);
  }

  /** What seats and limits hold, less what these people and all required ones cost. */
  leftBy(people: Int32Array): number {
    let left = this.heldByLimits() - this.costOfRequired();
    for (const person of people) if (this.constraints.lowerOfPerson[person]! <= 0) left -= this.costOf(person);
    return left;
  }

  /** How many from the front of the list cost no more than there is. */
  longestFront(people: Int32Array): number {
    let left = this.heldByLimits() - this.costOfRequired();
    let count = 0;
    for (; count < people.length; count++) {
      if (this.constraints.lowerOfPerson[people[count]!]! <= 0) left -= this.costOf(people[count]!);
      if (left < 0) break;
    }
    return count;
  }

  /** The same prices beside an objective of 1 for whoever costs at least `scale`: what the kept leave is less, so nobody fits. */
  asBound(kept: Int32Array, scale: number): Proof {
    const { personCount, lowerOfPerson } = this.constraints;
    const isRequired = Uint8Array.from(lowerOfPerson, (lower) => (lower > 0 ? 1 : 0));
    for (const person of kept) isRequired[person] = 1;
    const priceOfAddress = this.priceOfAddress.map((price, row) => {
      if (row >= personCount) return price;
      return isRequired[row] === 1 ? -this.costOf(row) : 0;
    });
    return { kind: 'prices', prices: sparsePrices(priceOfAddress, scale) };
  }

  private heldByLimits(): number {
    const { personCount, seatCount, upperOfSeat, rows } = this.constraints;
    let held = 0;
    for (let seat = 0; seat < seatCount; seat++) held += this.priceOfAddress[personCount + seat]! * upperOfSeat[seat]!;
    for (let row = 0; row < rows.count; row++) held += this.priceOfAddress[personCount + seatCount + row]! * rows.upperOfRow[row]!;
    return held;
  }

  private costOfRequired(): number {
    let cost = 0;
    this.constraints.lowerOfPerson.forEach((lower, person) => {
      if (lower > 0) cost += this.costOf(person);
    });
    return cost;
  }
}

/** Rows of the whole, by row of the part: people, seats, side rows. */
function addressesOf({ personCount, seatCount }: Constraints, part: Part): number[] {
  return [
    ...part.persons,
    ...Array.from(part.seats, (seat) => personCount + seat),
    ...Array.from(part.sideRows, (row) => personCount + seatCount + row),
  ];
}
