import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const named = process.env['PLACEWISE_CHROMIUM'];

/** The Chromium that PLACEWISE_CHROMIUM names, else one of this machine; null where there is none. */
export const chromiumPath = (named === undefined ? usual : [named]).find((path) => existsSync(path)) ?? null;

/** To be added to the name of tests that need one: the reason stands in it where they are skipped (`.ci/run` counts that as failed). */
export const skipReason = chromiumPath === null ? ` (skipped: no Chromium at ${named ?? 'its usual places'})` : '';

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
