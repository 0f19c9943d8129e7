import { styleText } from 'node:util';
import { plainLook, type Look, type Tone } from '../report/look.js';
import type { Io } from './io.js';

const styles = { good: 'green', doubtful: 'yellow', bad: 'red' } as const satisfies Record<Tone, string>;

type Stream = Io['stdout'];

/** Colours only where a terminal shows them and nobody asked for none (https://no-color.org). */
export function hasColour(stream: Stream, env: Io['env']): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Narrower ones are written to as if they were so wide: they break lines anyway. */
const narrowest = 36;

/** How standard output is; a file or a pipe is as wide as it needs to be. */
export function lookOf({ stdout, env }: Io): Look {
  if (stdout.isTTY !== true) return plainLook;
  const isColoured = hasColour(stdout, env);
  return {
    columns: Math.max(narrowest, stdout.columns || 80),
    paint: (tone, text) => (isColoured ? styleText(styles[tone], text, { validateStream: false }) : text),
  };
}

/** Whether a terminal can show more than ASCII. Node speaks Unicode to the console of Windows, whatever its code page is. */
export function isUnicode({ env }: Pick<Io, 'env'>, platform: NodeJS.Platform = process.platform): boolean {
  if (env.TERM === 'dumb') return false;
  if (platform === 'win32') return true;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/** Our own marks in ASCII. Letters of names stay as they are: to write others would change them. */
const asciiMarks: ReadonlyMap<string, string> = new Map([
  ['█', '#'],
  ['░', '.'],
  ['…', '...'],
  ['–', '-'],
  ['−', '-'],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['·', '|'],
  ['→', '->'],
  ['€', 'EUR'],
]);
const marks = new RegExp(`[${[...asciiMarks.keys()].join('')}]`, 'g');

export function inAscii(text: string): string {
  return text.replace(marks, (mark) => asciiMarks.get(mark) ?? mark);
}

/** The same streams, which write our marks in ASCII where they are terminals that cannot show others. Files and pipes get what they always get. */
export function forTerminal(io: Io): Io {
  if (isUnicode(io)) return io;
  return { ...io, stdout: plain(io.stdout), stderr: plain(io.stderr) };
}

function plain<Given extends Stream>(stream: Given): Given {
  if (stream.isTTY !== true) return stream;
  const write = (text: unknown, ...rest: unknown[]): unknown =>
    Reflect.apply(stream.write, stream, [typeof text === 'string' ? inAscii(text) : text, ...rest]);
  return Object.create(stream, { write: { value: write } }) as Given;
}
