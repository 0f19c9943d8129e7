import { compareText } from '../basics/order.js';
import { issueLimit, shownLimit } from './limits.js';
import type { Issue } from './types.js';

/** Characters that hide, turn round or break a line of text: shown by their number instead. */
const unshowable = /[\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text with control characters by their number, so that it can neither hide nor do anything on a terminal. */
export function visible(text: string): string {
  return text.replace(unshowable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A value as a message may show it: control characters by their number, at most `limit` characters. */
export function shown(text: string, limit = shownLimit): string {
  const head = text.length > 4 * limit ? text.slice(0, 4 * limit) : text;
  const escaped = visible(head);
  if (escaped.length <= limit) return escaped;
  const characters = [...escaped];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : escaped;
}

/** An issue before its defaults: `file`, `severity`, `code` and `expected` must be said. */
export type IssueDraft = Pick<Issue, 'severity' | 'code' | 'file' | 'expected'> & Partial<Issue>;

export function issueOf(draft: IssueDraft): Issue {
  return {
    severity: draft.severity,
    code: draft.code,
    file: draft.file,
    row: draft.row ?? null,
    column: draft.column === undefined || draft.column === null ? null : shown(draft.column),
    found: draft.found === undefined || draft.found === null ? null : shown(draft.found),
    expected: draft.expected,
    maybe: draft.maybe === undefined || draft.maybe === null ? null : shown(draft.maybe, 2 * shownLimit),
  };
}

/** By file, row, column and code, by code units; the folder first, a file's own issues before those of its rows. */
export function compareIssues(a: Issue, b: Issue): number {
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    placeOf(a) - placeOf(b) ||
    compareText(a.column ?? '', b.column ?? '') ||
    compareText(a.code, b.code)
  );
}

function placeOf(issue: Issue): number {
  return issue.code === 'more' ? Number.MAX_SAFE_INTEGER : (issue.row ?? 0);
}

interface Kept {
  readonly issues: Issue[];
  lastRow: number;
  count: number;
}

/**
 * Collects the issues of a roster. Per file and severity the first `issueLimit` rows' worth are kept and the others counted;
 * what lies behind the cap is not even built (100,000 bad rows cost a counter each).
 */
export class IssueList {
  readonly #kept = new Map<string, Kept>();
  #errorCount = 0;

  get errorCount(): number {
    return this.#errorCount;
  }

  /** Adds an issue; `build` is called only where it will be shown. */
  add(
    severity: Issue['severity'],
    file: string | null,
    row: number | null,
    build: () => Omit<IssueDraft, 'severity' | 'file' | 'row'>,
  ): void {
    if (severity === 'error') this.#errorCount++;
    const key = `${severity} ${file ?? ''}`;
    let kept = this.#kept.get(key);
    if (kept === undefined) this.#kept.set(key, (kept = { issues: [], lastRow: 0, count: 0 }));
    kept.count++;
    // Later checks may come back to earlier rows, so a full list still takes an issue that belongs before its last one.
    if (kept.issues.length >= issueLimit && (row ?? 0) >= kept.lastRow) return;
    kept.issues.push(issueOf({ ...build(), severity, file, row }));
    kept.lastRow = Math.max(kept.lastRow, row ?? 0);
    if (kept.issues.length >= 4 * issueLimit) {
      kept.issues.sort(compareIssues);
      kept.issues.length = issueLimit;
      kept.lastRow = kept.issues[issueLimit - 1]?.row ?? 0;
    }
  }

  /** All issues in order: per file at most `issueLimit`, errors before warnings where not all fit, then one `more` with the number left out. */
  list(): Issue[] {
    const files = new Map<string | null, { error: Kept | undefined; warning: Kept | undefined }>();
    for (const [key, kept] of this.#kept) {
      const file = kept.issues[0]?.file ?? null;
      const both = files.get(file) ?? { error: undefined, warning: undefined };
      both[key.startsWith('error') ? 'error' : 'warning'] = kept;
      files.set(file, both);
    }
    const all: Issue[] = [];
    for (const [file, { error, warning }] of [...files].sort((a, b) => compareText(a[0] ?? '', b[0] ?? ''))) {
      const errors = [...(error?.issues ?? [])].sort(compareIssues).slice(0, issueLimit);
      const warnings = [...(warning?.issues ?? [])].sort(compareIssues).slice(0, issueLimit - errors.length);
      all.push(...[...errors, ...warnings].sort(compareIssues));
      const errorsLeft = (error?.count ?? 0) - errors.length;
      const warningsLeft = (warning?.count ?? 0) - warnings.length;
      if (errorsLeft + warningsLeft > 0) {
        all.push(
          issueOf({
            severity: errorsLeft > 0 ? 'error' : 'warning',
            code: 'more',
            file,
            found: `${errorsLeft + warningsLeft} more (${errorsLeft} errors, ${warningsLeft} warnings)`,
            expected: 'the issues above mended first',
          }),
        );
      }
    }
    return all;
  }
}
