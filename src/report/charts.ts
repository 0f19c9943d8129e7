import { scaleLinear } from 'd3-scale';
import { escapeHtml } from './escape.js';

/** One bar; `limit` draws a mark where it must end, `text` stands beside it. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly limit: number | null;
  readonly text: string;
}

const width = 640;
const labelWidth = 190;
const textWidth = 170;
const rowHeight = 24;
const barHeight = 14;

/** Horizontal bars as one SVG that needs no script: a title for those who cannot see it, colours from the page's own style. */
export function barChart(id: string, title: string, bars: readonly Bar[]): string {
  const most = Math.max(1, ...bars.map(({ value, limit }) => Math.max(value, limit ?? 0)));
  const x = scaleLinear()
    .domain([0, most])
    .range([0, width - labelWidth - textWidth]);
  const height = bars.length * rowHeight + 4;
  const rows = bars.map(({ label, value, limit, text }, position) => {
    const top = position * rowHeight + 4;
    const middle = top + barHeight / 2 + 1;
    const isFull = limit !== null && value >= limit;
    const mark =
      limit === null
        ? ''
        : `<line class="limit" x1="${labelWidth + round(x(limit))}" x2="${labelWidth + round(x(limit))}" y1="${top - 2}" y2="${top + barHeight + 2}"/>`;
    return (
      `<text class="name" x="${labelWidth - 8}" y="${middle}" text-anchor="end" dominant-baseline="middle">${escapeHtml(shortened(label, 26))}</text>` +
      `<rect class="bar${isFull ? ' full' : ''}" x="${labelWidth}" y="${top}" width="${Math.max(1, round(x(Math.max(0, value))))}" height="${barHeight}" rx="2"/>${mark}` +
      `<text class="value" x="${labelWidth + round(x(Math.max(value, limit ?? 0))) + 8}" y="${middle}" dominant-baseline="middle">${escapeHtml(text)}</text>`
    );
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}"><title id="${id}">${escapeHtml(title)}</title>${rows.join('')}</svg>`;
}

/** Two digits behind the point: enough for a screen, and the same text everywhere. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** One point of a curve; `label` stands under it. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/** A curve through points, ascending in x; each point has its value written beside it. */
export function curveChart(id: string, title: string, points: readonly CurvePoint[]): string {
  if (points.length === 0) return '';
  const [height, side, foot] = [220, 40, 40];
  const most = Math.max(1, ...points.map(({ y }) => y));
  const x = scaleLinear()
    .domain([points[0]!.x, Math.max(points[0]!.x + 1, points.at(-1)!.x)])
    .range([side, width - side]);
  const y = scaleLinear()
    .domain([0, most])
    .range([height - foot, 24]);
  const line = points.map((point) => `${round(x(point.x))},${round(y(point.y))}`).join(' ');
  const marks = points.map(
    (point) =>
      `<circle class="bar" cx="${round(x(point.x))}" cy="${round(y(point.y))}" r="4"/>` +
      `<text class="value" x="${round(x(point.x))}" y="${round(y(point.y)) - 10}" text-anchor="middle">${point.y}</text>` +
      `<text class="name" x="${round(x(point.x))}" y="${height - 16}" text-anchor="middle">${escapeHtml(point.label)}</text>`,
  );
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}"><title id="${id}">${escapeHtml(title)}</title><polyline fill="none" stroke="currentColor" points="${line}"/>${marks.join('')}</svg>`;
}

/** A label of at most so many characters. */
export function shortened(label: string, most: number): string {
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}
