import type { Student } from '../../roster/types.js';
import type { Book } from '../rules/book.js';
import { costOf } from '../rules/cost.js';
import { forEachCommon, ScopeIndex } from '../rules/scope.js';
import type { Site } from '../rules/site.js';
import { atMost, type RowLedger } from './ledger.js';

/** Quota and budget rows: each pair stands in those whose scope holds it, with 1 or with its cents. */
export class ScopeRows {
  readonly #book: Book;
  readonly #ledger: RowLedger;
  readonly #index: ScopeIndex;
  readonly #rowsOfScope: readonly (readonly number[])[];

  constructor(book: Book, ledger: RowLedger) {
    const { quotas, budgets } = book.roster;
    this.#book = book;
    this.#ledger = ledger;
    this.#index = new ScopeIndex([...quotas, ...budgets]);
    this.#rowsOfScope = [
      ...quotas.map(({ id, minimum, maximum }) => ledger.claim('quota', [id], { lower: minimum <= 0 ? [-Infinity, 0] : [minimum], upper: [maximum ?? Infinity] })),
      ...budgets.map(({ id, limitCents }) => ledger.claim('budget', [id], atMost(limitCents))),
    ];
  }

  maskOf(student: Student): Uint32Array {
    return this.#index.personMask(student);
  }

  note(person: number, student: Student, personMask: Uint32Array, site: Site, pair: number): void {
    const { quotas, budgets } = this.#book.roster;
    forEachCommon(personMask, this.#index.siteMask(site), (scope) => {
      const coefficient = scope < quotas.length ? 1 : costOf(this.#book, student, site, budgets[scope - quotas.length]!.category);
      for (const handle of this.#rowsOfScope[scope]!) this.#ledger.note(handle, person, pair, coefficient);
    });
  }
}
