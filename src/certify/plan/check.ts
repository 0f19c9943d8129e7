import { compareText } from '../../basics/order.js';
import type { Roster } from '../../roster/types.js';
import type { Placement, PlanReport } from '../types.js';
import { bookOf, type Book } from '../rules/book.js';
import { runSliced, runToEnd, type Slices } from '../rules/slices.js';
import { checkBonds } from './bonds.js';
import { readChosen, type Reading } from './chosen.js';
import { checkDays } from './days.js';
import { checkFlows } from './flows.js';
import { checkIdle } from './idle.js';
import { checkPairs } from './pairs.js';
import { checkPeople } from './people.js';
import { checkSums } from './sums.js';
import { valuesOf } from './values.js';

/**
 * The plan against the records: every rule of the roster, for the chosen placements, in words of the roster.
 * Lists every fault (code: a reason code, a row kind, or what is wrong with the placement itself), sorted, and the values of the tiers.
 * Never throws on a bad plan. 100,000 placements take about a second.
 */
export function checkPlan(roster: Roster, placements: readonly Placement[]): PlanReport {
  return runToEnd(planSlices(roster, placements));
}

/** The same, in pieces of a few milliseconds; a book that is open already is read on. */
export function checkPlanSliced(records: Roster | Book, placements: readonly Placement[]): Promise<PlanReport> {
  return runSliced(planSlices(records, placements));
}

function* planSlices(records: Roster | Book, placements: readonly Placement[]): Slices<PlanReport> {
  const book = yield* bookOf(records);
  yield;
  return yield* reportSlices(yield* readChosen(book, placements));
}

/** What the records say of a plan that has been read. */
export function* reportSlices(reading: Reading): Slices<PlanReport> {
  const { faults } = reading;
  const overrides = yield* checkPairs(reading);
  yield* checkPeople(reading);
  yield* checkDays(reading);
  const toName = checkFlows(reading);
  yield;
  const counts = yield* checkSums(reading);
  yield* checkBonds(reading);
  checkIdle(reading, counts);
  yield;
  const values = yield* valuesOf(reading);
  return {
    faults: faults.sort((a, b) => compareText(a.code, b.code) || compareText(a.message, b.message)),
    values,
    overrides: [...overrides].sort((a, b) => compareText(a.studentId, b.studentId) || compareText(a.openingId, b.openingId)),
    toName: [...toName].sort((a, b) => compareText(a.flowId, b.flowId) || compareText(a.senderId ?? '', b.senderId ?? '')),
  };
}
