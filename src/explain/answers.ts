import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { reasonCodes, type ReasonCode } from '../instance/types.js';
import type { RowKind } from '../model/types.js';
import type { Roster } from '../roster/types.js';
import type { Change, ForcedAnswer, LatePlace, Obstacle, PersonAnswer, PlaceOfPerson, VerifiedChange } from '../solution/answers.js';
import { say } from './catalogue.js';
import { wordRow } from './row-words.js';
import { groupDigits, reasonWords } from './words.js';

/** An answer as lines for a coordinator; lines that belong under the one before begin with two blanks. No other person is named. */
export function linesOfAnswer(answer: PersonAnswer, roster: Roster): string[] {
  const lines = answer.opening === null ? [] : linesOfOpening(answer, roster);
  if (answer.opening === null || answer.status === 'placed')
    lines.unshift(...(answer.status === 'placed' ? linesOfPlaced(answer, roster) : []));
  if (answer.opening === null && answer.status === 'unplaced') lines.push(...linesOfUnplaced(answer, roster));
  if (answer.changes !== null) lines.push(...linesOfChanges(answer.studentId, answer.changes, roster));
  return lines;
}

function linesOfPlaced({ studentId: who, places, runnersUp, opening }: PersonAnswer, roster: Roster): string[] {
  const lines: string[] = [];
  for (const place of places) {
    lines.push(say('placed.at', { who, place: placeWords(place, roster), from: isoOfDay(place.startDay), to: isoOfDay(place.endDay) }));
    if (opening !== null || place.openingId === null) continue;
    lines.push(
      `  ${scoreWords(place, roster)} ${place.wishRank === null ? say('placed.noWish') : say('placed.wish', { rank: place.wishRank })}`,
    );
  }
  if (opening !== null) return lines;
  if (runnersUp.length > 0) lines.push(say('runners.head', { who }));
  else if (places.length === 1 && places[0]!.openingId !== null) lines.push(say('runners.none', { who }));
  for (const runner of runnersUp) {
    const place = placeWords(runner, roster);
    const parameters = { place, score: runner.score, who, obstacles: obstacleWords(runner.obstacles, roster) };
    const key = runner.why === 'lower-score' ? 'runner.lower' : runner.why === 'taken' ? 'runner.taken' : 'runner.wholePlan';
    lines.push(`  ${say(key, parameters)}`);
    if (runner.forced !== null) lines.push(...linesOfForced(runner.forced, who, 'there', roster).map((line) => `    ${line}`));
  }
  return lines;
}

function linesOfUnplaced(answer: PersonAnswer, roster: Roster): string[] {
  const { studentId: who, eligible, refusals, statement, anywhere } = answer;
  if (statement === 'not-needed') return [say('unplaced.head', { who }), say('unplaced.notNeeded')];
  const total = Object.values(refusals).reduce((sum, count) => sum + count, eligible);
  return [
    `${say('unplaced.head', { who })} ${say(eligible === 0 ? 'unplaced.refused' : 'unplaced.taken', { total, eligible })}`,
    ...(eligible > 0 ? [`  ${say('eligible.line', { count: eligible })}`] : []),
    ...reasonsOf(refusals).map(([code, count]) => `  ${say('refusal.line', { count, reason: reasonWords[code] })}`),
    ...(anywhere === null ? [] : linesOfForced(anywhere, who, 'anywhere', roster)),
  ];
}

function linesOfOpening({ studentId: who, opening }: PersonAnswer, roster: Roster): string[] {
  const asked = opening!;
  const place = placeWords({ openingId: asked.openingId, flowId: null }, roster);
  if (asked.status === 'has') return [say('opening.has', { who })];
  if (asked.status === 'refused') {
    const reasons = reasonsOf(asked.refusals).map(([code]) => reasonWords[code]);
    return [say('opening.refused', { place, who, reasons: reasons.join('; ') })];
  }
  return [
    say('opening.eligible', { place, who, score: asked.place!.score }),
    asked.obstacles.length === 0
      ? say('opening.free', { who })
      : say('opening.obstacles', { obstacles: obstacleWords(asked.obstacles, roster) }),
    ...(asked.forced === null ? [] : linesOfForced(asked.forced, who, 'there', roster)),
  ];
}

/** A bound further off than this part of the value says nothing to anybody. */
const usefulBound = 0.05;

/** What a forced place costs. */
export function linesOfForced(forced: ForcedAnswer, who: string, there: string, { options }: Pick<Roster, 'options'>): string[] {
  const { outcome, order, score } = forced;
  const { least, most } = forced.othersOut;
  if (outcome !== 'possible' || most === null) return [say(outcome === 'impossible' ? 'forced.impossible' : 'forced.open', { who, there })];
  // More people in all is no better plan where the lists come first; said in one breath, or the two lines seem to contradict each other.
  const listsFirst = options.order === 'rank-first' && options.way !== 'rank-generous' && options.way !== 'stable';
  const isUnlisted = most < 0 && listsFirst && (order === 'broken' || order === 'open');
  const lines = [
    isUnlisted
      ? say(order === 'broken' ? 'forced.moreBroken' : 'forced.moreOpen', { who, there, count: -most })
      : most < 0
        ? say('forced.more', { who, there, count: -most })
        : most === 0
          ? say('forced.none', { who, there })
          : least === most
            ? say('forced.exactly', { who, there, count: most })
            : least !== null && least > 0
              ? say('forced.between', { who, there, least, most })
              : say('forced.atMost', { who, there, most }),
  ];
  if (!isUnlisted && order !== null && (order !== 'kept' || most > 0)) lines.push(say(`order.${order}`, { who }));
  if (score !== null) {
    const { now, found, atMost } = score;
    const proved =
      atMost === found
        ? say('proof.best')
        : atMost === null || atMost > found + Math.abs(found) * usefulBound
          ? ''
          : say('proof.atMost', { most: atMost });
    lines.push(found === now ? say('score.same', { now }) : say(found < now ? 'score.less' : 'score.more', { now, found, proved }));
  }
  return lines;
}

/** The openings for somebody who comes late; here alone another person is named, since somebody must be asked to move. */
export function linesOfLate(who: string, places: readonly LatePlace[], roster: Roster): string[] {
  if (places.length === 0) return [say('late.none', { who })];
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${groupDigits(String(Math.abs(value)))}`;
  return [
    say('late.head', { who }),
    ...places.map(({ openingId, startDay, endDay, score, costCents, move, qualityChange }) => {
      const place = placeWords({ openingId, flowId: null }, roster);
      const about = { place, from: isoOfDay(startDay), to: isoOfDay(endDay), score, euros: groupDigits(eurosOfCents(costCents)) };
      if (move === null) return `  ${say('late.free', about)}`;
      const toPlace = placeWords({ openingId: move.openingId, flowId: null }, roster);
      const moved = { other: move.studentId, toPlace, change: signed(move.scoreChange), quality: signed(qualityChange) };
      return `  ${say('late.move', { ...about, ...moved })}`;
    }),
  ];
}

/** What would get somebody in who has no place. */
export function linesOfChanges(who: string, changes: readonly VerifiedChange[], roster: Roster): string[] {
  if (changes.length === 0) return [say('changes.none', { who })];
  return [
    say(changes.every(({ also }) => also !== null) ? 'changes.pairs' : 'changes.head', { who }),
    ...changes.map((verified) => {
      const out = verified.othersOut > 0 ? say('change.out', { count: verified.othersOut }) : '';
      const place = placeWords({ openingId: verified.openingId, flowId: null }, roster);
      const change = changeWords(verified.change, roster, who);
      const whole = verified.also === null ? change : say('change.both', { change, also: changeWords(verified.also, roster, who) });
      return `  ${say('change.line', { change: whole, who, place, out })}`;
    }),
  ];
}

const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

function changeWords(change: Change, roster: Roster, who: string): string {
  switch (change.kind) {
    case 'opening-seats':
    case 'exception':
      return say(`change.${change.kind}`, {
        who,
        by: change.kind === 'exception' ? 0 : change.by,
        place: placeWords({ openingId: change.openingId, flowId: null }, roster),
      });
    case 'host-seats':
      return say('change.host-seats', { by: change.by, host: change.hostId });
    case 'flow-beds':
      return say('change.flow-beds', { by: change.by, flow: change.flowId });
    case 'city-beds':
      return say('change.city-beds', { by: change.by, city: change.city });
    case 'window':
      return say('change.window', { days: change.days });
    case 'budget':
      return say('change.budget', {
        euros: groupDigits(eurosOfCents(change.byCents)),
        budget: change.budgetId,
        smallest: change.smallest ? say('change.budget.smallest') : '',
      });
    case 'language':
      return say('change.language', { language: change.language, level: levels[change.level - 1]! });
    case 'host-age':
      return say('change.host-age', { host: change.hostId, age: change.age });
  }
}

/** `O1 (Shipyard, Rimini)`. */
/** A place with its host and city. */
export function placeWords({ openingId, flowId }: Pick<PlaceOfPerson, 'openingId' | 'flowId'>, roster: Roster): string {
  if (openingId === null) return `flow ${flowId}`;
  const opening = roster.openings.find(({ id }) => id === openingId);
  const host = roster.hosts.find(({ id }) => id === opening?.hostId);
  const about = [host?.name ?? host?.id, host?.city].filter((text) => text != null);
  return about.length === 0 ? openingId : `${openingId} (${about.join(', ')})`;
}

function scoreWords({ score, parts }: PlaceOfPerson, roster: Roster): string {
  if (parts === null) return say('placed.listed', { score });
  const weights: Readonly<Record<string, number>> = roster.options.weights;
  const counted = Object.entries(parts).filter(([name]) => (weights[name] ?? 0) > 0);
  return say('placed.parts', { score, parts: counted.map(([name, part]) => `${name} ${part} × ${weights[name]}`).join(', ') });
}

const minimumKinds: readonly (RowKind | 'seats')[] = ['opening-minimum', 'flow-minimum', 'accompanying', 'placed'];

export function obstacleWords(obstacles: readonly Obstacle[], roster: Roster): string {
  return obstacles
    .map(({ kind, keys, by }) => {
      if (kind === 'seats') return say('obstacle.seats', { seats: roster.openings.find(({ id }) => id === keys[0])!.seats });
      if (kind === 'together' || kind === 'apart')
        return kind === 'together' ? 'people who are kept together' : 'people who are kept apart';
      const amount = kind === 'budget' ? `${groupDigits(eurosOfCents(by))} €` : by;
      return say(minimumKinds.includes(kind) ? 'obstacle.minimum' : 'obstacle.limit', {
        limit: wordRow(roster, { kind, keys }).text,
        by: amount,
      });
    })
    .join('; ');
}

function reasonsOf(refusals: Readonly<Record<string, number>>): [ReasonCode, number][] {
  return reasonCodes.flatMap((code): [ReasonCode, number][] => (refusals[code] === undefined ? [] : [[code, refusals[code]]]));
}
