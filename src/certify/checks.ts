import { orderOf } from '../basics/sort.js';
import type { Model } from '../model/types.js';
import { checkPlanSliced } from './plan/check.js';
import type { Book } from './rules/book.js';
import { runSliced } from './rules/slices.js';
import type { LinkPairs, Placement, PlanReport } from './types.js';

/** Plans of one model held against the records: each once, one after the other, and the first of them while a search goes on. */
export class PlanChecks {
  readonly #known: { readonly plan: Int32Array; readonly report: Promise<PlanReport> }[] = [];
  #placeOfPerson: Uint32Array | null = null;

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
    return checkPlanSliced(this.book, await this.#inOrderOfRecords(plan));
  }

  /** The placements in the order of the students, whose records lie in memory as they were read: in another, most look-ups wait for it. */
  async #inOrderOfRecords(plan: Int32Array): Promise<Placement[]> {
    const { firstPairOfPerson } = this.model;
    const placeOfPerson = (this.#placeOfPerson ??= placesOf(this.book, this.pairs.personIds));
    let person = 0;
    const places = Uint32Array.from(plan, (pair) => {
      while (firstPairOfPerson[person + 1]! <= pair) person++;
      return placeOfPerson[person]!;
    });
    const placements = placementsOf(this.pairs, this.model, plan);
    return Array.from(await runSliced(orderOf(places)), (k) => placements[k]!);
  }
}

/** Where each person stands among the students; whoever is none of them stands first, and is reported by whoever reads the plan. */
function placesOf({ students }: Book, personIds: readonly string[]): Uint32Array {
  const placeOfId = new Map([...students.keys()].map((id, place) => [id, place]));
  return Uint32Array.from(personIds, (id) => placeOfId.get(id) ?? 0);
}

export function placementsOf(pairs: LinkPairs, model: Model, chosen: Int32Array): Placement[] {
  const placements: Placement[] = [];
  let person = 0;
  for (const pair of chosen) {
    while (model.firstPairOfPerson[person + 1]! <= pair) person++;
    const slot = pairs.slots[pairs.slotOfPair[pair]!]!;
    placements.push({
      studentId: pairs.personIds[person]!,
      openingId: slot.openingId,
      flowId: slot.openingId === null ? slot.flowId : null,
      startDay: slot.startDay,
      endDay: slot.endDay,
    });
  }
  return placements;
}

export function sameArray(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
