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
  readonly faults: PlanFault[];
}

/** Resolves the placements; what names no record, or is said twice, is a fault and goes no further. */
export function* readChosen(book: Book, placements: readonly Placement[], faults: PlanFault[]): Slices<Reading> {
  const sites = new Map<string, Site>();
  const chosen: Chosen[] = [];
  const chosenOf = new Map<string, Chosen[]>();
  for (const [i, placement] of placements.entries()) {
    if (i % 500 === 499) yield;
    const person = book.students.get(placement.studentId);
    if (person === undefined) faults.push({ code: 'id-unknown', message: `No student has the id ${placement.studentId}.` });
    const site = siteOfPlacement(book, placement, sites, faults);
    if (person === undefined || site === null) continue;
    if (placement.flowId !== null && placement.openingId !== null && placement.flowId !== site.flow?.id) {
      faults.push({
        code: 'placement-flow',
        message: `${person.id} is put in ${nameOfSite(site)} of flow ${placement.flowId}; that opening ${site.flow === null ? 'has no flow' : `is of flow ${site.flow.id}`}.`,
      });
    }
    let own = chosenOf.get(person.id);
    if (own === undefined) chosenOf.set(person.id, (own = []));
    if (own.some((other) => other.site === site)) {
      faults.push({ code: 'placement-duplicate', message: `${person.id} is put twice in ${nameOfSite(site)}.` });
      continue;
    }
    const one = { person, site };
    own.push(one);
    chosen.push(one);
  }
  return { book, chosen, chosenOf, faults };
}

function siteOfPlacement(book: Book, placement: Placement, sites: Map<string, Site>, faults: PlanFault[]): Site | null {
  const { studentId, openingId, flowId, startDay, endDay } = placement;
  const key = `${startDay} ${endDay} ${openingId !== null ? `opening ${openingId}` : flowId !== null ? `flow ${flowId}` : 'none'}`;
  const known = sites.get(key);
  if (known !== undefined) return known;
  if (openingId === null && flowId === null) {
    faults.push({ code: 'placement-target', message: `The placement of ${studentId} names neither opening nor flow.` });
    return null;
  }
  const opening = openingId === null ? undefined : book.openings.get(openingId);
  const flow = flowId === null ? undefined : book.flows.get(flowId);
  if (openingId === null ? flow === undefined : opening === undefined) {
    faults.push({
      code: 'id-unknown',
      message: openingId === null ? `No flow has the id ${flowId}.` : `No opening has the id ${openingId}.`,
    });
    return null;
  }
  const site = opening !== undefined ? siteOfOpening(book, opening, startDay, endDay) : { ...siteOfFlow(book, flow!), startDay, endDay };
  sites.set(key, site);
  return site;
}

/** The dates must be those of the opening (one of its variants) or of the flow. */
export function checkDates(reading: Reading, { person, site }: Chosen): void {
  const legal = site.opening !== null ? datesOf(reading.book, site.opening) : site.flow !== null ? [site.flow] : [];
  if (legal.some(({ startDay, endDay }) => startDay === site.startDay && endDay === site.endDay)) return;
  const some = legal.slice(0, 3).map(({ startDay, endDay }) => `${isoOfDay(startDay)} to ${isoOfDay(endDay)}`);
  const said = some.length === 0 ? 'it has no dates' : `it is offered on ${some.join(', ')}${legal.length > 3 ? ', …' : ''}`;
  reading.faults.push({ code: 'placement-dates', message: `${person.id} is put in ${nameOfSite(site)}; ${said}.` });
}

export function isLearner({ person }: Chosen): boolean {
  return !isAccompanying(person);
}
