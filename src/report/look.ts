/** How a terminal is: its width, and whether it has colours. What is said never needs the colour. */
export interface Look {
  /** Infinity where nobody looks: a file or a pipe. */
  readonly columns: number;
  readonly paint: (tone: Tone, text: string) => string;
}

export type Tone = 'good' | 'doubtful' | 'bad';

export const plainLook: Look = { columns: Number.POSITIVE_INFINITY, paint: (_tone, text) => text };

/** Where the words beside a label begin. */
export const labelWidth = 11;

/** A labelled line; a blank label goes on with the one before. */
export function line(label: string, text: string): string {
  return `${label.padEnd(labelWidth - 1)} ${text}`.trimEnd();
}

/** A part of a whole as a bar of blocks, the rest light: a part that is not 0 shows, and only a whole one is full. */
export function barOf(part: number, whole: number, width: number): string {
  const share = whole <= 0 ? 0 : Math.floor((Math.min(part, whole) * width) / whole);
  const full = Math.max(share, part > 0 ? 1 : 0);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

const widestBar = 24;
const narrowestBar = 6;
/** Left and right of a bar: label, name, figures. */
const besideBar = 52;

/** So wide are bars on this terminal. */
export function barWidth({ columns }: Look): number {
  return Math.max(narrowestBar, Math.min(widestBar, columns - besideBar));
}

/** Lines no wider than the terminal: what is too long goes on under its own beginning. A word longer than a line stays whole. */
export function fitted(lines: readonly string[], { columns }: Look): string {
  return `${lines.flatMap((text) => (text.length <= columns ? [text] : broken(text, columns))).join('\n')}\n`;
}

function broken(text: string, columns: number): string[] {
  const start = /^(?:\[\w+\] +| *\S+(?: \S+){0,2} {2,}| *)/.exec(text)![0].length;
  const indent = ' '.repeat(start <= columns / 2 ? start : 2);
  const lines: string[] = [];
  let current = text.slice(0, start);
  // A figure keeps its sign.
  for (const word of text.slice(start).split(/ (?![%€])/)) {
    if (current.trim() === '' || current === text.slice(0, start)) current += word;
    else if (current.length + 1 + word.length <= columns) current += ` ${word}`;
    else {
      lines.push(current);
      current = `${indent}${word}`;
    }
  }
  return [...lines, current];
}

/** A path as it can be typed after a command: quoted where a shell would break it. */
export function typed(path: string): string {
  return /^[\p{L}\p{N}_./\\:~+@-]+$/u.test(path) ? path : `"${path}"`;
}
