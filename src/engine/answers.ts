import { changesFor } from '../ask/changes.js';
import { openDeskOf } from '../ask/desk.js';
import { forcedAnswer } from '../ask/forced.js';
import { unplacedOf } from '../ask/person.js';
import type { LinkPairs } from '../certify/types.js';
import type { Instance } from '../instance/types.js';
import { hasPairs } from '../model/steps.js';
import type { Constraints, Model } from '../model/types.js';
import type { AnswerOfUnplaced, UnplacedAnswers } from '../solution/answers.js';
import type { SolveContext } from '../solve/context.js';
import type { Transport } from '../transport/transport.js';
import { withContext } from './engine.js';
import { linkPairsOf } from './rows.js';

/** People asked about, those who stand first on the lists before the others. */
const mostAsked = 100;

/**
 * Work that may be spent on either kind of question, counted as it is done, in pairs of a problem solved (about half a microsecond each): never by the clock,
 * so that the same roster gives the same answers on any machine. A node of branch and bound counts as many solves of the plain problem.
 */
const mostWork = { places: 3_000_000, changes: 1_500_000 };
const workOfNode = 20;
/** What a question takes at least, in problems of its size: a forced place is three, a change is a plan made again, and a few are tried. */
const problemsOf = { places: 3, changes: 12 };
/** The same with rows beside seats: one problem of 400,000 pairs and 50 budgets keeps a thread for half a minute, whatever its limit on nodes. */
const timesCoupled = 30;
/** With rows beside seats every problem costs so much, however small: plans are repaired and improved before the tree begins. */
const workOfCoupled = 150_000;
const nodesOfProblem = 20;

/**
 * Verified answers for the first people without a place: what placing them would cost, and what would get them in. Whoever no longer fits the work limit is
 * left to `placewise explain`. A cancel ends the asking.
 */
export async function answersForUnplaced(
  instance: Instance,
  model: Model,
  pairs: LinkPairs,
  chosen: Int32Array,
  transport: Transport,
  signal: AbortSignal | undefined,
): Promise<UnplacedAnswers> {
  const desk = openDeskOf(instance, model, pairs, chosen);
  const rankOf = (person: number): number => (desk.rankOfPerson[person]! < 0 ? model.personCount : desk.rankOfPerson[person]!);
  const unplaced = unplacedOf(desk).sort((a, b) => rankOf(a) - rankOf(b) || a - b);
  const answers: AnswerOfUnplaced[] = [];
  const sizeOf = ({ pairCount, personCount }: Pick<Constraints, 'pairCount' | 'personCount'>): number => pairCount + personCount;
  const [fixed, times] = model.rows.count > 0 ? [workOfCoupled, timesCoupled] : [0, 1];
  const left = { ...mostWork };
  await withContext({ signal, limits: { nodes: nodesOfProblem } }, transport, async (context) => {
    const asked = async <T>(kind: keyof typeof left, size: number, ask: (context: SolveContext) => Promise<T>): Promise<T | null> => {
      if (left[kind] < size * problemsOf[kind] * times) return null;
      return ask({
        ...context,
        transport: counting(context.transport, (nodes) => (left[kind] -= fixed + size * (1 + workOfNode * nodes))),
      });
    };
    for (const person of unplaced.slice(0, mostAsked)) {
      if (context.struck() !== null) return;
      const isAllowed = hasPairs(model, person);
      const anywhere = isAllowed
        ? await asked('places', sizeOf(desk.sizeOf(person)), (counted) => forcedAnswer(desk, person, null, counted))
        : null;
      const changes = await asked('changes', sizeOf(model), (counted) => changesFor(desk, person, linkPairsOf, counted));
      answers.push({ studentId: instance.persons[person]!.id, isRefused: !isAllowed, anywhere, changes });
    }
  });
  return { answers, unplacedCount: unplaced.length };
}

/** The same transport, telling the nodes of every job that it ran. */
function counting(transport: Transport, tell: (nodes: number) => void): Transport {
  return {
    ...transport,
    run: async (job) => {
      const result = await transport.run(job);
      tell(result.ok ? (result.answer?.nodes ?? 0) : nodesOfProblem);
      return result;
    },
  };
}
