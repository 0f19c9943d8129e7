import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { compareText } from '../basics/order.js';
import { round, shortened } from './charts.js';
import { escapeHtml } from './escape.js';
import { count } from './html-table.js';
import type { PlacementRow } from './outcome.js';

const width = 720;
const labelWidth = 170;
const mostOnASide = 18;
const nodeHeight = 22;

interface Node {
  readonly name: string;
  readonly side: 0 | 1;
}

interface Link {
  readonly source: number;
  readonly target: number;
  readonly value: number;
}

/** How people flow from senders to cities, as bands whose width is their number; the smallest of each side are drawn together as “others”. */
export function sankeyOfPlan(id: string, placements: readonly PlacementRow[]): string {
  const rows = placements.map((row) => [row.senderId ?? 'no sender', row.city ?? row.country ?? 'unknown place'] as const);
  const left = largest(rows.map(([sender]) => sender));
  const right = largest(rows.map(([, city]) => city));
  const nodes: Node[] = [
    ...left.names.map((name) => ({ name, side: 0 as const })),
    ...right.names.map((name) => ({ name, side: 1 as const })),
  ];
  const values = new Map<string, number>();
  for (const [sender, city] of rows) {
    const key = `${left.indexOf(sender)} ${left.names.length + right.indexOf(city)}`;
    values.set(key, (values.get(key) ?? 0) + 1);
  }
  const links = [...values]
    .map(([key, value]): Link => {
      const [source, target] = key.split(' ').map(Number) as [number, number];
      return { source, target, value };
    })
    .sort((a, b) => a.source - b.source || a.target - b.target);
  const height = Math.max(left.names.length, right.names.length) * nodeHeight + 20;
  const layout = sankey<Node, Link>()
    .nodeWidth(10)
    .nodePadding(8)
    .nodeSort(null)
    .linkSort(null)
    .extent([
      [labelWidth, 6],
      [width - labelWidth, height - 6],
    ]);
  const graph = layout({ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) });
  const path = sankeyLinkHorizontal();
  const bands = graph.links.map((link) => {
    const [from, to] = [link.source as unknown as Node, link.target as unknown as Node];
    return `<path class="band" d="${(path(link) ?? '').replace(/\d+\.\d+/g, (text) => String(round(Number(text))))}" stroke-width="${round(Math.max(1, link.width ?? 1))}"><title>${escapeHtml(`${from.name} to ${to.name}: ${link.value}`)}</title></path>`;
  });
  const blocks = graph.nodes.map((node) => {
    const middle = round(((node.y0 ?? 0) + (node.y1 ?? 0)) / 2);
    const x = node.side === 0 ? (node.x0 ?? 0) - 6 : (node.x1 ?? 0) + 6;
    const text = `${shortened(node.name, 20)} ${count(node.value ?? 0)}`;
    return (
      `<rect class="bar" x="${round(node.x0 ?? 0)}" y="${round(node.y0 ?? 0)}" width="10" height="${round(Math.max(1, (node.y1 ?? 0) - (node.y0 ?? 0)))}"/>` +
      `<text x="${round(x)}" y="${middle}" text-anchor="${node.side === 0 ? 'end' : 'start'}" dominant-baseline="middle">${escapeHtml(text)}</text>`
    );
  });
  return `<svg class="flowchart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}"><title id="${id}">People from senders (left) to cities (right)</title>${bands.join('')}${blocks.join('')}</svg>`;
}

/** The names that occur most, by number and then name, and where a name stands among them. */
function largest(names: readonly string[]): { names: string[]; indexOf: (name: string) => number } {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([name]) => name);
  const shown = sorted.length <= mostOnASide ? sorted : [...sorted.slice(0, mostOnASide - 1), `${sorted.length - mostOnASide + 1} others`];
  const places = new Map(sorted.map((name, k) => [name, Math.min(k, shown.length - 1)]));
  return { names: shown, indexOf: (name) => places.get(name)! };
}
