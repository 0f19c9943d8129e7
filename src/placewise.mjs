#!/usr/bin/env node
/**
 * What npm runs as `placewise`. It stands beside the sources, not in `dist`, for npx remembers a command whose file was missing at its first call
 * (a fresh clone, not yet built) as one that does not exist.
 */
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('placewise is not built yet. Build it once with: npm run build (after npm ci; npm run demo does both)\n');
  process.exitCode = 70;
}
