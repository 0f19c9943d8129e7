import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeNames } from '../../src/papers/safe-names.js';

const hostile = [
  '../../x',
  'con',
  'CON.txt',
  'a/b',
  'a_b',
  'a\\b',
  'a:b',
  '',
  '.',
  '..',
  'x.',
  'ž',
  'ž'.normalize('NFD'),
  'A1',
  'a1',
  'nul',
  '~a',
  'a b',
  'x'.repeat(300),
  '\ud800',
  '\ud801',
  'com1',
  '-rf',
];

describe('safe names', () => {
  it('never make a path, a device or a hidden file, and keep plain ids as they are', () => {
    const names = safeNames(hostile);
    for (const name of names.values()) {
      expect(name).toMatch(/^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,110}$/);
      expect(name).not.toMatch(/\.$|\.\.|^(con|nul|com1)(\.|$)/i);
    }
    expect(names.get('a_b')).toBe('a_b');
    expect(names.get('a/b')).toMatch(/^a_b~[0-9a-f]{12}$/);
  });

  it('are never shared by distinct ids, not on file systems without case either', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...hostile), fc.stringMatching(/^[aA._/~-]{1,3}$/)), {
          maxLength: 40,
        }),
        (ids) => {
          const names = [...safeNames(ids).values()];
          expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(ids.length);
        },
      ),
    );
  });
});
