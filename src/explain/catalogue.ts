import { groupDigits } from './words.js';

/** Sentences of answers by key; `{name}` stands for a parameter, `{count|one|many}` for a word by number. A translation is another such table. */
export const sentences = {
  'placed.at': '{who} has a place: {place}, {from} to {to}.',
  'placed.parts': 'It is worth {score} points: {parts}.',
  'placed.listed': 'It is worth {score} points, as the records say.',
  'placed.wish': 'It grants the wish of rank {rank}.',
  'placed.noWish': 'It grants no wish.',
  'runners.none': 'No other opening is allowed for {who}.',
  'runners.head': 'Other openings that {who} could have, the best first:',
  'runner.lower': '{place}: {score} points for {who}, fewer than here.',
  'runner.taken': '{place}: {score} points for {who}. In the way now: {obstacles}.',
  'runner.wholePlan':
    '{place}: {score} points for {who}. Nothing is in the way there; the plan as a whole chose otherwise (a later aim, such as evenness or money, may decide where points are close).',
  'unplaced.head': '{who} has no place.',
  'unplaced.refused': 'The rules allow none of the {total} {total|opening|openings}:',
  'unplaced.taken': 'Of {total} {total|opening|openings} the rules allow {eligible}:',
  'unplaced.notNeeded': 'No journey needs another accompanying person.',
  'unplaced.help':
    'For each opening the first rule that refused it is counted. What would get somebody in (a seat, a bed, money, other dates) is tried by placewise explain ROSTER PLAN PERSON --changes.',
  'refusal.line': '{count} refused: {reason}.',
  'eligible.line': '{count} allowed, and others have the seats or the money.',
  'opening.has': '{who} is placed there.',
  'opening.refused': '{place} is refused to {who}: {reasons}.',
  'opening.eligible': '{place} is allowed for {who}, and worth {score} points for this person.',
  'opening.obstacles': 'In the way as the plan lies now: {obstacles}.',
  'opening.free': 'Nothing is in the way there: {who} could go without anybody else moving.',
  'forced.impossible': 'No plan that keeps all rules places {who} {there} (proved).',
  'forced.open': 'Whether a plan can place {who} {there} was not settled within the work limit.',
  'forced.none': 'Placing {who} {there} costs nobody else a place (some may have to move).',
  'forced.more': 'With {who} placed {there}, {count} more {count|person|people} than now could be placed in all.',
  'forced.moreBroken':
    'Were {who} placed {there}, other people could be chosen so that {count} more {count|person goes|people go} in all. This is not done: the order of the selection lists comes before how many go, and somebody who stands before {who} on them would have to lose their place (proved).',
  'forced.moreOpen':
    'Were {who} placed {there}, other people could be chosen so that {count} more {count|person goes|people go} in all. But the order of the selection lists comes before how many go, and whether everybody who stands before {who} on them could keep a place was not settled within the work limit.',
  'forced.exactly':
    'Placing {who} {there} would cost {count} other {count|person their place|people their places}; no plan does it for fewer (proved).',
  'forced.between':
    'Placing {who} {there} would cost {least} to {most} other people their places (both ends are sure, what lies between is open).',
  'forced.atMost':
    'Placing {who} {there} would cost {most} other {most|person their place|people their places} in the best plan found; fewer was not ruled out.',
  'order.kept': 'Everybody who stands before {who} on the selection lists could keep a place.',
  'order.broken': 'Somebody who stands before {who} on the selection lists would have to lose their place (proved).',
  'order.open':
    'Whether everybody who stands before {who} on the selection lists could keep a place was not settled within the work limit.',
  'score.same': 'Match quality of the whole plan could stay at {now} points.',
  'score.less': 'Match quality of the whole plan would fall from {now} to {found} points{proved}.',
  'score.more': 'Match quality of the whole plan would rise from {now} to {found} points{proved}.',
  'proof.best': ', no plan does better (proved)',
  'proof.atMost': ' in the best plan found (at most {most}, proved)',
  'price.head':
    'What one more is worth: people placed while everybody whom the selection lists keep stays placed; match quality while as many of the others as now are placed too.',
  'price.section':
    'No plan gains more than this from one more; what it brings may be less. These bounds are read from the proof and nothing was solved again: placewise prices does that, and says what one more really brings and how far that holds. People placed: while everybody whom the selection lists keep stays placed. Match quality: while as many of the others as now are placed too.',
  'price.none': 'No limit of this roster can be raised, or none was asked for.',
  'price.opening-seats': 'a seat in {what}',
  'price.host-seats': 'a seat on any one day at {what}',
  'price.city-beds': 'a bed every night in {what}',
  'price.flow-beds': 'a bed every night in flow {what}',
  'price.flow-maximum': 'a learner in flow {what}',
  'price.quota': 'a placement in quota {what}',
  'price.project-cap': 'a participant in project {what}',
  'price.budget': '{money} € in budget {what}',
  'price.project-days': 'a day at the end of project {what}',
  'price.window-days': 'a day at the end of the window of {what}',
  'price.nothing': '{unit}: nothing{range} (proved).',
  'price.gain': '{unit}: {gain}{range} (solved again, proved).',
  'price.range': '{unit}: {gain} (what lies between is open).',
  'price.placed': '{count} more {count|person|people} placed',
  'price.score': '{count} {count|point|points} of match quality',
  'price.between': '{least} to {most}',
  'price.unknown': 'at least {least}',
  'price.nothingMore': ', nor do {count} times as much',
  'price.holdsFor': ', and the same again {count} more {count|time|times}',
  'price.holdsAtLeast': ', and the same again {count} more {count|time|times} at least',
  'price.then': ' {units} more bring {gain} together.',
  'price.least': ' {money} € more bring one more person a place; a cent less does not (proved).',
  'price.bound': '{unit}: at most {gain} (one supporting price of the proof).',
  'price.open': '{unit}: the proof does not say, and it was not solved again.',
  'price.more':
    '{count} more {count|limit|limits} of which the proof allows some gain, no more than these: name them, or say --most, to solve them again.',
  'price.left': '{count} other {count|limit brings|limits bring} nothing (proved).',
  'price.leftUnknown': '{count} other {count|limit was|limits were} not looked at: the proof says nothing of use about {count|it|them}.',
  'price.clock': 'The time limit ended the solving: with more time more would be said.',
  'changes.head': 'What would get {who} in, by itself and with all else as it is (each was tried, the easiest first):',
  'changes.pairs':
    'No single change that was tried gets {who} in; two at once do, with all else as it is (each pair was tried, the easiest first):',
  'changes.none': 'No change that was tried gets {who} in, nor two at once.',
  'change.both': '{change}, and {also}',
  'change.opening-seats': '{by} more {by|seat|seats} in {place}',
  'change.host-seats': '{by} more {by|seat|seats} at host {host} on any one day',
  'change.flow-beds': '{by} more {by|bed|beds} in flow {flow}',
  'change.city-beds': '{by} more {by|bed|beds} in {city}',
  'change.window': 'availability longer by {days} days at both ends',
  'change.budget': '{euros} € more in budget {budget}{smallest}',
  'change.budget.smallest': ' (a cent less is not enough)',
  'change.language': '{language} at level {level}',
  'change.host-age': 'host {host} takes people from the age of {age}',
  'change.exception': 'a decision, with a reason, that lets {who} into {place} against the rule',
  'change.line': '{change}: then {who} goes to {place}{out}.',
  'change.out': ', and {count} other {count|person loses|people lose} a place',
  'answers.note':
    'Each cost was solved again with the person placed and everybody else free to move; each change was made and all planned again. “Proved” was replayed.',
  'answers.more': 'The first {count} of {all} people without a place, in the order of the lists.',
  'answers.ask': 'Did not fit the work limit; ask: placewise explain ROSTER PLAN {who} --changes',
  'answers.refused': 'The rules allow none of the openings.',
  'late.head': 'Openings that can take {who} with the plan else as it is, the best first:',
  'late.none':
    'No opening can take {who} with nobody else moving, nor with one other person moving to a free place. Of the rest, placewise explain says what it would cost.',
  'late.free': '{place}, {from} to {to}: {score} points, {euros} €. There is room; nobody moves.',
  'late.move':
    '{place}, {from} to {to}: {score} points, {euros} €. It is full; {other} would move to {toPlace} ({change} points), and the plan as a whole changes by {quality} points.',
  'obstacle.seats': 'all {seats} {seats|seat|seats} of the opening are taken',
  'obstacle.limit': '{limit} (over by {by})',
  'obstacle.minimum': '{limit} ({by} missing)',
} as const;

export type SentenceKey = keyof typeof sentences;
export type Parameters = Readonly<Record<string, string | number>>;

/** A sentence of the catalogue with its parameters filled in. */
export function say(key: SentenceKey, parameters: Parameters = {}): string {
  return sentences[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = parameters[name] ?? '';
    if (one !== undefined) return Number(value) === 1 ? one : many!;
    return typeof value === 'number' ? groupDigits(String(value)) : value;
  });
}
