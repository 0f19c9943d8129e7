import { afterAll, describe, expect, it } from 'vitest';
import { replayProof } from '../../src/certify/bound/proof.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { startReplay } from '../../src/engine/replay-thread.js';
import { startSearch } from '../../src/engine/search-thread.js';
import { ThreadLost } from '../../src/basics/thread-lost.js';
import { startNumberThreads } from '../../src/engine/threads.js';
import { hashModel } from '../../src/model/hash.js';
import { shareModel, withKinds, withoutKeys } from '../../src/model/share.js';
import { writeProof } from '../../src/solution/proof-file.js';
import type { Roster } from '../../src/roster/types.js';
import type { Step } from '../../src/solution/types.js';
import { solveModel } from '../../src/solve/solve.js';
import { threadTransport } from '../../src/transport/piscina.js';
import { randomModel } from '../support/random-model.js';
import { contextOf } from '../support/solve.js';

const transport = threadTransport(2);
afterAll(() => transport.close());

const seeds = [1, 2, 3, 4, 5, 6];
const modelOf = (seed: number) => randomModel(seed, {});

describe('the threads beside the one of the records', () => {
  it.each(seeds)('search the same bytes, and replay the same proof (seed %i)', async (seed) => {
    const search = startSearch(transport);
    const replay = startReplay();
    try {
      const model = shareModel(modelOf(seed));
      replay.begin(model);
      const heard: Step[] = [];
      const onStep = (step: Step): void => {
        heard.push(step);
        replay.hear(step);
      };
      const solution = await search.solve(model, { ...contextOf(transport), onStep });
      expect(heard).toEqual(solution.steps);
      const here = await solveModel(modelOf(seed), contextOf(transport));
      expect(writeProof({ modelHash: '', solution })).toEqual(writeProof({ modelHash: '', solution: here }));
      if (solution.plan === null) return;
      const shown = await replay.end(solution.steps, solution.plan);
      expect(shown).toEqual(runToEnd(replayProof(model, solution.steps, solution.plan)));
      expect(shown).toMatchObject({ ok: true, isMet: true });
    } finally {
      await Promise.all([search.close(), replay.close()]);
    }
  });

  it('say why a proof is none', async () => {
    const model = shareModel(modelOf(seeds[0]!));
    const { steps, plan } = await solveModel(model, contextOf(transport));
    const replay = startReplay();
    replay.begin(model);
    const wrong = steps.map((step) => ({ ...step, value: step.value + 1 }));
    const shown = await replay.end(wrong, plan!);
    await replay.close();
    expect(shown).toEqual(runToEnd(replayProof(model, wrong, plan!)));
    expect(shown).toMatchObject({ ok: false });
  });

  it('tell whoever waits that they have ended', async () => {
    const search = startSearch(transport);
    const replay = startReplay();
    const model = shareModel(modelOf(seeds[0]!));
    replay.begin(model);
    const answers = [search.solve(model, contextOf(transport)), replay.end([], new Int32Array(0))];
    const settled = Promise.allSettled(answers);
    await Promise.all([search.close(), replay.close()]);
    for (const { status } of await settled) expect(status).toBe('rejected');
  });
});

describe('a thread that is lost before its answer', () => {
  const roster = { students: new Array(5_000) } as unknown as Roster;

  /** Starters whose first threads, so many of each, are gone before they are asked. */
  function losing(losses: number) {
    let searches = 0;
    let replays = 0;
    return {
      search: (on: typeof transport) => {
        const thread = startSearch(on);
        if (searches++ < losses) void thread.close();
        return thread;
      },
      replay: () => {
        const thread = startReplay();
        if (replays++ < losses) void thread.close();
        return thread;
      },
    };
  }

  it('is replaced once', async () => {
    const threads = startNumberThreads(roster, transport, losing(1))!;
    const model = threads.share(modelOf(seeds[0]!));
    const solution = await threads.solve(model, contextOf(transport));
    const shown = await threads.replay(model, solution);
    await threads.close();
    expect(shown).toMatchObject({ ok: true, isMet: true });
  });

  it('is the error where the next is lost as well', async () => {
    const threads = startNumberThreads(roster, transport, losing(2))!;
    const model = threads.share(modelOf(seeds[0]!));
    await expect(threads.solve(model, contextOf(transport))).rejects.toThrow(ThreadLost);
    await threads.close();
  });
});

describe('the replay of steps that are told', () => {
  const roster = { students: new Array(5_000) } as unknown as Roster;

  /** What the replay has heard when the search is over, and its answer; the check of the model ends where `isEarly` before the search, else never. */
  async function heardBy(cores: number, isEarly: boolean) {
    const heard: Step[] = [];
    const listening = () => {
      const thread = startReplay();
      const hear = (step: Step): void => {
        heard.push(step);
        thread.hear(step);
      };
      return { ...thread, hear };
    };
    const threads = startNumberThreads(roster, transport, { search: startSearch, replay: listening }, cores)!;
    const model = threads.share(modelOf(seeds[0]!));
    const isChecked = isEarly ? Promise.resolve() : new Promise<void>(() => undefined);
    const solution = await threads.solve(model, contextOf(transport), isChecked);
    const shown = await threads.replay(model, solution);
    await threads.close();
    expect(shown).toEqual(runToEnd(replayProof(model, solution.steps, solution.plan!)));
    return { heard, steps: solution.steps };
  }

  it('begins at once where there are cores for all, or the model is checked', async () => {
    for (const [cores, isEarly] of [
      [8, false],
      [2, true],
    ] as const) {
      const { heard, steps } = await heardBy(cores, isEarly);
      expect(heard).toEqual(steps);
    }
  });

  it('is left to the whole proof where cores are few and the model is not checked yet', async () => {
    const { heard } = await heardBy(2, false);
    expect(heard).toEqual([]);
  });
});

describe('a shared model', () => {
  it.each(seeds)('is the same model, and no key of the roster crosses with it (seed %i)', (seed) => {
    const model = modelOf(seed);
    const shared = shareModel(model);
    expect(hashModel(shared)).toBe(hashModel(model));
    expect(shared.seatOfPair.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.rows.columnOfEntry.buffer).toBeInstanceOf(SharedArrayBuffer);
    const { labelOfRow } = withKinds(structuredClone(withoutKeys(shared))).rows;
    expect(labelOfRow).toEqual(model.rows.labelOfRow.map(({ kind }) => ({ kind, keys: [] })));
  });
});
