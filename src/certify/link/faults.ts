import type { PlanFault } from '../types.js';

/** Faults one code may list; a model that is wrong throughout would list millions. */
const mostPerCode = 20;

export class FaultList {
  readonly #faults: PlanFault[] = [];
  readonly #countOf = new Map<string, number>();

  /** `message` is only made where it is listed. */
  add(code: string, message: () => string): void {
    const count = (this.#countOf.get(code) ?? 0) + 1;
    this.#countOf.set(code, count);
    if (count <= mostPerCode) this.#faults.push({ code, message: message() });
  }

  get isEmpty(): boolean {
    return this.#faults.length === 0;
  }

  list(): PlanFault[] {
    const rest: PlanFault[] = [];
    for (const [code, count] of this.#countOf) {
      if (count > mostPerCode) rest.push({ code, message: `${count - mostPerCode} more of this kind.` });
    }
    return [...this.#faults, ...rest];
  }
}
