import { RecordedPair } from '../instance/recorded-pair.js';
import { refusalOf } from '../instance/refusal.js';
import { reasonCodes } from '../instance/types.js';
import type { OpeningAnswer, PersonAnswer, PlaceOfPerson, RunnerUp } from '../solution/answers.js';
import type { SolveContext } from '../solve/context.js';
import { isPlacedNow, type Desk } from './desk.js';
import { forcedAnswer } from './forced.js';
import { obstaclesTo } from './obstacles.js';

/** Runner-up openings told of a placed person, and how many of them are worth a solve. */
const runnersShown = 5;
const runnersForced = 2;

export interface PersonQuestion {
  readonly person: number;
  /** Index of an opening; null: none in particular. */
  readonly opening: number | null;
}

/** Why somebody has the place they have, or none; and why not a certain opening. `changes` is left to those who ask for it. */
export async function askOfPerson(desk: Desk, { person, opening }: PersonQuestion, context: SolveContext): Promise<PersonAnswer> {
  const { instance, model, values } = desk;
  const student = instance.persons[person]!;
  const first = model.firstPairOfPerson[person]!;
  const end = model.firstPairOfPerson[person + 1]!;
  const places: PlaceOfPerson[] = [];
  const pairsOfPlace = new Map<string, number[]>();
  for (let pair = first; pair < end; pair++) {
    if (values[pair]! > 0) places.push(placeOf(desk, person, pair));
    const key = placeKey(desk, pair);
    pairsOfPlace.set(key, [...(pairsOfPlace.get(key) ?? []), pair]);
  }
  const isPlaced = places.length > 0;
  const isOptional = student.kind === 'accompanying' && !student.required;
  const eligible = pairsOfPlace.size;
  const asked = opening === null ? null : await askOfOpening(desk, person, opening, pairsOfPlace.get(`o${opening}`) ?? [], context);
  return {
    studentId: student.id,
    status: isPlaced ? 'placed' : 'unplaced',
    statement: isPlaced ? null : eligible === 0 ? 'refused-by-rules' : isOptional ? 'not-needed' : 'taken',
    places,
    eligible,
    refusals: refusalsOf(desk, person),
    runnersUp:
      isPlaced && opening === null && model.upperOfPerson[person] === 1 ? await runnersUp(desk, person, pairsOfPlace, context) : [],
    anywhere: isPlaced || eligible === 0 || isOptional || opening !== null ? null : await forcedAnswer(desk, person, null, context),
    opening: asked,
    changes: null,
  };
}

function refusalsOf({ instance }: Desk, person: number): Record<string, number> {
  const counts: Record<string, number> = {};
  reasonCodes.forEach((code, k) => {
    const count = instance.refusals[person * reasonCodes.length + k]!;
    if (count > 0) counts[code] = count;
  });
  return counts;
}

async function askOfOpening(
  desk: Desk,
  person: number,
  opening: number,
  pairs: readonly number[],
  context: SolveContext,
): Promise<OpeningAnswer> {
  const { instance, values } = desk;
  const refusals: Record<string, number> = {};
  for (let slot = 0; slot < instance.slotCount; slot++) {
    const code = instance.openingOfSlot[slot] === opening ? refusalOf(instance, person, slot) : null;
    if (code !== null) refusals[code] = (refusals[code] ?? 0) + 1;
  }
  const base = { openingId: instance.openings[opening]!.id, refusals };
  if (pairs.length === 0) return { ...base, status: 'refused', place: null, obstacles: [], forced: null };
  const held = pairs.find((pair) => values[pair]! > 0);
  if (held !== undefined) return { ...base, status: 'has', place: placeOf(desk, person, held), obstacles: [], forced: null };
  const best = bestOf(desk, pairs);
  return {
    ...base,
    status: 'eligible',
    place: placeOf(desk, person, best),
    obstacles: obstaclesTo(desk, person, best),
    forced: await forcedAnswer(desk, person, pairs, context),
  };
}

/** The other openings of a placed person, those worth most first; what is worth less than the present place needs no further reason. */
async function runnersUp(
  desk: Desk,
  person: number,
  pairsOfPlace: ReadonlyMap<string, readonly number[]>,
  context: SolveContext,
): Promise<RunnerUp[]> {
  const { model, values } = desk;
  const own = [...pairsOfPlace.values()].flat().find((pair) => values[pair]! > 0)!;
  const others = [...pairsOfPlace.values()]
    .filter((pairs) => !pairs.includes(own))
    .map((pairs) => ({ pairs, best: bestOf(desk, pairs) }))
    .sort((a, b) => model.scoreOfPair[b.best]! - model.scoreOfPair[a.best]! || a.best - b.best)
    .slice(0, runnersShown);
  const found: RunnerUp[] = [];
  for (const { pairs, best } of others) {
    const place = placeOf(desk, person, best);
    if (place.score < model.scoreOfPair[own]!) {
      found.push({ ...place, why: 'lower-score', obstacles: [], forced: null });
      continue;
    }
    const obstacles = obstaclesTo(desk, person, best);
    const forced = found.length < runnersForced ? await forcedAnswer(desk, person, pairs, context) : null;
    found.push({ ...place, why: obstacles.length > 0 ? 'taken' : 'whole-plan', obstacles, forced });
  }
  return found;
}

/** The pair of an opening that is worth most; of dated variants one without obstacles is not looked for here. */
function bestOf({ model }: Desk, pairs: readonly number[]): number {
  return pairs.reduce((best, pair) => (model.scoreOfPair[pair]! > model.scoreOfPair[best]! ? pair : best));
}

/** Dated variants of one opening are one place. */
function placeKey({ instance }: Desk, pair: number): string {
  const slot = instance.slotOfPair[pair]!;
  return instance.openingOfSlot[slot]! >= 0 ? `o${instance.openingOfSlot[slot]}` : `f${instance.flowOfSlot[slot]}`;
}

export function placeOf({ instance }: Desk, person: number, pair: number): PlaceOfPerson {
  const slot = instance.slotOfPair[pair]!;
  const { score, wishRank, startDay, endDay } = new RecordedPair(instance, person, slot);
  const opening = instance.openingOfSlot[slot]!;
  const flow = instance.flowOfSlot[slot]!;
  return {
    openingId: opening < 0 ? null : instance.openings[opening]!.id,
    flowId: flow < 0 ? null : instance.flows[flow]!.id,
    startDay,
    endDay,
    score: instance.scoreOfPair[pair]!,
    parts: score.listed !== null || instance.persons[person]!.kind === 'accompanying' ? null : { ...score.parts },
    wishRank,
  };
}

/** Is anybody unplaced? People without a place, in canonical order; accompanying persons nobody needs are left out. */
export function unplacedOf(desk: Desk): number[] {
  return desk.instance.persons.flatMap((student, person) =>
    isPlacedNow(desk, person) || (student.kind === 'accompanying' && !student.required) ? [] : [person],
  );
}
