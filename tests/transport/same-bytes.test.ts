import { oneTierModel } from '../../src/model/one-tier.js';
import { noRows } from '../../src/model/cut.js';
import { afterAll, describe, expect, it } from 'vitest';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import type { Constraints, Model } from '../../src/model/types.js';
import { writeProof } from '../../src/solution/proof-file.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { threadTransport } from '../../src/transport/piscina.js';
import type { Transport } from '../../src/transport/transport.js';
import { randomModel } from '../support/random-model.js';
import { contextOf } from '../support/solve.js';

const transports: readonly Transport[] = [inlineTransport(), ...[1, 2, 7].map((workers) => threadTransport(workers))];

afterAll(() => Promise.all(transports.map((transport) => transport.close())));

/** People in many small cells that share no opening, enough pairs for several bundles. */
function cells(): Model {
  const cellCount = 60;
  const peopleOfCell = 60;
  const seatsOfCell = 30;
  const personCount = cellCount * peopleOfCell;
  const pairsOfPerson = 24;
  let state = 12345;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  const seatOfPair = new Int32Array(personCount * pairsOfPerson);
  for (let person = 0; person < personCount; person++) {
    const first = draw(seatsOfCell);
    for (let k = 0; k < pairsOfPerson; k++)
      seatOfPair[person * pairsOfPerson + k] = (person % cellCount) * seatsOfCell + ((first + k) % seatsOfCell);
  }
  const none = new Float64Array(0);
  const constraints: Constraints = {
    personCount,
    seatCount: cellCount * seatsOfCell,
    pairCount: seatOfPair.length,
    columnCount: seatOfPair.length,
    firstPairOfPerson: Int32Array.from({ length: personCount + 1 }, (_, person) => person * pairsOfPerson),
    seatOfPair,
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: new Int32Array(personCount).fill(1),
    upperOfSeat: Int32Array.from({ length: cellCount * seatsOfCell }, () => 1 + draw(3)),
    upperOfExtra: none,
    rows: noRows,
  };
  return oneTierModel(
    constraints,
    Int32Array.from(seatOfPair, () => draw(1000)),
  );
}

async function bytesOf(model: Model, transport: Transport): Promise<Uint8Array> {
  return writeProof({ modelHash: '', solution: await solveModel(model, contextOf(transport)) });
}

describe('inline and 1, 2 and 7 workers', () => {
  it('give the same bytes for many plain components, with one list of prices that replays', async () => {
    const model = cells();
    const [first, ...others] = await Promise.all(transports.map((transport) => bytesOf(model, transport)));
    for (const bytes of others) expect(Buffer.compare(bytes, first!)).toBe(0);
    const solution = await solveModel(model, contextOf(transports[2]!));
    expect(solution.steps[0]!.proof!.kind).toBe('prices');
    expect(runToEnd(replaySteps(model, solution.steps)).steps[0]).toMatchObject({ isProved: true });
  });

  it('give the same bytes with rows of every kind and all tiers', async () => {
    for (const seed of [2, 3, 5]) {
      for (const side of [true, false]) {
        const model = randomModel(seed, { side, walk: seed === 3 });
        const [first, ...others] = await Promise.all(transports.map((transport) => bytesOf(model, transport)));
        for (const bytes of others) expect(Buffer.compare(bytes, first!)).toBe(0);
      }
    }
  });
});
