import type { Roster } from '../roster/types.js';
import { type AuditDimension, auditDimensions, type AuditFigures, auditOf } from './audit.js';
import { type Destinations, type Eqavet, eqavetOf } from './eqavet.js';
import { escapeHtml, nameHtml } from './escape.js';
import { count, cut, euros, otherRowsShown, table } from './html-table.js';
import type { PlannedOutcome } from './outcome.js';
import { few, type Share } from './small-groups.js';

const dimensionWords: Readonly<Record<AuditDimension, string>> = {
  sex: 'Sex',
  school: 'School',
  sender: 'Sender',
  'fewer-opportunities': 'Fewer opportunities',
  minor: 'Under 18',
  country: 'Home country',
};

/** How groups fared; dimensions in which all are alike are left out. */
export function auditSection(outcome: PlannedOutcome, roster: Roster): string {
  const rows = auditOf(roster, outcome.placements);
  const told = auditDimensions.flatMap((dimension) => {
    const own = rows.filter((row) => row.dimension === dimension);
    return own.length > 1 ? own : [];
  });
  if (told.length === 0) return '';
  const { shown, note } = cut(told, otherRowsShown, 'audit.csv');
  const flagged = told.filter(({ figures }) => figures?.isUnderFourFifths).length;
  return [
    '<h2>How groups fared</h2>',
    `<p class="soft">Ratio: share placed against the group with the highest share; under four fifths it is marked (${count(flagged)} groups). Groups of fewer than 5 people are not shown, nor is one that would give a small one away. Under 18: on the first day of any opening.</p>`,
    table(
      [
        'By',
        'Group:id',
        'Applied:number',
        'Placed:number',
        'Share:number',
        'Ratio:number',
        'With wishes:number',
        'First wish:number',
        'Mean rank:number',
        'Mean score:number',
        'Mean cost:number',
      ],
      shown.map(({ dimension, group, showing, figures }) => [
        escapeHtml(dimensionWords[dimension]),
        group === null ? 'not said' : nameHtml(group),
        ...(figures === null ? [showing === 'few' ? escapeHtml(few) : 'not shown', ...Array<string>(8).fill('')] : cellsOf(figures)),
      ]),
    ),
    note,
  ].join('\n');
}

function cellsOf(figures: AuditFigures): string[] {
  const { ratioPerMille, meanRankThousandths, meanScore, meanCostCents } = figures;
  const ratio = ratioPerMille === null ? '–' : percent(ratioPerMille);
  return [
    count(figures.applied),
    count(figures.placed),
    percent(figures.placedPerMille),
    figures.isUnderFourFifths ? `<span class="no">${ratio}</span>` : ratio,
    count(figures.wishing),
    count(figures.first),
    meanRankThousandths === null ? '–' : hundredths(meanRankThousandths),
    meanScore === null ? '–' : count(meanScore),
    meanCostCents === null ? '–' : euros(meanCostCents),
  ];
}

/** EQAVET indicators; those about outcomes only where there are some. */
export function eqavetSection(outcome: PlannedOutcome, roster: Roster): string {
  const eqavet = eqavetOf(roster, outcome.placements);
  const ofOutcomes = roster.outcomes.length === 0 ? [] : rowsOfOutcomes(eqavet);
  const ratings = eqavet.satisfaction.map(({ source, placements, ratings: number, mean }) => [
    '6',
    `Mean rating, ${source === null ? 'source not said' : nameHtml(source)}`,
    placements === few ? escapeHtml(few) : `${count(number ?? 0)} ratings of ${count(placements)} placements`,
    mean === null ? '–' : `${count(mean)} of 100`,
  ]);
  return [
    '<h2>Quality indicators (EQAVET)</h2>',
    '<p class="soft">4 and 5 are about earlier placements, 6 about this plan and earlier ratings, 8 about this plan.</p>',
    table(
      ['Indicator', 'What', 'Count and of how many:number', 'Share:number'],
      [
        ...ofOutcomes,
        shareRow('6', 'Placed in the own narrow field of study', eqavet.profileMatch),
        ...ratings,
        shareRow('8', 'With fewer opportunities, of those who applied', eqavet.vulnerableApplied),
        shareRow('8', 'With fewer opportunities, of those placed', eqavet.vulnerablePlaced),
      ],
    ),
  ].join('\n');
}

function rowsOfOutcomes({ completion, after6, after12 }: Eqavet): string[][] {
  const later = (months: number, { working, learning }: Destinations): string[][] => [
    shareRow('5', `Working ${months} months later`, working),
    shareRow('5', `Learning ${months} months later`, learning),
  ];
  return [shareRow('4', 'Completed', completion), ...later(6, after6), ...later(12, after12)];
}

function shareRow(indicator: string, what: string, share: Share): string[] {
  if (share === few) return [indicator, what, escapeHtml(few), '–'];
  const { count: part, of, perMille } = share;
  return [indicator, what, `${count(part)} of ${count(of)}`, perMille === null ? '–' : percent(perMille)];
}

/** 873 → `87.3 %`. */
function percent(perMille: number): string {
  return `${Math.floor(perMille / 10)}.${perMille % 10} %`;
}

/** 1666 → `1.66`. */
function hundredths(thousandths: number): string {
  return `${Math.floor(thousandths / 1000)}.${String(Math.floor((thousandths % 1000) / 10)).padStart(2, '0')}`;
}
