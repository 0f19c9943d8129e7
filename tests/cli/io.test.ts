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

const utf8 = { LANG: 'C.UTF-8' };

/** Texts with "so far" are of something that is still going on. */
async function said(stderr: Terminal, env: Record<string, string> = utf8, isQuiet = false, texts = ['Solving …']): Promise<string> {
  const line = await progressLine({ stdout: stderr, stderr, env, cwd: '.' }, isQuiet);
  for (const text of texts) line.say(text, text.includes('so far'));
  line.end();
  return stderr.text;
}

describe('progress', () => {
  it('is one line that changes on a terminal, no wider than it', async () => {
    expect(await said(new Terminal(80))).toContain('Solving …');
    const narrow = await said(new Terminal(24), utf8, false, ['Solving: match quality, points of match quality']);
    expect(narrow).toContain('Solving: match qua...');
    expect(narrow).not.toContain('Solving: match qual');
  });

  it('has no colour where none is wanted, and no marks that a terminal cannot show', async () => {
    const plain = await said(new Terminal(80), { NO_COLOR: '1', LANG: 'C' });
    expect(plain).not.toContain('\u001b[36m');
    expect(plain).toContain('- Solving ...');
  });

  it('is a plain line for each step that has ended on a dumb terminal, and on one without width', async () => {
    const texts = ['Reading …', 'Solving … 1 so far', 'Solving … 2', 'Checking …'];
    expect(await said(new Terminal(80), { TERM: 'dumb' }, false, texts)).toBe('Reading …\nSolving … 2\nChecking …\n');
    // Here ora 9.4.1 clears an infinite number of lines.
    expect(await said(new Terminal(0), utf8, false, texts)).toBe('Reading …\nSolving … 2\nChecking …\n');
  });

  it('is silent when told to be quiet', async () => expect(await said(new Terminal(80), utf8, true)).toBe(''));
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
