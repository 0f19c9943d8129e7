import { expect, it } from 'vitest';
import { Running } from '../../src/solve/running.js';
import { solveModel } from '../../src/solve/solve.js';
import type { StepProgress } from '../../src/solution/types.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { newBoard, postBound, postIncumbent } from '../../src/transport/board.js';
import { randomModel } from '../support/random-model.js';
import { contextOf } from '../support/solve.js';

it('adds up boards of shards at work and answers of those that ended, and tells only what is better', () => {
  const told: (number | null)[][] = [];
  const running = new Running(2, (value, bound) => told.push([value, bound]));
  const board = newBoard(1);
  running.start(0, board);
  running.look();
  postIncumbent(board, Float64Array.of(1), 5);
  running.look();
  // The second shard is not begun: nothing is known of the whole.
  expect(told).toEqual([]);
  running.end(1, { value: 10, bound: 12 });
  running.look();
  running.look();
  expect(told).toEqual([[15, null]]);
  postBound(board, 9);
  running.look();
  postIncumbent(board, Float64Array.of(1), 7);
  running.look();
  expect(told.slice(1)).toEqual([
    [15, 21],
    [17, 21],
  ]);
  // A worse plan of another solver on the same shard.
  running.end(0, { value: 6, bound: 8 });
  running.look();
  expect(told.at(-1)).toEqual([17, 20]);
  running.stop();
});

it.each([1, 2, 3, 4, 5, 6])('tells each step from its beginning to its end, better and better, seed %i', async (seed) => {
  const heard: StepProgress[] = [];
  const solution = await solveModel(randomModel(seed), { ...contextOf(inlineTransport()), onProgress: (progress) => heard.push(progress) });
  solution.steps.forEach((step, index) => {
    const own = heard.filter(({ stepIndex }) => stepIndex === index);
    expect(own.at(-1)).toMatchObject({ tier: step.tier, step: step.kind, isRunning: false, value: step.value, bound: step.bound });
    expect(own.filter(({ isRunning }) => !isRunning)).toHaveLength(1);
    const ratios = own.filter(({ value }) => value !== null).map(({ value, denominator }) => value! / denominator);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
  });
});
