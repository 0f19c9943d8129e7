import { eurosOfCents } from '../basics/money.js';
import type { Certificate, StepVerdict, Verdict } from '../certify/types.js';
import type { Move, MoveReason } from './replan.js';
import type { ReasonCode } from '../instance/types.js';
import type { RowKind } from '../model/types.js';
import type { RankKind } from '../model/wish-steps.js';
import type { CostCategory, PersonKind, RunTier, Way } from '../roster/types.js';
import type { StepKind, StopReason } from '../solution/types.js';

/** The one catalogue of sentences for codes: screen, report and tables all speak from here. */

/** Why a rule refused a pair; completes "refused because …". */
export const reasonWords: Readonly<Record<ReasonCode, string>> = {
  forbidden: 'a decision or pairs.csv forbids it',
  'not-listed': 'pairs.csv does not list it',
  kind: 'this kind of person is not taken there',
  activity: 'the activity, or online against on site, does not agree',
  profile: 'the study profile is not accepted',
  outcomes: 'it offers too few of the learning outcomes expected',
  country: 'it lies in the sender’s own country',
  reach: 'it does not lie in the person’s own country or city, as it should, or that is not known',
  quality: 'the quality, tutor or checks of the host are not what hosts are asked for',
  'project-dates': 'its dates lie outside the project',
  period: 'its dates lie outside the person’s availability',
  graduation: 'it starts too long after graduation',
  duration: 'it is too short or too long for this kind of activity',
  language: 'a language or its level is missing',
  age: 'the person is too young, or the birth date is not known',
  needs: 'the host cannot meet a need',
  blocked: 'its dates fall on days that are blocked',
  selection: 'a mark under the least that the selection list asks',
  repeat: 'was at this host, or in its sector, in an earlier round',
  worse: 'it is worth less than the placement that the person was told of',
};

/** What a row of the model says, as a noun phrase. */
export const rowWords: Readonly<Record<RowKind | 'required' | 'seats', string>> = {
  required: 'person who must be placed',
  seats: 'seats of an opening',
  'different-hosts': 'different hosts for one person',
  'person-overlap': 'one placement at a time for a person',
  placed: 'minimum of placements of a person',
  'seats-day': 'seats of an opening on a day',
  'host-day': 'seats of a host on a day',
  'beds-day': 'beds of a city on a day',
  'flow-beds-day': 'beds of a flow on a day',
  'opening-minimum': 'minimum to open of an opening',
  'flow-minimum': 'minimum of learners of a flow',
  'flow-maximum': 'maximum of learners of a flow',
  accompanying: 'accompanying persons of a flow',
  'project-cap': 'cap of a project',
  quota: 'quota',
  budget: 'budget',
  together: 'people kept together',
  apart: 'people kept apart',
  pin: 'fixed placement',
  moves: 'bound on changes to the earlier plan',
  'together-wish': 'people better together',
  'apart-wish': 'people better apart',
  step: 'value of an earlier tier',
};

export const tierWords: Readonly<Record<RunTier, string>> = {
  placed: 'who is placed',
  moves: 'fewest changes to the earlier plan',
  quality: 'match quality',
  evenness: 'evenness between senders',
  money: 'money',
  ranks: 'wishes by rank',
  stable: 'stable placements',
};

/** The ways to be fair, as a noun phrase. */
export const wayWords: Readonly<Record<Way, string>> = {
  tiers: 'tiers as the options say',
  'leximin-senders': 'senders as even as can be, before match quality',
  'leximin-wishes': 'fewest with the worst wish, by the lists',
  'rank-greedy': 'most first wishes, then most second',
  'rank-generous': 'fewest unplaced, then fewest with the worst wish',
  stable: 'stable (deferred acceptance)',
};

const stepWords: Readonly<Record<Exclude<StepKind, RankKind>, string>> = {
  feasible: 'some plan',
  walk: 'kept from the selection lists',
  others: 'others placed',
  count: 'people placed',
  moves: 'placements of the earlier plan kept',
  quality: 'points of match quality',
  'share-level': 'lowest share placed',
  'share-stay': 'senders at or below that share',
  level: 'lowest quality a placement',
  stay: 'senders at or below that level',
  money: 'cost of all placements',
  stable: 'placements of deferred acceptance kept',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  optimal: 'proved best',
  'within-gap': 'checked, and near the best',
  feasible: 'checked, but not shown to be good',
  infeasible: 'no plan can keep all rules',
  unproved: 'no answer',
};

export const stopWords: Readonly<Record<StopReason, string>> = {
  complete: 'the search came to its end',
  time: 'the time limit ended the search',
  work: 'a work limit ended the search',
  cancelled: 'the search was interrupted',
  failed: 'a solver failed',
};

export const statementWords = {
  'refused-by-rules': 'the rules allow no opening',
  'no-opening': 'there is no opening',
  taken: 'seats, money or other rules leave no room where they could go',
  'not-needed': 'no journey needs another accompanying person',
} as const;

export const kindWords: Readonly<Record<PersonKind, string>> = {
  'short-term': 'short-term learner',
  'long-term': 'long-term learner',
  staff: 'staff',
  graduate: 'recent graduate',
  accompanying: 'accompanying person',
};

export const categoryWords: Readonly<Record<CostCategory, string>> = {
  travel: 'travel',
  individual: 'individual support',
  course: 'course fees',
  inclusion: 'inclusion support',
  linguistic: 'linguistic support',
  other: 'other',
};

export function wordsOfStep(step: Pick<StepVerdict, 'kind'>): string {
  const rank = /^(most|fewest)-rank-(\w+)$/.exec(step.kind)?.[2];
  if (rank !== undefined) return rank === 'none' ? 'placements without a wish' : `placements on wish ${rank}`;
  return Object.hasOwn(stepWords, step.kind) ? stepWords[step.kind as keyof typeof stepWords] : step.kind;
}

/** Why people moved, after a number of them. */
export const moveReasonWords: Readonly<Record<MoveReason, string>> = {
  withdrawn: 'withdrew',
  'place-gone': 'lost a place that is gone',
  refused: 'lost a place that a rule now refuses',
  'made-room': 'made room for others',
  'better-plan': 'moved by another rule, or for a better plan',
  new: 'had no place before',
};

/** Why somebody moves, in a sentence for the office. */
export function wordsOfMove({ reason, rule, madeRoomFor, to }: Pick<Move, 'reason' | 'rule' | 'madeRoomFor' | 'to'>): string {
  const now = to === null ? ' No place was left.' : '';
  if (reason === 'withdrawn') return 'No longer in the roster.';
  if (reason === 'place-gone') return `The place is gone.${now}`;
  if (reason === 'refused')
    return `The place is no longer allowed: ${rule === null ? 'a rule refuses it' : reasonWords[rule as ReasonCode]}.${now}`;
  if (reason === 'made-room') return `Made room for ${madeRoomFor.length === 1 ? 'one other' : `${madeRoomFor.length} others`}.${now}`;
  if (reason === 'better-plan') return `A rule over many placements, or a better plan.${now}`;
  return 'Had no place before.';
}

/** What supports a step. */
export function wordsOfProof(step: Pick<StepVerdict, 'proved' | 'gapBillionths' | 'claimedBy'>): string {
  if (step.proved) return (step.gapBillionths ?? 0) > 0 ? 'proved, within tolerance' : 'proved';
  return step.claimedBy === null ? 'open' : `open, claimed by ${step.claimedBy}`;
}

/** A value or bound as a person reads it: euros for money (the tier counts costs as negative), groups of three digits, fractions as they are. */
export function wordsOfValue(step: Pick<StepVerdict, 'tier' | 'kind'>, value: string): string {
  if (!/^-?\d+$/.test(value)) return value;
  if (step.kind === 'money') return `${groupDigits(eurosOfCents(Math.abs(Number(value))))} €`;
  // Fewer that stay is better, so these steps count downwards.
  if (isFewer(step.kind)) return groupDigits(value.replace('-', ''));
  return groupDigits(value);
}

/** Steps that make a number small: their values count downwards. */
export function isFewer(kind: string): boolean {
  return kind === 'stay' || kind === 'share-stay' || kind.startsWith('fewest-');
}

/** Thin grouping by three, the same in every locale: `12345.60` → `12,345.60`. */
export function groupDigits(text: string): string {
  const [whole = '', rest] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** Parts per billion as per cent, exact: 1,234,567 → `0.1234567 %`. */
export function percentOfBillionths(gap: number): string {
  const whole = Math.floor(gap / 10_000_000);
  const rest = String(gap % 10_000_000)
    .padStart(7, '0')
    .replace(/0+$/, '');
  return `${whole}${rest === '' ? '' : `.${rest}`} %`;
}

/** The first step that nothing proves; null where all are proved. */
export function firstOpenStep(certificate: Certificate): StepVerdict | null {
  return certificate.steps.find((step) => !step.proved) ?? null;
}

/** The verdict in two or three plain sentences; says no more than the certificate does. */
export function sentencesOfVerdict(certificate: Certificate): string {
  const open = firstOpenStep(certificate);
  const claim = open?.claimedBy == null ? '' : ` (${open.claimedBy} calls it best, without a proof that could be replayed)`;
  const closed = provedTiersBefore(certificate, open);
  const proved = closed.length === 0 ? '' : `It is proved best in ${closed.map((tier) => `“${tierWords[tier]}”`).join(' and ')}. `;
  switch (certificate.verdict) {
    case 'optimal':
      return `This plan keeps every rule, and for each tier a replayed proof shows that no plan does better${certificate.steps.some(({ gapBillionths }) => (gapBillionths ?? 0) > 0) ? ' by more than its tolerance' : ''}. The records, the model and the proof were checked apart from the search.`;
    case 'within-gap':
      return open === null || open.gapBillionths === null
        ? `This plan keeps every rule. How far it is from the best is known, but not closed${claim}.`
        : `This plan keeps every rule. ${proved}In the tier “${tierWords[open.tier]}” no plan is better by more than ${percentOfBillionths(open.gapBillionths)}; this gap was not closed${claim}.`;
    case 'feasible':
      return open === null
        ? 'This plan keeps every rule. Nothing useful is known about how far it is from the best.'
        : `This plan keeps every rule. ${proved}In the tier “${tierWords[open.tier]}” nothing useful is known about how far it is from the best${claim}.`;
    case 'infeasible':
      return 'No plan can keep all the rules of this roster at once. A replayed proof shows it, so searching longer would not help.';
    case 'unproved':
      return `There is no plan, and no proof that none exists. ${sentence(certificate.reason ?? 'The search ended before it found one')}`;
  }
}

/** Tiers that were closed before the first open step. */
function provedTiersBefore({ steps }: Certificate, open: StepVerdict | null): RunTier[] {
  if (open === null) return [];
  return [...new Set(steps.slice(0, steps.indexOf(open)).map(({ tier }) => tier))].filter((tier) => tier !== open.tier);
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/\.$/, '');
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}.`;
}
