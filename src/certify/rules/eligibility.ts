import type { CefrLevel, Decision, LanguageLevel, PastPlacement, Student } from '../../roster/types.js';
import { isoOfDay } from '../../basics/day.js';
import { blockOf, readsOfBlocked, siteReadsOfBlocked } from './blocked.js';
import { cityKey, isAccompanying, type Book } from './book.js';
import { fitOfProfiles, outcomesExpected } from './profiles.js';
import { rankingOf } from './standing.js';
import type { Site } from './site.js';

/** A text or number that stands for all that a rule reads of a record. */
export type Reads = string | number | boolean | null;

/**
 * The rules about one person and one site, each with the code it refuses by, in the order in which the first to fail names the refusal.
 * `reads` writes out all that the rule reads of a person, `readsSite` all that it reads of a site: two people, or two sites, with the same text get the
 * same answers.
 */
export interface PairRule {
  readonly code: string;
  readonly reads: (book: Book, person: Student) => Reads;
  readonly readsSite: (book: Book, site: Site) => Reads;
  readonly refuses: (book: Book, person: Student, site: Site) => boolean;
}

export const pairRules: readonly PairRule[] = [
  {
    code: 'kind',
    reads: (_, person) => person.kind,
    readsSite: (_, { opening, flow }) =>
      opening === null ? flow !== null && flow.learnersPerAccompanying !== null : `:${opening.kinds.join('|')}`,
    refuses: refusesKind,
  },
  {
    code: 'activity',
    reads: (_, person) => isAccompanying(person) || `${person.online} ${person.activity}`,
    readsSite: (_, { opening }) => opening && `${opening.online} ${opening.activities.join('|')}`,
    refuses: refusesActivity,
  },
  {
    code: 'profile',
    reads: (_, person) => isAccompanying(person) || person.profileId,
    readsSite: (_, { opening }) => opening && list(opening.profileIds),
    refuses: refusesProfile,
  },
  {
    code: 'outcomes',
    reads: (_, person) => isAccompanying(person) || (person.outcomes.length === 0 ? person.profileId : `\n${list(person.outcomes)}`),
    readsSite: (_, { opening }) => opening && list([`${opening.minimumOutcomes}`, ...opening.outcomes]),
    refuses: refusesOutcomes,
  },
  {
    code: 'country',
    reads: (book, person) => person.online || homeCountry(book, person),
    readsSite: (_, { opening, reach, hostCountry }) => opening?.online === true || reach !== 'transnational' || hostCountry,
    refuses: refusesCountry,
  },
  {
    code: 'reach',
    reads: (book, person) => !book.hasReach || person.online || `${homeCountry(book, person)}\n${homeCity(book, person)}`,
    readsSite: (_, { opening, reach, hostCountry, hostCityKey }) =>
      opening?.online === true || reach === 'transnational' || `${reach} ${hostCountry}\n${hostCityKey}`,
    refuses: refusesReach,
  },
  { code: 'quality', reads: (_, person) => isAccompanying(person), readsSite: (_, site) => site.failsGate, refuses: refusesQuality },
  { code: 'project-dates', reads: (_, person) => person.projectId, readsSite: (_, site) => datesRead(site), refuses: refusesProjectDates },
  {
    code: 'period',
    reads: (_, { availableFromDay, availableToDay }) => `${availableFromDay} ${availableToDay}`,
    readsSite: (_, site) => datesRead(site),
    refuses: refusesPeriod,
  },
  {
    code: 'graduation',
    reads: (_, person) => person.kind === 'graduate' && person.graduatedDay,
    readsSite: (_, { startDay }) => startDay,
    refuses: refusesGraduation,
  },
  {
    code: 'duration',
    reads: (_, person) => person.online || `${person.kind} ${person.activity} ${person.fewerOpportunities}`,
    readsSite: (_, { opening, startDay, endDay }) => opening?.online === true || endDay - startDay,
    refuses: refusesDuration,
  },
  {
    code: 'language',
    reads: (_, person) => isAccompanying(person) || spoken(person.languages),
    readsSite: (_, { opening, host }) => `${spoken(opening?.languages ?? [])}/${spoken(host?.languages ?? [])}`,
    refuses: refusesLanguage,
  },
  {
    code: 'age',
    reads: (_, person) => isAccompanying(person) || person.birthDay,
    readsSite: (_, { latestBirthDay }) => latestBirthDay,
    refuses: refusesAge,
  },
  {
    code: 'needs',
    reads: (_, person) => isAccompanying(person) || person.needs.join('|'),
    readsSite: (_, { host }) => (host?.needsMet ?? []).join('|'),
    refuses: refusesNeeds,
  },
  {
    code: 'blocked',
    reads: readsOfBlocked,
    readsSite: siteReadsOfBlocked,
    refuses: (book, person, site) => blockOf(book, person, site) !== null,
  },
  {
    code: 'selection',
    reads: (book, person) => rankingOf(book).excluded.has(person.id),
    readsSite: (_, { opening }) => opening === null,
    refuses: refusesSelection,
  },
  {
    code: 'repeat',
    reads: (book, person) => (pastOf(book, person).length === 0 ? '' : `:${person.id}`),
    readsSite: (_, { opening }) => opening?.hostId ?? null,
    refuses: refusesRepeat,
  },
];

/** Accompanying persons go into flows, everybody else into openings; no decision changes that. */
export function fitsSite(person: Student, site: Site): boolean {
  return isAccompanying(person) === (site.opening === null);
}

/** The code of the first rule that refuses the pair, decisions and pairs.csv included; null where it is eligible. */
export function refusalOf(book: Book, person: Student, site: Site): string | null {
  if (isForbidden(book, person, site)) return 'forbidden';
  if (book.options.eligible === 'listed') {
    if (pairRowOf(book, person, site) === undefined) return 'not-listed';
    return fitsSite(person, site) ? null : 'kind';
  }
  const code = ruleRefusalOf(book, person, site);
  return code !== null && overrideOf(book, person, site) !== null ? null : code;
}

/** The first of the rules from `kind` on that refuses, whatever an override says. */
export function ruleRefusalOf(book: Book, person: Student, site: Site): string | null {
  for (const rule of pairRules) if (rule.refuses(book, person, site)) return rule.code;
  return null;
}

export function isForbidden(book: Book, person: Student, site: Site): boolean {
  if (pairRowOf(book, person, site)?.forbidden === true) return true;
  for (const { openingId, hostId, flowId } of book.forbids.get(person.id) ?? []) {
    if (
      (openingId !== null && openingId === site.opening?.id) ||
      (hostId !== null && hostId === site.host?.id) ||
      (flowId !== null && flowId === site.flow?.id)
    )
      return true;
  }
  return false;
}

/** The decision, with a reason, that lets this person into this opening against the rules. */
export function overrideOf(book: Book, person: Student, site: Site): Decision | null {
  if (!fitsSite(person, site) || site.opening === null) return null;
  for (const decision of book.overrides.get(person.id) ?? []) {
    if (decision.openingId === site.opening.id && (decision.reason ?? '').trim() !== '') return decision;
  }
  return null;
}

export function pairRowOf(book: Book, person: Student, site: Site) {
  if (book.pairRows.size === 0) return undefined;
  const target = isAccompanying(person) ? site.flow?.id : site.opening?.id;
  return target === undefined ? undefined : book.pairRows.get(person.id)?.get(target);
}

function refusesKind(_: Book, person: Student, site: Site): boolean {
  if (!fitsSite(person, site)) return true;
  if (site.opening === null) return site.flow === null || site.flow.learnersPerAccompanying === null;
  return site.opening.kinds.length > 0 && !site.opening.kinds.includes(person.kind);
}

function refusesActivity(_: Book, person: Student, site: Site): boolean {
  const { opening } = site;
  if (isAccompanying(person) || opening === null) return false;
  if (person.online !== opening.online) return true;
  return opening.activities.length > 0 && person.activity !== null && !opening.activities.includes(person.activity);
}

function refusesProfile(book: Book, person: Student, site: Site): boolean {
  const { opening } = site;
  if (isAccompanying(person) || opening === null || opening.profileIds.length === 0) return false;
  if (person.profileId === null) return true;
  for (const accepted of opening.profileIds) if (fitOfProfiles(book, person.profileId, accepted).holds) return false;
  return true;
}

function refusesOutcomes(book: Book, person: Student, { opening }: Site): boolean {
  if (isAccompanying(person) || opening === null) return false;
  const minimum = opening.minimumOutcomes ?? book.options.minimumOutcomes;
  if (minimum === 0) return false;
  const expected = outcomesExpected(book, person);
  const missing = [...expected].filter((outcome) => !opening.outcomes.includes(outcome)).length;
  return missing * 100 > expected.size * (100 - minimum);
}

function refusesCountry(book: Book, person: Student, site: Site): boolean {
  if (person.online || site.opening?.online === true || site.reach !== 'transnational' || site.hostCountry === null) return false;
  return homeCountry(book, person) === site.hostCountry;
}

/** National: at home in the same country; local: in the same city as well. What is not known does not agree. */
function refusesReach(book: Book, person: Student, site: Site): boolean {
  if (person.online || site.opening?.online === true || site.reach === 'transnational') return false;
  const country = homeCountry(book, person);
  if (country === null || country !== site.hostCountry) return true;
  const city = homeCity(book, person);
  return site.reach === 'local' && (city === null || city !== site.hostCityKey);
}

function refusesQuality(_: Book, person: Student, site: Site): boolean {
  return !isAccompanying(person) && site.failsGate;
}

function refusesProjectDates(book: Book, person: Student, site: Site): boolean {
  const project = person.projectId === null ? undefined : book.projects.get(person.projectId);
  return project !== undefined && !lies(site, project.startDay, project.endDay);
}

function refusesPeriod(_: Book, person: Student, site: Site): boolean {
  return !lies(site, person.availableFromDay, person.availableToDay);
}

/** Counted in calendar months: so many months on, the day of the month may not be later than that of the graduation. */
function refusesGraduation({ options }: Book, person: Student, site: Site): boolean {
  if (person.kind !== 'graduate' || person.graduatedDay === null) return false;
  const [year, month, date] = isoOfDay(person.graduatedDay).split('-').map(Number) as [number, number, number];
  const [startYear, startMonth, startDate] = isoOfDay(site.startDay).split('-').map(Number) as [number, number, number];
  const left = options.graduateMonths - (12 * (startYear - year) + startMonth - month);
  return left < 0 || (left === 0 && startDate > date);
}

function refusesDuration(book: Book, person: Student, site: Site): boolean {
  if (person.online || site.opening?.online === true) return false;
  const range = rangeOfDays(book, person);
  const days = site.endDay - site.startDay + 1;
  return range !== null && (days < range[0] || days > range[1]);
}

function refusesLanguage(_: Book, person: Student, site: Site): boolean {
  if (isAccompanying(person)) return false;
  for (const asked of site.opening?.languages ?? []) if (!speaks(person, asked.language, asked.level)) return true;
  const ofHost = site.host?.languages ?? [];
  return ofHost.length > 0 && !ofHost.some((asked) => speaks(person, asked.language, asked.level));
}

function refusesAge(_: Book, person: Student, site: Site): boolean {
  if (isAccompanying(person) || site.latestBirthDay === null) return false;
  return person.birthDay === null || person.birthDay > site.latestBirthDay;
}

function refusesNeeds(_: Book, person: Student, site: Site): boolean {
  if (isAccompanying(person) || person.needs.length === 0) return false;
  const met = site.host?.needsMet ?? [];
  return person.needs.some((need) => !met.includes(need));
}

function refusesSelection(book: Book, person: Student, site: Site): boolean {
  return site.opening !== null && rankingOf(book).excluded.has(person.id);
}

function refusesRepeat(book: Book, person: Student, site: Site): boolean {
  if (site.opening === null || isAccompanying(person)) return false;
  for (const { hostId, sector } of pastOf(book, person)) {
    if (hostId === site.opening.hostId) return true;
    const worked = sector ?? book.hosts.get(hostId ?? '')?.sector ?? null;
    if (book.options.repeat === 'not-sector' && worked !== null && worked === site.host?.sector) return true;
  }
  return false;
}

/** Earlier placements that count against coming again. */
function pastOf(book: Book, person: Student): readonly PastPlacement[] {
  if (book.options.repeat === 'allowed') return [];
  return (book.history.get(person.id) ?? []).filter(({ hostId }) => hostId !== null);
}

function homeCountry(book: Book, person: Student): string | null {
  const of = (id: string | null) => (id === null ? null : (book.organisations.get(id)?.country ?? null));
  return of(person.senderId) ?? of(person.schoolId);
}

/** The school's city, else the sender's. */
function homeCity(book: Book, person: Student): string | null {
  const of = (id: string | null) => (id === null ? null : (book.organisations.get(id)?.city ?? null));
  const city = of(person.schoolId) ?? of(person.senderId);
  return city === null ? null : cityKey(city);
}

function lies(site: Site, from: number | null, to: number | null): boolean {
  return (from === null || site.startDay >= from) && (to === null || site.endDay <= to);
}

/** Days of a physical stay, both ends included: what the options say of the activity, else of the kind; null: nothing. */
function rangeOfDays({ options }: Book, { kind, activity, fewerOpportunities }: Student): readonly [number, number] | null {
  const ofActivity = activity === null ? undefined : options.durations[`${kind}/${activity}`];
  const range = ofActivity ?? options.durations[kind];
  if (range === undefined) return null;
  const isEased = fewerOpportunities && kind === 'short-term' && range[0] > options.fewerOpportunitiesLeast;
  return isEased ? [options.fewerOpportunitiesLeast, range[1]] : range;
}

function speaks(person: Student, language: string, level: CefrLevel): boolean {
  return person.languages.some((own) => own.language === language && own.level >= level);
}

function datesRead({ startDay, endDay }: Site): string {
  return `${startDay} ${endDay}`;
}

/** Texts as one; none of them holds a line break. */
function list(texts: readonly string[]): string {
  return texts.join('\n');
}

function spoken(languages: readonly LanguageLevel[]): string {
  let text = '';
  for (const { language, level } of languages) text += `${language}:${level}|`;
  return text;
}
