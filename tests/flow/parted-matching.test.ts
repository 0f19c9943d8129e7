import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { accompany, claimDesk, clearDesk, closeDesk, MatchingDesk } from '../../src/flow/matching-desk.js';
import { partsOf } from '../../src/flow/matching-parts.js';
import { type Matching, type MatchingInput, solveMatching } from '../../src/flow/matching.js';
import { matcherFor } from '../../src/flow/parted-matching.js';

const people = 6_000;
const pairsOfPerson = 20;

/** People and seats by turns in `cells` that share nothing; every hundredth person has no pair, and some seats have none. */
function inputOf(seed: number, cells: number): MatchingInput {
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const seatCount = 1_800;
  const firstPairOfPerson = new Int32Array(people + 1);
  for (let person = 0; person < people; person++)
    firstPairOfPerson[person + 1] = firstPairOfPerson[person]! + (person % 100 === 0 ? 0 : pairsOfPerson);
  const seatOfPair = new Int32Array(firstPairOfPerson[people]!);
  for (let person = 0; person < people; person++) {
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      seatOfPair[pair] = (person % cells) + cells * draw(Math.floor(seatCount / cells) - 1);
  }
  return {
    personCount: people,
    seatCount,
    firstPairOfPerson,
    seatOfPair,
    upperOfSeat: Int32Array.from({ length: seatCount }, () => draw(6)),
    valueOfPair: Float64Array.from(seatOfPair, () => draw(1_000_000) - 100_000),
  };
}

/** The certificate summed anew: the plan keeps the seats, and seats and people pay what it is worth. */
function expectOptimal({ firstPairOfPerson, seatOfPair, upperOfSeat, valueOfPair }: MatchingInput, matching: Matching): void {
  const taken = new Int32Array(upperOfSeat.length);
  let [value, bound] = [0, 0];
  for (let person = 0; person < people; person++) {
    const chosen = matching.pairOfPerson[person]!;
    let surplus = 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      surplus = Math.max(surplus, valueOfPair[pair]! - matching.priceOfSeat[seatOfPair[pair]!]!);
      if (pair !== chosen) continue;
      value += valueOfPair[pair]!;
      taken[seatOfPair[pair]!]!++;
    }
    expect(matching.surplusOfPerson[person]).toBe(surplus);
    bound += surplus;
  }
  matching.priceOfSeat.forEach((price, seat) => {
    bound += price * upperOfSeat[seat]!;
  });
  expect(taken.every((count, seat) => count <= upperOfSeat[seat]!)).toBe(true);
  expect([value, bound]).toEqual([matching.value, matching.value]);
}

const raised = (input: MatchingInput, by: number): MatchingInput => ({
  ...input,
  valueOfPair: input.valueOfPair.map((value, pair) => value - by * (pair % 7)),
});

/** From zero prices, then from the prices before, then with an auction from them, then from prices alone. */
function rounds(input: MatchingInput, match: typeof solveMatching): Matching[] {
  const first = match(input);
  const start = { startPriceOfSeat: first.priceOfSeat, startPairOfPerson: first.pairOfPerson };
  const second = match({ ...raised(input, 300), ...start });
  const third = match({ ...raised(input, 40_000), ...start, startStep: 20_000, lastStep: 500 });
  return [first, second, third, match({ ...raised(input, 300), startPriceOfSeat: third.priceOfSeat })];
}

let workers: Worker[] = [];

function companion(buffer: SharedArrayBuffer, task: 'help' | 'vanish'): Worker {
  const worker = new Worker(new URL('./workers/companion.mjs', import.meta.url), { workerData: { buffer, task } });
  workers.push(worker);
  return worker;
}

function newDesk(input: MatchingInput): SharedArrayBuffer {
  const pairCount = input.seatOfPair.length;
  const buffer = new SharedArrayBuffer(MatchingDesk.bytesOf({ personCount: people, seatCount: input.seatCount, pairCount }));
  clearDesk(buffer);
  return buffer;
}

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()));
  workers = [];
});

describe('the parts of a matching', () => {
  it('share no seat, and hold everybody who has a pair once', () => {
    const input = inputOf(1, 24);
    const parts = partsOf(input)!;
    expect(parts.count).toBeGreaterThan(5);
    const partOfSeat = new Int32Array(input.seatCount).fill(-1);
    for (let part = 0; part < parts.count; part++) {
      for (const seat of parts.seatAt.subarray(parts.firstSeatOfPart[part], parts.firstSeatOfPart[part + 1])) partOfSeat[seat] = part;
      for (const person of parts.personAt.subarray(parts.firstPersonOfPart[part], parts.firstPersonOfPart[part + 1])) {
        for (let pair = input.firstPairOfPerson[person]!; pair < input.firstPairOfPerson[person + 1]!; pair++)
          expect(partOfSeat[input.seatOfPair[pair]!]).toBe(part);
      }
    }
    const withPairs = Array.from({ length: people }, (_, person) => person).filter((person) => person % 100 !== 0);
    expect(Array.from(parts.personAt).sort((a, b) => a - b)).toEqual(withPairs);
  });

  it('are not made where one holds nearly everybody, or all are few', () => {
    expect(partsOf(inputOf(1, 1))).toBeNull();
    const { personCount, firstPairOfPerson } = inputOf(1, 24);
    const few = { ...inputOf(1, 24), personCount: personCount / 2, firstPairOfPerson: firstPairOfPerson.slice(0, personCount / 2 + 1) };
    expect(partsOf(few)).toBeNull();
  });
});

describe('a matching part by part', () => {
  it.each([1, 2, 3])('is as good as in one piece, from all kinds of starts (seed %i)', (seed) => {
    const input = inputOf(seed, 24);
    const found = rounds(input, matcherFor(input));
    const whole = rounds(input, solveMatching);
    expect(found.map(({ value }) => value)).toEqual(whole.map(({ value }) => value));
    [input, raised(input, 300), raised(input, 40_000), raised(input, 300)].forEach((one, k) => expectOptimal(one, found[k]!));
  });

  it('is the same with companions, who go when the desk is closed', async () => {
    const input = inputOf(4, 24);
    const buffer = newDesk(input);
    const helpers = [companion(buffer, 'help'), companion(buffer, 'help')];
    await Promise.all(helpers.map((worker) => once(worker, 'online')));
    expect(rounds(input, matcherFor(input, buffer))).toEqual(rounds(input, matcherFor(input)));
    const other = inputOf(5, 8);
    expect(rounds(other, matcherFor(other, buffer))).toEqual(rounds(other, matcherFor(other)));
    const gone = helpers.map((worker) => once(worker, 'exit'));
    closeDesk(buffer);
    expect((await Promise.all(gone)).map(([code]) => code)).toEqual([0, 0]);
  });

  it('does without a companion that drew a part and never answers', async () => {
    const input = inputOf(6, 24);
    const buffer = newDesk(input);
    await once(companion(buffer, 'vanish'), 'online');
    const match = matcherFor(input, buffer);
    const alone = matcherFor(input);
    for (let round = 0; round < 3; round++) expect(match(raised(input, round))).toEqual(alone(raised(input, round)));
  });

  it('says which value is no whole number, whoever met it', () => {
    const input = inputOf(7, 24);
    input.valueOfPair[777] = 0.5;
    expect(() => matcherFor(input)(input)).toThrow('matching: value 0.5 is no whole number up to 2^50');
  });

  it('has room in the desk of a problem whose pairs without a seat row share one more', () => {
    const [cells, peopleOfCell] = [30, 200];
    const personCount = cells * peopleOfCell + 1;
    const seatCount = cells * 50;
    const pairCount = personCount * pairsOfPerson;
    const desk = new SharedArrayBuffer(MatchingDesk.bytesOf({ personCount, seatCount, pairCount }));
    // The last person alone is in the seat that the problem has not.
    const seatOfPair = Int32Array.from({ length: pairCount }, (_, pair) => {
      const person = Math.floor(pair / pairsOfPerson);
      return person === personCount - 1 ? seatCount : Math.floor(person / peopleOfCell) * 50 + (pair % 50);
    });
    const input: MatchingInput = {
      personCount,
      seatCount: seatCount + 1,
      firstPairOfPerson: Int32Array.from({ length: personCount + 1 }, (_, person) => person * pairsOfPerson),
      seatOfPair,
      upperOfSeat: new Int32Array(seatCount + 1).fill(3),
      valueOfPair: Float64Array.from(seatOfPair, (seat, pair) => (seat * 7919 + pair * 104_729) % 10_000),
    };
    expect(partsOf(input)!.count).toBe(cells + 1);
    expect(matcherFor(input, desk)(input).value).toBe(solveMatching(input).value);
  });

  it('is laid out by one owner of a desk only', () => {
    const buffer = newDesk(inputOf(1, 24));
    expect([claimDesk(buffer), claimDesk(buffer)]).toEqual([true, false]);
    clearDesk(buffer);
    expect(claimDesk(buffer)).toBe(true);
    closeDesk(buffer);
    accompany(buffer, () => false);
  });
});
