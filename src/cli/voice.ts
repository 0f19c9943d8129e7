import { textOfJson } from '../report/summary.js';
import { formatIssues } from '../roster/format-issues.js';
import type { Issue } from '../roster/types.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, print } from './io.js';

/** How a command answers: in words, as JSON, or by its exit code alone. */
export interface Voice {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** The answer of a command, on standard output. */
export async function tell(io: Io, { json, quiet }: Voice, text: string, value: object): Promise<void> {
  if (json) await print(io.stdout, textOfJson(value));
  else if (!quiet) await print(io.stdout, text);
}

/** What a command that only made files says of them as JSON. */
export function filesJson(folder: string, files: Iterable<string>): object {
  return { format: 'placewise-files-1', folder, files: [...files] };
}

/** All faults and what to do about them, on standard error; with `json` as data on standard output too. */
export async function tellFaults(
  io: Io,
  { json }: Voice,
  issues: readonly Issue[],
  format: string,
  advice = 'Nothing was written: mend the faults above first.',
): Promise<ExitCode> {
  await print(io.stderr, `${formatIssues(issues)}\n${advice}\n`);
  if (json) await print(io.stdout, textOfJson({ format, status: 'refused', issues }));
  return exitCodes.badInput;
}
