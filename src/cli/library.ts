import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../basics/order.js';
import { generateRoster } from '../generate/generate.js';
import { families } from '../generate/options.js';
import { readRoster } from '../roster/read-roster.js';
import { rosterFiles } from '../roster/types.js';
import type { Door } from './door.js';

const readNames: ReadonlySet<string> = new Set([...rosterFiles.map((name) => `${name}.csv`), 'placewise.json']);

/** The library as the commands see it. */
export const door: Door = {
  readRoster: async (folder, { options }) => {
    const result = await readRoster(folder, { options });
    return { ...result, files: result.roster === null ? [] : await hashesOf(folder) };
  },
  // Solvers are loaded by the commands that solve.
  createEngine: async (options) => (await import('../engine/engine.js')).createEngine(options),
  generateRoster,
  families,
};

/** SHA-256 of each file that was read, by name: they tell in `run.json` which files a run saw, and nothing depends on them. */
async function hashesOf(folder: string): Promise<{ name: string; sha256: string }[]> {
  const names = (await readdir(folder)).filter((name) => readNames.has(name)).sort(compareText);
  return Promise.all(
    names.map(async (name) => {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk as Uint8Array);
      return { name, sha256: hash.digest('hex') };
    }),
  );
}
