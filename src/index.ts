/** The one door of the library. */
export { createEngine, type Engine, type EngineOptions, type PlaceOptions, type PlanInHand } from './engine/engine.js';
export type { PackResult } from './engine/certify.js';
export type { AskDesk, AskResult, PlanToAsk, PriceOptions, Question } from './engine/ask.js';
export { InternalError } from './engine/place.js';
export { placeByOffices, type OfficeOutcome } from './engine/offices.js';
export type {
  CheckOutcome,
  Conflict,
  InfeasibleOutcome,
  Limits,
  Outcome,
  PlacementRow,
  PlannedOutcome,
  Progress,
  RefusedOutcome,
  RunInfo,
  UnplacedRow,
  UnprovedOutcome,
} from './report/outcome.js';
export { writeOutputs } from './report/outputs.js';
export { writeProofPack } from './report/proof-pack.js';
export { readRoster, type ReadOverrides } from './roster/read-roster.js';
export type { RosterFiles } from './roster/files.js';
export type { RosterInput } from './roster/source.js';
export { rosterFromRecords } from './roster/from-records.js';
export type { RosterResult } from './roster/result.js';
export { parseScenarios, type Scenario, type Scenarios, type Sweep } from './roster/scenarios.js';
export { withEarlierPlan } from './ask/replan.js';
export type { ScenarioResult, WhatIfOutcome } from './report/what-if.js';
export { formatIssues } from './roster/format-issues.js';
export type * from './roster/types.js';
export type { Certificate, Placement, PlanFault, PlanReport, StepVerdict, TierValues, Verdict } from './certify/types.js';
export type { Constraints, Model, Problem, RowKind, RowLabel, SideRows, TierRule } from './model/types.js';
export type {
  Change,
  ForcedAnswer,
  Known,
  LatePlace,
  Obstacle,
  OpeningAnswer,
  PersonAnswer,
  PlaceOfPerson,
  RunnerUp,
  VerifiedChange,
} from './solution/answers.js';
export type { Gain, PriceBound, PriceRow, PriceTable, Unit, UnitKind, VerifiedPrice } from './solution/price-answers.js';
export type { Prices, Proof, Solution, Step } from './solution/types.js';
