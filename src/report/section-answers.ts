import { linesOfChanges, linesOfForced } from '../explain/answers.js';
import { say } from '../explain/catalogue.js';
import type { Roster } from '../roster/types.js';
import { escapeHtml, nameHtml } from './escape.js';
import { count, table } from './html-table.js';
import type { PlannedOutcome } from './outcome.js';

/** What placing the first unplaced would cost, and what would get them in; nothing where nobody was asked about. */
export function answersSection({ unplacedAnswers }: PlannedOutcome, roster: Roster): string {
  if (unplacedAnswers === undefined || unplacedAnswers.answers.length === 0) return '';
  const { answers, unplacedCount } = unplacedAnswers;
  const rows = answers.map(({ studentId: who, isRefused, anywhere, changes }) => {
    const ask = say('answers.ask', { who });
    const cost = isRefused ? [say('answers.refused')] : anywhere === null ? [ask] : linesOfForced(anywhere, who, 'anywhere', roster);
    const [head, ...list] = changes === null ? [ask] : linesOfChanges(who, changes, roster);
    const items = list.map((line) => `<li>${escapeHtml(line.trim())}</li>`).join('');
    const help =
      items === ''
        ? escapeHtml(head ?? '')
        : `${changes!.some(({ also }) => also !== null) ? `${escapeHtml(head!)} ` : ''}<ul>${items}</ul>`;
    return [nameHtml(who), cost.map((line) => escapeHtml(line)).join('<br>'), help];
  });
  const more = unplacedCount > answers.length ? ` ${say('answers.more', { count: answers.length, all: unplacedCount })}` : '';
  return [
    '<h2>What a place for them would take</h2>',
    `<p class="soft">${escapeHtml(say('answers.note'))}${escapeHtml(more)}</p>`,
    table(['Person:id', 'What placing them would cost', 'What would get them in, each by itself'], rows),
    unplacedCount > answers.length ? '' : `<p class="soft">${count(answers.length)} people were asked about.</p>`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
