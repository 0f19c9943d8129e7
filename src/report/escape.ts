import { shown } from '../roster/issues.js';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A text of the roster: escaped, hidden characters shown by their number, cut to 80, and kept from turning the line round. */
export function nameHtml(text: string | null): string {
  return text === null || text === '' ? '' : `<bdi>${escapeHtml(shown(text))}</bdi>`;
}
