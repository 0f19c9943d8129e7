import { isoOfDay } from '../../basics/day.js';
import { firstInRanges } from '../../basics/ranges.js';
import type { Student } from '../../roster/types.js';
import type { LinkPairs, Placement, PlanFault } from '../types.js';
import { isAccompanying, type Book } from '../rules/book.js';
import { datesOf, nameOfSite, siteOfFlow, siteOfOpening, type Site } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';

/** A placement whose ids have become records. */
export interface Chosen {
  readonly person: Student;
  readonly site: Site;
}

/** A place, and who is in it. */
export interface Stays {
  readonly site: Site;
  readonly stays: readonly Chosen[];
}

/** The plan being read: what the checks of many placements look at. */
export interface Reading {
  readonly book: Book;
  readonly chosen: readonly Chosen[];
  readonly chosenOf: ReadonlyMap<string, readonly Chosen[]>;
  /** The same by where they are: what hangs on the place alone is asked once for all. */
  readonly chosenAt: readonly Stays[];
  readonly faults: PlanFault[];
}

/** Resolves the placements; what names no record, or is said twice, is a fault and goes no further. */
export function* readChosen(book: Book, placements: readonly Placement[]): Slices<Reading> {
  const faults: PlanFault[] = [];
  const known = knownSites(book);
  const gathered = new Gathered(known);
  for (const [i, placement] of placements.entries()) {
    if (i % 500 === 499) yield;
    const person = book.students.get(placement.studentId);
    if (person === undefined) faults.push({ code: 'id-unknown', message: `No student has the id ${placement.studentId}.` });
    const number = known.find(placement) ?? numberOfPlacement(book, known, placement, faults);
    if (person === undefined || number === null) continue;
    const site = known.sites[number]!;
    if (placement.flowId !== null && placement.openingId !== null && placement.flowId !== site.flow?.id) {
      faults.push({
        code: 'placement-flow',
        message: `${person.id} is put in ${nameOfSite(site)} of flow ${placement.flowId}; that opening ${site.flow === null ? 'has no flow' : `is of flow ${site.flow.id}`}.`,
      });
    }
    if (!gathered.add(person, number))
      faults.push({ code: 'placement-duplicate', message: `${person.id} is put twice in ${nameOfSite(site)}.` });
  }
  return gathered.reading(book, faults);
}

/** Placements gathered by who and where they are. */
class Gathered {
  readonly #chosen: Chosen[] = [];
  readonly #chosenOf = new Map<string, Chosen[]>();
  readonly #staysOfSite: Chosen[][] = [];

  constructor(private readonly known: KnownSites) {}

  /** False: the person is there already. */
  add(person: Student, number: number): boolean {
    const site = this.known.sites[number]!;
    const own = this.#chosenOf.get(person.id);
    if (own?.some((other) => other.site === site) === true) return false;
    const one = { person, site };
    if (own === undefined) this.#chosenOf.set(person.id, [one]);
    else own.push(one);
    const there = this.#staysOfSite[number];
    if (there === undefined) this.#staysOfSite[number] = [one];
    else there.push(one);
    this.#chosen.push(one);
    return true;
  }

  reading(book: Book, faults: PlanFault[]): Reading {
    const chosenAt: Stays[] = [];
    this.#staysOfSite.forEach((stays, number) => chosenAt.push({ site: this.known.sites[number]!, stays }));
    return { book, chosen: this.#chosen, chosenOf: this.#chosenOf, chosenAt, faults };
  }
}

/**
 * Reads plans of one model, given by pairs: what the model's people and slots are among the records is looked up once for all of them. Placements come in
 * the order of the students, whose records lie in memory as they were read: in another, most look-ups wait for it.
 */
export class PairReader {
  readonly #known: KnownSites;
  /** People of the model in the order of the records; null: they are not those of the records. */
  readonly #personOfStudent: Int32Array | null;
  /** Numbers of known sites; −1: not looked up yet. */
  readonly #numberOfSlot: Int32Array;

  constructor(
    private readonly book: Book,
    private readonly pairs: LinkPairs,
    private readonly firstPairOfPerson: Int32Array,
  ) {
    this.#known = knownSites(book);
    this.#numberOfSlot = new Int32Array(pairs.slots.length).fill(-1);
    const personOfId = new Map(pairs.personIds.map((id, person) => [id, person]));
    const people = Int32Array.from(book.roster.students, ({ id }) => personOfId.get(id) ?? -1);
    const isOneToOne = people.length === pairs.personIds.length && people.length === book.students.size && !people.includes(-1);
    this.#personOfStudent = isOneToOne ? people : null;
  }

  /** Null: the pairs do not ascend, or name somebody or something that is not among the records, or a place twice; `readChosen` says what. */
  *read(plan: Int32Array): Slices<Reading | null> {
    if (this.#personOfStudent === null || plan.some((pair, k) => k > 0 && pair <= plan[k - 1]!)) return null;
    const firstOfPerson = firstInRanges(this.firstPairOfPerson, plan);
    if (firstOfPerson.at(-1) !== plan.length) return null;
    const { students } = this.book.roster;
    const gathered = new Gathered(this.#known);
    for (const [place, person] of this.#personOfStudent.entries()) {
      if (place % 500 === 499) yield;
      for (let k = firstOfPerson[person]!; k < firstOfPerson[person + 1]!; k++) {
        const number = this.#numberAt(plan[k]!);
        if (number === null || !gathered.add(students[place]!, number)) return null;
      }
    }
    return gathered.reading(this.book, []);
  }

  #numberAt(pair: number): number | null {
    const slot = this.pairs.slotOfPair[pair]!;
    if (this.#numberOfSlot[slot]! >= 0) return this.#numberOfSlot[slot]!;
    const placement = placementIn('', this.pairs.slots[slot]!);
    const number = this.#known.find(placement) ?? numberOfPlacement(this.book, this.#known, placement, []);
    if (number !== null) this.#numberOfSlot[slot] = number;
    return number;
  }
}

/** What puts somebody in a slot: the opening says the flow. */
export function placementIn(studentId: string, { openingId, flowId, startDay, endDay }: LinkPairs['slots'][number]): Placement {
  return { studentId, openingId, flowId: openingId === null ? flowId : null, startDay, endDay };
}

/** The number of a site that no plan has named before; null: it is none. */
function numberOfPlacement(book: Book, known: KnownSites, placement: Placement, faults: PlanFault[]): number | null {
  const { studentId, openingId, flowId, startDay, endDay } = placement;
  if (openingId === null && flowId === null) {
    faults.push({ code: 'placement-target', message: `The placement of ${studentId} names neither opening nor flow.` });
    return null;
  }
  const opening = openingId === null ? undefined : book.openings.get(openingId);
  const flow = openingId !== null || flowId === null ? undefined : book.flows.get(flowId);
  const place = opening ?? flow;
  if (place === undefined) {
    faults.push({
      code: 'id-unknown',
      message: openingId === null ? `No flow has the id ${flowId}.` : `No opening has the id ${openingId}.`,
    });
    return null;
  }
  const site = opening !== undefined ? siteOfOpening(book, opening, startDay, endDay) : { ...siteOfFlow(book, flow!), startDay, endDay };
  return known.add(placement, site);
}

/** The sites of openings and flows that plans have named, one for each pair of dates, by number. The plans of one search mostly name the same. */
class KnownSites {
  readonly sites: Site[] = [];
  readonly #ofOpening = new Map<string, number[]>();
  readonly #ofFlow = new Map<string, number[]>();

  find({ openingId, flowId, startDay, endDay }: Placement): number | null {
    const own = openingId === null ? this.#ofFlow.get(flowId ?? '') : this.#ofOpening.get(openingId);
    if (own === undefined) return null;
    for (const number of own) if (this.sites[number]!.startDay === startDay && this.sites[number]!.endDay === endDay) return number;
    return null;
  }

  add({ openingId, flowId }: Placement, site: Site): number {
    const number = this.sites.push(site) - 1;
    const [numbers, id] = openingId === null ? [this.#ofFlow, flowId ?? ''] : [this.#ofOpening, openingId];
    const own = numbers.get(id);
    if (own === undefined) numbers.set(id, [number]);
    else own.push(number);
    return number;
  }
}

const sitesOfBook = new WeakMap<Book, KnownSites>();

function knownSites(book: Book): KnownSites {
  let known = sitesOfBook.get(book);
  if (known === undefined) sitesOfBook.set(book, (known = new KnownSites()));
  return known;
}

/** The dates must be those of the opening (one of its variants) or of the flow. */
export function checkDates({ book, faults }: Reading, site: Site, stays: readonly Chosen[]): void {
  const legal = site.opening !== null ? datesOf(book, site.opening) : site.flow !== null ? [site.flow] : [];
  if (legal.some(({ startDay, endDay }) => startDay === site.startDay && endDay === site.endDay)) return;
  const some = legal.slice(0, 3).map(({ startDay, endDay }) => `${isoOfDay(startDay)} to ${isoOfDay(endDay)}`);
  const said = some.length === 0 ? 'it has no dates' : `it is offered on ${some.join(', ')}${legal.length > 3 ? ', …' : ''}`;
  for (const { person } of stays) faults.push({ code: 'placement-dates', message: `${person.id} is put in ${nameOfSite(site)}; ${said}.` });
}

export function isLearner({ person }: Chosen): boolean {
  return !isAccompanying(person);
}
