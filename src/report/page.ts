import { createHash } from 'node:crypto';
import { escapeHtml } from './escape.js';
import { style } from './style.js';

/** What a page of ours holds; all of it HTML already but the title. Empty parts are left out. */
export interface Page {
  readonly title: string;
  readonly body: readonly string[];
  /** The one script the page may run; it stands at its end. */
  readonly script?: string;
}

/** Style and at most one script are all a page may use, and only by their hashes: no picture, no address, no frame, nothing sent. */
function policyOf(script: string | undefined): string {
  const scripts = script === undefined ? '' : ` script-src ${hashOf(script)};`;
  return `default-src 'none';${scripts} style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A self-contained page. Same parts, same bytes. */
export function pageOf({ title, body, script }: Page): string {
  const parts = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policyOf(script))}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...body,
    ...(script === undefined ? [] : [`<script>${script}</script>`]),
    '</body>',
    '</html>',
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}
