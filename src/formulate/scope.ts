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
  *pairsOf(scope: Scope): Slices<number[]> {
    const { firstPairOfPerson, slotOfPair, persons } = this.source.instance;
    const people = yield* this.fewestPeople(scope);
    const slots = yield* this.fewestSlots(scope);
    const found: number[] = [];
    const asked = personFields.filter((field) => scope[field] != null);
    if (slots !== null && this.pairsAt(slots) * 4 < (people === null ? slotOfPair.length : this.pairsFor(people))) {
      for (const slot of slots) {
        if (!this.holdsSlot(scope, slot)) continue;
        for (const pair of pairsOfSlot(this.source, slot))
          if (holdsPerson(scope, asked, persons[this.source.personOfPair[pair]!]!)) found.push(pair);
        yield;
      }
      return found.sort((a, b) => a - b);
    }
    const asksSlot = slotFields.some((field) => scope[field] != null);
    const verdictOfSlot = asksSlot ? new Uint8Array(this.source.instance.slotCount) : null;
    for (let k = 0, work = 0; k < (people ?? persons).length; k++) {
      const person = people === null ? k : people[k]!;
      if (holdsPerson(scope, asked, persons[person]!)) {
        for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++, work++) {
          if (verdictOfSlot !== null) {
            const slot = slotOfPair[pair]!;
            verdictOfSlot[slot] ||= this.holdsSlot(scope, slot) ? 1 : 2;
            if (verdictOfSlot[slot] === 2) continue;
          }
          found.push(pair);
        }
      }
      if (++work > 2000) {
        work = 0;
        yield;
      }
    }
    return found;
  }

  private *fewestPeople(scope: Scope): Slices<readonly number[] | null> {
    let fewest: readonly number[] | null = null;
    for (const field of personFields) {
      if (scope[field] == null) continue;
      const people: readonly number[] = (yield* this.peopleBy(field)).get(scope[field]) ?? [];
      if (fewest === null || people.length < fewest.length) fewest = people;
    }
    return fewest;
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

function holdsPerson(scope: Scope, asked: readonly PersonField[], student: Student): boolean {
  for (const field of asked) if (scope[field] !== student[field]) return false;
  return true;
}
