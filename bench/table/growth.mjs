import { scaleLog } from 'd3-scale';
import { byFamily } from './lines.mjs';
import { short, spreadOf } from './statistics.mjs';

const width = 1100;
const height = 480;
const margin = { top: 48, right: 150, bottom: 48, left: 64 };
const gap = 190;
/** By solver: colours that stay apart for colour-blind eyes, and marks that stay apart in print. */
const styles = {
  placewise: { colour: '#0b6e4f', mark: 'circle' },
  LEMON: { colour: '#c1440e', mark: 'square' },
  highs: { colour: '#2f4b9b', mark: 'diamond' },
  'javascript-lp-solver': { colour: '#8a5a00', mark: 'triangle' },
  yalps: { colour: '#7b2d8b', mark: 'cross' },
  'min-cost-flow': { colour: '#555555', mark: 'plus' },
};

/** Points by family and solver: medians over the seeds of pairs and CPU seconds, from the rows `plain` and `peers`. */
export function pointsOf(figures) {
  const sound = figures.filter(({ error, family }) => error === undefined && (family === 'clust' || family === 'flat'));
  const single = sound.flatMap((figure) => {
    const { row, size, family, pairs } = figure;
    if (row === 'peers')
      return Object.entries(figure.solvers).flatMap(([solver, { cpuSeconds }]) =>
        cpuSeconds === undefined ? [] : [{ size, family, pairs, solver, cpuSeconds }],
      );
    if (row !== 'plain') return [];
    const ours = { size, family, pairs, solver: 'placewise', cpuSeconds: figure.cpuSeconds };
    return figure.lemonCpuSeconds === null ? [ours] : [ours, { ...ours, solver: 'LEMON', cpuSeconds: figure.lemonCpuSeconds }];
  });
  return [...byFamily(single)].map(([family, members]) => ({
    family,
    lines: Object.keys(styles).flatMap((solver) => {
      const points = [...new Set(members.map(({ size }) => size))]
        .map((size) => members.filter((point) => point.size === size && point.solver === solver))
        .filter((group) => group.length > 0)
        .map((group) => ({
          pairs: spreadOf(group.map(({ pairs }) => pairs)).median,
          // A clock that shows 0 has no place on a logarithmic axis.
          cpuSeconds: Math.max(1e-5, spreadOf(group.map(({ cpuSeconds }) => cpuSeconds)).median),
        }))
        .sort((a, b) => a.pairs - b.pairs);
      return points.length === 0 ? [] : [{ solver, points }];
    }),
  }));
}

/** The growth of CPU with size as an SVG, one panel a family, both axes logarithmic; null where nothing was measured. */
export function growthPlot(figures) {
  const panels = pointsOf(figures);
  if (panels.length === 0) return null;
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points));
  const panelWidth = (width - margin.left - margin.right - gap * (panels.length - 1)) / panels.length;
  const scaleOf = (values, range) =>
    scaleLog()
      .domain([10 ** Math.floor(Math.log10(Math.min(...values))), 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.001))])
      .range(range);
  const x = scaleOf(
    all.map(({ pairs }) => pairs),
    [0, panelWidth],
  );
  const y = scaleOf(
    all.map(({ cpuSeconds }) => cpuSeconds),
    [height - margin.top - margin.bottom, 0],
  );
  const drawn = panels.map((panel, k) => drawPanel(panel, x, y, margin.left + k * (panelWidth + gap)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12">`,
    '<title>CPU seconds of a solve against eligible pairs, seats only</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function drawPanel({ family, lines }, x, y, left) {
  const [, right] = x.range();
  const [bottom] = y.range();
  const isPower = (value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
  const at = (value) => value.toFixed(1);
  const grid = [
    ...x
      .ticks()
      .filter(isPower)
      .map(
        (value) =>
          `<path d="M${at(x(value))} 0V${bottom}" stroke="#dddddd"/><text x="${at(x(value))}" y="${bottom + 18}" text-anchor="middle">${value.toLocaleString('en-GB')}</text>`,
      ),
    ...y
      .ticks()
      .filter(isPower)
      .map(
        (value) =>
          `<path d="M0 ${at(y(value))}H${right}" stroke="#dddddd"/><text x="-8" y="${at(y(value) + 4)}" text-anchor="end">${short(value)}</text>`,
      ),
  ];
  const labels = labelHeights(lines.map(({ points }) => y(points.at(-1).cpuSeconds)));
  const curves = lines.map(({ solver, points }, k) => {
    const { colour, mark } = styles[solver];
    const path = points.map(({ pairs, cpuSeconds }) => `${at(x(pairs))} ${at(y(cpuSeconds))}`).join('L');
    const last = points.at(-1);
    const label = `<path d="M${at(x(last.pairs) + 6)} ${at(y(last.cpuSeconds))}L${at(x(last.pairs) + 14)} ${at(labels[k])}" stroke="${colour}" stroke-width="0.7"/><text x="${at(x(last.pairs) + 16)}" y="${at(labels[k] + 4)}" fill="${colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${solver}</text>`;
    return `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>${points.map((point) => drawMark(mark, x(point.pairs), y(point.cpuSeconds), colour)).join('')}${label}`;
  });
  return [
    `<g transform="translate(${at(left)} ${margin.top})">`,
    `<text x="0" y="-24" font-size="14" font-weight="bold">${family}</text><text x="0" y="-8" fill="#555555">CPU seconds</text>`,
    ...grid,
    `<text x="${at(right / 2)}" y="${bottom + 38}" text-anchor="middle" fill="#555555">eligible pairs</text>`,
    ...curves,
    '</g>',
  ].join('\n');
}

/** Labels as near to the ends of their lines as they can stand without overlap. */
function labelHeights(wanted) {
  const apart = 14;
  const heights = [...wanted];
  let above = -Infinity;
  for (const k of [...wanted.keys()].sort((a, b) => wanted[a] - wanted[b])) {
    heights[k] = Math.max(heights[k], above + apart);
    above = heights[k];
  }
  return heights;
}

function drawMark(mark, cx, cy, colour) {
  const at = (dx, dy) => `${(cx + dx).toFixed(1)} ${(cy + dy).toFixed(1)}`;
  const shapes = {
    circle: `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="4" fill="${colour}"/>`,
    square: `<path d="M${at(-4, -4)}L${at(4, -4)}L${at(4, 4)}L${at(-4, 4)}Z" fill="${colour}"/>`,
    diamond: `<path d="M${at(0, -5)}L${at(5, 0)}L${at(0, 5)}L${at(-5, 0)}Z" fill="${colour}"/>`,
    triangle: `<path d="M${at(0, -5)}L${at(5, 4)}L${at(-5, 4)}Z" fill="${colour}"/>`,
    cross: `<path d="M${at(-4, -4)}L${at(4, 4)}M${at(-4, 4)}L${at(4, -4)}" stroke="${colour}" stroke-width="2"/>`,
    plus: `<path d="M${at(-5, 0)}L${at(5, 0)}M${at(0, -5)}L${at(0, 5)}" stroke="${colour}" stroke-width="2"/>`,
  };
  return shapes[mark];
}
