import { describe, expect, it } from 'vitest';
import { occupancyChart } from '../../src/report/occupancy.js';
import type { PlacementRow } from '../../src/report/outcome.js';
import { day } from '../support/roster.js';

const stay = (city: string, startDay: number, endDay: number) => ({ city, startDay, endDay }) as PlacementRow;
const chartOf = (placements: readonly PlacementRow[]): string => occupancyChart('id', 'People', placements, ({ city }) => city);

describe('the chart of who is where when', () => {
  it('counts who is there on one day, and nobody on the day after they leave', () => {
    const [first, second] = [day('2026-03-02'), day('2026-03-10')];
    const chart = chartOf([
      stay('Forlì', first, second - 1),
      stay('Forlì', second, second + 5),
      stay('Forlì', second, second + 5),
      stay('Rimini', first, second),
    ]);
    expect(chart).toContain('Forlì: at most 2 on one day');
    expect(chart).toContain('Rimini: at most 1 on one day');
    expect(chart).toContain('>2026-03-02<');
    expect(chart).toContain('>2026-03-15<');
  });

  it('takes a plan of any size', () => {
    const from = day('2026-03-02');
    expect(chartOf(new Array<PlacementRow>(150_000).fill(stay('Forlì', from, from + 6)))).toContain('at most 150000 on one day');
  });
});
