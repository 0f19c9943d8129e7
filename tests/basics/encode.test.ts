import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, encodeSlices, type Encodable } from '../../src/basics/encode.js';

const safe = fc.maxSafeInteger().map((value) => value || 0);
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  safe,
  fc.string(),
  fc.array(fc.integer()).map((values) => Int32Array.from(values)),
  fc.array(safe).map((values) => Float64Array.from(values)),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('node')),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('node'),
    ),
  ),
})).node as fc.Arbitrary<Encodable>;

describe('encode', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const back = decode(encode(value));
        expect(JSON.stringify(back)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('refuses bytes that are cut short or too long', () => {
    const bytes = encode({ a: [1, 2, 3], b: Int32Array.of(5, -5) });
    for (let length = 0; length < bytes.length; length++) expect(() => decode(bytes.subarray(0, length))).toThrow(RangeError);
    expect(() => decode(Uint8Array.from([...bytes, 0]))).toThrow(RangeError);
  });

  it('never asks for more memory than the bytes can hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decode(bytes);
        } catch (error) {
          expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('encodeSlices', () => {
  it('pauses within long lists and gives the same bytes', () => {
    const numbers = Float64Array.from({ length: 100_000 }, (_, k) => (k * 7919) % 10_007);
    const value = { first: numbers, second: [numbers, 'end'] };
    const slices = encodeSlices(value);
    let pauses = 0;
    let step = slices.next();
    for (; step.done !== true; step = slices.next()) pauses++;
    expect(pauses).toBeGreaterThan(10);
    expect(Buffer.from(step.value).equals(Buffer.from(encode(value)))).toBe(true);
    expect(decode(step.value)).toEqual(value);
  });
});
