import { expect, test } from 'vitest';
import { withShare, type SolveContext } from '../../src/solve/context.js';
import { monotonicMs } from '../../src/transport/job.js';

function contextUntil(deadlineMs: number): SolveContext {
  const struck = (): 'time' | null => (monotonicMs() > deadlineMs ? 'time' : null);
  return { deadlineMs, struck } as SolveContext;
}

test('a share of the time strikes at its own deadline, not at that of the whole call', () => {
  const now = monotonicMs();
  const whole = contextUntil(now + 1_000_000);
  const none = withShare(whole, 0, now - 10);
  expect(none.struck()).toBe('time');
  expect(whole.struck()).toBe(null);
  expect(withShare(whole, 0.5, now).struck()).toBe(null);
});

test('without a time limit a share is the whole', () => {
  const whole = contextUntil(Infinity);
  expect(withShare(whole, 0.1, monotonicMs())).toBe(whole);
});
