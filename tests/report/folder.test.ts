import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolder, type OutputError, writeFolder } from '../../src/report/folder.js';

const ownNames = new Set(['a.csv', 'b.csv']);
const once = { force: false, ownNames };
const over = { force: true, ownNames };
let base = '';

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pläce wise-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const files = (text: string) =>
  new Map([
    ['a.csv', text],
    ['b.csv', text],
  ]);
const faultOf = (promise: Promise<void>) =>
  promise.then(
    () => 'none',
    (error: OutputError) => error.fault ?? String(error),
  );
const contents = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => `${name}:${readFileSync(join(folder, name), 'utf8')}`);
/** The number of a process that has ended. */
const deadPid = () =>
  new Promise<number>((done) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.on('close', () => done(child.pid ?? 0));
  });

describe('an output folder', () => {
  it('appears with all files, for the owner alone, and nothing beside it', async () => {
    await writeFolder(join(base, 'deep', 'out'), files('1'), once);
    expect(contents(join(base, 'deep', 'out'))).toEqual(['a.csv:1', 'b.csv:1']);
    expect(readdirSync(join(base, 'deep'))).toEqual(['out']);
    if (process.platform !== 'win32') {
      expect(statSync(join(base, 'deep', 'out')).mode & 0o777).toBe(0o700);
      expect(statSync(join(base, 'deep', 'out', 'a.csv')).mode & 0o777).toBe(0o600);
    }
  });

  it('holds a file that is made in pieces whole, each made where it is asked for', async () => {
    const asked: number[] = [];
    function* pieces() {
      for (let k = 0; k < 4; k++) {
        asked.push(k);
        yield `${k}é\n`.repeat(3);
      }
    }
    const made = writeFolder(
      join(base, 'out'),
      new Map<string, string | (() => Iterable<string>)>([
        ['a.csv', pieces],
        ['b.csv', 'b'],
      ]),
      once,
    );
    expect(asked).toEqual([]);
    await made;
    expect(contents(join(base, 'out'))).toEqual([`a.csv:${[0, 1, 2, 3].map((k) => `${k}é\n`.repeat(3)).join('')}`, 'b.csv:b']);
  });

  it('is as it was where making a piece fails, and where a stop comes between two pieces', async () => {
    await writeFolder(join(base, 'out'), files('1'), once);
    const stop = new AbortController();
    const failing = function* () {
      yield 'half';
      throw new Error('no more');
    };
    const stopping = function* () {
      yield 'half';
      stop.abort('SIGINT');
      yield 'other half';
    };
    expect(await faultOf(writeFolder(join(base, 'out'), new Map([['a.csv', failing]]), over))).toBe('failed');
    await expect(writeFolder(join(base, 'out'), new Map([['a.csv', stopping]]), { ...over, signal: stop.signal })).rejects.toBe('SIGINT');
    expect(contents(join(base, 'out'))).toEqual(['a.csv:1', 'b.csv:1']);
    expect(readdirSync(base)).toEqual(['out']);
  });

  it('is replaced with --force only, and as a whole', async () => {
    const out = join(base, 'out');
    await writeFolder(out, files('1'), once);
    expect(await faultOf(writeFolder(out, files('2'), once))).toBe('exists');
    expect(contents(out)).toEqual(['a.csv:1', 'b.csv:1']);
    await writeFolder(out, new Map([['a.csv', '2']]), over);
    expect(contents(out)).toEqual(['a.csv:2']);
    expect(readdirSync(base)).toEqual(['out']);
  });

  it('that is there and empty is filled without --force', async () => {
    mkdirSync(join(base, 'out'));
    await writeFolder(join(base, 'out'), files('1'), once);
    expect(contents(join(base, 'out'))).toHaveLength(2);
  });

  it('with files of somebody else is never replaced', async () => {
    const out = join(base, 'home');
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.docx'), 'mine');
    expect(await faultOf(writeFolder(out, files('1'), over))).toBe('foreign-files');
    expect(contents(out)).toEqual(['thesis.docx:mine']);
  });

  it('is refused in words where it is a file, lies below one, or is a link that leads nowhere', async () => {
    writeFileSync(join(base, 'file'), '');
    symlinkSync(join(base, 'loop'), join(base, 'loop'));
    expect(await faultOf(checkFolder(join(base, 'file'), over))).toBe('not-a-folder');
    expect(await faultOf(checkFolder(join(base, 'file', 'out'), over))).toBe('not-a-folder');
    expect(await faultOf(checkFolder(join(base, 'loop'), over))).toBe('not-a-folder');
  });

  it(`is refused where nothing may be written${process.getuid?.() === 0 ? ' (skipped: root may write anywhere)' : ''}`, async (context) => {
    if (process.getuid?.() === 0) return context.skip();
    chmodSync(base, 0o500);
    expect(await faultOf(checkFolder(join(base, 'out'), once))).toBe('not-writable');
    chmodSync(base, 0o700);
  });

  it('may have folders inside, as private as itself, whose files count as its own', async () => {
    const out = join(base, 'out');
    const inner = { ownNames: new Set(['in/deep/a.csv']) };
    await writeFolder(out, new Map([['in/deep/a.csv', '1']]), { ...inner, force: false });
    if (process.platform !== 'win32') expect(statSync(join(out, 'in', 'deep')).mode & 0o777).toBe(0o700);
    await writeFolder(out, new Map([['in/deep/a.csv', '2']]), { ...inner, force: true });
    expect(readFileSync(join(out, 'in', 'deep', 'a.csv'), 'utf8')).toBe('2');
    mkdirSync(join(out, 'in', 'mine'));
    expect(await faultOf(writeFolder(out, new Map([['in/deep/a.csv', '3']]), { ...inner, force: true }))).toBe('foreign-files');
    rmSync(join(out, 'in', 'mine'), { recursive: true });
    writeFileSync(join(out, 'in', 'deep', 'mine'), 'mine');
    expect(await faultOf(writeFolder(out, new Map([['in/deep/a.csv', '3']]), { ...inner, force: true }))).toBe('foreign-files');
  });

  it('is as it was where writing fails in the middle', async () => {
    const out = join(base, 'out');
    await writeFolder(out, files('1'), once);
    expect(
      await faultOf(
        writeFolder(
          out,
          new Map([
            ['a.csv', '2'],
            ['a.csv/such', '2'],
          ]),
          over,
        ),
      ),
    ).toBe('failed');
    expect(contents(out)).toEqual(['a.csv:1', 'b.csv:1']);
    expect(readdirSync(base)).toEqual(['out']);
  });

  it('is as it was where the run is interrupted', async () => {
    const out = join(base, 'out');
    const stop = new AbortController();
    stop.abort('SIGINT');
    await expect(writeFolder(out, files('1'), { ...once, signal: stop.signal })).rejects.toBe('SIGINT');
    expect(readdirSync(base)).toEqual([]);
  });

  it('is not confused by what a killed run left', async () => {
    const pid = await deadPid();
    mkdirSync(join(base, `.out.placewise-new-${pid}-abc`));
    writeFileSync(join(base, `.out.placewise-new-${pid}-abc`, 'a.csv'), 'half');
    await writeFolder(join(base, 'out'), files('1'), once);
    expect(readdirSync(base)).toEqual(['out']);
  });

  it('comes back where a run was killed between setting the old aside and the new in place', async () => {
    const pid = await deadPid();
    const aside = join(base, `.out.placewise-old-${pid}-abc-0`);
    mkdirSync(aside);
    writeFileSync(join(aside, 'a.csv'), 'old');
    expect(await faultOf(writeFolder(join(base, 'out'), files('2'), once))).toBe('exists');
    expect(contents(join(base, 'out'))).toEqual(['a.csv:old']);
    await writeFolder(join(base, 'out'), files('2'), over);
    expect(contents(join(base, 'out'))).toEqual(['a.csv:2', 'b.csv:2']);
    expect(readdirSync(base)).toEqual(['out']);
  });

  it('holds the outputs of one run whole where many write at once', async () => {
    const out = join(base, 'out');
    await Promise.all(Array.from({ length: 12 }, (_, k) => writeFolder(out, files(String(k)), over)));
    const [a, b] = contents(out).map((line) => line.split(':')[1]);
    expect(a).toBe(b);
    expect(readdirSync(base)).toEqual(['out']);
    expect(existsSync(out)).toBe(true);
  });
});
