import { eurosOfCents } from '../basics/money.js';
import { groupDigits } from '../explain/words.js';
import { escapeHtml } from './escape.js';

/** Rows of a table that a page shows; what lies beyond stands in the file beside it. A page of 100,000 rows opens in no browser. */
export const otherRowsShown = 200;

/** A name, and how its cells are set: `Cost:number`, `Person:id`. Columns without names make a table without a head. */
export type Column = string | `${string}:${'number' | 'day' | 'id'}`;

/** Cells are HTML already. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const parts = columns.map((column) => column.split(':') as [string, string?]);
  const classOf = (kind: string | undefined): string => (kind === undefined ? '' : ` class="${kind}"`);
  const head = parts
    .map(([name, kind]) => `<th scope="col"${classOf(kind === 'number' ? kind : undefined)}>${escapeHtml(name)}</th>`)
    .join('');
  const classes = parts.map(([, kind]) => classOf(kind));
  const body = rows.map((row) => `<tr>${row.map((cell, position) => `<td${classes[position]}>${cell}</td>`).join('')}</tr>`).join('\n');
  const heading = columns.every((column) => column === '') ? '' : `<thead><tr>${head}</tr></thead>`;
  return `<div class="wide"><table>${heading}<tbody>\n${body}\n</tbody></table></div>`;
}

/** The first so many, and a note that says where the others are. */
export function cut<T>(items: readonly T[], limit: number, file: string): { shown: readonly T[]; note: string } {
  if (items.length <= limit) return { shown: items, note: '' };
  return {
    shown: items.slice(0, limit),
    note: `<p class="soft">The first ${limit} of ${count(items.length)} rows; all of them stand in <code>${file}</code>.</p>`,
  };
}

export function count(value: number): string {
  return groupDigits(String(value));
}

export function euros(cents: number): string {
  return `${groupDigits(eurosOfCents(cents))} €`;
}
