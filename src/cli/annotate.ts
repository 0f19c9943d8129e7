import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OutputError } from '../report/folder.js';
import { writeWholeFile } from '../report/whole-file.js';
import type { AnnotateRequest } from '../roster/annotate/annotate.js';
import { FileFault } from '../roster/files.js';
import { IssueList } from '../roster/issues.js';
import { parseMapping } from '../roster/mapping.js';
import type { ReadOverrides } from '../roster/read-roster.js';
import { type Io, print } from './io.js';
import { UsageError } from './usage-error.js';

/** The option on every command that reads a roster; `--force` of the command allows a file to be replaced. */
export const annotateFlag = '--annotate <file.xlsx>';
export const annotateWords = 'write a copy of the roster as a workbook with the cells at fault marked and listed';

/** Says before any work whether the copy may be written there; rejects with UsageError or OutputError. */
export async function checkAnnotate(path: string | undefined, force: boolean, io: Io): Promise<void> {
  if (path === undefined) return;
  if (!/\.xlsx$/i.test(path)) throw new UsageError(`The annotated copy is a workbook: ${path} should end in .xlsx.`);
  if (force) return;
  try {
    await access(resolve(io.cwd, path));
  } catch {
    return;
  }
  throw new OutputError('exists', `${path} exists; say --force to replace it.`);
}

/** Writes the annotated copy, readable by its owner alone, and says so; nothing where there is nothing to mark. The input is never touched. */
export async function annotate(
  path: string | undefined,
  force: boolean,
  io: Io,
  request: Omit<AnnotateRequest, 'mapping'> & {
    readonly given?: ReadOverrides['mapping'] | undefined;
    readonly mapping?: AnnotateRequest['mapping'];
  },
): Promise<void> {
  if (path === undefined) return;
  const { given, issues, mapping: read, ...rest } = request;
  if (issues.length === 0) {
    await print(io.stderr, `${path} was not written: there is nothing to mark.\n`);
    return;
  }
  const target = resolve(io.cwd, path);
  if (request.inputs.some((input) => resolve(io.cwd, input.path) === target))
    throw new UsageError(`${path} is the roster itself; give the copy another name.`);
  const mapping = read ?? (given === undefined ? undefined : parseMapping(given.json, given.name, new IssueList()));
  const { annotatedCopy } = await import('../roster/annotate/annotate.js');
  let bytes: Uint8Array;
  try {
    bytes = await annotatedCopy({ ...rest, issues, ...(mapping !== undefined && { mapping }) });
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    await print(io.stderr, `${path} was not written: ${fault.message}.\n`);
    return;
  }
  await writeWholeFile(target, bytes, { force });
  const count = issues.filter(({ code }) => code !== 'more').length;
  await print(
    io.stderr,
    `${path}: a copy of the roster in which ${count === 1 ? 'the fault is' : `${count} faults are`} marked, each listed in the sheet faults.\n`,
  );
}
