import { changesFor } from '../ask/changes.js';
import { latePlaces, prepareLate } from '../ask/late.js';
import { pricesFor, type PriceWish } from '../ask/prices.js';
import { askOfPerson } from '../ask/person.js';
import { openDeskOf, type Desk } from '../ask/desk.js';
import type { Placement } from '../certify/types.js';
import { checkPlanSliced } from '../certify/plan/check.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import type { Issue, Roster, Student } from '../roster/types.js';
import type { LatePlace, PersonAnswer } from '../solution/answers.js';
import type { PriceTable } from '../solution/price-answers.js';
import type { Transport } from '../transport/transport.js';
import { withContext, type PlaceOptions } from './engine.js';
import { linkPairsOf, pairsOfPlacements } from './rows.js';

/** A plan to ask about: an outcome's placements, or those of a file. */
export interface PlanToAsk {
  readonly placements: readonly Placement[];
}

/** What somebody asks: why this person has this place or none; with an opening, why not that one. */
export interface Question {
  readonly student: string;
  readonly opening?: string | undefined;
}

/** `refused`: the records contradict themselves, the plan breaks a rule, or nobody (nothing) bears that id; `issues` says which. */
export type AskResult<T> =
  | { readonly status: 'answered'; readonly answer: T }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] };

/** Work for one solve of a question: an answer is repeatable, and not proved where this is too little. */
const nodesOfQuestion = 300;

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limits?: PlaceOptions['limits'];
  /** Also try what would get somebody in who has no place. */
  readonly changes?: boolean;
}

/** What a coordinator waits for; where budgets join thousands of people the answer is then what was found so far, and says so. */
const timeMsOfQuestion = 400;

/** Each change is a plan made again. */
const timeMsOfChanges = 30_000;

/** Each limit is solved again, some of them several times. */
const timeMsOfPrices = 30_000;

const usualPrices: PriceWish = { only: null, most: 3, reach: 3, budgetCents: 100_000 };

/** Which limits are priced, and how far. */
export interface PriceOptions extends Partial<PriceWish> {
  readonly signal?: AbortSignal | undefined;
  readonly limits?: PlaceOptions['limits'];
}

/** A plan kept open for many questions; every question reads only. */
export interface AskDesk {
  explain(question: Question, options?: AskOptions): Promise<AskResult<PersonAnswer>>;
  /** What one more seat, bed, day or €1,000 brings: bounds from a proof for all limits, and solved again for those worth most (3 of each kind, 3 units more, unless told). */
  prices(options?: PriceOptions): Promise<PriceTable>;
  /** The best openings (5 unless told) for somebody who is not in the roster: free ones, or with one other person moved. Nothing is searched. */
  late(student: Student, most?: number): readonly LatePlace[];
  /** Prepares what all calls of `late` share (some hundred milliseconds for 10,000 people), which else the first one does. */
  warmLate(): void;
}

/** Reads the records and the plan once. The plan is checked first: a plan that breaks a rule is refused. */
export async function openDesk(roster: Roster, plan: PlanToAsk, transport: Transport): Promise<AskResult<AskDesk>> {
  const { instance, issues } = await buildInstance(roster);
  if (instance === null) return { status: 'refused', issues };
  const model = await formulateInSlices(instance);
  const placements = plan.placements.map((row) => ({ ...row, flowId: row.openingId === null ? row.flowId : null }));
  const { faults } = await checkPlanSliced(roster, placements);
  if (faults.length > 0) return { status: 'refused', issues: faults.slice(0, 20).map(({ code, message }) => planIssue(code, message)) };
  const desk = openDeskOf(instance, model, linkPairsOf(instance), pairsOfPlacements(instance, placements));
  return {
    status: 'answered',
    answer: {
      explain: (question, options = {}) => explain(desk, question, options, transport),
      prices: ({ signal, limits, ...wish } = {}) => {
        const within = { nodes: nodesOfQuestion, timeMs: timeMsOfPrices, ...limits };
        return withContext({ signal, limits: within }, transport, (context) =>
          pricesFor(desk, { ...usualPrices, ...wish }, linkPairsOf, context),
        );
      },
      late: (student, most = 5) => latePlaces(desk, student, most),
      warmLate: () => prepareLate(desk),
    },
  };
}

async function explain(desk: Desk, question: Question, options: AskOptions, transport: Transport): Promise<AskResult<PersonAnswer>> {
  const person = desk.personOfId.get(question.student);
  if (person === undefined) return unknown('students.csv', question.student, 'the id of a person');
  const opening = question.opening === undefined ? null : desk.instance.openings.findIndex(({ id }) => id === question.opening);
  if (opening !== null && opening < 0) return unknown('openings.csv', question.opening!, 'the id of an opening');
  const limits = { nodes: nodesOfQuestion, timeMs: timeMsOfQuestion, ...options.limits };
  const { signal } = options;
  const plain = await withContext({ signal, limits }, transport, (context) => askOfPerson(desk, { person, opening }, context));
  if (options.changes !== true || plain.statement === null || plain.statement === 'not-needed')
    return { status: 'answered', answer: plain };
  const longer = { nodes: nodesOfQuestion, timeMs: timeMsOfChanges, ...options.limits };
  const changes = await withContext({ signal, limits: longer }, transport, (context) => changesFor(desk, person, linkPairsOf, context));
  return { status: 'answered', answer: { ...plain, changes } };
}

function unknown(file: string, found: string, expected: string): AskResult<never> {
  return {
    status: 'refused',
    issues: [{ severity: 'error', code: 'id-unknown', file, row: null, column: 'id', found: found.slice(0, 80), expected, maybe: null }],
  };
}

function planIssue(code: string, message: string): Issue {
  return {
    severity: 'error',
    code,
    file: 'placements.csv',
    row: null,
    column: null,
    found: null,
    expected: `a plan that keeps all rules: ${message}`,
    maybe: null,
  };
}
