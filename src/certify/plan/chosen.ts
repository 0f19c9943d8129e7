import { isoOfDay } from '../../basics/day.js';
import type { Student } from '../../roster/types.js';
import type { Placement, PlanFault } from '../types.js';
import { isAccompanying, type Book } from '../rules/book.js';
import { datesOf, nameOfSite, siteOfFlow, siteOfOpening, type Site } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';

/** A placement whose ids have become records. */
export interface Chosen {
  readonly person: Student;
  readonly site: Site;
}

/** The plan being read: what the checks of many placements look at. */
export interface Reading {
  readonly book: Book;
  readonly chosen: readonly Chosen[];
  readonly chosenOf: ReadonlyMap<string, readonly Chosen[]>;
  /** The same by where they are: what hangs on the place alone is asked once for all. */
  readonly chosenAt: ReadonlyMap<Site, readonly Chosen[]>;
  readonly faults: PlanFault[];
}

/** Resolves the placements; what names no record, or is said twice, is a fault and goes no further. */
export function* readChosen(book: Book, placements: readonly Placement[], faults: PlanFault[]): Slices<Reading> {
  const chosen: Chosen[] = [];
  const chosenOf = new Map<string, Chosen[]>();
  const chosenAt = new Map<Site, Chosen[]>();
  const known = knownSites(book);
  for (const [i, placement] of placements.entries()) {
    if (i % 500 === 499) yield;
    const person = book.students.get(placement.studentId);
    if (person === undefined) faults.push({ code: 'id-unknown', message: `No student has the id ${placement.studentId}.` });
    const site = known.find(placement) ?? siteOfPlacement(book, known, placement, faults);
    if (person === undefined || site === null) continue;
    if (placement.flowId !== null && placement.openingId !== null && placement.flowId !== site.flow?.id) {
      faults.push({
        code: 'placement-flow',
        message: `${person.id} is put in ${nameOfSite(site)} of flow ${placement.flowId}; that opening ${site.flow === null ? 'has no flow' : `is of flow ${site.flow.id}`}.`,
      });
    }
    const own = chosenOf.get(person.id);
    if (own?.some((other) => other.site === site) === true) {
      faults.push({ code: 'placement-duplicate', message: `${person.id} is put twice in ${nameOfSite(site)}.` });
      continue;
    }
    const one = { person, site };
    if (own === undefined) chosenOf.set(person.id, [one]);
    else own.push(one);
    const there = chosenAt.get(site);
    if (there === undefined) chosenAt.set(site, [one]);
    else there.push(one);
    chosen.push(one);
  }
  return { book, chosen, chosenOf, chosenAt, faults };
}

/** A site that no plan has named before; null: it is none. */
function siteOfPlacement(book: Book, known: KnownSites, placement: Placement, faults: PlanFault[]): Site | null {
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
  known.add(placement, site);
  return site;
}

/** The sites of openings and flows that plans have named, one for each pair of dates. The plans of one search mostly name the same. */
class KnownSites {
  readonly #ofOpening = new Map<string, Site[]>();
  readonly #ofFlow = new Map<string, Site[]>();

  find({ openingId, flowId, startDay, endDay }: Placement): Site | null {
    const own = openingId === null ? this.#ofFlow.get(flowId ?? '') : this.#ofOpening.get(openingId);
    if (own === undefined) return null;
    for (const site of own) if (site.startDay === startDay && site.endDay === endDay) return site;
    return null;
  }

  add({ openingId, flowId }: Placement, site: Site): void {
    const [sites, id] = openingId === null ? [this.#ofFlow, flowId ?? ''] : [this.#ofOpening, openingId];
    const own = sites.get(id);
    if (own === undefined) sites.set(id, [site]);
    else own.push(site);
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
