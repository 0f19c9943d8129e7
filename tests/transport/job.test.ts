import { expect, it } from 'vitest';
import { searchEndMs } from '../../src/transport/job.js';

it('a search leaves time before its deadline for what comes after it, in proportion to its columns', () => {
  expect(searchEndMs(30_000, 6_000_000)).toBe(29_400);
  expect(searchEndMs(10_000, 20_000)).toBe(9_998);
  expect(searchEndMs(30_000, 200_000, 41)).toBe(29_820);
  expect(searchEndMs(Infinity, 6_000_000)).toBe(Infinity);
});
