import { groupBy } from '../../basics/group.js';
import { compareText } from '../../basics/order.js';
import { orderOf } from '../../basics/sort.js';
import type { Model } from '../../model/types.js';
import type { Options, RunTier, Student } from '../../roster/types.js';
import { isAccompanying, type Book } from '../rules/book.js';
import { floorOf } from '../rules/earlier.js';
import { oldPlacesOf, pinsOf } from '../rules/pins.js';
import { compareRanks, rankingOf } from '../rules/standing.js';
import type { Slices } from '../rules/slices.js';
import type { FaultList } from './faults.js';

/** What the model says of each person: limits, counted, optional, the column "placed"; then walk, groups and tiers. */
export function* checkPeople(book: Book, model: Model, people: readonly Student[], faults: FaultList): Slices<void> {
  const pinned = new Set(pinsOf(book).map(({ studentId }) => studentId));
  const columnOwners = new Set<number>();
  for (const [person, student] of people.entries()) {
    if (person % 1000 === 999) yield;
    checkLimits(book, model, person, student, faults);
    const counted = isAccompanying(student) ? 0 : 1;
    if (model.countedOfPerson[person] !== counted)
      faults.add('counted', () => `${student.id} (${student.kind}) is ${counted === 1 ? 'not ' : ''}counted.`);
    // A pin holds an accompanying person whether or not the model calls them optional.
    const optional = counted === 1 || student.required ? [0] : pinned.has(student.id) ? [0, 1] : [1];
    if (!optional.includes(model.optionalOfPerson[person]!)) {
      faults.add(
        'optional',
        () => `${student.id} is ${model.optionalOfPerson[person] === 1 ? '' : 'not '}optional; the records say otherwise.`,
      );
    }
    const column = model.placedColumnOfPerson[person]!;
    const hasPairs = model.firstPairOfPerson[person]! < model.firstPairOfPerson[person + 1]!;
    const isOwn =
      column >= model.pairCount &&
      column < model.columnCount &&
      !columnOwners.has(column) &&
      model.upperOfExtra[column - model.pairCount] === 1;
    if (student.maximum >= 2 ? !isOwn && (column !== -1 || hasPairs) : column !== -1) {
      faults.add('placed-column', () => `${student.id} with at most ${student.maximum} placements has ${column} as the column "placed".`);
    }
    if (column >= 0) columnOwners.add(column);
  }
  for (let column = model.pairCount; column < model.columnCount; column++) {
    // Those with a score are checked beside their rows.
    if (!columnOwners.has(column) && (model.scoreOfExtra?.[column - model.pairCount] ?? 0) === 0)
      faults.add('extra-column', () => `Column ${column} stands for no record.`);
  }
  yield;
  yield* checkWalk(book, model, people, faults);
  yield;
  yield* checkGroups(model, people, faults);
  yield;
  checkTiers(book, model, faults);
}

function checkLimits(book: Book, model: Model, person: number, student: Student, faults: FaultList): void {
  const lower =
    !student.required && floorOf(book, student) === null
      ? [0]
      : student.maximum <= 1
        ? [1]
        : [student.minimum, Math.max(1, student.minimum)];
  const found = [model.lowerOfPerson[person]!, model.upperOfPerson[person]!] as const;
  if (lower.includes(found[0]) && found[1] === student.maximum) return;
  faults.add(
    'person-limits',
    () =>
      `${student.id} has between ${found[0]} and ${found[1]} placements in the model; the records say ${lower.join(' or ')} to ${student.maximum}.`,
  );
}

/** People with list and points, interleaved by their position on their list; persons are in order of lot and id already. */
function* checkWalk(book: Book, model: Model, people: readonly Student[], faults: FaultList): Slices<void> {
  const { ranks } = rankingOf(book);
  // In a replan the people of the earlier plan come first.
  const isEarlier = new Set(book.options.replan ? oldPlacesOf(book).map(({ studentId }) => studentId) : []);
  const walkers = people.flatMap(({ id, selectionList }, person) => {
    const rank = ranks.get(id);
    return rank === undefined ? [] : [{ person, rank, selectionList, turn: isEarlier.has(id) ? 0 : 1, position: 0 }];
  });
  yield;
  const lists = groupBy(walkers, ({ selectionList }) => selectionList ?? '');
  for (const list of lists.values()) {
    yield;
    list.sort((a, b) => compareRanks(a.rank, b.rank) || a.person - b.person);
    list.forEach((walker, position) => {
      walker.position = position;
    });
  }
  yield;
  // Stable, and the walkers ascend by person.
  const order = yield* orderOf(Uint32Array.from(walkers, ({ turn, position }) => turn * 2 ** 31 + position));
  const wanted = Array.from(order, (k) => walkers[k]!.person);
  const place = Math.max(wanted.length, model.walk.length) === 0 ? -1 : wanted.findIndex((person, i) => model.walk[i] !== person);
  if (place < 0 && wanted.length === model.walk.length) return;
  faults.add('walk', () =>
    place < 0
      ? `The walk has ${model.walk.length} people, the records give ${wanted.length}.`
      : `Step ${place} of the walk is ${people[model.walk[place] ?? -1]?.id ?? 'missing'}; the lists say ${people[wanted[place]!]!.id}.`,
  );
}

/** Groups are the senders with an eligible pair of somebody who counts; how they are numbered does not matter. */
function* checkGroups(model: Model, people: readonly Student[], faults: FaultList): Slices<void> {
  const applicants = new Map<string, number>();
  const senders = new Set<string>();
  for (const [person, { senderId, kind }] of people.entries()) {
    if (senderId === null || kind === 'accompanying') continue;
    applicants.set(senderId, (applicants.get(senderId) ?? 0) + 1);
    if (model.firstPairOfPerson[person]! < model.firstPairOfPerson[person + 1]!) senders.add(senderId);
  }
  const groupOfSender = new Map<string, number>();
  const senderOfGroup = new Map<number, string>();
  for (const [person, { id, senderId, kind }] of people.entries()) {
    if (person % 1000 === 0) yield;
    const group = model.groupOfPerson[person]!;
    if (group === -1 && (kind === 'accompanying' || senderId === null || !senders.has(senderId))) continue;
    if (senderId === null || !senders.has(senderId) || group < 0 || group >= model.groupCount) {
      faults.add('groups', () => `${id} of sender ${senderId ?? '(none)'} is in group ${group}.`);
      continue;
    }
    if (!groupOfSender.has(senderId) && !senderOfGroup.has(group)) {
      groupOfSender.set(senderId, group);
      senderOfGroup.set(group, senderId);
    }
    if (groupOfSender.get(senderId) !== group || senderOfGroup.get(group) !== senderId)
      faults.add('groups', () => `Group ${group} of ${id} is not that of sender ${senderId} alone.`);
  }
  if (model.groupCount !== senders.size)
    faults.add('groups', () => `The model has ${model.groupCount} groups; ${senders.size} senders have somebody with an eligible pair.`);
  for (const [senderId, group] of [...groupOfSender].sort(([a], [b]) => compareText(a, b))) {
    if (model.applicantsOfGroup[group] === applicants.get(senderId)) continue;
    faults.add(
      'applicants',
      () => `Sender ${senderId} has ${applicants.get(senderId)} applicants, the model says ${model.applicantsOfGroup[group]}.`,
    );
  }
}

function checkTiers({ options }: Book, model: Model, faults: FaultList): void {
  const text = (tiers: readonly { name: string; give: number; tolerance: number }[]) =>
    tiers.map(({ name, give, tolerance }) => `${name} (give ${give}, tolerance ${tolerance})`).join(', ');
  const wanted = text(
    tiersAsked(options, model).map((name) =>
      name === 'ranks' || name === 'stable' || name === 'moves'
        ? { name, give: 0, tolerance: 0 }
        : { name, give: options.give[name], tolerance: options.tolerance[name] },
    ),
  );
  const found = text(
    model.tiers.map(({ name, giveMillionths, toleranceMillionths }) => ({ name, give: giveMillionths, tolerance: toleranceMillionths })),
  );
  if (found !== wanted) faults.add('tiers', () => `The model has the tiers ${found}; the options say ${wanted}.`);
  const order = options.way === 'rank-generous' ? 'count-first' : options.order;
  if (model.order !== order) faults.add('tiers', () => `The model is ${model.order}; the options say ${order}.`);
}

/** The tiers asked for, with the moves of a replan right after who is placed, else after the stable placements, else first. */
function tiersAsked(options: Options, model: Model): readonly RunTier[] {
  const tiers = [...tiersOfWay(options, model)];
  const before = tiers.find((name) => name === 'placed') ?? 'stable';
  if (options.replan && options.maximumMoves === null) tiers.splice(tiers.indexOf(before) + 1, 0, 'moves');
  return tiers;
}

/** The tiers of the way: what it brings along stands first, or after who is placed. */
function tiersOfWay({ way, tiers }: Options, model: Model): readonly RunTier[] {
  if (way === 'tiers') return tiers;
  if (way === 'stable') {
    const joins =
      model.rows.count > 0 ||
      model.seatOfPair.includes(-1) ||
      model.upperOfPerson.some((upper) => upper > 1) ||
      model.lowerOfPerson.some((lower) => lower > 0);
    return joins ? ['stable', ...tiers] : ['stable'];
  }
  const own = way === 'leximin-senders' ? 'evenness' : 'ranks';
  return ['placed', own, ...tiers.filter((name) => name !== 'placed' && name !== own)];
}
