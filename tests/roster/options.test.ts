import { describe, expect, it } from 'vitest';
import { defaultOptions, parseOptions, parseOptionsText } from '../../src/roster/options.js';

const codes = (text: string) => parseOptionsText(text).issues.map(({ code, column, maybe }) => [code, column, maybe]);

describe('options', () => {
  it('are the defaults where nothing is said', () => {
    expect(parseOptions({})).toMatchObject({
      options: defaultOptions,
      issues: [],
      reading: { dateFormat: 'iso', decimalComma: false, encoding: 'utf-8', delimiter: null },
    });
  });
  it('are laid over the defaults field by field, and those given over those of the file', () => {
    const { options, issues } = parseOptions({ give: { money: 7 }, weights: { distance: 3 }, seed: 4 }, { seed: 9, give: { placed: 1 } });
    expect(issues).toEqual([]);
    expect(options).toEqual({
      ...defaultOptions,
      seed: 9,
      give: { ...defaultOptions.give, money: 7, placed: 1 },
      weights: { ...defaultOptions.weights, distance: 3 },
    });
  });
  it.each([
    ['{"sede": 1}', ['option-unknown', 'sede', 'seed']],
    ['{"weights": {"wishes": 1}}', ['option-unknown', 'weights.wishes', 'wish']],
    ['{"seed": "1"}', ['option-invalid', 'seed', null]],
    ['{"seed": 1.5}', ['option-invalid', 'seed', null]],
    ['{"seed": -1}', ['option-invalid', 'seed', null]],
    ['{"seed": 1, "seed": 1}', ['option-twice', 'seed', null]],
    ['{"give": {"money": 1, "money": 2}}', ['option-twice', 'give.money', null]],
    ['{"give": {"money": 1000001}}', ['option-invalid', 'give.money', null]],
    ['{"tiers": ["placed", "placed"]}', ['option-invalid', 'tiers', null]],
    ['{"tiers": []}', ['option-invalid', 'tiers', null]],
    ['{"profileDigits": 5}', ['option-invalid', 'profileDigits', null]],
    ['{"decimalComma": "true"}', ['option-invalid', 'decimalComma', null]],
    ['{"order": "rank"}', ['option-invalid', 'order', null]],
    ['{"weights": {"profile": 0, "outcomes": 0, "wish": 0, "hostWish": 0, "quality": 0}}', ['weights-zero', 'weights', null]],
    ['{"__proto__": 1}', ['option-unknown', '__proto__', null]],
    ['{"durations": {"staff/course": [5, 2]}}', ['option-invalid', 'durations.staff/course', null]],
    ['{"durations": {"staff/course": [0, 2]}}', ['option-invalid', 'durations.staff/course.0', null]],
    ['{"durations": {"staff/courses": [2, 5]}}', ['option-unknown', 'durations.staff/courses', 'staff/course']],
    ['{"adultAge": -1}', ['option-invalid', 'adultAge', null]],
    ['[]', ['option-invalid', null, null]],
    ['{', ['json-invalid', null, null]],
  ])('%s', (text, issue) => {
    expect(codes(text)).toEqual([issue]);
  });
  it('lays durations over the defaults name by name, in one order', () => {
    const one = parseOptions({ durations: { staff: [1, 9], 'short-term': [12, 20] } }, { durations: { accompanying: [2, 3] } }).options;
    expect(one.durations).toEqual({ ...defaultOptions.durations, staff: [1, 9], 'short-term': [12, 20], accompanying: [2, 3] });
    const other = parseOptions({ durations: { accompanying: [2, 3], 'short-term': [12, 20], staff: [1, 9] } }).options;
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
  });
  it('lists all faults and keeps what is sound', () => {
    const { options, issues } = parseOptionsText(
      '{"seed": "x", "variantWeekday": 9, "order": "count-first", "extra": {"a": "}", "b": ["\\\\\\""]}}',
    );
    expect(issues.map(({ column }) => column)).toEqual(['extra', 'seed', 'variantWeekday']);
    expect(options).toEqual({ ...defaultOptions, order: 'count-first' });
  });
});
