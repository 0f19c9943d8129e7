import { isoOfDay } from '../basics/day.js';
import type { PlacementRow } from '../report/outcome.js';
import type { Student } from '../roster/types.js';
import { agreedPlacements, agreementRecordOf, unitsOf } from './agreement.js';
import { type Book, type Party, partyOfHost, partyOfOrganisation } from './book.js';

/**
 * Agreements as data, with the names of the fields of Erasmus Without Paper's outgoing learning agreements (version 1) where they apply. That standard
 * is for higher education and has no variant for vocational training: what has no field there stands under `vet`; what is not known is null.
 */
export function agreementsJson(book: Book): object {
  return { format: 'placewise-agreements-1', la: agreedPlacements(book).map((placement) => agreementJson(book, placement)) };
}

const cefr = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
/** ISO 5218, as the standard asks: 0 not known, 1 male, 2 female, 9 not applicable. */
const genderOfSex = { male: 1, female: 2, other: 9 } as const;

function agreementJson(book: Book, placement: PlacementRow): object {
  const student = book.student(placement.studentId);
  const person = book.records.students.get(placement.studentId);
  const record = agreementRecordOf(book, placement);
  const profile = book.profile(student?.profileId ?? null);
  const sender = book.organisation(placement.senderId);
  const host = placement.hostId;
  return {
    'omobility-id': `${placement.studentId}/${placement.openingId}/${isoOfDay(placement.startDay)}`,
    'sending-hei': { ...institution(partyOfOrganisation(book, placement.senderId), sender?.oid ?? null) },
    'receiving-hei': { ...institution(partyOfHost(book, host), null) },
    'receiving-academic-year-id': academicYear(placement.startDay),
    student: {
      'given-names': person?.firstName ?? null,
      'family-name': person?.lastName ?? null,
      'global-id': null,
      'birth-date': student?.birthDay == null ? null : isoOfDay(student.birthDay),
      citizenship: person?.citizenship ?? null,
      gender: student?.sex == null ? 0 : genderOfSex[student.sex],
      email: person?.email ?? null,
      'phone-number': person?.phone ?? null,
    },
    'start-date': isoOfDay(placement.startDay),
    'end-date': isoOfDay(placement.endDay),
    'eqf-level-studied-at-departure': student?.eqfLevel ?? null,
    'isced-f-code': profile === null ? iscedOf(student) : profile.isced,
    'isced-clarification': profile?.name ?? null,
    'student-language-skill': (student?.languages ?? []).map(({ language, level }) => ({
      language,
      'cefr-level': cefr[level - 1] ?? null,
    })),
    'first-version': {
      'components-studied': unitsOf(book, placement).map((unit) => ({
        'los-code': unit.unit,
        title: unit.title,
        credit: unit.points === null ? null : { scheme: 'ecvet', value: unit.points },
        'short-description': unit.outcomes,
      })),
      'student-signature': signature(record?.signedLearner ?? null),
      'sending-hei-signature': signature(record?.signedSender ?? null),
      'receiving-hei-signature': signature(record?.signedHost ?? null),
    },
    vet: {
      'project-code': book.project(placement.projectId)?.code ?? null,
      'student-id': placement.studentId,
      'opening-id': placement.openingId,
      kind: placement.kind,
      activity: placement.activity,
      days: placement.endDay - placement.startDay + 1,
      city: placement.city,
      country: placement.country,
      'intermediary-name': placement.partnerId === null ? null : partyOfOrganisation(book, placement.partnerId).name,
      'school-name': placement.schoolId === null ? null : partyOfOrganisation(book, placement.schoolId).name,
      qualification: record?.qualification ?? null,
      'nqf-level': record?.nqfLevel ?? null,
      'learning-activities': unitsOf(book, placement).map(({ unit, activities }) => ({ 'los-code': unit, activities })),
      assessment: { by: record?.assessedBy ?? null, date: isoOrNull(record?.assessedOn ?? null), method: record?.assessment ?? null },
      validation: { by: record?.validatedBy ?? null, date: isoOrNull(record?.validatedOn ?? null), how: record?.validation ?? null },
    },
  };
}

function institution(party: Party, oid: string | null): object {
  const orNull = (text: string): string | null => (text === '' ? null : text);
  return {
    'hei-id': oid,
    'ounit-name': orNull(party.name),
    'contact-person': { name: orNull(party.contact), email: orNull(party.email), 'phone-number': orNull(party.phone) },
  };
}

function signature(day: number | null): object | null {
  return day === null ? null : { timestamp: isoOfDay(day) };
}

function isoOrNull(day: number | null): string | null {
  return day === null ? null : isoOfDay(day);
}

/** A person may name a code instead of a profile. */
function iscedOf(student: Student | null): string | null {
  const code = student?.profileId ?? '';
  return /^\d{2,4}$/.test(code) ? code : null;
}

/** School years begin in September on the northern half, where the programme is. */
function academicYear(startDay: number): string {
  const [year = 0, month = 0] = isoOfDay(startDay).split('-').map(Number);
  const first = month >= 9 ? year : year - 1;
  return `${first}/${first + 1}`;
}
