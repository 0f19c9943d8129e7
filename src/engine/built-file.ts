import { fileURLToPath } from 'node:url';

/** The built file of a thread of this room. Tests run from the sources, and a thread cannot start from raw TypeScript. */
export function builtFile(name: string): string {
  const folder = import.meta.url.endsWith('.ts') ? '../../dist/engine/' : './';
  return fileURLToPath(new URL(`${folder}${name}`, import.meta.url));
}
