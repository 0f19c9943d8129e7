import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commonDivisor, divisorOfBoth } from '../../src/basics/common-divisor.js';

it('divides every value, and no larger number does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 6 }), (unit, parts) => {
      const values = parts.map((part) => unit * part);
      const most = Math.max(0, ...values.map(Math.abs));
      let largest = 0;
      for (let d = 1; d <= most; d++) if (values.every((value) => value % d === 0)) largest = d;
      expect(commonDivisor(values)).toBe(largest);
      expect(values.reduce((divisor, value) => divisorOfBoth(divisor, value), 0)).toBe(largest);
    }),
  );
});
