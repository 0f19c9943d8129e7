import { families } from '../families.mjs';
import { spreadOf } from './statistics.mjs';

/** Figures by family, in the order of the families. */
export function byFamily(figures) {
  const groups = new Map();
  const place = ({ family }) => (families.includes(family) ? families.indexOf(family) : families.length);
  for (const figure of [...figures].sort((a, b) => place(a) - place(b))) {
    if (!groups.has(figure.family)) groups.set(figure.family, []);
    groups.get(figure.family).push(figure);
  }
  return groups;
}

/**
 * One line of the table, or none where nothing was measured: what must be reached, what was reached in each family (median over the seeds, least to most), met or not.
 * `valueOf` gives the number of a figure or null; `textOf` and `isMet` see the spread of those numbers and the figures. isMet null: nothing to be met.
 */
export function lineOf({ what, must, figures, valueOf, textOf, isMet }) {
  if (figures.length === 0) return [];
  const parts = [];
  let met = null;
  for (const [family, members] of byFamily(figures)) {
    const broken = members.find((figure) => figure.error !== undefined);
    const values = members.filter((figure) => figure.error === undefined).map(valueOf);
    const isWhole = broken === undefined && !values.includes(null);
    parts.push(`${family} ${isWhole ? textOf(spreadOf(values), members) : (broken?.error ?? 'not measured')}`);
    const here = isWhole ? isMet(spreadOf(values), members) : broken === undefined ? null : false;
    met = here === null || met === false ? met : here;
  }
  return [{ what, must, reached: parts.join('; '), isMet: met }];
}

/** Cells `|` would break. */
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export function markdownOf(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const wordOf = (isMet) => (isMet === null ? '–' : isMet ? 'met' : '**not met**');

/** The table of all rows; empty where there is none. */
export function tableOf(lines) {
  if (lines.length === 0) return '';
  return markdownOf(
    ['', 'must reach', 'reached: median over seeds (least–most)', ''],
    lines.map(({ what, must, reached, isMet }) => [what, must, reached, wordOf(isMet)]),
  );
}
