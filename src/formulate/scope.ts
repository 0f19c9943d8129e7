import { cityKey } from '../basics/cities.js';
import type { Slices } from '../instance/slices.js';
import type { Student } from '../instance/types.js';
import type { Budget, Quota } from '../roster/types.js';
import { note, pairsOfSlot, type Source } from './source.js';

/** The columns of a budget or a quota that say which placements it is about. */
export type Scope = Partial<Omit<Quota, 'id' | 'minimum' | 'maximum'>> & Partial<Pick<Budget, 'kind'>>;

const personFields = ['senderId', 'schoolId', 'projectId', 'profileId', 'kind', 'sex', 'fewerOpportunities'] as const;
const slotFields = ['openingId', 'hostId', 'flowId', 'partnerId', 'country', 'city'] as const;
type PersonField = (typeof personFields)[number];
type SlotField = (typeof slotFields)[number];

/** Finds the pairs of a scope by way of the people or the slots that one of its columns names, whichever have fewer pairs. */
export class ScopeIndex {
  private readonly persons = new Map<PersonField, Map<unknown, number[]>>();
  private readonly slots = new Map<SlotField, Map<string, number[]>>();

  constructor(private readonly source: Source) {}

  /** Pairs in the scope, ascending. */
  *pairsOf(scope: Scope): Slices<Int32Array> {
    const { firstPairOfPerson, slotOfPair, persons } = this.source.instance;
    const { people, field } = yield* this.fewestPeople(scope);
    const slots = yield* this.fewestSlots(scope);
    const asked = personFields.filter((field) => scope[field] != null);
    const ofPeople = people === null ? slotOfPair.length : this.pairsFor(people);
    const ofSlots = slots === null ? Infinity : this.pairsAt(slots);
    const found = new Int32Array(Math.min(ofPeople, ofSlots));
    let count = 0;
    if (slots !== null && ofSlots * 4 < ofPeople) {
      for (const slot of slots) {
        if (!this.holdsSlot(scope, slot)) continue;
        for (const pair of pairsOfSlot(this.source, slot))
          if (holdsPerson(scope, asked, persons[this.source.personOfPair[pair]!]!)) found[count++] = pair;
        yield;
      }
      return found.subarray(0, count).sort();
    }
    const asksSlot = slotFields.some((field) => scope[field] != null);
    const verdictOfSlot = asksSlot ? new Uint8Array(this.source.instance.slotCount) : null;
    // Those found by a field need not be asked about it again.
    const further = asked.filter((other) => other !== field);
    const holdsSlot = (slot: number) => (verdictOfSlot![slot] ||= this.holdsSlot(scope, slot) ? 1 : 2) === 1;
    for (let k = 0, pause = 2000; k < (people ?? persons).length; k++) {
      const person = people === null ? k : people[k]!;
      const [first, end] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
      if (holdsPerson(scope, further, persons[person]!))
        count = verdictOfSlot === null ? listAll(first, end, found, count) : listWhere(first, end, slotOfPair, holdsSlot, found, count);
      pause -= end - first + 1;
      if (pause < 0) {
        pause = 2000;
        yield;
      }
    }
    return found.subarray(0, count);
  }

  /** The field that fewest people share with the scope; null: it names none. */
  private *fewestPeople(scope: Scope): Slices<{ readonly people: readonly number[] | null; readonly field: PersonField | null }> {
    let fewest: readonly number[] | null = null;
    let least: PersonField | null = null;
    for (const field of personFields) {
      if (scope[field] == null) continue;
      const people: readonly number[] = (yield* this.peopleBy(field)).get(scope[field]) ?? [];
      if (fewest !== null && people.length >= fewest.length) continue;
      fewest = people;
      least = field;
    }
    return { people: fewest, field: least };
  }

  private *fewestSlots(scope: Scope): Slices<readonly number[] | null> {
    let fewest: readonly number[] | null = null;
    for (const field of slotFields) {
      const wanted = field === 'city' && scope.city != null ? cityKey(scope.city) : scope[field];
      if (wanted == null) continue;
      const slots: readonly number[] = (yield* this.slotsBy(field)).get(wanted) ?? [];
      if (fewest === null || slots.length < fewest.length) fewest = slots;
    }
    return fewest;
  }

  private *peopleBy(field: PersonField): Slices<Map<unknown, number[]>> {
    const known = this.persons.get(field);
    if (known !== undefined) return known;
    const made = new Map<unknown, number[]>();
    const { persons } = this.source.instance;
    for (let person = 0; person < persons.length; person++) {
      note(made, persons[person]![field], person);
      if ((person & 1023) === 1023) yield;
    }
    this.persons.set(field, made);
    return made;
  }

  private *slotsBy(field: SlotField): Slices<Map<string, number[]>> {
    const known = this.slots.get(field);
    if (known !== undefined) return known;
    const made = new Map<string, number[]>();
    for (let slot = 0; slot < this.source.instance.slotCount; slot++) {
      const value = this.valueOfSlot(field, slot);
      if (value !== null) note(made, value, slot);
      if ((slot & 1023) === 1023) yield;
    }
    this.slots.set(field, made);
    return made;
  }

  /** A flow's own slot has neither opening nor host. */
  private valueOfSlot(field: SlotField, slot: number): string | null {
    const { instance, placeOfSlot } = this.source;
    switch (field) {
      case 'openingId':
        return instance.openings[instance.openingOfSlot[slot]!]?.id ?? null;
      case 'hostId':
        return instance.openings[instance.openingOfSlot[slot]!]?.hostId ?? null;
      case 'flowId':
        return instance.flows[instance.flowOfSlot[slot]!]?.id ?? null;
      default:
        return placeOfSlot[slot]![field];
    }
  }

  private holdsSlot(scope: Scope, slot: number): boolean {
    return slotFields.every((field) => {
      const wanted = scope[field];
      return wanted == null || (field === 'city' ? cityKey(wanted) : wanted) === this.valueOfSlot(field, slot);
    });
  }

  private pairsFor(people: readonly number[]): number {
    const { firstPairOfPerson } = this.source.instance;
    return people.reduce((sum, person) => sum + firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!, 0);
  }

  private pairsAt(slots: readonly number[]): number {
    return slots.reduce((sum, slot) => sum + this.source.firstOfSlot[slot + 1]! - this.source.firstOfSlot[slot]!, 0);
  }
}

/** Lists the pairs first … end − 1 behind those that are listed; gives how many are listed then. */
function listAll(first: number, end: number, into: Int32Array, count: number): number {
  for (let pair = first; pair < end; pair++) into[count++] = pair;
  return count;
}

/** The same of those whose slot holds. */
function listWhere(
  first: number,
  end: number,
  slotOfPair: Int32Array,
  holds: (slot: number) => boolean,
  into: Int32Array,
  count: number,
): number {
  for (let pair = first; pair < end; pair++) if (holds(slotOfPair[pair]!)) into[count++] = pair;
  return count;
}

function holdsPerson(scope: Scope, asked: readonly PersonField[], student: Student): boolean {
  for (const field of asked) if (scope[field] !== student[field]) return false;
  return true;
}
