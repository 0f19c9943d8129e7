import type { Project } from '../../roster/types.js';
import type { Book } from './book.js';

/** Participants a project may have. A blank cap is that of the options for KA122, which the action names, or else the fourth part of the code. */
export function capOf({ options }: Book, project: Project): number | null {
  if (project.cap !== null) return project.cap;
  const parts = (project.code ?? '').split('-');
  const isCode = parts.length > 4 && /^\d{4}$/.test(parts[0]!) && /^\d$/.test(parts[1]!) && /^[A-Z]{2}\d{2}$/.test(parts[2]!);
  const action = project.action === null ? (isCode ? parts[3]! : '') : project.action.toUpperCase();
  return action === 'KA122' || /^KA122[^A-Z0-9_]/.test(action) ? options.shortTermProjectCap : null;
}
