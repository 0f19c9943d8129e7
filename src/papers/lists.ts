import { compareText } from '../basics/order.js';
import { isoOfDay } from '../basics/day.js';
import type { Table } from '../report/csv.js';
import type { PlacementRow } from '../report/outcome.js';
import { type Book, isMinor, lengthOf, nameOfStudent, partyOfHost, partyOfOrganisation } from './book.js';

/** By flow, then city and dates, then person: those who travel and lodge together stand together. */
function byJourney(book: Book): PlacementRow[] {
  return book.placements
    .filter((placement) => book.opening(placement.openingId)?.online !== true)
    .sort(
      (a, b) =>
        compareText(a.flowId ?? '', b.flowId ?? '') ||
        compareText(a.city ?? '', b.city ?? '') ||
        a.startDay - b.startDay ||
        a.endDay - b.endDay ||
        compareText(a.studentId, b.studentId),
    );
}

/** Who travels when from where to where. */
export function travelTable(book: Book): Table {
  return {
    columns: [
      'flow',
      'person',
      'student',
      'kind',
      'minor',
      'sender',
      'from_city',
      'from_country',
      'to_city',
      'to_country',
      'out',
      'back',
      'km_one_way',
      'green_travel',
      'travel_days',
      'needs',
      'phone',
    ],
    rows: byJourney(book).map((placement) => {
      const student = book.student(placement.studentId);
      const from = book.organisation(placement.schoolId) ?? book.organisation(placement.senderId);
      return [
        placement.flowId,
        nameOfStudent(book, placement.studentId),
        placement.studentId,
        placement.kind,
        yesNo(isMinor(student, placement.startDay)),
        partyOfOrganisation(book, placement.senderId).name,
        from?.city ?? null,
        from?.country ?? null,
        placement.city,
        placement.country,
        isoOfDay(placement.startDay),
        isoOfDay(placement.endDay),
        placement.distanceKm,
        yesNo(student?.greenTravel ?? null),
        student?.travelDays ?? null,
        student?.needs.join('|') ?? null,
        book.records.students.get(placement.studentId)?.phone ?? null,
      ];
    }),
  };
}

/** Who sleeps where from when to when. */
export function accommodationTable(book: Book): Table {
  return {
    columns: [
      'flow',
      'city',
      'country',
      'partner',
      'person',
      'student',
      'kind',
      'sex',
      'minor',
      'arrives',
      'leaves',
      'nights',
      'host',
      'needs',
    ],
    rows: byJourney(book).map((placement) => {
      const student = book.student(placement.studentId);
      return [
        placement.flowId,
        placement.city,
        placement.country,
        partyOfOrganisation(book, placement.partnerId).name,
        nameOfStudent(book, placement.studentId),
        placement.studentId,
        placement.kind,
        student?.sex ?? null,
        yesNo(isMinor(student, placement.startDay)),
        isoOfDay(placement.startDay),
        isoOfDay(placement.endDay),
        lengthOf(placement) - 1,
        placement.hostId === null ? null : partyOfHost(book, placement.hostId).name,
        student?.needs.join('|') ?? null,
      ];
    }),
  };
}

function yesNo(flag: boolean | null): string | null {
  return flag === null ? null : flag ? 'yes' : 'no';
}
