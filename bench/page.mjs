/**
 * `node bench/page.mjs [--people 10000]`: the report of a generated plan in Chromium (path in PLACEWISE_CHROMIUM, else /usr/bin/chromium): bytes,
 * milliseconds until it is loaded and its rows are drawn, milliseconds of a search. Prints one JSON line.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createEngine } from '../dist/engine/engine.js';
import { htmlOfOutcome } from '../dist/report/html.js';
import { nationalRoster } from './generated.mjs';

const { values } = parseArgs({ options: { people: { type: 'string', default: '10000' } } });
const people = Number(values.people);
const roster = await nationalRoster(people, { openings: Math.ceil(people / 4) });
const engine = await createEngine({ workers: 2 });
const outcome = await engine.place(
  { ...roster, options: { ...roster.options, tiers: ['placed'], order: 'count-first' } },
  { limits: { timeMs: 20_000 } },
);
await engine.close();
if (outcome.status !== 'planned') throw new Error(outcome.status);
const html = htmlOfOutcome(outcome, roster);
const folder = mkdtempSync(join(tmpdir(), 'placewise-page-'));
const file = join(folder, 'report.html');
writeFileSync(file, html);
const browser = await chromium.launch({ executablePath: process.env.PLACEWISE_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const loads = [];
const searches = [];
for (let round = 0; round < 3; round++) {
  const from = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.querySelectorAll('#rows tbody tr').length > 0);
  loads.push(Math.round(performance.now() - from));
  searches.push(
    await page.evaluate(() => {
      const box = document.getElementById('search');
      const start = performance.now();
      box.value = '77';
      box.dispatchEvent(new Event('input'));
      return Math.round(performance.now() - start);
    }),
  );
}
await browser.close();
rmSync(folder, { recursive: true });
const median = (list) => list.sort((a, b) => a - b)[1];
console.log(
  JSON.stringify({
    people,
    placed: outcome.placements.length,
    megabytes: Math.round(html.length / 1e4) / 100,
    loadMs: median(loads),
    searchMs: median(searches),
  }),
);
