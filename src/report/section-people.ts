import { isoOfDay } from '../basics/day.js';
import { say } from '../explain/catalogue.js';
import { kindWords, reasonWords, statementWords } from '../explain/words.js';
import { reasonCodes } from '../instance/types.js';
import { escapeHtml, nameHtml } from './escape.js';
import { count, cut, euros, otherRowsShown, table } from './html-table.js';
import { occupancyChart } from './occupancy.js';
import type { PlannedOutcome } from './outcome.js';
import { sankeyOfPlan } from './sankey.js';

const placementRowsShown = 1000;

export function placementSection(outcome: PlannedOutcome): string {
  const { shown: rows, note } = cut(outcome.placements, placementRowsShown, 'placements.csv');
  const anyMissing = rows.some(({ missingOutcomes }) => missingOutcomes.length > 0);
  return [
    '<section id="plain-rows">',
    '<h2>Who goes where</h2>',
    note,
    table(
      [
        'Person:id',
        'Kind',
        'Sender:id',
        'Host or flow',
        'Opening:id',
        'City',
        'From:day',
        'To:day',
        'Wish:number',
        'Score:number',
        'Cost:number',
        ...(anyMissing ? ['Outcomes missing'] : []),
      ],
      rows.map((placement) => [
        nameHtml(placement.studentId),
        placement.kind,
        nameHtml(placement.senderId),
        nameHtml(placement.hostName ?? placement.hostId ?? placement.flowId),
        nameHtml(placement.openingId),
        [nameHtml(placement.city), nameHtml(placement.country)].filter((part) => part !== '').join(',&nbsp;'),
        isoOfDay(placement.startDay),
        isoOfDay(placement.endDay),
        placement.wishRank === null ? '–' : count(placement.wishRank),
        `${count(placement.score)}${placement.overridden ? ' <span class="no">override</span>' : ''}`,
        euros(placement.costCents),
        ...(anyMissing ? [placement.missingOutcomes.map((outcome) => nameHtml(outcome)).join(', ')] : []),
      ]),
    ),
    '</section>',
  ].join('\n');
}

/** Flows of people, and who is where when. */
export function movementSection({ placements }: PlannedOutcome): string {
  if (placements.length === 0) return '';
  const onSite = placements.filter(({ city }) => city !== null);
  return [
    '<h2>From where to where</h2>',
    sankeyOfPlan('chart-flows', placements),
    ...(onSite.length === 0
      ? []
      : [
          '<h2>People in each city, day by day</h2>',
          occupancyChart('chart-cities', 'People in each city on every day', onSite, ({ city }) => city),
        ]),
    '<h2>People at each host, day by day</h2>',
    occupancyChart('chart-days', 'People at the fullest hosts on every day', placements, ({ hostName, hostId }) => hostName ?? hostId),
  ].join('\n');
}

export function unplacedSection(outcome: PlannedOutcome): string {
  if (outcome.unplaced.length === 0) return '';
  const { shown: rows, note } = cut(outcome.unplaced, otherRowsShown, 'unplaced.csv');
  return [
    '<h2>Not placed</h2>',
    `<p class="soft">${say('unplaced.help')}</p>`,
    table(
      ['Person:id', 'Kind', 'Sender:id', 'Why', 'Openings allowed:number', 'Openings refused because'],
      rows.map(({ studentId, kind, senderId, statement, eligible, refusals }) => [
        nameHtml(studentId),
        escapeHtml(kindWords[kind]),
        nameHtml(senderId),
        escapeHtml(statementWords[statement]),
        count(eligible),
        reasonCodes
          .filter((code) => refusals[code] !== undefined)
          .map((code) => `${count(refusals[code]!)}: ${escapeHtml(reasonWords[code])}`)
          .join('<br>'),
      ]),
    ),
    note,
  ].join('\n');
}

export function decisionSection(outcome: PlannedOutcome): string {
  const { shown: overrides, note } = cut(outcome.overrides, otherRowsShown, 'summary.json');
  const parts: string[] = [];
  if (overrides.length > 0) {
    parts.push(
      '<h2>Against a rule, by decision</h2>',
      table(
        ['Person:id', 'Opening:id', 'Rule', 'Reason given'],
        overrides.map(({ studentId, openingId, rule, reason }) => [
          nameHtml(studentId),
          nameHtml(openingId),
          escapeHtml(rule),
          nameHtml(reason),
        ]),
      ),
      note,
    );
  }
  if (outcome.toName.length > 0) {
    parts.push(
      '<h2>Accompanying persons to name</h2>',
      table(
        ['Flow:id', 'Sender:id', 'Missing:number'],
        outcome.toName.map(({ flowId, senderId, missing }) => [nameHtml(flowId), nameHtml(senderId), count(missing)]),
      ),
    );
  }
  return parts.join('\n');
}
