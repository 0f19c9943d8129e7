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
  readonly #maskOfSlot: (Uint32Array | undefined)[];
  readonly #rowsOfScope: readonly (readonly number[])[];

  constructor(book: Book, ledger: RowLedger, sites: readonly Site[]) {
    const { quotas, budgets } = book.roster;
    this.#book = book;
    this.#ledger = ledger;
    this.#sites = sites;
    this.#maskOfSlot = sites.map(() => undefined);
    this.#index = new ScopeIndex([...quotas, ...budgets]);
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

  note(person: number, student: Student, scopes: readonly number[], slot: number, pair: number): void {
    if (scopes.length === 0) return;
    const { quotas, budgets } = this.#book.roster;
    const site = this.#sites[slot]!;
    const mask = (this.#maskOfSlot[slot] ??= this.#index.maskOf(site));
    for (const scope of scopes) {
      if (!hasBit(mask, scope)) continue;
      const coefficient = scope < quotas.length ? 1 : costOf(this.#book, student, site, budgets[scope - quotas.length]!.category);
      for (const handle of this.#rowsOfScope[scope]!) this.#ledger.note(handle, person, pair, coefficient);
    }
  }
}
