import type { CostCategory, Student } from '../../roster/types.js';
import { isAccompanying, type Book } from './book.js';
import { pairRowOf } from './eligibility.js';
import type { Site } from './site.js';

/** Cents that a placement costs in one category, or in all of them (null). A cost of pairs.csv replaces everything and is `other`. */
export function costOf(book: Book, person: Student, site: Site, category: CostCategory | null): number {
  const listed = pairRowOf(book, person, site)?.costCents ?? null;
  if (listed !== null) return category === null || category === 'other' ? listed : 0;
  if (book.options.eligible === 'listed') return 0;
  if (category !== null) return lineOf(person, site, category);
  return (
    lineOf(person, site, 'travel') +
    lineOf(person, site, 'individual') +
    lineOf(person, site, 'course') +
    lineOf(person, site, 'inclusion') +
    lineOf(person, site, 'linguistic') +
    lineOf(person, site, 'other')
  );
}

function lineOf(person: Student, site: Site, category: CostCategory): number {
  const { opening } = site;
  if (isAccompanying(person) || opening === null) return category === 'individual' ? (site.flow?.accompanyingCents ?? 0) : 0;
  const online = person.online || opening.online;
  switch (category) {
    case 'travel':
      return online ? 0 : opening.travelCents;
    case 'individual':
      return online ? 0 : opening.perDayCents * (site.endDay - site.startDay + 1);
    case 'course':
      return opening.courseCents;
    case 'inclusion':
      return person.inclusionCents;
    case 'linguistic':
      return 0;
    case 'other':
      return opening.otherCents;
  }
}
