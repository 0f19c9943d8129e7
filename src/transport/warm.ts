import { randomFrom } from '../basics/random.js';
import { noRows } from '../model/cut.js';
import { packProblem, sizesOf } from '../model/pack.js';
import type { Problem } from '../model/types.js';
import { Batch, workThrough } from './batch.js';

const people = 800;
const pairsOfPerson = 12;
const seats = 200;
/** After fewer the compiler still changes its mind in the first real job. */
const rounds = 30;

/**
 * Lets a fresh thread compile the matching kernel before anybody waits for it: 2,000 people take 10 ms on a thread that has solved others, 40 ms
 * on one that has not.
 */
export function warmKernel(): void {
  for (let round = 1; round <= rounds; round++) {
    const problem = inventedProblem(round);
    const sizes = [sizesOf(problem)];
    const batch = Batch.layOut(sizes, new SharedArrayBuffer(Batch.bytesOf(sizes)));
    packProblem(problem, batch.buffer, batch.placeOfProblem[0]);
    workThrough(batch.buffer, () => true);
  }
}

/**
 * From seats for everybody to seats for a quarter, by turns with wishes of their own and with nearly the same wishes for all: auction and both repairs
 * run. People and seats fall into so many `cells` that share nothing.
 */
export function inventedProblem(seed: number, cells = 1): Problem & { readonly objective: Int32Array } {
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairCount = people * pairsOfPerson;
  const firstPairOfPerson = new Int32Array(people + 1);
  for (let person = 0; person < people; person++) firstPairOfPerson[person + 1] = (person + 1) * pairsOfPerson;
  const seatOfPair = new Int32Array(pairCount).map((_, pair) => {
    const cell = Math.floor(pair / pairsOfPerson) % cells;
    return cell + cells * draw(seats / cells);
  });
  return {
    personCount: people,
    seatCount: seats,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair,
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: new Int32Array(seats).map(() => 1 + draw(1 + (seed % 8))),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
    objective: seatOfPair.map((seat) => (seed % 2 === 0 ? draw(10_000) : 40 * seat + draw(600))),
  };
}
