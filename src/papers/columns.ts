import type { CellFormat } from '../roster/columns.js';

/**
 * Files that belong to a roster and are read only by what prints papers; all of them, and all of their columns but the keys, may be left out. What
 * they do not say is left as a line to write on by hand.
 */
export const paperFiles = ['people', 'agreements', 'units'] as const;
export type PaperFile = (typeof paperFiles)[number];

export const abouts = ['student', 'organisation', 'host'] as const;
export type About = (typeof abouts)[number];

/** people.csv: names, addresses, contacts of people, organisations and hosts. */
export interface PersonRecord {
  readonly id: string;
  /** Whose id it is; blank: a student's. */
  readonly about: About;
  /** As it is printed. */
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly website: string | null;
  /** Contact person of an organisation or host, with the role. */
  readonly contact: string | null;
  /** Tutor or mentor. */
  readonly mentor: string | null;
  readonly guardian: string | null;
  readonly guardianEmail: string | null;
  readonly guardianPhone: string | null;
  /** Two capital letters. */
  readonly citizenship: string | null;
  /** Language of the letters to this person. */
  readonly language: string | null;
}

/** agreements.csv: what an agreement says beside the placement. A blank opening is about every placement of the person. */
export interface AgreementRecord {
  readonly studentId: string;
  readonly openingId: string | null;
  readonly qualification: string | null;
  readonly nqfLevel: string | null;
  readonly progress: string | null;
  readonly enclosures: string | null;
  /** Length as somebody stated it; printed is the counted one. */
  readonly days: number | null;
  readonly assessedBy: string | null;
  readonly assessedOn: number | null;
  readonly assessment: string | null;
  readonly recorded: string | null;
  readonly validatedBy: string | null;
  readonly validatedOn: number | null;
  readonly validation: string | null;
  readonly signedLearner: number | null;
  readonly signedSender: number | null;
  readonly signedHost: number | null;
  /** As the spreadsheet shows it. */
  readonly row: number;
}

/** units.csv: what stands behind a learning outcome that students, profiles and openings name. */
export interface UnitRecord {
  readonly unit: string;
  readonly title: string | null;
  readonly points: string | null;
  readonly outcomes: string | null;
  readonly activities: string | null;
  readonly enclosures: string | null;
}

/** Columns that such a file may hold for other ends; papers never show them. */
export const unprintedColumns: ReadonlySet<string> = new Set(['national_id']);

export interface PaperColumn {
  readonly column: string;
  readonly field: string;
  readonly format: CellFormat;
  readonly required: boolean;
}

function columns<Record extends object>(
  rows: readonly (readonly [column: string, field: keyof Record & string, format?: CellFormat, required?: 'must'])[],
): readonly PaperColumn[] {
  return rows.map(([column, field, format = 'text', required]) => ({ column, field, format, required: required === 'must' }));
}

export const columnsOfPaperFile: { readonly [file in PaperFile]: readonly PaperColumn[] } = {
  people: columns<PersonRecord>([
    ['id', 'id', 'id', 'must'],
    ['about', 'about', 'choice'],
    ['name', 'name'],
    ['first_name', 'firstName'],
    ['last_name', 'lastName'],
    ['address', 'address'],
    ['phone', 'phone'],
    ['email', 'email'],
    ['website', 'website'],
    ['contact', 'contact'],
    ['mentor', 'mentor'],
    ['guardian', 'guardian'],
    ['guardian_email', 'guardianEmail'],
    ['guardian_phone', 'guardianPhone'],
    ['citizenship', 'citizenship'],
    ['language', 'language'],
  ]),
  agreements: columns<AgreementRecord>([
    ['student', 'studentId', 'id', 'must'],
    ['opening', 'openingId', 'id'],
    ['qualification', 'qualification'],
    ['nqf_level', 'nqfLevel'],
    ['progress', 'progress'],
    ['enclosures', 'enclosures'],
    ['days', 'days', 'whole'],
    ['assessed_by', 'assessedBy'],
    ['assessed_on', 'assessedOn', 'date'],
    ['assessment', 'assessment'],
    ['recorded', 'recorded'],
    ['validated_by', 'validatedBy'],
    ['validated_on', 'validatedOn', 'date'],
    ['validation', 'validation'],
    ['signed_learner', 'signedLearner', 'date'],
    ['signed_sender', 'signedSender', 'date'],
    ['signed_host', 'signedHost', 'date'],
  ]),
  units: columns<UnitRecord>([
    ['unit', 'unit', 'text', 'must'],
    ['title', 'title'],
    ['points', 'points'],
    ['outcomes', 'outcomes'],
    ['activities', 'activities'],
    ['enclosures', 'enclosures'],
  ]),
};
