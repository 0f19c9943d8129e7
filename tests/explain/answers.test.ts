import { describe, expect, it } from 'vitest';
import { linesOfForced } from '../../src/explain/answers.js';
import { defaultOptions } from '../../src/roster/options.js';
import type { ForcedAnswer } from '../../src/solution/answers.js';

function forced(most: number, order: ForcedAnswer['order']): ForcedAnswer {
  return { outcome: 'possible', othersOut: { least: null, most }, order, score: null };
}

function lines(answer: ForcedAnswer, options: Partial<typeof defaultOptions> = {}): string {
  return linesOfForced(answer, 'L1', 'there', { options: { ...defaultOptions, ...options } }).join('\n');
}

describe('what a forced place costs, in words', () => {
  it('says that the lists come first where more people in all could go', () => {
    expect(lines(forced(-6, 'broken'))).toBe(
      'Were L1 placed there, other people could be chosen so that 6 more people go in all. This is not done: the order of the selection lists comes before how many go, and somebody who stands before L1 on them would have to lose their place (proved).',
    );
    expect(lines(forced(-1, 'open'))).toMatch(/1 more person goes in all\. But the order .* was not settled within the work limit\.$/);
  });

  it('does not say so where most people come first, or no list is in the way', () => {
    for (const options of [{ order: 'count-first' }, { way: 'rank-generous' }, { way: 'stable' }] as const)
      expect(lines(forced(-6, 'broken'), options)).toMatch(
        /^With L1 placed there, 6 more people than now could be placed in all\.\nSomebody/,
      );
    for (const order of [null, 'kept'] as const)
      expect(lines(forced(-6, order))).toBe('With L1 placed there, 6 more people than now could be placed in all.');
    expect(lines(forced(1, 'broken'))).toMatch(/cost 1 other person their place in the best plan found.*\nSomebody who stands before L1/);
  });
});
