import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate, StepVerdict } from '../../src/certify/types.js';
import { groupDigits, percentOfBillionths, sentencesOfVerdict, wordsOfProof, wordsOfValue } from '../../src/explain/words.js';

function stepOf(fields: Partial<StepVerdict>): StepVerdict {
  return {
    tier: 'placed',
    kind: 'count',
    proved: true,
    value: '1',
    bound: '1',
    gapBillionths: 0,
    toleranceMillionths: 0,
    giveMillionths: 0,
    claimedBy: null,
    ...fields,
  };
}

function sentences(verdict: Certificate['verdict'], steps: readonly StepVerdict[], reason: string | null = null): string {
  return sentencesOfVerdict({
    verdict,
    steps,
    values: null,
    reason,
    checks: { plan: true, bound: true, link: true, pairsChecked: 0, sampledPeople: null },
  });
}

describe('numbers in words', () => {
  it('keeps every digit of a gap', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000_000 }), (gap) => {
        const [whole = '', rest = ''] = percentOfBillionths(gap).replace(' %', '').split('.');
        expect(Number(whole) * 10_000_000 + Number(rest.padEnd(7, '0'))).toBe(gap);
      }),
    );
    expect(percentOfBillionths(1)).toBe('0.0000001 %');
  });

  it('groups by three and leaves fractions alone', () => {
    expect(['1', '1234', '-1234567.50', '123456'].map(groupDigits)).toEqual(['1', '1,234', '-1,234,567.50', '123,456']);
    expect(wordsOfValue({ tier: 'evenness', kind: 'level' }, '61450/11')).toBe('61450/11');
  });

  it('turns what a tier counts downwards into what a reader counts', () => {
    expect(wordsOfValue({ tier: 'money', kind: 'money' }, '-80950005')).toBe('809,500.05 €');
    expect(wordsOfValue({ tier: 'evenness', kind: 'stay' }, '-4')).toBe('4');
  });
});

describe('a verdict in words', () => {
  const open = stepOf({ tier: 'quality', kind: 'quality', proved: false, gapBillionths: 5_000_000, claimedBy: 'highs' });

  it('promises no more than is proved', () => {
    expect(sentences('within-gap', [stepOf({}), open])).toBe(
      'This plan keeps every rule. It is proved best in “who is placed”. In the tier “match quality” no plan is better by more than 0.5 %; this gap was not closed (highs calls it best, without a proof that could be replayed).',
    );
    expect(sentences('feasible', [{ ...open, bound: null, gapBillionths: null, claimedBy: null }])).toBe(
      'This plan keeps every rule. In the tier “match quality” nothing useful is known about how far it is from the best.',
    );
    expect(sentences('unproved', [], 'stopped (time) without a plan')).toBe(
      'There is no plan, and no proof that none exists. Stopped (time) without a plan.',
    );
  });

  it('says where a tolerance closed a gap', () => {
    const within = stepOf({ gapBillionths: 550_783, toleranceMillionths: 1000 });
    expect(wordsOfProof(within)).toBe('proved, within tolerance');
    expect(sentences('optimal', [within])).toContain('no plan does better by more than its tolerance');
    expect(sentences('optimal', [stepOf({})])).toContain('no plan does better. ');
  });
});
