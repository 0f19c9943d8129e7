import type { Student } from '../../roster/types.js';
import type { Book } from '../rules/book.js';
import { costOf } from '../rules/cost.js';
import { hasBit, ScopeIndex } from '../rules/scope.js';
import type { Site } from '../rules/site.js';
import { atMost, type RowLedger } from './ledger.js';

/** Quota and budget rows: each pair stands in those whose scope holds it, with 1 or with its cents. */
export class ScopeRows {
  readonly #book: Book;
  readonly #ledger: RowLedger;
  readonly #index: ScopeIndex;
  readonly #sites: readonly Site[];
  /** A bit for each scope that holds the slot, `#wordCount` words a slot. */
  readonly #masks: Uint32Array;
  readonly #wordCount: number;
  readonly #rowsOfScope: readonly (readonly number[])[];

  constructor(book: Book, ledger: RowLedger, sites: readonly Site[]) {
    const { quotas, budgets } = book.roster;
    this.#book = book;
    this.#ledger = ledger;
    this.#sites = sites;
    this.#index = new ScopeIndex([...quotas, ...budgets]);
    this.#wordCount = this.#index.wordCount;
    this.#masks = new Uint32Array(sites.length * this.#wordCount);
    sites.forEach((site, slot) => this.#masks.set(this.#index.maskOf(site), slot * this.#wordCount));
    this.#rowsOfScope = [
      ...quotas.map(({ id, minimum, maximum }) =>
        ledger.claim('quota', [id], { lower: minimum <= 0 ? [-Infinity, 0] : [minimum], upper: [maximum ?? Infinity] }),
      ),
      ...budgets.map(({ id, limitCents }) => ledger.claim('budget', [id], atMost(limitCents))),
    ];
  }

  /** Positions of the scopes that hold the person; what `note` goes through. */
  scopesOf(student: Student): readonly number[] {
    return this.#index.scopesOf(student);
  }

  /** `cost`: what the pair costs in all categories. */
  note(person: number, student: Student, scopes: readonly number[], slot: number, pair: number, cost: number): void {
    if (scopes.length === 0) return;
    const firstBit = 32 * this.#wordCount * slot;
    for (let k = 0; k < scopes.length; k++) {
      const scope = scopes[k]!;
      if (!hasBit(this.#masks, firstBit + scope)) continue;
      this.#ledger.noteAll(this.#rowsOfScope[scope]!, person, pair, this.#coefficientOf(scope, student, slot, cost));
    }
  }

  #coefficientOf(scope: number, student: Student, slot: number, cost: number): number {
    const { quotas, budgets } = this.#book.roster;
    if (scope < quotas.length) return 1;
    const { category } = budgets[scope - quotas.length]!;
    return category === null ? cost : costOf(this.#book, student, this.#sites[slot]!, category);
  }
}
