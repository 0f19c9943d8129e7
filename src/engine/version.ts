import { readFileSync } from 'node:fs';

/** The program's version, from its own package.json: the file lies two folders up from the sources and from the build alike. */
export const programVersion: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
