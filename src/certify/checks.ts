import type { Model } from '../model/types.js';
import { checkPlanSliced, reportSlices } from './plan/check.js';
import { PairReader, placementIn } from './plan/chosen.js';
import type { Book } from './rules/book.js';
import { runSliced } from './rules/slices.js';
import type { LinkPairs, Placement, PlanReport } from './types.js';

/** Plans of one model held against the records: each once, one after the other, and the first of them while a search goes on. */
export class PlanChecks {
  readonly #known: { readonly plan: Int32Array; readonly report: Promise<PlanReport> }[] = [];
  #reader: PairReader | null = null;

  constructor(
    private readonly book: Book,
    private readonly pairs: LinkPairs,
    private readonly model: Model,
  ) {}

  /** What the records say of a plan, given by its pairs; nobody may change them afterwards. */
  reportOf(plan: Int32Array): Promise<PlanReport> {
    const known = this.#known.find((one) => sameArray(one.plan, plan));
    if (known !== undefined) return known.report;
    const before = this.#known.at(-1)?.report;
    const report = this.#check(plan, before);
    report.catch(() => undefined);
    this.#known.push({ plan, report });
    return report;
  }

  async #check(plan: Int32Array, before: Promise<unknown> | undefined): Promise<PlanReport> {
    await before?.catch(() => undefined);
    this.#reader ??= new PairReader(this.book, this.pairs, this.model.firstPairOfPerson);
    const reading = await runSliced(this.#reader.read(plan));
    if (reading !== null) return runSliced(reportSlices(reading));
    return checkPlanSliced(this.book, placementsOf(this.pairs, this.model, plan.slice().sort()));
  }
}

export function placementsOf(pairs: LinkPairs, model: Model, chosen: Int32Array): Placement[] {
  const placements: Placement[] = [];
  let person = 0;
  for (const pair of chosen) {
    while (model.firstPairOfPerson[person + 1]! <= pair) person++;
    placements.push(placementIn(pairs.personIds[person]!, pairs.slots[pairs.slotOfPair[pair]!]!));
  }
  return placements;
}

export function sameArray(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
