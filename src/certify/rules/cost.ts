import type { CallRates, DayRate } from '../../roster/types-rates.js';
import type { CostCategory, Student } from '../../roster/types.js';
import { isAccompanying, type Book } from './book.js';
import { kilometresTo } from './distance.js';
import { pairRowOf } from './eligibility.js';
import type { Site } from './site.js';

const categories = ['travel', 'individual', 'course', 'inclusion', 'linguistic', 'other'] as const satisfies readonly CostCategory[];

/**
 * Cents that a placement costs in one category, or in all of them (null). A cost of pairs.csv replaces everything and is `other`.
 * NaN where a rate asks for a distance or a country that nobody states.
 */
export function costOf(book: Book, person: Student, site: Site, category: CostCategory | null): number {
  const listed = pairRowOf(book, person, site)?.costCents ?? null;
  if (listed !== null) return category === null || category === 'other' ? listed : 0;
  if (book.options.eligible === 'listed') return 0;
  if (category !== null) return lineOf(book, person, site, category);
  let sum = 0;
  for (const each of categories) sum += lineOf(book, person, site, each);
  return sum;
}

/** The same over a list of sites: without a rule pack a place costs everybody the same but for inclusion, and is asked about once. */
export class SiteCosts {
  /** Without inclusion, by site; NaN: not asked yet. */
  readonly #present: Float64Array;
  readonly #online: Float64Array;
  #person: Student | null = null;
  /** Null: every pair of this person is asked about. */
  #known: Float64Array | null = null;

  constructor(
    private readonly book: Book,
    private readonly sites: readonly Site[],
  ) {
    this.#present = new Float64Array(sites.length).fill(Number.NaN);
    this.#online = new Float64Array(sites.length).fill(Number.NaN);
  }

  turnTo(person: Student): void {
    const { options, roster, pairRows } = this.book;
    const isPlain = options.eligible === 'rules' && roster.rates === null && !isAccompanying(person) && !pairRows.has(person.id);
    this.#person = person;
    this.#known = !isPlain ? null : person.online ? this.#online : this.#present;
  }

  /** The cost of the person last turned to. */
  costAt(index: number): number {
    const person = this.#person!;
    const rest = this.#known === null ? Number.NaN : this.#known[index]!;
    if (!Number.isNaN(rest)) return rest + person.inclusionCents;
    const site = this.sites[index]!;
    const cost = costOf(this.book, person, site, null);
    if (this.#known !== null && site.opening !== null) this.#known[index] = cost - person.inclusionCents;
    return cost;
  }
}

function lineOf(book: Book, person: Student, site: Site, category: CostCategory): number {
  const { opening, flow } = site;
  if (isAccompanying(person) || opening === null) {
    const sum = flow?.accompanyingCents ?? null;
    if (sum !== null || book.roster.rates === null) return category === 'individual' ? (sum ?? 0) : 0;
    return category === 'travel' || category === 'individual' ? paidBy(book, person, site, category) : 0;
  }
  if (category === 'inclusion') return person.inclusionCents;
  if (category === 'other') return opening.otherCents;
  if (category === 'course' && opening.courseCents !== null) return opening.courseCents;
  if (person.online || opening.online) return 0;
  if (category === 'travel' && opening.travelCents !== null) return opening.travelCents;
  if (category === 'individual' && opening.perDayCents !== null) return opening.perDayCents * (site.endDay - site.startDay + 1);
  return paidBy(book, person, site, category);
}

/** What the rule pack pays; nothing without one. */
function paidBy(book: Book, person: Student, site: Site, category: 'travel' | 'individual' | 'course' | 'linguistic'): number {
  const call = callOf(book, person);
  if (call === null) return 0;
  const days = site.endDay - site.startDay + 1;
  switch (category) {
    case 'travel': {
      const km = kilometresTo(book, person, site);
      if (km === null) return Number.NaN;
      let cents = 0;
      for (const { fromKm, standardCents, greenCents } of call.travel.bands) {
        if (km >= fromKm) cents = person.greenTravel && greenCents !== null ? greenCents : standardCents;
      }
      return cents;
    }
    case 'individual': {
      const rate = dayRate(book, call, person, site);
      if (rate === null) return Number.NaN;
      const most = person.greenTravel ? call.travelDays.green : call.travelDays.standard;
      let cents = 0;
      for (let day = 1; day <= days + Math.min(most, person.travelDays); day++)
        cents += day <= call.firstDays ? rate.firstCents : rate.laterCents;
      return cents;
    }
    case 'course':
      return person.kind === 'staff' && person.activity === 'course' ? Math.min(call.course.mostCents, call.course.perDayCents * days) : 0;
    case 'linguistic':
      if (isAccompanying(person) || !person.linguisticSupport) return 0;
      return person.kind === 'long-term' ? call.linguistic.longTermCents : call.linguistic.cents;
  }
}

/** Rates of the year of the person's project (written, or the head of its grant number); the last ones where no year is said. */
function callOf(book: Book, person: Student): CallRates | null {
  const pack = book.roster.rates;
  if (pack === null) return null;
  const project = person.projectId === null ? undefined : book.projects.get(person.projectId);
  const head = /^\d{4}(?=-)/.exec(project?.code ?? '');
  const year = project?.callYear ?? (head === null ? null : Number(head[0]));
  if (year === null) return pack.calls[pack.calls.length - 1] ?? null;
  for (const call of pack.calls) if (year >= call.fromYear && year <= call.toYear) return call;
  return null;
}

function dayRate(book: Book, call: CallRates, person: Student, site: Site): DayRate | null {
  const country = site.hostCountry;
  if (country === null) return null;
  const project = person.projectId === null ? undefined : book.projects.get(person.projectId);
  const agency = project?.nationalAgency ?? /-([A-Z]{2}\d{2})-/.exec(project?.code ?? '')?.[1];
  const own = call.individual.filter((entry) => entry.agency === agency);
  const entry = own[0] ?? call.individual.find((any) => any.agency === null);
  const rates = person.kind === 'staff' || isAccompanying(person) ? entry?.staff : entry?.learner;
  return rates?.[(Object.hasOwn(call.groups.of, country) ? call.groups.of[country]! : call.groups.others) - 1] ?? null;
}
