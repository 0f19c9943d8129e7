import { randomFrom } from '../../basics/random.js';
import type { Model } from '../../model/types.js';
import type { Roster, Student } from '../../roster/types.js';
import type { LinkOptions, LinkPairs, LinkReport } from '../types.js';
import { isAccompanying, bookOf, type Book } from '../rules/book.js';
import { costOf, SiteCosts } from '../rules/cost.js';
import { refusalNow } from '../rules/earlier.js';
import { EligibleSites } from '../rules/masks.js';
import { hasBit } from '../rules/scope.js';
import { scoreOf } from '../rules/score.js';
import { nameOfSite, type Site } from '../rules/site.js';
import { SiteScores } from '../rules/site-scores.js';
import { runSliced, runToEnd, type Slices } from '../rules/slices.js';
import { FaultList } from './faults.js';
import { AccompanyingRows } from './flowRows.js';
import { RowLedger } from './ledger.js';
import { checkPeople } from './people.js';
import { PersonRows } from './personRows.js';
import { ScopeRows } from './scopeRows.js';
import { checkSeats } from './seats.js';
import { checkShape, readPeople } from './shape.js';
import { type SiteRows, siteRows } from './siteRows.js';
import { readSlots } from './slots.js';
import { checkWishedCompany } from './wishedCompany.js';
import { WishCheck } from './wishes.js';

/**
 * The model against the records: people, slots, every pair in the model (eligible, score, cost) and the pairs left out of it, seats,
 * extra columns and every side row, member by member, each derived again from the records.
 * Omitted pairs: all while people × openings ≤ `fullLimit`, else all of a seeded sample of people. A code lists at most 20 faults.
 * Never throws on a wrong model.
 */
export function checkLink(roster: Roster, model: Model, pairs: LinkPairs, options: LinkOptions): LinkReport {
  return runToEnd(linkSlices(roster, model, pairs, options));
}

/** The same, in pieces of a few milliseconds; a book that is open already is read on. */
export function checkLinkSliced(records: Roster | Book, model: Model, pairs: LinkPairs, options: LinkOptions): Promise<LinkReport> {
  return runSliced(linkSlices(records, model, pairs, options));
}

export function* linkSlices(records: Roster | Book, model: Model, pairs: LinkPairs, options: LinkOptions): Slices<LinkReport> {
  const faults = new FaultList();
  const book = yield* bookOf(records);
  yield;
  yield* checkShape(model, pairs, faults);
  if (!faults.isEmpty) return { faults: faults.list(), pairsChecked: 0, sampledPeople: null };
  const people = yield* readPeople(book, pairs.personIds, faults);
  yield;
  const sites = readSlots(book, pairs.slots, faults);
  yield;
  if (people === null || sites === null) return { faults: faults.list(), pairsChecked: 0, sampledPeople: null };
  yield;
  yield* checkPeople(book, model, people, faults);
  yield;
  yield* checkSeats(model, pairs.slotOfPair, sites, faults);
  yield;
  const ledger = yield* RowLedger.open(model.rows, model.upperOfPerson, faults);
  const walked = yield* checkPairs({ book, model, people, sites, slotOfPair: pairs.slotOfPair, ledger, faults }, options);
  ledger.finish();
  return { faults: faults.list(), ...walked };
}

interface Linking {
  readonly book: Book;
  readonly model: Model;
  readonly people: readonly Student[];
  readonly sites: readonly Site[];
  readonly slotOfPair: Int32Array;
  readonly ledger: RowLedger;
  readonly faults: FaultList;
}

/** What the way through all pairs holds against each of them. */
interface Witnesses extends SiteRows {
  readonly scopeRows: ScopeRows;
  readonly accompanyingRows: AccompanyingRows;
  /** 1 for each slot without a flow that no row holds for the slot alone. */
  readonly isBare: Uint8Array;
  readonly wishes: WishCheck;
  readonly eligibleSites: EligibleSites;
  readonly scores: SiteScores;
  readonly costs: SiteCosts;
}

/** One way through all pairs, person by person: eligibility, score, cost, and the rows each stands in. */
function* checkPairs(linking: Linking, options: LinkOptions): Slices<Omit<LinkReport, 'faults'>> {
  const { book, model, people, sites, slotOfPair, ledger, faults } = linking;
  const useOfSlot = useOfSlots(linking);
  yield;
  const rowsOfSites = siteRows(book, model, ledger, sites, useOfSlot);
  yield;
  const scopeRows = new ScopeRows(book, ledger, sites);
  yield;
  const personRows = new PersonRows(book, model, ledger, faults);
  yield;
  const accompanyingRows = new AccompanyingRows(ledger);
  const wishes = new WishCheck(book, model, people, faults);
  yield;
  const eligibleSites = yield* EligibleSites.open(book, sites);
  const scores = new SiteScores(book, sites);
  const costs = new SiteCosts(book, sites);
  const { ofSlot, ofStay } = rowsOfSites;
  const isBare = Uint8Array.from(sites, ({ flow }, slot) => (flow === null && ofSlot[slot]!.length + ofStay[slot]!.length === 0 ? 1 : 0));
  const witnesses = { ...rowsOfSites, isBare, scopeRows, accompanyingRows, wishes, eligibleSites, scores, costs };
  const sampled = samplePeople(book, people, options);
  const siteOf = (pair: number) => sites[slotOfPair[pair]!]!;
  const flowSlots = sites.filter(({ opening }) => opening === null).length;
  let pairsChecked = 0;
  let work = 0;
  yield;
  for (const [person, student] of people.entries()) {
    const count = model.firstPairOfPerson[person + 1]! - model.firstPairOfPerson[person]!;
    const isWhole = sampled === null || sampled[person] === 1;
    const mask = isWhole ? yield* eligibleSites.maskInSlices(student) : null;
    if (mask !== null) checkOmitted(linking, person, mask, eligibleSites.countOf(mask));
    else yield* eligibleSites.judge(student);
    pairsChecked += !isWhole ? count : isAccompanying(student) ? flowSlots : sites.length - flowSlots;
    checkPairsOf(linking, witnesses, person, student, mask);
    personRows.note(person, student, siteOf);
    work += count + 10;
    if (work > 500) {
      work = 0;
      yield;
    }
  }
  personRows.noteColumns(people);
  personRows.finish();
  yield;
  checkWishedCompany(book, model, people, siteOf, ledger, faults);
  accompanyingRows.claimEmpty(book, model);
  return { pairsChecked, sampledPeople: sampled === null ? null : sampled.reduce((sum, one) => sum + one, 0) };
}

/** The pairs of one person; `mask`: their eligible sites where all are known, else the person was given to `judge`. */
function checkPairsOf(linking: Linking, witnesses: Witnesses, person: number, student: Student, mask: Uint32Array | null): void {
  const { model, sites, slotOfPair, ledger } = linking;
  const { eligibleSites, scores, costs, wishes, scopeRows, accompanyingRows, ofSlot, ofStay, isBare } = witnesses;
  const end = model.firstPairOfPerson[person + 1]!;
  const scopes = scopeRows.scopesOf(student);
  scores.turnTo(student);
  costs.turnTo(student);
  let slotBefore = -1;
  for (let pair = model.firstPairOfPerson[person]!; pair < end; pair++) {
    const slot = slotOfPair[pair]!;
    // What stands in arrays over slots stays near; a site itself is only looked at where something is said of it.
    const site = sites[slot]!;
    if (mask !== null ? !hasBit(mask, slot) : !eligibleSites.isEligible(student, slot)) reportIneligible(linking, student, site);
    if (slot <= slotBefore) reportOrder(linking, student, pair);
    slotBefore = slot;
    if (model.scoreOfPair[pair] !== scores.scoreAt(slot)) reportScore(linking, student, site, pair);
    const cost = costs.costAt(slot);
    if (model.costOfPair[pair] !== cost) reportCost(linking, student, site, pair);
    if (model.wishes !== undefined) wishes.check(person, student, site, pair);
    if (isBare[slot] === 0) {
      ledger.noteAll(ofSlot[slot]!, person, pair, 1);
      if (!student.online) ledger.noteAll(ofStay[slot]!, person, pair, 1);
    }
    scopeRows.note(person, student, scopes, slot, pair, cost);
    if (isBare[slot] === 0 && site.flow !== null) accompanyingRows.note(person, student, site, pair);
  }
}

// Reports stand apart from the loop: a message made inside it would cost every pair the memory of its names.

function reportIneligible({ book, faults }: Linking, student: Student, site: Site): void {
  faults.add('pair-ineligible', () => `${student.id} may not be in ${nameOfSite(site)}: ${refusalNow(book, student, site)}.`);
}

function reportOrder({ faults }: Linking, student: Student, pair: number): void {
  faults.add('pair-order', () => `The pairs of ${student.id} do not ascend by slot at pair ${pair}.`);
}

function reportScore({ book, model, faults }: Linking, student: Student, site: Site, pair: number): void {
  faults.add(
    'pair-score',
    () => `${student.id} in ${nameOfSite(site)} scores ${scoreOf(book, student, site)}; the model says ${model.scoreOfPair[pair]}.`,
  );
}

function reportCost({ book, model, faults }: Linking, student: Student, site: Site, pair: number): void {
  faults.add(
    'pair-cost',
    () =>
      `${student.id} in ${nameOfSite(site)} costs ${costOf(book, student, site, null)} cents; the model says ${model.costOfPair[pair]}.`,
  );
}

/** Every eligible site of the person must be a pair: where as many are eligible as are pairs, and all pairs are, nothing is left out. */
function checkOmitted(
  { model, sites, people, slotOfPair, faults }: Linking,
  person: number,
  mask: Uint32Array,
  eligibleCount: number,
): void {
  const first = model.firstPairOfPerson[person]!;
  const end = model.firstPairOfPerson[person + 1]!;
  let met = 0;
  for (let pair = first; pair < end; pair++) if (hasBit(mask, slotOfPair[pair]!)) met++;
  if (met === eligibleCount) return;
  const inModel = new Set(slotOfPair.subarray(first, end));
  for (const [slot, site] of sites.entries()) {
    if (!hasBit(mask, slot) || inModel.has(slot)) continue;
    faults.add('pair-missing', () => `${people[person]!.id} may be in ${nameOfSite(site)}, and the model leaves the pair out.`);
  }
}

/** 1 for each person of the sample; null: everybody. */
function samplePeople(book: Book, people: readonly Student[], { sampleSeed, fullLimit }: LinkOptions): Uint8Array | null {
  const { openings, flows } = book.roster;
  const accompanying = people.filter(isAccompanying).length;
  if ((people.length - accompanying) * openings.length + accompanying * flows.length <= fullLimit) return null;
  const count = Math.min(people.length, Math.max(1, Math.floor(fullLimit / Math.max(1, openings.length, flows.length))));
  const order = Int32Array.from(people, (_, person) => person);
  const sampled = new Uint8Array(people.length);
  const random = randomFrom(sampleSeed);
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (order.length - i));
    sampled[order[other]!] = 1;
    order[other] = order[i]!;
  }
  return sampled;
}

function useOfSlots({ model, people, sites, slotOfPair }: Linking): Uint8Array {
  const useOfSlot = new Uint8Array(sites.length);
  for (const [person, { online }] of people.entries()) {
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      useOfSlot[slotOfPair[pair]!] = Math.max(useOfSlot[slotOfPair[pair]!]!, online ? 1 : 2);
    }
  }
  return useOfSlot;
}
