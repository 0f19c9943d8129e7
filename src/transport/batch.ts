import { acceptsFlow, solvePlain, type PlainAnswer } from '../backends/flow.js';
import { viewsFrom } from '../basics/views.js';
import { packedBytes, unpackProblem, type ProblemSizes } from '../model/pack.js';
import type { Problem } from '../model/types.js';

const headWords = 4;

/** How far a problem is; others may take it only while it is open. */
const open = 0;
const states = [null, 'solved', 'infeasible'] as const;

/** Doubles that a shape needs: value and place of each problem, a price a row. */
const doublesOf = (count: number, addressCount: number): number => 2 * count + addressCount;
/** 32-bit words, an even number: head, state, first person and first row of each problem (and the ends), chosen pair a person. */
const wordsOf = (count: number, personCount: number): number => 2 * Math.ceil((headWords + 3 * count + 2 + personCount) / 2);

/**
 * Plain assignments that share nothing and their answers, in one shared buffer: workers draw one after another, the first ones first, and write what
 * they find beside them. So nothing is posted for each, and no worker waits for the thread that asked (300,000 people in 90 messages: 190 of 1,080 ms of
 * two workers were waiting).
 * Layout: problems, persons and rows counted and the number of draws, as words of 64 bits; then doubles, 32-bit words, the packed problems.
 */
export class Batch {
  readonly count: number;
  private readonly head: Int32Array;
  private readonly stateOfProblem: Int32Array;
  private readonly firstPersonOfProblem: Int32Array;
  private readonly firstAddressOfProblem: Int32Array;
  private readonly chosenOfPerson: Int32Array;
  private readonly valueOfProblem: Float64Array;
  /** Byte of the buffer at which a problem stands packed. */
  readonly placeOfProblem: Float64Array;
  private readonly priceOfAddress: Float64Array;

  /** Reads a batch that was laid out before. */
  constructor(readonly buffer: SharedArrayBuffer) {
    this.head = new Int32Array(buffer, 0, headWords);
    const [count, personCount, addressCount] = [this.head[0]!, this.head[1]!, this.head[2]!];
    this.count = count;
    const { doubles, words } = viewsFrom(buffer, 4 * headWords);
    this.valueOfProblem = doubles(count);
    this.placeOfProblem = doubles(count);
    this.priceOfAddress = doubles(addressCount);
    this.stateOfProblem = words(count);
    this.firstPersonOfProblem = words(count + 1);
    this.firstAddressOfProblem = words(count + 1);
    this.chosenOfPerson = words(personCount);
  }

  static bytesOf(sizes: readonly ProblemSizes[]): number {
    return bytesBefore(sizes) + sizes.reduce((sum, size) => sum + packedBytes(size), 0);
  }

  /** A batch of problems of these sizes; each is to be packed at its place before anybody works on it. */
  static layOut(sizes: readonly ProblemSizes[], buffer: SharedArrayBuffer): Batch {
    new Int32Array(buffer, 0, headWords).set([sizes.length, sum(sizes, personsOf), sum(sizes, addressesOf), 0]);
    const batch = new Batch(buffer);
    batch.stateOfProblem.fill(open);
    let place = bytesBefore(sizes);
    batch.firstPersonOfProblem[0] = 0;
    batch.firstAddressOfProblem[0] = 0;
    sizes.forEach((size, k) => {
      batch.placeOfProblem[k] = place;
      place += packedBytes(size);
      batch.firstPersonOfProblem[k + 1] = batch.firstPersonOfProblem[k]! + personsOf(size);
      batch.firstAddressOfProblem[k + 1] = batch.firstAddressOfProblem[k]! + addressesOf(size);
    });
    return batch;
  }

  /** Draws the next problem that is open; −1: none is left. */
  draw(): number {
    for (;;) {
      const problem = Atomics.add(this.head, 3, 1);
      if (problem >= this.count) return -1;
      if (Atomics.load(this.stateOfProblem, problem) === open) return problem;
    }
  }

  /** Lets what is still open be drawn once more. */
  drawAgain(): void {
    Atomics.store(this.head, 3, 0);
  }

  problem(problem: number): Problem {
    return unpackProblem(this.buffer, this.placeOfProblem[problem]!);
  }

  write(problem: number, { firstPairOfPerson }: Problem, { status, pairOfPerson, priceOfAddress, value }: PlainAnswer): void {
    const first = this.firstPersonOfProblem[problem]!;
    pairOfPerson?.forEach((pair, person) => {
      this.chosenOfPerson[first + person] = pair < 0 ? -1 : pair - firstPairOfPerson[person]!;
    });
    this.priceOfAddress.set(priceOfAddress, this.firstAddressOfProblem[problem]!);
    this.valueOfProblem[problem] = value ?? 0;
    Atomics.store(this.stateOfProblem, problem, states.indexOf(status));
  }

  /** Null: nobody has answered. Views; what is chosen counts from each person's first pair (−1: unplaced). */
  answer(problem: number) {
    const status = states[Atomics.load(this.stateOfProblem, problem)] ?? null;
    if (status === null) return null;
    return {
      status,
      value: this.valueOfProblem[problem]!,
      chosenOfPerson: this.chosenOfPerson.subarray(this.firstPersonOfProblem[problem], this.firstPersonOfProblem[problem + 1]),
      priceOfAddress: this.priceOfAddress.subarray(this.firstAddressOfProblem[problem], this.firstAddressOfProblem[problem + 1]),
    };
  }
}

const personsOf = ({ personCount }: ProblemSizes): number => personCount;
const addressesOf = ({ personCount, seatCount }: ProblemSizes): number => personCount + seatCount;

function sum(sizes: readonly ProblemSizes[], of: (size: ProblemSizes) => number): number {
  return sizes.reduce((total, size) => total + of(size), 0);
}

/** Bytes before the first packed problem. */
function bytesBefore(sizes: readonly ProblemSizes[]): number {
  return 4 * headWords + 8 * doublesOf(sizes.length, sum(sizes, addressesOf)) + 4 * wordsOf(sizes.length, sum(sizes, personsOf));
}

/**
 * Draws and solves problems of a batch until none is left or `goesOn` says no. One that fails stays open and keeps nobody from the others; the first
 * fault is thrown at the end.
 */
export function workThrough(buffer: SharedArrayBuffer, goesOn: () => boolean): void {
  const batch = new Batch(buffer);
  const faults: unknown[] = [];
  while (goesOn()) {
    const drawn = batch.draw();
    if (drawn < 0) break;
    try {
      const problem = batch.problem(drawn);
      if (!acceptsFlow(problem)) throw new RangeError('a batch holds plain assignments only');
      batch.write(drawn, problem, solvePlain(problem));
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
}
