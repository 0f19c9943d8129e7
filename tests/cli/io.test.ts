import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutputLost, print, progressLine } from '../../src/cli/io.js';

class Terminal extends Writable {
  readonly isTTY = true;
  text = '';
  constructor(readonly columns: number) {
    super();
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
  clearLine(): boolean {
    return true;
  }
  cursorTo(): boolean {
    return true;
  }
  moveCursor(): boolean {
    return true;
  }
}

function said(stderr: Terminal, env: Record<string, string> = {}, isQuiet = false): string {
  const line = progressLine({ stdout: stderr, stderr, env, cwd: '.' }, isQuiet);
  line.say('Solving …');
  line.end();
  return stderr.text;
}

describe('progress', () => {
  it('is shown on a terminal', () => {
    expect(said(new Terminal(80))).toContain('Solving …');
  });

  it('is not shown when told to be quiet, on a dumb terminal, or on one without width', () => {
    expect(said(new Terminal(80), {}, true)).toBe('');
    expect(said(new Terminal(80), { TERM: 'dumb' })).toBe('');
    // Here ora 9.4.1 clears an infinite number of lines.
    expect(said(new Terminal(0))).toBe('');
  });
});

describe('print', () => {
  it('resolves once a slow reader has taken all of it', async () => {
    let taken = 0;
    const slow = new Writable({
      highWaterMark: 16,
      write: (chunk: Buffer, _encoding, done) => {
        setTimeout(() => {
          taken += chunk.length;
          done();
        }, 20);
      },
    });
    await print(slow, 'x'.repeat(100_000));
    expect(taken).toBe(100_000);
  });

  it('rejects where the reader is gone', async () => {
    const gone = new Writable();
    gone.on('error', () => {});
    gone.destroy();
    await expect(print(gone, 'x')).rejects.toBeInstanceOf(OutputLost);
  });
});
