import { Writable } from 'node:stream';
import { door } from '../../src/cli/library.js';
import { run } from '../../src/cli/run.js';

/** Keeps what is written to it. */
export class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

/** What was said on standard error beside progress, whose lines have an ellipsis. */
export function withoutProgress(text: string): string {
  return text.replace(/^[^\n]* …[^\n]*\n/gm, '');
}

/** Runs a command line in a folder, in this process, and gives what it said beside progress. */
export async function placewiseIn(folder: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new Sink();
  const stderr = new Sink();
  const code = await run(argv, { stdout, stderr, env: {}, cwd: folder }, async () => door);
  return { code, out: stdout.text, err: withoutProgress(stderr.text) };
}
