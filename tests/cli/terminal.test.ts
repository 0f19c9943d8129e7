import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { forTerminal, hasColour, inAscii, isUnicode, lookOf } from '../../src/cli/terminal.js';

class Terminal extends Writable {
  text = '';
  constructor(
    readonly isTTY = true,
    readonly columns = 80,
  ) {
    super();
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

const io = (stdout: Terminal, env: Record<string, string> = {}) => ({ stdout, stderr: stdout, env, cwd: '.' });
const utf8 = { LANG: 'hr_HR.UTF-8' };

describe('a terminal', () => {
  it('gets colour only where it is one, and nobody said otherwise', () => {
    expect(hasColour(new Terminal(), {})).toBe(true);
    expect(hasColour(new Terminal(false), {})).toBe(false);
    expect(hasColour(new Terminal(), { NO_COLOR: '1' })).toBe(false);
    expect(hasColour(new Terminal(), { TERM: 'dumb' })).toBe(false);
    expect(lookOf(io(new Terminal())).paint('bad', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(lookOf(io(new Terminal(), { NO_COLOR: '1' })).paint('bad', 'x')).toBe('x');
    expect(lookOf(io(new Terminal(false))).paint('bad', 'x')).toBe('x');
  });

  it('is as wide as it says; a file is as wide as it needs', () => {
    expect(lookOf(io(new Terminal(true, 60))).columns).toBe(60);
    expect(lookOf(io(new Terminal(true, 0))).columns).toBe(80);
    expect(lookOf(io(new Terminal(false, 60))).columns).toBe(Number.POSITIVE_INFINITY);
  });

  it('shows Unicode by its locale; on Windows always', () => {
    expect(isUnicode({ env: utf8 }, 'linux')).toBe(true);
    expect(isUnicode({ env: { LANG: 'hr_HR.UTF-8', LC_ALL: 'C' } }, 'linux')).toBe(false);
    expect(isUnicode({ env: {} }, 'linux')).toBe(false);
    expect(isUnicode({ env: {} }, 'win32')).toBe(true);
    expect(isUnicode({ env: { ...utf8, TERM: 'dumb' } }, 'linux')).toBe(false);
  });

  it('that cannot show our marks gets them in ASCII, names as they are', async () => {
    const terminal = new Terminal();
    const { stdout } = forTerminal(io(terminal, { LANG: 'C' }));
    await new Promise((done) => stdout.write('Škola ██░ 5 € … “x” –\n', done));
    expect(terminal.text).toBe('Škola ##. 5 EUR ... "x" -\n');
    expect([stdout.isTTY, stdout.columns]).toEqual([true, 80]);
    const file = new Terminal(false);
    expect(forTerminal(io(file, { LANG: 'C' })).stdout).toBe(file);
    const modern = new Terminal();
    expect(forTerminal(io(modern, utf8)).stdout).toBe(modern);
    expect(inAscii('·→−’')).toBe("|->-'");
  });
});
