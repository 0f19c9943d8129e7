import type { PlacementRow } from '../report/outcome.js';
import { kindWords } from '../explain/words.js';
import type { Student } from '../roster/types.js';
import {
  blankLine,
  type Book,
  dayText,
  guardianContact,
  isMinor,
  knownName,
  lengthOf,
  type Party,
  partyOfHost,
  partyOfOrganisation,
  profileName,
} from './book.js';
import type { AgreementRecord } from './columns.js';
import type { TemplateData } from './tags.js';

/** A unit of learning outcomes in an agreement. */
export interface AgreementUnit {
  /** As students, profiles and openings name it. */
  readonly unit: string;
  readonly title: string;
  readonly points: string | null;
  readonly outcomes: string | null;
  readonly activities: string | null;
  readonly enclosures: string | null;
}

/** Placements that an agreement is made for: all but those of accompanying persons. */
export function agreedPlacements(book: Book): PlacementRow[] {
  return book.placements.filter(({ openingId }) => openingId !== null);
}

export function agreementRecordOf(book: Book, placement: PlacementRow): AgreementRecord | null {
  const rows = book.records.agreements.get(placement.studentId) ?? [];
  return rows.find(({ openingId }) => openingId === null || openingId === placement.openingId) ?? null;
}

/**
 * Units of a placement: what is expected of the person and offered by the opening; where nothing is expected, what the opening offers; where the
 * opening names nothing, all that is expected.
 */
export function unitsOf(book: Book, placement: PlacementRow): AgreementUnit[] {
  const expected = expectedOutcomes(book, book.student(placement.studentId));
  const offered = book.opening(placement.openingId)?.outcomes ?? [];
  const missing = new Set(placement.missingOutcomes);
  const names = expected.length === 0 ? offered : offered.length === 0 ? expected : expected.filter((outcome) => !missing.has(outcome));
  return [...new Set(names)].map((unit) => {
    const record = book.records.units.get(unit);
    return {
      unit,
      title: record?.title ?? unit,
      points: record?.points ?? null,
      outcomes: record?.outcomes ?? null,
      activities: record?.activities ?? null,
      enclosures: record?.enclosures ?? null,
    };
  });
}

export function expectedOutcomes(book: Book, student: Student | null): readonly string[] {
  if (student === null) return [];
  return student.outcomes.length > 0 ? student.outcomes : (book.profile(student.profileId)?.outcomes ?? []);
}

/** What stands in the agreement of a placement; what nobody knows is a line to write on. */
export function agreementData(book: Book, placement: PlacementRow): TemplateData {
  const student = book.student(placement.studentId);
  const person = book.records.students.get(placement.studentId);
  const record = agreementRecordOf(book, placement);
  const minor = isMinor(student, placement.startDay) === true;
  // Who is of age has no guardian in the papers, whatever people.csv holds.
  const guardian = minor
    ? { name: person?.guardian ?? blankLine, contact: guardianContact(person) || blankLine }
    : { name: '–', contact: '–' };
  const units = unitsOf(book, placement).map((unit, k) => ({
    unit_number: String(k + 1),
    unit_title: unit.title,
    unit_points: unit.points ?? blankLine,
    unit_outcomes: unit.outcomes ?? blankLine,
    unit_activities: unit.activities ?? blankLine,
    unit_enclosures: unit.enclosures ?? '–',
  }));
  return {
    learner_id: placement.studentId,
    project_code: projectCode(book, placement.projectId),
    activity: `${kindWords[placement.kind]}${placement.activity === null ? '' : `, ${placement.activity}`}`,
    ...partyData('sender', partyOfOrganisation(book, placement.senderId)),
    ...partyData('host', partyOfHost(book, placement.hostId)),
    ...partyData('partner', partyOfOrganisation(book, placement.partnerId)),
    ...partyData('school', partyOfOrganisation(book, placement.schoolId)),
    has_partner: placement.partnerId !== null,
    has_school: placement.schoolId !== null && placement.schoolId !== placement.senderId,
    is_minor: minor,
    learner_name: knownName(book, placement.studentId) ?? blankLine,
    learner_address: person?.address ?? blankLine,
    learner_phone: person?.phone ?? blankLine,
    learner_email: person?.email ?? blankLine,
    birth_date: student === null || student.birthDay === null ? blankLine : dayText(student.birthDay),
    sex: ['female', 'male', 'other'].map((sex) => `${student?.sex === sex ? '☒' : '☐'} ${sex}`).join('  '),
    guardian_name: guardian.name,
    guardian_contact: guardian.contact,
    start: dayText(placement.startDay),
    end: dayText(placement.endDay),
    days: String(lengthOf(placement)),
    city: book.host(placement.hostId)?.city ?? placement.city ?? blankLine,
    country: placement.country ?? blankLine,
    qualification: record?.qualification ?? blankLine,
    profile: profileName(book, student?.profileId ?? null) || blankLine,
    eqf_level: student?.eqfLevel == null ? '______' : String(student.eqfLevel),
    nqf_level: record?.nqfLevel ?? '______',
    progress: record?.progress ?? blankLine,
    enclosures: record?.enclosures ?? blankLine,
    assessed_by: record?.assessedBy ?? blankLine,
    assessed_on: dayOrBlank(record?.assessedOn),
    assessment: record?.assessment ?? blankLine,
    recorded: record?.recorded ?? blankLine,
    validated_by: record?.validatedBy ?? blankLine,
    validated_on: dayOrBlank(record?.validatedOn),
    validation: record?.validation ?? blankLine,
    signed_learner: signedDay(record?.signedLearner),
    signed_sender: signedDay(record?.signedSender),
    signed_host: signedDay(record?.signedHost),
    units: units.length > 0 ? units : [blankUnit],
  };
}

const blankUnit = {
  unit_number: '1',
  unit_title: blankLine,
  unit_points: blankLine,
  unit_outcomes: blankLine,
  unit_activities: blankLine,
  unit_enclosures: blankLine,
};

export function projectCode(book: Book, projectId: string | null): string {
  return book.project(projectId)?.code ?? projectId ?? blankLine;
}

/** The tags of a participant: `host_name`, `host_address`, … */
export function partyData(of: string, party: Party): Record<string, string> {
  return Object.fromEntries(Object.entries(party).map(([field, value]) => [`${of}_${field}`, value === '' ? blankLine : String(value)]));
}

function dayOrBlank(day: number | null | undefined): string {
  return day == null ? blankLine : dayText(day);
}

/** The column of dates in the table of signatures is narrow, and blank it is a line already. */
function signedDay(day: number | null | undefined): string {
  return day == null ? '' : dayText(day);
}
