import { eurosOfCents } from '../basics/money.js';
import type { Certificate, StepVerdict } from '../certify/types.js';
import {
  groupDigits,
  moveReasonWords,
  percentOfBillionths,
  sentencesOfVerdict,
  statementWords,
  stopWords,
  tierWords,
  verdictWords,
  wordsOfProof,
  wordsOfStep,
  wordsOfValue,
} from '../explain/words.js';
import { linesOfRules } from '../explain/conflict.js';
import { shown } from '../roster/issues.js';
import type { Roster } from '../roster/types.js';
import type { CheckOutcome, Conflict, OrderComparison, OverrideUsed, Outcome, PlannedOutcome, Repair, ToName } from './outcome.js';
import { auditOf } from './audit.js';
import { incomeOf, unconfirmedSources } from './income.js';
import { fitted, line, plainLook, typed, type Look, type Tone } from './look.js';
import { budgetLines, hostLines, senderLines, wishLines } from './screen-charts.js';
import { headcountOf, totalCents } from './summary.js';
import { waysLines } from './ways.js';

const moveReasons = ['withdrawn', 'place-gone', 'refused', 'made-room', 'better-plan', 'new'] as const;
const listedAtMost = 8;
const stepsOfTierShown = 4;
const unplacedStatements = ['taken', 'refused-by-rules', 'no-opening', 'not-needed'] as const;

/** The outcome as calm text for a terminal, no line wider than it; `folder` is where the files are, null where none were written. */
export function screenOfOutcome(
  outcome: Exclude<Outcome, { status: 'refused' }>,
  roster: Roster,
  folder: string | null,
  look: Look = plainLook,
  rosterPath = 'ROSTER',
): string {
  const lines = [
    ...verdictLines(outcome.certificate, look),
    '',
    ...tierLines(outcome.certificate, look),
    ...(outcome.status === 'planned' ? planLines(outcome, roster, look) : []),
    ...(outcome.status === 'infeasible' ? conflictLines(outcome.conflict) : []),
    line('Checks', checksText(outcome.certificate)),
    line('Search', `${stopWords[outcome.run.stop]}${outcome.run.repeatable ? '' : '; another run may stop elsewhere'}`),
    ...(outcome.issues.length === 0 ? [] : [line('Warnings', `${outcome.issues.length}, listed in run.json`)]),
    ...(folder === null ? [] : fileLines(folder, outcome.status === 'planned', rosterPath)),
  ];
  return painted(fitted(lines, look), outcome.certificate, look);
}

/** What `check` found, as text. */
export function screenOfCheck(check: CheckOutcome, look: Look = plainLook): string {
  if (!check.valid) {
    const shownFaults = check.faults.slice(0, 100).map(({ code, message }) => `  ${code}: ${shownLine(message)}`);
    const more = check.faults.length - shownFaults.length;
    const head = 'Not valid: the plan breaks these rules.';
    return fitted(
      [
        head,
        ...shownFaults,
        ...(more > 0 ? [`  and ${groupDigits(String(more))} more`] : []),
        'What to do: mend these rows of placements.csv and check again, or run placewise match.',
      ],
      look,
    ).replace(head, () => look.paint('bad', head));
  }
  const lines = [
    'Valid: the plan keeps every rule.',
    ...(check.verdict === null ? [] : verdictLines(check.certificate, look)),
    ...(check.certificate.reason === null ? [] : [`  ${shownLine(check.certificate.reason)}`]),
    '',
    ...tierLines(check.certificate, look),
    line('Checks', checksText(check.certificate)),
    ...decisionLines(check.overrides, check.toName),
  ];
  return painted(fitted(lines, look), check.certificate, look);
}

/** What `certify` says of the pack it wrote. */
export function screenOfPack(certificate: Certificate, folder: string, look: Look = plainLook): string {
  const lines = [
    ...verdictLines(certificate, look),
    ...(certificate.reason === null ? [] : [`  ${shownLine(certificate.reason)}`]),
    '',
    ...tierLines(certificate, look),
    `The proof pack is in ${folder}: numbers only, nobody's name or id.`,
    `Whoever has Node replays it with: node ${typed(`${folder}/replay.mjs`)}`,
  ];
  return painted(fitted(lines, look), certificate, look);
}

const toneOfVerdict: Readonly<Record<Certificate['verdict'], Tone>> = {
  optimal: 'good',
  'within-gap': 'doubtful',
  feasible: 'doubtful',
  infeasible: 'bad',
  unproved: 'bad',
};

function headOfVerdict({ verdict }: Certificate): string {
  const words = verdictWords[verdict];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} (${verdict})`;
}

function verdictLines(certificate: Certificate, look: Look): string[] {
  const text = sentencesOfVerdict(certificate);
  return [headOfVerdict(certificate), ...wrapped(text, Math.min(look.columns, 88))];
}

/** Colour comes last: it has no width. */
function painted(text: string, certificate: Certificate, { paint }: Look): string {
  const head = headOfVerdict(certificate);
  return text.replace(head, () => paint(toneOfVerdict[certificate.verdict], head));
}

/** One line a step: value, bound and gap in columns. A tier of many steps (evenness over many senders) is shown by its first ones. */
function tierLines(certificate: Certificate, look: Look): string[] {
  if (certificate.steps.length === 0) return [];
  const shownSteps = certificate.steps.filter((step, position, steps) => {
    const place = steps.slice(0, position).filter(({ tier }) => tier === step.tier).length;
    return place < stepsOfTierShown || !step.proved;
  });
  const left = certificate.steps.length - shownSteps.length;
  const tiers = [...new Map(certificate.steps.map((step) => [step.tier, step])).values()];
  return [
    ...stepLines(shownSteps, look),
    ...(left > 0 ? [`  and ${left} more steps, all proved; they stand in summary.json`] : []),
    ...tiers.filter(({ giveMillionths, toleranceMillionths }) => giveMillionths > 0 || toleranceMillionths > 0).map(slackText),
    '',
  ];
}

/** A table where it fits; where it does not, the tiers stand over their steps; where that does not fit either, each step is a sentence. */
function stepLines(steps: readonly StepVerdict[], { columns }: Look): string[] {
  const rows = steps.map((step) => [tierWords[step.tier], ...cellsOfStep(step)]);
  const wide = aligned([['Tier', '', 'Value', 'Bound', 'Gap', 'Proof'], ...rows], 2);
  const fits = (lines: readonly string[]): boolean => lines.every(({ length }) => length <= columns);
  if (fits(wide)) return wide;
  const isFirst = (k: number): boolean => k === 0 || steps[k]!.tier !== steps[k - 1]!.tier;
  const underTier = (lines: readonly string[]): string[] => lines.flatMap((text, k) => (isFirst(k) ? [`  ${rows[k]![0]}`, text] : [text]));
  const [head = '', ...narrow] = aligned([['', 'Value', 'Bound', 'Gap', 'Proof'], ...rows.map((row) => row.slice(1))], 1, '    ');
  if (fits([head, ...narrow])) return [head, ...underTier(narrow)];
  return underTier(rows.map(([, step, value, bound, gap, proof]) => `    ${step}: ${value} (bound ${bound}, gap ${gap}), ${proof}`));
}

/** Cells in columns, three of them with figures from `figures` on. */
function aligned(table: readonly (readonly string[])[], figures: number, indent = '  '): string[] {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const pad = (cell: string, column: number): string =>
    column >= figures && column < figures + 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return table.map((row) => `${indent}${row.map(pad).join('  ')}`.trimEnd());
}

function cellsOfStep(step: StepVerdict): string[] {
  return [
    wordsOfStep(step),
    wordsOfValue(step, step.value),
    step.bound === null ? '–' : wordsOfValue(step, step.bound),
    step.gapBillionths === null ? '–' : percentOfBillionths(step.gapBillionths),
    wordsOfProof(step),
  ];
}

function slackText({ tier, giveMillionths, toleranceMillionths }: StepVerdict): string {
  const parts = [
    ...(giveMillionths > 0 ? [`later tiers may take ${percentOfBillionths(giveMillionths * 1000)}`] : []),
    ...(toleranceMillionths > 0 ? [`a gap up to ${percentOfBillionths(toleranceMillionths * 1000)} counts as closed`] : []),
  ];
  return `  ${tierWords[tier]}: ${parts.join('; ')}`;
}

function planLines(outcome: PlannedOutcome, roster: Roster, look: Look): string[] {
  const count = headcountOf(outcome);
  const accompanying = count.placed - count.placedLearners;
  const why = unplacedStatements
    .filter((statement) => count.unplaced[statement] > 0)
    .map((statement) => `${count.unplaced[statement]} because ${statementWords[statement]}`);
  const hosts = new Set(outcome.placements.map(({ hostId }) => hostId).filter((id) => id !== null));
  return [
    line(
      'Placed',
      `${count.placed} of ${count.people} people${accompanying > 0 ? ` (${count.placedLearners} to train, ${accompanying} accompanying)` : ''}, at ${hosts.size} hosts`,
    ),
    ...(outcome.unplaced.length === 0 ? [] : [line('Unplaced', `${outcome.unplaced.length}: ${why.join('; ')}`)]),
    ...senderLines(outcome, look),
    ...wishLines(outcome, roster, look),
    ...hostLines(outcome, roster, look),
    line('Cost', `${groupDigits(eurosOfCents(totalCents(outcome.placements)))} €`),
    ...budgetLines(outcome, roster, look),
    ...ratesLines(outcome, roster),
    ...auditLines(outcome, roster),
    ...replanLines(outcome),
    ...ordersLines(outcome.orders),
    ...(outcome.ways === null ? [] : waysLines(outcome.ways).map((text, k) => line(k === 0 ? 'Ways' : '', text))),
    ...decisionLines(outcome.overrides, outcome.toName),
  ];
}

/** Who moves in a replan, by reason; nothing else. */
function replanLines({ replan, curve }: PlannedOutcome): string[] {
  if (replan === undefined) return [];
  const counts = moveReasons.flatMap((reason) => {
    const count = replan.moves.filter((move) => move.reason === reason).length;
    return count === 0 ? [] : [`${count} ${moveReasonWords[reason]}`];
  });
  return [
    line('Replan', `${replan.keptCount} people stay${counts.length === 0 ? '' : `; ${counts.join(', ')}`} (moves.csv)`),
    ...(curve ?? []).map(({ mostMoves, quality, verdict }) =>
      line('', `quality with at most ${mostMoves} moves: ${quality ?? 'no plan'} (${verdict})`),
    ),
  ];
}

/** What the other order of the first tier would change; nothing where nobody asked. */
function ordersLines(orders: OrderComparison | null): string[] {
  if (orders === null) return [];
  const { rankFirst, countFirst, differing } = orders;
  return [
    line(
      'Orders',
      `rank-first places ${rankFirst.placed} (${rankFirst.verdict}), count-first ${countFirst.placed} (${countFirst.verdict})`,
    ),
    line(
      '',
      differing.length === 0 ? 'the same people' : `${differing.length} people are placed by one of them only, listed in orders.csv`,
    ),
  ];
}

/** Groups that fared much worse than others; nothing where none did. */
function auditLines(outcome: PlannedOutcome, roster: Roster): string[] {
  const groups = auditOf(roster, outcome.placements).filter(({ figures }) => figures?.isUnderFourFifths).length;
  if (groups === 0) return [];
  return [line('Audit', `groups placed less than four fifths as often as the best of their kind: ${groups}, see audit.csv`)];
}

/** Income by the rule pack; nothing without one. */
function ratesLines(outcome: PlannedOutcome, roster: Roster): string[] {
  if (roster.rates === null) return [];
  const income = incomeOf(roster, outcome.placements);
  const cents = income.reduce((sum, row) => sum + row.organisationalCents + row.inclusionCents + row.preparatoryCents, 0);
  const unconfirmed = unconfirmedSources(roster).length;
  return [
    line('Income', `${groupDigits(eurosOfCents(cents))} € for the organisations, outside the budgets`),
    line(
      'Rates',
      `${shown(roster.rates.title)}${unconfirmed === 0 ? '' : `; ${unconfirmed} of its figures are not confirmed, see report.html`}`,
    ),
  ];
}

function decisionLines(overrides: readonly OverrideUsed[], toName: readonly ToName[]): string[] {
  return [
    ...(overrides.length === 0 ? [] : [line('Overrides', `${overrides.length} placements stand against a rule by a decision:`)]),
    ...overrides
      .slice(0, listedAtMost)
      .map(({ studentId, openingId, rule, reason }) => line('', `${shown(studentId)} in ${shown(openingId)} (${rule}): ${shown(reason)}`)),
    ...more(overrides.length),
    ...(toName.length === 0 ? [] : [line('To name', 'accompanying persons are still missing:')]),
    ...toName
      .slice(0, listedAtMost)
      .map(({ flowId, senderId, missing }) =>
        line('', `${missing} in flow ${shown(flowId)}${senderId === null ? '' : ` from ${shown(senderId)}`}`),
      ),
    ...more(toName.length),
  ];
}

function conflictLines(conflict: Conflict | null): string[] {
  if (conflict === null) return [line('Conflict', 'the rules in conflict were not singled out')];
  return [
    ...folded('Conflict', conflict.headline),
    line('', conflictTitle(conflict)),
    ...linesOfRules(conflict.rules).flatMap((rule) => folded('', `- ${shownLine(rule.text)}${placeOf(rule)}`)),
    ...conflict.repairs.flatMap((repair) => {
      const twin = twinOf(conflict, repair);
      return [
        ...folded('Way out', `${repairTitle(repair)}${twin === null ? '' : `: the same as ${repairTitle(twin)}`}`),
        ...(twin === null
          ? repair.changes.flatMap((change) =>
              folded('', `- ${shownLine(change.text)}${placeOf({ file: change.file, rows: change.row === null ? [] : [change.row] })}`),
            )
          : []),
      ];
    }),
    '',
  ];
}

/** What a set of rules in conflict is. */
export function conflictTitle({ rules, irreducible }: Conflict): string {
  if (rules.length === 1) return 'This rule alone cannot be kept:';
  return irreducible
    ? `These ${rules.length} rules cannot hold together; without any one of them the others can:`
    : `These ${rules.length} rules cannot hold together:`;
}

/** The repair of one kind that a mixed one comes to as well; null: none. */
export function twinOf(conflict: Conflict, repair: Repair): Repair | null {
  const same = JSON.stringify(repair.changes);
  return repair.kind !== 'mixed'
    ? null
    : (conflict.repairs.find((other) => other.kind !== 'mixed' && JSON.stringify(other.changes) === same) ?? null);
}

const repairWords: Readonly<Record<Exclude<Repair['kind'], 'mixed'>, string>> = {
  seats: 'by seats and beds alone',
  money: 'by money alone',
  quotas: 'by quotas and caps alone',
  rules: 'by giving up rules about people or minima alone',
};

export function repairTitle(repair: Repair): string {
  if (repair.kind !== 'mixed') return repairWords[repair.kind];
  return `mixed, the least by these weights (${repair.weights.map(({ unit, weight }) => `${unit} ${groupDigits(String(weight))}`).join('; ')})`;
}

export function placeOf({ file, rows }: { readonly file: string | null; readonly rows: readonly number[] }): string {
  if (file === null) return '';
  const runs: [number, number][] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && row <= last[1] + 1) last[1] = row;
    else runs.push([row, row]);
  }
  const few = runs.slice(0, listedAtMost).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return ` (${file}.csv${rows.length === 0 ? '' : ` row${rows.length === 1 ? '' : 's'} ${few.join(', ')}${runs.length > few.length ? ' …' : ''}`})`;
}

/** Long lines of a section, broken at blanks. */
function folded(title: string, text: string): string[] {
  return wrapped(text, 100).map((part, k) => line(k === 0 ? title : '', part));
}

export function checksText({ checks }: Certificate): string {
  const missing = (['plan', 'bound', 'link'] as const).filter((name) => !checks[name]);
  const passed = missing.length === 0 ? 'plan, proof and model passed' : `not passed or not made: ${missing.join(', ')}`;
  const extent =
    checks.sampledPeople === null ? 'all pairs' : `all pairs of ${groupDigits(String(checks.sampledPeople))} people drawn by the seed`;
  return `${passed}; ${groupDigits(String(checks.pairsChecked))} pairs compared (${extent})`;
}

function fileLines(folder: string, planned: boolean, rosterPath: string): string[] {
  return [
    '',
    `Files in ${folder}`,
    '  report.html      to read and print',
    ...(planned ? ['  placements.csv   who goes where; unplaced.csv, hosts.csv, budgets.csv beside it'] : []),
    '  summary.json     the same for programs; run.json says what fixed the answer',
    ...(planned ? ['', `Check it again:  placewise check ${typed(rosterPath)} ${typed(folder)}`] : []),
  ];
}

function more(total: number): string[] {
  return total > listedAtMost ? [line('', `and ${total - listedAtMost} more`)] : [];
}

/** Messages hold roster texts: no control characters on a terminal. */
function shownLine(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    if (lines[last]!.length + 1 + word.length > width) lines.push(word);
    else lines[last] = lines[last] === '' ? word : `${lines[last]} ${word}`;
  }
  return lines;
}
