import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareText } from '../basics/order.js';
import { generateRoster } from '../generate/generate.js';
import { families } from '../generate/options.js';
import { importRoster } from '../roster/import/import-roster.js';
import { readRoster } from '../roster/read-roster.js';
import { instructionLines, templateTables, templateWorkbook } from '../roster/template.js';
import { rosterFiles } from '../roster/types.js';
import type { Door } from './door.js';

const readNames: ReadonlySet<string> = new Set([...rosterFiles.map((name) => `${name}.csv`), 'placewise.json', 'mapping.json']);

/** The library as the commands see it. */
export const door: Door = {
  readRoster: async (folder, overrides) => {
    const result = await readRoster(folder, overrides);
    return { ...result, files: result.roster === null ? [] : await hashesOf(folder) };
  },
  // Solvers are loaded by the commands that solve.
  createEngine: async (options) => (await import('../engine/engine.js')).createEngine(options),
  generateRoster,
  families,
  importRoster,
  templates: { workbook: templateWorkbook, tables: templateTables, instructions: instructionLines },
};

/** SHA-256 of each file that was read, by name: they tell in `run.json` which files a run saw, and nothing depends on them. */
async function hashesOf(source: string): Promise<{ name: string; sha256: string }[]> {
  if (!(await stat(source)).isDirectory()) return [{ name: basename(source), sha256: await hashOf(source) }];
  const names = (await readdir(source)).filter((name) => readNames.has(name)).sort(compareText);
  return Promise.all(names.map(async (name) => ({ name, sha256: await hashOf(join(source, name)) })));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
