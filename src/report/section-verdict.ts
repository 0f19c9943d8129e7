import { compareText } from '../basics/order.js';
import type { Certificate } from '../certify/types.js';
import { linesOfRules } from '../explain/conflict.js';
import { percentOfBillionths, stopWords, tierWords, wordsOfProof, wordsOfStep, wordsOfValue } from '../explain/words.js';
import { formatIssue } from '../roster/format-issues.js';
import type { Issue } from '../roster/types.js';
import { escapeHtml } from './escape.js';
import { count, cut, euros, otherRowsShown, table } from './html-table.js';
import type { Conflict, InfeasibleOutcome, PlannedOutcome } from './outcome.js';
import { checksText, conflictTitle, repairTitle, twinOf } from './screen.js';
import { headcountOf, totalCents } from './summary.js';

const stepsShown = 40;

export function factsSection(outcome: PlannedOutcome): string {
  const heads = headcountOf(outcome);
  const distinct = (ids: readonly (string | null)[]): number => new Set(ids.filter((id) => id !== null)).size;
  const facts: [string, string][] = [
    ['People placed', `${count(heads.placed)} of ${count(heads.people)}`],
    ...(heads.placed > heads.placedLearners
      ? ([['of these accompanying', count(heads.placed - heads.placedLearners)]] as [string, string][])
      : []),
    ['Hosts used', `${count(distinct(outcome.placements.map(({ hostId }) => hostId)))} of ${count(outcome.counts.hosts)}`],
    ['Flows used', count(distinct(outcome.placements.map(({ flowId }) => flowId)))],
    ['Cost', euros(totalCents(outcome.placements))],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

export function tierSection(certificate: Certificate): string {
  const { shown: steps, note } = cut(certificate.steps, stepsShown, 'summary.json');
  const rows = steps.map((step) => [
    escapeHtml(tierWords[step.tier]),
    escapeHtml(wordsOfStep(step)),
    escapeHtml(wordsOfValue(step, step.value)),
    step.bound === null ? '–' : escapeHtml(wordsOfValue(step, step.bound)),
    step.gapBillionths === null ? '–' : percentOfBillionths(step.gapBillionths),
    `<span class="${step.proved ? 'yes' : 'no'}">${escapeHtml(wordsOfProof(step))}</span>`,
    percentOfBillionths(step.giveMillionths * 1000),
    percentOfBillionths(step.toleranceMillionths * 1000),
  ]);
  return [
    '<h2>How good it is</h2>',
    '<p class="soft">Each tier is made as good as can be before the next is looked at. “Bound”: no plan goes past it. “Give”: what later tiers may take from this one. “Tolerance”: a gap within it counts as closed.</p>',
    table(['Tier', 'Measured as', 'Value:number', 'Bound:number', 'Gap:number', 'Proof', 'Give:number', 'Tolerance:number'], rows),
    note,
  ].join('\n');
}

export function conflictSection(conflict: Conflict | null): string {
  if (conflict === null) return '<p>The rules in conflict were not singled out.</p>';
  const item = (text: string): string => `<li>${text}</li>`;
  return [
    '<h2>Rules in conflict</h2>',
    `<p><strong>${escapeHtml(conflict.headline)}</strong></p>`,
    `<p>${escapeHtml(conflictTitle(conflict))}${conflict.irreducible && conflict.rules.length > 1 ? ' (There may be smaller sets.)' : ''}</p>`,
    `<ul>${linesOfRules(conflict.rules)
      .map((rule) => item(`${escapeHtml(rule.text)} <span class="soft">${escapeHtml(fileOf(rule))}</span>`))
      .join('')}</ul>`,
    ...conflict.repairs.map((repair) => {
      const twin = twinOf(conflict, repair);
      const title = `<h2>Way out: ${escapeHtml(repairTitle(repair))}</h2>`;
      if (twin !== null) return `${title}\n<p>The same as ${escapeHtml(repairTitle(twin))}.</p>`;
      return `${title}\n<ul>${repair.changes.map((change) => item(`${escapeHtml(change.text)} <span class="soft">${escapeHtml(fileOf(change))}</span>`)).join('')}</ul>`;
    }),
  ].join('\n');
}

/** Rows of files are left out: the page must not change where a file is sorted anew. They stand in `run.json` and on the screen. */
export function warningSection(issues: readonly Issue[]): string {
  if (issues.length === 0) return '';
  const texts = issues.map((issue) => formatIssue({ ...issue, row: null })).sort(compareText);
  const { shown: rows, note } = cut(texts, otherRowsShown, 'run.json');
  return `<h2>Warnings</h2>\n<ul>${rows.map((text) => `<li><bdi>${escapeHtml(text)}</bdi></li>`).join('')}</ul>\n${note}`;
}

function fileOf({ file }: { readonly file: string | null }): string {
  return file === null ? '' : `(${file}.csv)`;
}

export function runSection({ run, certificate, counts }: PlannedOutcome | InfeasibleOutcome): string {
  const facts: [string, string][] = [
    ['Checks', checksText(certificate)],
    ['Search', `${stopWords[run.stop]}${run.repeatable ? '' : '; another run may stop elsewhere'}`],
    [
      'Sizes',
      `${count(counts.people)} people, ${count(counts.openings)} openings, ${count(counts.pairs)} eligible pairs, ${count(counts.sideRows)} rules over many pairs, ${count(counts.shards)} parts`,
    ],
    ['Backends', run.backends.join(', ') || 'none'],
    ['Rule pack', run.rulePack],
    ['Program', `placewise ${run.programVersion}`],
    ['Records', run.recordsHash],
    ['Model', run.modelHash],
  ];
  return `<h2>How it was made</h2>\n${table(
    ['', ''],
    facts.map(([name, value]) => [name, name === 'Records' || name === 'Model' ? `<code>${escapeHtml(value)}</code>` : escapeHtml(value)]),
  )}`;
}
