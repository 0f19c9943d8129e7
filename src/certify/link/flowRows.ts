import type { Model } from '../../model/types.js';
import type { Student } from '../../roster/types.js';
import { isAccompanying, type Book } from '../rules/book.js';
import type { Site } from '../rules/site.js';
import { atMost, type RowLedger } from './ledger.js';

/**
 * Accompanying rows: learners who need accompanying, minus N for each accompanying person, at most 0; over the flow, or per sender in it.
 * A person without a sender is of the sender "".
 */
export class AccompanyingRows {
  readonly #ledger: RowLedger;
  readonly #rowsOf = new Map<string, Map<string, readonly number[]>>();

  constructor(ledger: RowLedger) {
    this.#ledger = ledger;
  }

  note(person: number, student: Student, site: Site, pair: number): void {
    const { flow } = site;
    if (flow === null || flow.learnersPerAccompanying === null || flow.accompanyingToName) return;
    const isTeacher = isAccompanying(student);
    if (!isTeacher && (!student.needsAccompanying || student.online)) return;
    const sender = flow.accompanyingScope === 'sender' ? (student.senderId ?? '') : null;
    for (const handle of this.#claim(flow.id, sender))
      this.#ledger.note(handle, person, pair, isTeacher ? -flow.learnersPerAccompanying : 1);
  }

  /** Rows of flows and senders of which nobody has a pair: they hold nothing, and stand for a record all the same. */
  claimEmpty(book: Book, { rows }: Model): void {
    const senders = new Set(book.roster.students.map(({ senderId }) => senderId ?? ''));
    for (const [row, { kind, keys }] of rows.labelOfRow.entries()) {
      const flow = kind === 'accompanying' && !this.#ledger.isClaimed(row) ? book.flows.get(keys[0] ?? '') : undefined;
      if (flow === undefined || flow.learnersPerAccompanying === null || flow.accompanyingToName) continue;
      if (flow.accompanyingScope === 'flow' ? keys.length === 1 : keys.length === 2 && senders.has(keys[1]!))
        this.#claim(flow.id, keys[1] ?? null);
    }
  }

  #claim(flowId: string, sender: string | null): readonly number[] {
    let ofFlow = this.#rowsOf.get(flowId);
    if (ofFlow === undefined) this.#rowsOf.set(flowId, (ofFlow = new Map()));
    const known = ofFlow.get(sender ?? '');
    if (known !== undefined) return known;
    const handles = this.#ledger.claim('accompanying', sender === null ? [flowId] : [flowId, sender], { ...atMost(0), lower: [-Infinity] });
    ofFlow.set(sender ?? '', handles);
    return handles;
  }
}
