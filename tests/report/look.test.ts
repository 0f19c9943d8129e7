import { describe, expect, it } from 'vitest';
import { barOf, barWidth, fitted, line, plainLook, typed, type Look } from '../../src/report/look.js';

const wide = (columns: number): Look => ({ ...plainLook, columns });

describe('a screen', () => {
  it('breaks long lines under their own beginning, and keeps a figure with its sign', () => {
    const text = fitted([line('Unplaced', 'four of them because others have the places'), '  a tier: up to 0.1 %'], wide(30));
    expect(text).toBe('Unplaced   four of them\n           because others have\n           the places\n  a tier: up to 0.1 %\n');
    for (const one of text.split('\n')) expect(one.length).toBeLessThanOrEqual(30);
    expect(fitted(['  a tier may take 0.1 %'], wide(22))).toBe('  a tier may take\n  0.1 %\n');
    expect(fitted(['Way out    by seats alone and more'], wide(26))).toBe('Way out    by seats alone\n           and more\n');
  });

  it('breaks nothing where nobody looks', () => {
    const long = 'x '.repeat(500).trim();
    expect(fitted([long], plainLook)).toBe(`${long}\n`);
  });

  it('draws bars that are full only for the whole, and never blank for a part', () => {
    expect(barOf(0, 10, 4)).toBe('░░░░');
    expect(barOf(1, 1000, 4)).toBe('█░░░');
    expect(barOf(999, 1000, 4)).toBe('███░');
    expect(barOf(10, 10, 4)).toBe('████');
    expect(barOf(12, 10, 4)).toBe('████');
    expect(barOf(0, 0, 4)).toBe('░░░░');
    expect([barWidth(wide(200)), barWidth(wide(80)), barWidth(wide(40))]).toEqual([24, 24, 6]);
  });

  it('quotes a path that a shell would break', () => {
    expect(typed('out/lipanj-2026')).toBe('out/lipanj-2026');
    expect(typed('moji planovi/lipanj ž')).toBe('"moji planovi/lipanj ž"');
  });
});
