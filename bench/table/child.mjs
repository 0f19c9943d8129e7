import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The bench folder. */
export const here = fileURLToPath(new URL('..', import.meta.url));
/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A child gave no answer: its message is a reason to print. */
export class NoAnswer extends Error {
  name = 'NoAnswer';
}

const running = new Set();

/** Ends what is still running: for a command that is told to stop. */
export function endChildren() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Runs a program in a process of its own, ended after `seconds`; resolves to what it wrote to stdout and, with `pipe3`, to a fourth stream.
 * Throws NoAnswer with the last line of stderr where its exit code is none of `codes`.
 */
export async function run(program, args, { seconds, pipe3 = false, codes = [0], cwd } = {}) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe', ...(pipe3 ? ['pipe'] : [])], windowsHide: true });
  running.add(child);
  const texts = ['', '', '', ''];
  for (const [number, stream] of child.stdio.entries()) {
    stream?.setEncoding('utf8').on('data', (text) => {
      texts[number] += text;
    });
  }
  let isLate = false;
  const alarm = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  try {
    const [code, signal] = await new Promise((done, failed) => child.once('error', failed).once('close', (...ended) => done(ended)));
    if (isLate) throw new NoAnswer(`no answer in ${seconds} s`);
    if (!codes.includes(code)) throw new NoAnswer(reasonIn(texts[2]) || `ended by ${signal ?? `exit code ${code}`}`);
    return { stdout: texts[1], extra: texts[3] };
  } finally {
    clearTimeout(alarm);
    running.delete(child);
  }
}

/** Runs a Node script that prints one JSON line. */
export async function runNode(args, options) {
  const { stdout } = await run(process.execPath, args, options);
  return JSON.parse(lastLine(stdout));
}

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

/** What went wrong, in one line: of a stack the line that names the error. */
function reasonIn(text) {
  const named = text.split('\n').findLast((line) => /^\w*(Error|NoAnswer)\b/.test(line));
  return (named ?? lastLine(text)).slice(0, 200);
}
