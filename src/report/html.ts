import { sentencesOfVerdict, verdictWords } from '../explain/words.js';
import type { Roster } from '../roster/types.js';
import { escapeHtml } from './escape.js';
import { explorerData, explorerHtml, explorerScript } from './explorer.js';
import type { InfeasibleOutcome, PlannedOutcome } from './outcome.js';
import { answersSection } from './section-answers.js';
import { auditSection, eqavetSection } from './section-audit.js';
import { movesSection } from './section-moves.js';
import { budgetSection, hostSection, quotaSection, ratesSection, wishSection } from './section-loads.js';
import { decisionSection, movementSection, placementSection, unplacedSection } from './section-people.js';
import { pageOf } from './page.js';
import { priceSection } from './prices.js';
import { conflictSection, factsSection, runSection, tierSection, warningSection } from './section-verdict.js';
import { waysSection } from './ways.js';

/**
 * The report as one self-contained page of bounded size. Every text of the roster is escaped; nothing in it depends on the clock, so the
 * same outcome gives the same bytes.
 */
export function htmlOfOutcome(outcome: PlannedOutcome | InfeasibleOutcome, roster: Roster): string {
  const words = verdictWords[outcome.verdict];
  const sections =
    outcome.status === 'planned'
      ? [
          factsSection(outcome),
          tierSection(outcome.certificate),
          movementSection(outcome),
          explorerHtml,
          placementSection(outcome),
          movesSection(outcome),
          wishSection(outcome, roster),
          waysSection(outcome.ways),
          budgetSection(outcome, roster),
          priceSection(outcome.prices, roster),
          ratesSection(outcome, roster),
          quotaSection(outcome, roster),
          decisionSection(outcome),
          unplacedSection(outcome),
          answersSection(outcome, roster),
          hostSection(outcome, roster),
          auditSection(outcome, roster),
          eqavetSection(outcome, roster),
          warningSection(outcome.issues),
          runSection(outcome),
        ]
      : [conflictSection(outcome.conflict), warningSection(outcome.issues), runSection(outcome)];
  return pageOf({
    title: 'Placement plan',
    body: [
      `<h1>${outcome.status === 'planned' ? 'Placement plan' : 'No plan'}</h1>`,
      outcome.status === 'planned' ? '<p class="soft">A proposal, until a person approves it.</p>' : '',
      `<div class="verdict ${outcome.verdict}"><strong>${escapeHtml(`${words.charAt(0).toUpperCase()}${words.slice(1)}`)}</strong>${escapeHtml(sentencesOfVerdict(outcome.certificate))}</div>`,
      ...sections,
      ...(outcome.status === 'planned' ? [explorerData(outcome.placements)] : []),
    ],
    ...(outcome.status === 'planned' ? { script: explorerScript } : {}),
  });
}
