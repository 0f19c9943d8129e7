import { fileURLToPath } from 'node:url';

/** The built file of a thread, by its name beside the file that asks (`import.meta.url`). Tests run from the sources, and a thread cannot start from raw TypeScript. */
export function builtFile(name: string, asking: string): string {
  const built = asking.endsWith('.ts') ? asking.replace(/\/src\/(?=[^/]+\/[^/]+$)/, '/dist/') : asking;
  return fileURLToPath(new URL(name, built));
}
