import type { CallRates, IndividualRates, RulePack } from '../roster/types-rates.js';
import type { Project, Student } from '../roster/types.js';
import type { Lookup } from './lookup.js';

/** What the rule pack pays one person by. */
export interface PersonRates {
  readonly call: CallRates;
  readonly individual: IndividualRates;
  /** Staff and accompanying persons are paid the staff rate. */
  readonly isStaff: boolean;
}

/** Year of a project's call: as written, else the first four digits of its grant number; null where neither says it. */
export function callYearOf(project: Project | null): number | null {
  if (project === null) return null;
  if (project.callYear !== null) return project.callYear;
  const year = /^(\d{4})-/.exec(project.code ?? '')?.[1];
  return year === undefined ? null : Number(year);
}

/** The National Agency of a project: as written, else what the grant number names (`PL01`). */
export function agencyOf(project: Project | null): string | null {
  return project?.nationalAgency ?? /-([A-Z]{2}\d{2})-/.exec(project?.code ?? '')?.[1] ?? null;
}

/** The rates of a call year, the last ones where there is no year; null where the pack has none for it. */
export function callOf(pack: RulePack, year: number | null): CallRates | null {
  if (year === null) return pack.calls.at(-1) ?? null;
  return pack.calls.find(({ fromYear, toYear }) => fromYear <= year && year <= toYear) ?? null;
}

/** Null without a rule pack, or where it has nothing for the call of the person's project (which is a fault of its own). */
export function ratesOfPerson(lookup: Lookup, student: Student): PersonRates | null {
  if (lookup.rates === null) return null;
  const project = student.projectId === null ? null : (lookup.projects.get(student.projectId) ?? null);
  const call = callOf(lookup.rates, callYearOf(project));
  if (call === null) return null;
  const agency = agencyOf(project);
  const individual =
    call.individual.find((entry) => entry.agency !== null && entry.agency === agency) ??
    call.individual.find((entry) => entry.agency === null);
  if (individual === undefined) return null;
  return { call, individual, isStaff: student.kind === 'staff' || student.kind === 'accompanying' };
}

/** Travel for a one-way distance: the last band that begins at or before it. NaN where the distance is not known. */
export function travelCentsOf({ call }: PersonRates, student: Student, km: number | null): number {
  if (km === null) return Number.NaN;
  const band = call.travel.bands.findLast(({ fromKm }) => fromKm <= km)!;
  return student.greenTravel ? (band.greenCents ?? band.standardCents) : band.standardCents;
}

/** Individual support for a stay of so many days and the travel days paid with it. NaN where the country is not known. */
export function individualCentsOf(
  { call, individual, isStaff }: PersonRates,
  student: Student,
  country: string | null,
  days: number,
): number {
  if (country === null) return Number.NaN;
  const group = call.groups.of[country] ?? call.groups.others;
  const rate = (isStaff ? individual.staff : individual.learner)[group - 1]!;
  const travelDays = Math.min(student.travelDays, student.greenTravel ? call.travelDays.green : call.travelDays.standard);
  const paid = days + travelDays;
  const first = Math.min(paid, call.firstDays);
  return first * rate.firstCents + (paid - first) * rate.laterCents;
}

/** Fee of a staff course. */
export function courseCentsOf({ call }: PersonRates, student: Student, days: number): number {
  if (student.kind !== 'staff' || student.activity !== 'course') return 0;
  return Math.min(days * call.course.perDayCents, call.course.mostCents);
}

export function linguisticCentsOf({ call }: PersonRates, student: Student): number {
  if (!student.linguisticSupport || student.kind === 'accompanying') return 0;
  return student.kind === 'long-term' ? call.linguistic.longTermCents : call.linguistic.cents;
}
