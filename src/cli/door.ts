import type { Placement } from '../certify/types.js';
import type { PackResult } from '../engine/certify.js';
import type { AskDesk, AskResult, PlanToAsk } from '../engine/ask.js';
import type { GenerateOptions } from '../generate/options.js';
import type { CheckOutcome, Limits, Outcome, Progress } from '../report/outcome.js';
import type { WhatIfOutcome } from '../report/what-if.js';
import type { Scenarios } from '../roster/scenarios.js';
import type { ImportRequest, ImportResult } from '../roster/import/import-roster.js';
import type { OptionsInput } from '../roster/options.js';
import type { ReadOverrides } from '../roster/read-roster.js';
import type { Issue, Roster } from '../roster/types.js';

/** What the commands need of the library; tests hand in a stand-in. */
export interface Door {
  /** All faults as a list; `roster` is null where one of them is an error. */
  readRoster(source: string, overrides: Pick<ReadOverrides, 'mapping'> & { readonly options: OptionsInput }): Promise<ReadResult>;
  createEngine(options: { readonly workers?: number; readonly transport?: 'inline' | 'threads' }): Promise<Engine>;
  /** File name → rows, the header first. Throws RangeError on a family or size it does not know, with words for the user. */
  generateRoster(family: string, options: Partial<GenerateOptions>): ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly families: readonly string[];
  /** Foreign lists read by a proposed mapping. */
  importRoster(request: ImportRequest): Promise<ImportResult>;
  /** What `init` writes. */
  readonly templates: {
    workbook(): Promise<Uint8Array>;
    tables(): ReadonlyMap<string, readonly (readonly string[])[]>;
    readonly instructions: readonly string[];
  };
}

export interface ReadResult {
  readonly roster: Roster | null;
  readonly issues: readonly Issue[];
  /** Worth saying, and no faults. */
  readonly notes: readonly { readonly text: string }[];
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export interface Engine extends AsyncDisposable {
  whatIf(roster: Roster, scenarios: Scenarios, options: PlaceOptions): Promise<WhatIfOutcome>;
  place(roster: Roster, options: PlaceOptions): Promise<Outcome>;
  openDesk(roster: Roster, plan: PlanToAsk): Promise<AskResult<AskDesk>>;
  check(roster: Roster, plan: { readonly placements: readonly Placement[]; readonly proof: Uint8Array | null }): Promise<CheckOutcome>;
  certify(roster: Roster, plan: { readonly placements: readonly Placement[]; readonly proof: Uint8Array | null }): Promise<PackResult>;
}

export interface PlaceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<Limits>;
  readonly onProgress?: (progress: Progress) => void;
  readonly compareOrders?: boolean;
  readonly curve?: boolean;
  readonly compareWays?: boolean;
  readonly answers?: boolean;
  /** Files the roster was read from, for `run.json`. */
  readonly files?: ReadResult['files'];
}
