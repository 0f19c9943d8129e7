import type { Writable } from 'node:stream';
import ora from 'ora';

/** All a command touches of the process it runs in, so that tests can run commands in theirs. */
export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted with the reason `SIGINT` or `SIGTERM` when the user wants to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** Standard output went away or filled up while something was still to be said. */
export class OutputLost extends Error {
  override readonly name = 'OutputLost';
}

/** Writes all of a text; resolves once it is handed on, so that no exit can cut it. Rejects with OutputLost. */
export async function print(stream: Writable, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((done, fail) => {
    stream.write(text, (error) => (error == null ? done() : fail(new OutputLost(error.message, { cause: error }))));
  });
}

export interface ProgressLine {
  say(text: string): void;
  end(): void;
}

/** Columns below which a line of progress would only break. */
const narrowest = 20;

/** A line of progress on standard error where that is a terminal; silence elsewhere. */
export function progressLine(io: Io, quiet: boolean): ProgressLine {
  // A terminal that says it has 0 columns (a bare pseudo-terminal does) sends ora into an endless loop: lines = width / columns.
  const isWide = (io.stderr.columns ?? 0) >= narrowest;
  if (quiet || io.stderr.isTTY !== true || !isWide || io.env.TERM === 'dumb') return { say: () => {}, end: () => {} };
  // Neither the cursor nor standard input is touched: both would need a signal handler of ora's own to be restored.
  const spinner = ora({ stream: io.stderr as NodeJS.WriteStream, hideCursor: false, discardStdin: false });
  return {
    say: (text) => {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    end: () => spinner.stop(),
  };
}
