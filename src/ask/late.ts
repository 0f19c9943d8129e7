import { buildInstanceNow } from '../instance/build.js';
import { formulate } from '../formulate/formulate.js';
import { sieveOf, type Sieve } from '../instance/sieve.js';
import type { Model, RowLabel } from '../model/types.js';
import type { Roster, Student } from '../roster/types.js';
import type { LatePlace } from '../solution/answers.js';
import type { Desk } from './desk.js';
import { obstaclesTo } from './obstacles.js';

/**
 * The best openings for one person more, the plan else as it is: free ones, and those that become free when one other person moves to a free
 * opening. No search: the openings that may be eligible are sieved out, the person alone goes through the same stations as everybody with these, and
 * what their rows hold is added to what they hold now.
 */
export function latePlaces(desk: Desk, student: Student, most: number): LatePlace[] {
  const { sieve, rowOfLabel, seatOfOpening } = prepared(desk);
  const { instance } = buildInstanceNow(alone(desk.instance.roster, student, sieve.openingsFor(student)));
  if (instance === null) return [];
  const small = formulate(instance);
  const entries = entriesOf(small);
  const found: LatePlace[] = [];
  for (let pair = 0; pair < small.pairCount; pair++) {
    const slot = instance.slotOfPair[pair]!;
    const opening = instance.openingOfSlot[slot]!;
    const openingId = instance.openings[opening]?.id ?? '';
    const seat = small.seatOfPair[pair]! < 0 ? -1 : seatOfOpening.get(openingId)!;
    const added = new Map<number, number>();
    let isHeld = true;
    for (const { row, coefficient } of entries[pair]!) {
      const whole = rowOfLabel.get(keyOf(small.rows.labelOfRow[row]!));
      if (whole !== undefined) added.set(whole, coefficient);
      else isHeld &&= coefficient <= small.rows.upperOfRow[row]! && coefficient >= small.rows.minimumToOpenOfRow[row]!;
    }
    if (opening < 0 || !isHeld) continue;
    const place = {
      openingId,
      startDay: instance.startDayOfSlot[slot]!,
      endDay: instance.endDayOfSlot[slot]!,
      score: instance.scoreOfPair[pair]!,
      costCents: instance.costOfPair[pair]!,
    };
    const isSeatFree = seat < 0 || desk.loadOfSeat[seat]! < desk.model.upperOfSeat[seat]!;
    if (isSeatFree && fits(desk, added)) found.push({ ...place, move: null, qualityChange: place.score });
    else if (!isSeatFree) {
      const move = bestMove(desk, seat, added);
      if (move !== null) found.push({ ...place, move, qualityChange: place.score + move.scoreChange });
    }
  }
  return found.sort((a, b) => b.qualityChange - a.qualityChange || (a.move === null ? 0 : 1) - (b.move === null ? 0 : 1)).slice(0, most);
}

/** Somebody who holds the seat and could have another free place, at the least loss. */
function bestMove(desk: Desk, seat: number, added: ReadonlyMap<number, number>): LatePlace['move'] {
  const { model, instance } = desk;
  let best: LatePlace['move'] = null;
  for (const { person, pair: held } of holdersOf(desk)[seat]!) {
    if (model.upperOfPerson[person] !== 1) continue;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      if (pair === held || model.seatOfPair[pair] === seat) continue;
      const scoreChange = model.scoreOfPair[pair]! - model.scoreOfPair[held]!;
      if (best !== null && best.scoreChange >= scoreChange) continue;
      if (obstaclesTo(desk, person, pair).length > 0) continue;
      const both = new Map(added);
      for (const [column, sign] of [
        [pair, 1],
        [held, -1],
      ] as const) {
        for (let entry = desk.firstOfColumn[column]!; entry < desk.firstOfColumn[column + 1]!; entry++) {
          const row = desk.rowOfEntry[entry]!;
          both.set(row, (both.get(row) ?? 0) + sign * desk.coefficientOfEntry[entry]!);
        }
      }
      if (!fits(desk, both)) continue;
      const slot = instance.slotOfPair[pair]!;
      const opening = instance.openingOfSlot[slot]!;
      if (opening < 0) continue;
      const to = { openingId: instance.openings[opening]!.id, startDay: instance.startDayOfSlot[slot]! };
      best = { studentId: instance.persons[person]!.id, ...to, scoreChange };
    }
  }
  return best;
}

/** Do all rows hold after these changes of their activities? */
function fits({ model: { rows }, activityOfRow }: Desk, changes: ReadonlyMap<number, number>): boolean {
  for (const [row, change] of changes) {
    const activity = activityOfRow[row]! + change;
    if (activity > rows.upperOfRow[row]! || activity < rows.lowerOfRow[row]!) return false;
    if (activity > 0 && activity < rows.minimumToOpenOfRow[row]!) return false;
  }
  return true;
}

/** The records as this person sees them: nobody else, what speaks of nobody else, and no opening that is refused anyway. */
function alone(roster: Roster, student: Student, openings: Roster['openings']): Roster {
  const own = (row: { readonly studentId: string | null }): boolean => row.studentId === student.id;
  return {
    ...roster,
    openings,
    students: [{ ...student, required: false, group: null, minimum: 1, maximum: 1 }],
    preferences: roster.preferences.filter((row) => own(row) || (row.targetKind === 'student' && row.target === student.id)),
    decisions: roster.decisions.filter((row) => own(row) && (row.action === 'forbid' || row.action === 'override')),
    pairs: roster.pairs.filter(own),
    marks: roster.marks.filter(own),
    history: roster.history.filter(own),
    plan: [],
    options: { ...roster.options, maximumMoves: null },
  };
}

/** What all questions of a desk share. */
interface Prepared {
  readonly sieve: Sieve;
  readonly rowOfLabel: ReadonlyMap<string, number>;
  readonly seatOfOpening: ReadonlyMap<string, number>;
}

const preparedOfDesk = new WeakMap<Desk, Prepared>();

/** Made once for a desk: with 10,000 people some hundreds of milliseconds, which the first person who is late need not wait for. */
export function prepareLate(desk: Desk): void {
  prepared(desk);
}

function prepared(desk: Desk): Prepared {
  const known = preparedOfDesk.get(desk);
  if (known !== undefined) return known;
  const made: Prepared = {
    sieve: sieveOf(desk.instance),
    rowOfLabel: new Map(desk.model.rows.labelOfRow.map((label, row) => [keyOf(label), row])),
    seatOfOpening: new Map([...desk.openingOfSeat].map((opening, seat) => [desk.instance.openings[opening]!.id, seat])),
  };
  preparedOfDesk.set(desk, made);
  return made;
}

function keyOf({ kind, keys }: RowLabel): string {
  return `${kind}\u0000${keys.join('\u0000')}`;
}

interface Holder {
  readonly person: number;
  readonly pair: number;
}

const holdersOfDesk = new WeakMap<Desk, readonly (readonly Holder[])[]>();

function holdersOf(desk: Desk): readonly (readonly Holder[])[] {
  const known = holdersOfDesk.get(desk);
  if (known !== undefined) return known;
  const { model } = desk;
  const holders: Holder[][] = Array.from({ length: model.seatCount }, () => []);
  let person = 0;
  for (const pair of desk.chosen) {
    while (model.firstPairOfPerson[person + 1]! <= pair) person++;
    if (model.seatOfPair[pair]! >= 0) holders[model.seatOfPair[pair]!]!.push({ person, pair });
  }
  holdersOfDesk.set(desk, holders);
  return holders;
}

function entriesOf({ rows, columnCount }: Model): { readonly row: number; readonly coefficient: number }[][] {
  const entries: { row: number; coefficient: number }[][] = Array.from({ length: columnCount }, () => []);
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      entries[rows.columnOfEntry[entry]!]!.push({ row, coefficient: rows.coefficientOfEntry[entry]! });
  }
  return entries;
}
