import { visible } from './issues.js';
import type { Issue } from './types.js';

/** One issue as a sentence: `students.csv row 7, column birth_date: found "31/02/2009"; expected a date like 2009-02-28.` */
export function formatIssue(issue: Issue): string {
  const place = [
    `${issue.file ?? 'the roster'}${issue.row === null ? '' : ` row ${issue.row}`}`,
    ...(issue.column === null ? [] : [`column ${issue.column}`]),
  ].join(', ');
  const found = issue.found === null ? '' : issue.code === 'more' ? `${issue.found}; ` : `found "${issue.found}"; `;
  const maybe = issue.maybe === null ? '' : ` Maybe ${issue.maybe}.`;
  // Names of files and of people in the records may hold anything.
  return visible(`${issue.severity === 'warning' ? 'warning: ' : ''}${place}: ${found}expected ${issue.expected}.${maybe}`);
}

/** All issues, one a line, in the order given; '' where there are none. */
export function formatIssues(issues: readonly Issue[]): string {
  return issues.map(formatIssue).join('\n');
}
