import type { RosterFiles } from '../../src/roster/files.js';

/** Files in memory; strings become UTF-8. Students and openings are sound unless given. */
export function filesOf(files: { readonly [name: string]: string | Uint8Array } = {}): RosterFiles {
  const all: { [name: string]: string | Uint8Array } = {
    'students.csv': 'id,kind\nS1,short-term\n',
    'openings.csv': 'id,host,start,end,seats\nO1,H1,2026-03-02,2026-03-20,2\n',
    ...files,
  };
  return new Map(
    Object.entries(all).map(([name, content]) => [name, typeof content === 'string' ? new TextEncoder().encode(content) : content]),
  );
}
