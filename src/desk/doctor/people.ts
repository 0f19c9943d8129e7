import { ageOn } from '../../basics/day.js';
import { compareText } from '../../basics/order.js';
import { reasonCodes, type Instance, type ReasonCode } from '../../instance/types.js';
import type { Student } from '../../roster/types.js';
import { counted, findingOf, type Finding } from './finding.js';

/** People nobody can place, openings nobody can take. `words` says a reason code in words. */
export function* peopleFindings(instance: Instance, words: (code: ReasonCode) => string): Iterable<Finding> {
  const { persons, openings, firstPairOfPerson, slotOfPair, openingOfSlot, refusals } = instance;
  const without = persons
    .map((student, person) => ({ student, person }))
    .filter(
      ({ student, person }) =>
        (student.kind !== 'accompanying' || student.required) && firstPairOfPerson[person + 1] === firstPairOfPerson[person],
    );
  yield findingOf(
    'people-without-opening',
    'red',
    without.map(({ student, person }) => `${student.id} (mostly: ${mostFrequent(refusals, person, words)})`).sort(compareText),
    (count) => `${counted(count, 'person has', 'people have')} no opening that the rules allow`,
    'Look at the reason beside each: widen the dates, add a language level, accept a profile, or record an override with its reason in decisions.csv.',
    'Everybody has at least one opening that the rules allow.',
  );
  const taken = new Uint8Array(openings.length);
  for (const slot of slotOfPair) if (openingOfSlot[slot]! >= 0) taken[openingOfSlot[slot]!] = 1;
  yield findingOf(
    'openings-without-people',
    'amber',
    openings.filter(({ seats }, k) => seats > 0 && taken[k] === 0).map(({ id }) => id),
    (count) => `${counted(count, 'opening', 'openings')} nobody may take`,
    'Check their profiles, languages, dates and ages; seats that nobody may take do not help.',
    'Every opening with seats has somebody who may take it.',
  );
}

function mostFrequent(refusals: Int32Array, person: number, words: (code: ReasonCode) => string): string {
  let best: ReasonCode | null = null;
  let most = 0;
  for (const [k, code] of reasonCodes.entries()) {
    const count = refusals[person * reasonCodes.length + k]!;
    if (count > most) [best, most] = [code, count];
  }
  return best === null ? 'there are no openings' : words(best);
}

/** Minors who would travel with nobody, and people who look like one person entered twice. */
export function* recordFindings(instance: Instance): Iterable<Finding> {
  const { roster } = instance;
  const flows = new Map(roster.flows.map((flow) => [flow.id, flow]));
  const starts = roster.openings.flatMap(({ startDay, windowFromDay, flowId }) => [
    startDay ?? windowFromDay ?? flows.get(flowId ?? '')?.startDay ?? null,
  ]);
  const earliest = starts.reduce<number | null>((first, day) => (day !== null && (first === null || day < first) ? day : first), null);
  const isAccompanied = roster.flows.some(({ learnersPerAccompanying }) => learnersPerAccompanying !== null);
  const minors = roster.students.filter(
    ({ kind, birthDay }) =>
      kind !== 'accompanying' && birthDay !== null && earliest !== null && ageOn(birthDay, earliest) < roster.options.adultAge,
  );
  const accompanied = isAccompanied ? peopleOfAccompaniedFlows(instance) : new Set<string>();
  const alone = minors.filter(({ id, needsAccompanying }) => !needsAccompanying || !accompanied.has(id));
  yield findingOf(
    'minors-unaccompanied',
    'amber',
    alone.map(({ id }) => id).sort(compareText),
    (count) => `${counted(count, 'minor', 'minors')} (on the first day of the earliest opening) whom no accompanying person is planned for`,
    'Set learners_per_accompanying on their flows, or needs_accompanying in students.csv; or settle it outside the plan.',
    minors.length === 0 ? 'No minors on the earliest first day.' : 'Minors count for accompanying persons.',
  );
  yield findingOf(
    'people-twice',
    'amber',
    twins(roster.students),
    (count) =>
      `${counted(count, 'pair of people looks', 'pairs of people look')} like one person entered twice (same birth date, school, profile, and sex or, where that is blank, languages and points)`,
    'Compare the two rows; delete one if it is the same person.',
    'Nobody looks as if entered twice.',
  );
}

/** People who have a place in a journey that counts accompanying persons, or (already named) no place at all. */
function peopleOfAccompaniedFlows({ persons, flows, firstPairOfPerson, slotOfPair, flowOfSlot }: Instance): ReadonlySet<string> {
  return new Set(
    persons
      .filter((_, person) => {
        const slots = slotOfPair.subarray(firstPairOfPerson[person], firstPairOfPerson[person + 1]);
        return slots.length === 0 || slots.some((slot) => (flows[flowOfSlot[slot]!]?.learnersPerAccompanying ?? null) !== null);
      })
      .map(({ id }) => id),
  );
}

function twins(students: readonly Student[]): string[] {
  const firstOf = new Map<string, string>();
  const found: string[] = [];
  for (const { id, birthDay, schoolId, senderId, profileId, sex, languages, points } of [...students].sort((a, b) =>
    compareText(a.id, b.id),
  )) {
    if (birthDay === null || (schoolId ?? senderId) === null) continue;
    // Where the list has no column for sex, a chance birthday is told from a double by languages and points.
    const rest = sex === null ? [languages, points] : [sex];
    const key = JSON.stringify([birthDay, schoolId ?? senderId, profileId, ...rest]);
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, id);
    else found.push(`${first} and ${id}`);
  }
  return found;
}
