import type { LanguageLevel, Opening } from '../roster/types.js';
import { blocks, concernsPlace } from './blocked.js';
import type { AcceptedProfile, ItemFacts, PersonFacts } from './facts.js';
import type { ReasonCode } from './types.js';

/**
 * The rules about one person and one opening (or flow), each by itself: true where the rule holds.
 * Accompanying persons look at flows, where only kind, country and dates are asked.
 */
export function kindAgrees(person: PersonFacts, item: ItemFacts): boolean {
  if (item.opening === null) return person.accompanying && item.flow !== null && item.flow.learnersPerAccompanying !== null;
  return !person.accompanying && (item.opening.kinds.length === 0 || item.opening.kinds.includes(person.student.kind));
}

export function activityAgrees(person: PersonFacts, item: ItemFacts): boolean {
  if (item.opening === null) return true;
  const { activities, online } = item.opening;
  const { activity } = person.student;
  return online === person.student.online && (activities.length === 0 || activity === null || activities.includes(activity));
}

export function profileAgrees(person: PersonFacts, item: ItemFacts): boolean {
  return item.opening === null || item.profiles.length === 0 || item.profiles.some((accepted) => acceptsProfile(person, accepted));
}

/** The same for one accepted profile. */
export function acceptsProfile({ student, fits }: PersonFacts, accepted: AcceptedProfile): boolean {
  return student.profileId !== null && fits.match(student.profileId, accepted.id).agrees;
}

/** The opening offers its minimum of what is expected of the person; holds where nothing is. */
export function outcomesAgree(person: PersonFacts, item: ItemFacts): boolean {
  if (item.opening === null || item.minimumOutcomes === 0 || person.expected.length === 0) return true;
  return 100 * outcomesCovered(person, item.opening) >= item.minimumOutcomes * person.expected.length;
}

/** How many of the outcomes expected of a person an opening offers. */
export function outcomesCovered({ expected }: Pick<PersonFacts, 'expected'>, { outcomes }: Opening): number {
  return expected.reduce((count, outcome) => count + (outcomes.includes(outcome) ? 1 : 0), 0);
}

/** A transnational stay goes abroad. */
export function countryAgrees(person: PersonFacts, item: ItemFacts): boolean {
  if (isOnline(person, item) || item.reach !== 'transnational') return true;
  return person.country === null || person.country !== item.country;
}

/** A national stay is in the person's own country, a local one in the same city of it, and that must be known. */
export function reachAgrees(person: PersonFacts, item: ItemFacts): boolean {
  if (isOnline(person, item) || item.reach === 'transnational') return true;
  if (person.country === null || person.country !== item.country) return false;
  return item.reach === 'national' || (person.city !== null && person.city === item.city);
}

/** The host is what hosts are asked to be. */
export function qualityAgrees(_: PersonFacts, item: ItemFacts): boolean {
  return item.passesGate;
}

function isOnline(person: PersonFacts, item: ItemFacts): boolean {
  return person.student.online || item.opening?.online === true;
}

export function projectAgrees(person: PersonFacts, startDay: number, endDay: number): boolean {
  return startDay >= person.projectFromDay && endDay <= person.projectToDay;
}

export function periodAgrees(person: PersonFacts, startDay: number, endDay: number): boolean {
  return startDay >= person.fromDay && endDay <= person.toDay;
}

export function graduationAgrees(person: PersonFacts, startDay: number): boolean {
  return startDay <= person.latestStartDay;
}

export function durationAgrees(person: PersonFacts, days: number): boolean {
  return days >= person.shortestDays && days <= person.longestDays;
}

/** The opening asks for all its languages, the host for one of its own. */
export function languageAgrees(person: PersonFacts, item: ItemFacts): boolean {
  if (item.opening === null) return true;
  const has = (asked: LanguageLevel) =>
    person.student.languages.some((spoken) => spoken.language === asked.language && spoken.level >= asked.level);
  const ofHost = item.host?.languages ?? [];
  return item.opening.languages.every(has) && (ofHost.length === 0 || ofHost.some(has));
}

function ageAgrees(person: PersonFacts, item: ItemFacts, startDay: number): boolean {
  if (item.requiredAge < 0) return true;
  const { birthDay } = person.student;
  return birthDay !== null && startDay >= dayOfAge(birthDay, item.requiredAge);
}

export function needsAgree(person: PersonFacts, item: ItemFacts): boolean {
  return item.opening === null || person.student.needs.every((need) => item.needsMet.has(need));
}

/** No stay on blocked days, and no journey; who is online neither stays nor travels. */
export function blockedAgrees(person: PersonFacts, item: ItemFacts, startDay: number, endDay: number): boolean {
  if ((person.blocked.length === 0 && item.blocked.length === 0) || isOnline(person, item)) return true;
  if (item.blocked.some((row) => blocks(row, startDay, endDay))) return false;
  const [hostId, flowId] = [item.opening?.hostId ?? null, item.flow?.id ?? null];
  return !person.blocked.some((row) => blocks(row, startDay, endDay) && concernsPlace(row, hostId, flowId, item.place));
}

/** The first of the rules from `kind` on that refuses these dates; null where all hold. */
export function failingRule(person: PersonFacts, item: ItemFacts, startDay: number, endDay: number): ReasonCode | null {
  if (!kindAgrees(person, item)) return 'kind';
  if (!activityAgrees(person, item)) return 'activity';
  if (!profileAgrees(person, item)) return 'profile';
  if (!outcomesAgree(person, item)) return 'outcomes';
  if (!countryAgrees(person, item)) return 'country';
  if (!reachAgrees(person, item)) return 'reach';
  if (!qualityAgrees(person, item)) return 'quality';
  if (!projectAgrees(person, startDay, endDay)) return 'project-dates';
  if (!periodAgrees(person, startDay, endDay)) return 'period';
  if (!graduationAgrees(person, startDay)) return 'graduation';
  if (!durationAgrees(person, endDay - startDay + 1)) return 'duration';
  if (!languageAgrees(person, item)) return 'language';
  if (!ageAgrees(person, item, startDay)) return 'age';
  if (!needsAgree(person, item)) return 'needs';
  if (!blockedAgrees(person, item, startDay, endDay)) return 'blocked';
  return failingOfPerson(person, item);
}

/** The rules that look at single people: what the list asks of them, and where they were before. */
export function failingOfPerson(person: PersonFacts, item: ItemFacts): 'selection' | 'repeat' | null {
  if (item.opening === null) return null;
  if (person.isExcluded) return 'selection';
  const { past } = person;
  if (past === null) return null;
  const { hostId } = item.opening;
  const sector = item.host?.sector ?? null;
  return past.hosts.has(hostId) || (sector !== null && past.sectors.has(sector)) ? 'repeat' : null;
}

/** First day on which somebody born on `birthDay` is so many years old; a birthday of 29 February falls on 1 March in a common year. */
export function dayOfAge(birthDay: number, years: number): number {
  const birth = new Date(birthDay * 86_400_000);
  return Date.UTC(birth.getUTCFullYear() + years, birth.getUTCMonth(), birth.getUTCDate()) / 86_400_000;
}
