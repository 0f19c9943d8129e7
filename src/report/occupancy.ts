import { scaleLinear } from 'd3-scale';
import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import { round, shortened } from './charts.js';
import { escapeHtml } from './escape.js';
import { count } from './html-table.js';
import type { PlacementRow } from './outcome.js';

const width = 720;
const labelWidth = 150;
const valueWidth = 90;
const rowHeight = 34;
const bandHeight = 24;
const mostShown = 14;

/** How many people each city (or host) holds on every day of the plan, the fullest first, as one row of steps each. */
export function occupancyChart(
  id: string,
  title: string,
  placements: readonly PlacementRow[],
  nameOf: (row: PlacementRow) => string | null,
): string {
  const changesOf = new Map<string, Map<number, number>>();
  for (const row of placements) {
    const name = nameOf(row);
    if (name === null) continue;
    let changes = changesOf.get(name);
    if (changes === undefined) changesOf.set(name, (changes = new Map()));
    changes.set(row.startDay, (changes.get(row.startDay) ?? 0) + 1);
    changes.set(row.endDay + 1, (changes.get(row.endDay + 1) ?? 0) - 1);
  }
  if (changesOf.size === 0) return '';
  const rows = [...changesOf]
    .map(([name, changes]) => ({ name, steps: stepsOf(changes) }))
    .map((row) => ({ ...row, most: row.steps.reduce((most, [, number]) => Math.max(most, number), 0) }))
    .sort((a, b) => b.most - a.most || compareText(a.name, b.name))
    .slice(0, mostShown);
  // Arguments of a call would be too many from some 125,000 on.
  const first = placements.reduce((least, { startDay }) => Math.min(least, startDay), Number.POSITIVE_INFINITY);
  const last = placements.reduce((most, { endDay }) => Math.max(most, endDay), Number.NEGATIVE_INFINITY) + 1;
  const x = scaleLinear()
    .domain([first, last])
    .range([labelWidth, width - valueWidth]);
  const y = scaleLinear()
    .domain([0, Math.max(...rows.map(({ most }) => most))])
    .range([0, bandHeight]);
  const height = rows.length * rowHeight + 24;
  const drawn = rows.map(({ name, steps, most }, k) => {
    const base = k * rowHeight + bandHeight + 4;
    let path = `M${round(x(first))},${base}`;
    for (const [day, number] of steps) path += `H${round(x(day))}V${round(base - y(number))}`;
    path += `H${round(x(last))}V${base}Z`;
    return (
      `<text x="${labelWidth - 8}" y="${base - 6}" text-anchor="end">${escapeHtml(shortened(name, 20))}</text>` +
      `<path class="area" d="${path}"><title>${escapeHtml(`${name}: at most ${most} on one day`)}</title></path>` +
      `<line class="axis" x1="${labelWidth}" x2="${width - valueWidth}" y1="${base}" y2="${base}"/>` +
      `<text class="value" x="${width - valueWidth + 8}" y="${base - 6}">at most ${count(most)}</text>`
    );
  });
  const days = `<text class="value" x="${labelWidth}" y="${height - 4}">${isoOfDay(first)}</text><text class="value" x="${width - valueWidth}" y="${height - 4}" text-anchor="end">${isoOfDay(last - 1)}</text>`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}"><title id="${id}">${escapeHtml(title)}</title>${drawn.join('')}${days}</svg>`;
}

/** Day and number of people from that day on, by day, from what changes on each. */
function stepsOf(changes: ReadonlyMap<number, number>): [number, number][] {
  let number = 0;
  return [...changes].sort(([a], [b]) => a - b).map(([day, by]) => [day, (number += by)]);
}
