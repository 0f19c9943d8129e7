import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.js';
import { explanationsOf } from '../../src/report/explanations.js';
import { toExplain } from '../../src/report/outputs.js';
import { selectionOf } from '../../src/report/selection.js';
import { htmlOfOutcome } from '../../src/report/html.js';
import type { Quota, Roster } from '../../src/roster/types.js';
import { day, rosterOf } from '../support/roster.js';

const engine = await createEngine({ transport: 'inline', workers: 1 });
afterAll(() => engine.close());

const dates = { startDay: day('2026-03-02'), endDay: day('2026-04-03') };

function crowd(people: number, seats: number, quotas: Partial<Quota>[] = []): Roster {
  return rosterOf({
    students: [
      ...Array.from({ length: people }, (_, k) => ({
        id: `s${String(k).padStart(3, '0')}`,
        lot: k,
        selectionList: 'L',
        points: 1000 - k,
      })),
      { id: 'tongue', selectionList: 'L', points: 1, languages: [] },
    ],
    openings: [
      { id: 'o', hostId: 'h', ...dates, seats },
      { id: 'p', hostId: 'h', ...dates, seats: 1, languages: [{ language: 'it', level: 3 }], profileIds: [] },
    ],
    quotas,
    options: { durations: {} },
  });
}

async function planned(roster: Roster) {
  const outcome = await engine.place(roster, { answers: true });
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  return outcome;
}

describe('answers for the unplaced', () => {
  it('are those that explain gives, of the first on the lists first', async () => {
    const roster = crowd(4, 2);
    const outcome = await planned(roster);
    const { answers, unplacedCount } = outcome.unplacedAnswers!;
    expect(unplacedCount).toBe(outcome.unplaced.length);
    expect(answers.map(({ studentId }) => studentId)).toEqual(['s002', 's003', 'tongue']);
    for (const { studentId, anywhere, changes } of answers) {
      const asked = await engine.explain(roster, outcome, { student: studentId }, { changes: true });
      if (asked.status === 'refused') throw new Error('refused');
      expect({ anywhere, changes }).toEqual({ anywhere: asked.answer.anywhere, changes: asked.answer.changes });
    }
    expect(answers[0]!.anywhere).toMatchObject({ outcome: 'possible', othersOut: { least: 1, most: 1 }, order: 'broken' });
    const html = htmlOfOutcome(outcome, roster);
    expect(html).toContain('Placing s002 anywhere would cost 1 other person their place');
    expect(html).toContain('1 more seat in o');
    const facts = [...explanationsOf(toExplain(outcome, roster, selectionOf(outcome, roster)))]
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts.find(({ student }) => student === 's002')).toMatchObject({
      ifPlaced: { outcome: 'possible', othersLosePlaces: 'some', listOrder: 'broken' },
    });
    expect(facts.find(({ student }) => student === 's000')).not.toHaveProperty('ifPlaced');
  });

  it('stop at a limit of counted work and say whom to ask for', async () => {
    const roster = crowd(150, 2, [{ id: 'Q', maximum: 2, sex: null }]);
    const outcome = await planned(roster);
    const { answers, unplacedCount } = outcome.unplacedAnswers!;
    expect(answers).toHaveLength(100);
    expect(unplacedCount).toBe(149);
    const left = answers.filter(({ changes }) => changes === null);
    expect(left.length).toBeGreaterThan(0);
    expect(answers.filter(({ changes }) => changes !== null).length).toBeGreaterThan(0);
    const html = htmlOfOutcome(outcome, roster);
    expect(html).toContain(`placewise explain ROSTER PLAN ${left[0]!.studentId}`);
    expect(html).toContain('The first 100 of 149 people');
    expect((await planned(roster)).unplacedAnswers).toEqual(outcome.unplacedAnswers);
  });

  it('are not begun where one question alone would pass the limit', async () => {
    const { answers } = (await planned(crowd(2_500, 2, [{ id: 'Q', maximum: 2, sex: null }]))).unplacedAnswers!;
    expect(answers).toHaveLength(100);
    expect(answers.every(({ changes }) => changes === null)).toBe(true);
  });

  it('are not asked for unless somebody wants them', async () => {
    expect(await engine.place(crowd(4, 2))).not.toHaveProperty('unplacedAnswers');
  });
});
