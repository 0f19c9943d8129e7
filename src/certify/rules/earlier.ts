import { groupBy } from '../../basics/group.js';
import { isAccompanying, type Book } from './book.js';
import { refusalOf } from './eligibility.js';
import { meetsPin, oldPlacesOf, type Pin } from './pins.js';
import { scoreOf } from './score.js';
import { datesOf, siteOfFlow, siteOfOpening, type Site } from './site.js';
import type { Student } from '../../roster/types.js';

/** What a person of plan.csv may count on: the dates of the earlier place that the rules still allow. Empty: it has become impossible. */
export function sitesStillOpen(book: Book, place: Pin): Site[] {
  const person = book.students.get(place.studentId);
  if (person === undefined) return [];
  const opening = place.kind === 'opening' ? book.openings.get(place.targetId) : undefined;
  const flow = place.kind === 'flow' ? book.flows.get(place.targetId) : undefined;
  const sites =
    opening !== undefined
      ? datesOf(book, opening).map(({ startDay, endDay }) => siteOfOpening(book, opening, startDay, endDay))
      : flow === undefined
        ? []
        : isAccompanying(person)
          ? [siteOfFlow(book, flow)]
          : book.roster.openings
              .filter(({ flowId }) => flowId === flow.id)
              .flatMap((own) => datesOf(book, own).map(({ startDay, endDay }) => siteOfOpening(book, own, startDay, endDay)));
  return sites.filter((site) => meetsPin(place, site) && refusalOf(book, person, site) === null);
}

const floorsOfBook = new WeakMap<Book, ReadonlyMap<string, number>>();

/** With `neverWorse`: what a person told of a placement that is still to be had gets at least, in points of score; null: no such promise. */
export function floorOf(book: Book, person: Student): number | null {
  if (!book.options.neverWorse) return null;
  let floors = floorsOfBook.get(book);
  if (floors === undefined) floorsOfBook.set(book, (floors = readFloors(book)));
  return floors.get(person.id) ?? null;
}

function readFloors(book: Book): ReadonlyMap<string, number> {
  const floors = new Map<string, number>();
  for (const [id, places] of groupBy(oldPlacesOf(book), ({ studentId }) => studentId)) {
    const person = book.students.get(id)!;
    if (isAccompanying(person)) continue;
    const scores = places
      .filter(({ told }) => told)
      .flatMap((place) => sitesStillOpen(book, place))
      .map((site) => scoreOf(book, person, site));
    if (scores.length > 0) floors.set(id, Math.min(...scores));
  }
  return floors;
}

/** The code that refuses a pair, the promise of `neverWorse` included; null where it is eligible. */
export function refusalNow(book: Book, person: Student, site: Site): string | null {
  return refusalOf(book, person, site) ?? (isWorse(book, person, site) ? 'worse' : null);
}

function isWorse(book: Book, person: Student, site: Site): boolean {
  const floor = floorOf(book, person);
  return floor !== null && scoreOf(book, person, site) < floor;
}
