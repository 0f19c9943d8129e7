import { compareText } from '../basics/order.js';
import { inOrder, orderOfPeople } from '../basics/people-order.js';
import { sortInSlices } from '../basics/sort.js';
import type { Issue, Roster, Student } from '../roster/types.js';
import { rosterIssues } from './decisions.js';
import { unreachableIssues } from './unreachable.js';
import { wishIssues } from './wish-issues.js';
import { withoutWorse } from './earlier.js';
import { Eligibility } from './eligibility.js';
import { factsOfFlow, factsOfOpening, factsOfPerson, type ItemFacts } from './facts.js';
import { GrowingLists } from './grow.js';
import { type Lookup, lookupSlices } from './lookup.js';
import { largestPairCount, PairBuilder, tooManyPairs } from './pairs.js';
import { issueAt } from './issues.js';
import { callOf, callYearOf } from './rates.js';
import { runInSlices, runNow, type Slices } from './slices.js';
import { slotsOf } from './slots.js';
import { type Instance, type InstanceResult, reasonCodes } from './types.js';

/**
 * The instance of a roster: index spaces, eligible pairs with scores and costs, refusals by reason.
 * Works in slices of a few milliseconds, so that the event loop turns meanwhile. Never throws for what the records say:
 * faults (a pin that a rule refuses, decisions that contradict each other, costs out of range) come as issues, and with an error among them
 * there is no instance.
 */
export function buildInstance(roster: Roster): Promise<InstanceResult> {
  return runInSlices(instanceSlices(roster));
}

/** The same at once, for callers that do not share their thread. */
export function buildInstanceNow(roster: Roster): InstanceResult {
  return runNow(instanceSlices(roster));
}

function* instanceSlices(roster: Roster): Slices<InstanceResult> {
  const lookup = yield* lookupSlices(roster);
  const recordOfPerson = yield* orderOfPeople(roster.options.seed, roster.students);
  const persons = inOrder(roster.students, recordOfPerson);
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => compareText(a.id, b.id);
  const openings = yield* sortInSlices(roster.openings, byId);
  const flows = yield* sortInSlices(roster.flows, byId);
  const hosts = yield* sortInSlices(roster.hosts, byId);
  const slots = yield* slotsOf(openings, flows, hosts, roster.options.variantWeekday);
  const items: ItemFacts[] = [];
  for (const opening of openings) {
    items.push(factsOfOpening(lookup, opening));
    if ((items.length & 127) === 0) yield;
  }
  for (const flow of flows) items.push(factsOfFlow(lookup, flow));
  yield;

  const uncovered = projectsWithoutRates(roster);
  if (uncovered.length > 0) return { instance: null, issues: uncovered };
  const refusals = new Int32Array(persons.length * reasonCodes.length);
  const eligibility = yield* Eligibility.over(roster, lookup, items, slots, openings.length);
  const expected = persons.length * slots.itemOfSlot.length > largestPairCount ? yield* expectedPairs(lookup, persons, eligibility) : 0;
  // A sample is no count: what may just fit is built.
  if (expected > largestPairCount * 1.1) return { instance: null, issues: [tooManyPairs(`about ${Math.round(expected / 1e6)} million`)] };
  const personOfRecord = new Int32Array(persons.length);
  for (let person = 0; person < persons.length; person++) personOfRecord[recordOfPerson[person]!] = person;
  // In the order of their file, for people and their wishes lie in memory so; by lots each would be fetched from somewhere else.
  const found = new GrowingLists();
  const overriddenOf = new Map<number, ReadonlySet<number>>();
  for (let record = 0, work = 0; record < persons.length; record++) {
    const person = personOfRecord[record]!;
    const facts = factsOfPerson(lookup, roster.students[record]!);
    const { slots: eligible, overridden } = eligibility.of(facts, refusals, person * reasonCodes.length);
    found.push(eligible);
    if (found.length > largestPairCount) return { instance: null, issues: [tooManyPairs(`more than ${largestPairCount}`)] };
    if (overridden !== null) overriddenOf.set(person, overridden);
    work += 16 + eligible.length;
    if (work < 256) continue;
    work = 0;
    yield;
  }
  const { values: slotOfPair, first: firstPairOfPerson } = yield* found.joined(recordOfPerson);
  const pairs = yield* PairBuilder.over(roster, lookup, items, slots, slotOfPair);
  for (let record = 0, work = 0; record < persons.length; record++) {
    const person = personOfRecord[record]!;
    const [first, end] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
    pairs.add(roster.students[record]!, first, end, overriddenOf.get(person) ?? null);
    work += 16 + end - first;
    if (work < 1024) continue;
    work = 0;
    yield;
  }
  pairs.finish();
  if (pairs.issues.length > 0) return { instance: null, issues: pairs.issues };

  const whole: Instance = {
    roster,
    persons,
    openings,
    flows,
    hosts,
    slotCount: slots.itemOfSlot.length,
    openingOfSlot: slots.openingOfSlot,
    flowOfSlot: slots.flowOfSlot,
    hostOfSlot: slots.hostOfSlot,
    startDayOfSlot: slots.startDayOfSlot,
    endDayOfSlot: slots.endDayOfSlot,
    firstPairOfPerson,
    slotOfPair,
    scoreOfPair: pairs.scoreOfPair,
    costOfPair: pairs.costOfPair,
    overriddenOfPair: pairs.overriddenOfPair,
    refusals,
  };
  yield;
  const instance = roster.options.neverWorse ? yield* withoutWorse(whole) : whole;
  const issues = [...(yield* rosterIssues(instance)), ...(yield* wishIssues(instance)), ...(yield* unreachableIssues(instance))];
  return { instance: issues.some((issue) => issue.severity === 'error') ? null : instance, issues };
}

/** Eligible pairs by those of some people, evenly taken: what cannot fit is refused before it is built. */
function* expectedPairs(lookup: Lookup, persons: readonly Student[], eligibility: Eligibility): Slices<number> {
  const scratch = new Int32Array(reasonCodes.length);
  const step = Math.max(1, Math.floor(persons.length / 100));
  let [sum, count] = [0, 0];
  for (let person = 0; person < persons.length; person += step) {
    sum += eligibility.of(factsOfPerson(lookup, persons[person]!), scratch, 0).slots.length;
    count++;
    yield;
  }
  return (sum / Math.max(1, count)) * persons.length;
}

/** Projects whose call year the rule pack does not cover. */
function projectsWithoutRates(roster: Roster): Issue[] {
  const pack = roster.rates;
  if (pack === null) return [];
  const years = pack.calls.map(({ fromYear, toYear }) => `${fromYear} to ${toYear}`).join(', ');
  return roster.projects.flatMap((project, at) => {
    const year = callYearOf(project);
    if (callOf(pack, year) !== null) return [];
    return [
      issueAt(roster, 'error', 'call-without-rates', 'projects', at, 'call_year', String(year), `a year of rule pack ${pack.id}: ${years}`),
    ];
  });
}
