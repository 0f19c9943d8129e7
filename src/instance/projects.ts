import type { Options, Project } from '../roster/types.js';

/** Cap of a project: its own, else that of short-term projects (KA122) where its action, or its code, says it is one; null: none. */
export function capOfProject({ shortTermProjectCap }: Options, { cap, action, code }: Project): number | null {
  const said = action ?? /^\d{4}-\d-[A-Z]{2}\d{2}-(KA\d{3})-/.exec(code ?? '')?.[1] ?? '';
  return cap ?? (/^KA122\b/i.test(said) ? shortTermProjectCap : null);
}
