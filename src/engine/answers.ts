import { changesFor } from '../ask/changes.js';
import { openDeskOf, type Cut } from '../ask/desk.js';
import { forcedAnswer } from '../ask/forced.js';
import { unplacedOf } from '../ask/person.js';
import type { LinkPairs } from '../certify/types.js';
import type { Instance } from '../instance/types.js';
import type { Model } from '../model/types.js';
import type { AnswerOfUnplaced, UnplacedAnswers } from '../solution/answers.js';
import type { Transport } from '../transport/transport.js';
import { withContext } from './engine.js';
import { linkPairsOf } from './rows.js';

/** People asked about, those who stand first on the lists before the others. */
const mostAsked = 100;

/**
 * Work that may be spent, in pairs of a problem solved: counted before a question is asked, so that the same roster gives the same answers on any
 * machine. A problem with rows beside seats counts as many times over.
 */
const workOfPlaces = 800_000;
const workOfChanges = 250_000;
const coupledTimes = 10;
/** A forced place is three problems; a change is a plan made again, and a few are tried for each person. */
const problemsOfPlace = 3;
/** Reading a plan against the records, a person. */
const workOfReading = 5;
const problemsOfChanges = 12;
const nodesOfProblem = 60;

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
  let [placesLeft, changesLeft] = [workOfPlaces, workOfChanges];
  await withContext({ signal, limits: { nodes: nodesOfProblem } }, transport, async (context) => {
    for (const person of unplaced.slice(0, mostAsked)) {
      if (context.struck() !== null) return;
      const hasPairs = model.firstPairOfPerson[person + 1]! > model.firstPairOfPerson[person]!;
      const placeWork = hasPairs ? workOf(desk.cutOf(person)) * problemsOfPlace + model.personCount * workOfReading : 0;
      const changesWork = (model.pairCount + model.personCount) * (model.rows.count > 0 ? coupledTimes : 1) * problemsOfChanges;
      const isPlaceAsked = hasPairs && placeWork <= placesLeft;
      const isChangesAsked = changesWork <= changesLeft;
      if (isPlaceAsked) placesLeft -= placeWork;
      if (isChangesAsked) changesLeft -= changesWork;
      const anywhere = isPlaceAsked ? await forcedAnswer(desk, person, null, context) : null;
      const changes = isChangesAsked ? await changesFor(desk, person, linkPairsOf, context) : null;
      answers.push({ studentId: instance.persons[person]!.id, isRefused: !hasPairs, anywhere, changes });
    }
  });
  return { answers, unplacedCount: unplaced.length };
}

function workOf({ problem }: Cut): number {
  return (problem.pairCount + problem.personCount) * (problem.rows.count > 0 ? coupledTimes : 1);
}
