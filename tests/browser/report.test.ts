import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.js';
import { htmlOfOutcome } from '../../src/report/html.js';
import type { PlannedOutcome } from '../../src/report/outcome.js';
import { day, rosterOf } from '../support/roster.js';
import { chromiumPath, launch, skipReason } from './chromium.js';

/** The report in a real browser: what people see and can do. Skipped where there is no Chromium. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><b>x',
  '\u202Egnirts',
  '${7*7}',
  "=cmd|' /C calc'!A0",
];

async function outcomeOf(size: number): Promise<{ outcome: PlannedOutcome; roster: ReturnType<typeof rosterOf> }> {
  const names = Array.from({ length: size }, (_, k) => hostile[k] ?? `P${String(k).padStart(6, '0')}`);
  const roster = rosterOf({
    organisations: [
      { id: 'north <b>', country: 'HR' },
      { id: 'south', country: 'HR' },
    ],
    students: names.map((id, k) => ({ id, senderId: k % 2 === 0 ? 'north <b>' : 'south', lot: k })),
    hosts: Array.from({ length: 20 }, (_, k) => ({
      id: `h${k}`,
      city: k < 10 ? 'Bologna' : '<i>Split</i>',
      country: 'IT',
      name: `Host ${k} & co`,
    })),
    openings: Array.from({ length: 20 }, (_, k) => ({
      id: `o${k}`,
      hostId: `h${k}`,
      seats: Math.ceil(size / 20),
      startDay: day('2026-03-02') + 7 * (k % 4),
      endDay: day('2026-06-14') + 7 * (k % 4),
    })),
    options: { tiers: ['placed', 'quality'] },
  });
  await using engine = await createEngine({ transport: 'inline' });
  const outcome = await engine.place(roster);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  return { outcome, roster };
}

describe.skipIf(chromiumPath === null)(`the report in Chromium${skipReason}`, () => {
  let browser: Browser;
  let folder: string;
  let page: Page;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'placewise report é '));
    const { outcome, roster } = await outcomeOf(260);
    const file = join(folder, 'report.html');
    writeFileSync(file, htmlOfOutcome(outcome, roster));
    page = await browser.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('dialog', (dialog) => void (said.push('dialog'), dialog.dismiss()));
    page.on('request', (request) => void (request.url().startsWith('file:') || said.push(request.url())));
    await page.goto(pathToFileURL(file).href);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const found = () => page.textContent('#found');
  const firstPerson = () => page.textContent('#rows tbody tr:first-child td');

  it('shows pages of rows, and hostile names as text', async () => {
    expect(await found()).toBe('260 of 260 placements');
    expect(await page.locator('#rows tbody tr').count()).toBe(100);
    await page.fill('#search', 'alert(1)</script>');
    expect(await found()).toBe('1 of 260 placements');
    expect(await firstPerson()).toBe('<script>alert(1)</script>');
    expect(await page.locator('#rows img, #rows b, #rows i').count()).toBe(0);
    await page.fill('#search', '');
  });

  it('searches, filters, sorts, groups and turns pages', async () => {
    await page.fill('#search', 'p00001');
    expect(await found()).toBe('10 of 260 placements');
    await page.fill('#search', '');
    await page.selectOption('#by-sender', { label: 'south' });
    expect(await found()).toBe('130 of 260 placements');
    await page.selectOption('#by-sender', '');
    await page.click('#rows th:has-text("Person") button');
    expect(await page.getAttribute('#rows th:has-text("Person")', 'aria-sort')).toBe('ascending');
    await page.click('#rows th:has-text("Person") button');
    expect(await page.getAttribute('#rows th:has-text("Person")', 'aria-sort')).toBe('descending');
    await page.selectOption('#group', { label: 'city' });
    expect(await page.locator('#rows th[scope=rowgroup]').count()).toBeGreaterThan(0);
    await page.selectOption('#group', '');
    await page.click('#next');
    await page.click('#next');
    expect(await page.textContent('#page')).toBe('page 3 of 3');
    expect(await page.locator('#rows tbody tr').count()).toBe(60);
    expect(await page.isDisabled('#next')).toBe(true);
  });

  it('has no serious fault for people with disabilities, in light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Evaluated by the debugger, which the page's policy does not bind.
      await page.evaluate(axe);
      const faults = (await page.evaluate(
        `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      )) as string[];
      expect(faults).toEqual([]);
    }
  });

  it('prints the plain rows, and works without script', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('#explorer')).toBe(false);
    expect(await page.isVisible('#plain-rows')).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(page.url());
    expect(await plain.isVisible('#plain-rows')).toBe(true);
    expect(await plain.isVisible('#explorer')).toBe(false);
    await context.close();
  });

  it('says nothing on the console and asks the network for nothing', () => expect(said).toEqual([]));
});
