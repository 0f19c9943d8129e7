import type { Writable } from 'node:stream';
import { hasColour, inAscii, isUnicode } from './terminal.js';

/** All a command touches of the process it runs in, so that tests can run commands in theirs. */
export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
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
  /** What is being done; `isRunning`: how far it has come (a gap that closes), more will follow. */
  say(text: string, isRunning?: boolean): void;
  end(): void;
}

/** Columns below which a line of progress would only break. */
const narrowest = 20;
/** Mark and blank before the text, and the last column, which some terminals break on. */
const besideText = 3;

/** Progress on standard error: one line that changes on a terminal, a plain line for each step that has ended elsewhere (a log, a pipe). */
export async function progressLine(io: Io, quiet: boolean): Promise<ProgressLine> {
  if (quiet) return { say: () => {}, end: () => {} };
  // A terminal that says it has 0 columns (a bare pseudo-terminal does) sends ora into an endless loop: lines = width / columns.
  const columns = io.stderr.columns ?? 0;
  if (io.stderr.isTTY !== true || columns < narrowest || io.env.TERM === 'dumb') return plainLines(io);
  // A tenth of a second, which nobody pays who does not look on.
  const { default: ora } = await import('ora');
  const isPlain = !isUnicode(io);
  // Neither the cursor nor standard input is touched: both would need a signal handler of ora's own to be restored.
  const spinner = ora({
    stream: io.stderr as NodeJS.WriteStream,
    hideCursor: false,
    discardStdin: false,
    color: hasColour(io.stderr, io.env) ? 'cyan' : false,
    ...(isPlain && { spinner: { interval: 130, frames: ['-', '\\', '|', '/'] } }),
  });
  return {
    say: (text) => {
      // A text that is wider than the terminal would be drawn on two lines, and flicker.
      const whole = isPlain ? inAscii(text) : text;
      spinner.text = whole.length <= columns - besideText ? whole : `${whole.slice(0, columns - besideText - 3)}...`;
      if (!spinner.isSpinning) spinner.start();
    },
    end: () => spinner.stop(),
  };
}

/** Nobody waits for these lines: where they cannot be written, the work goes on. */
function plainLines({ stderr }: Io): ProgressLine {
  return {
    say: (text, isRunning = false) => {
      if (!isRunning) stderr.write(`${text}\n`, () => {});
    },
    end: () => {},
  };
}
