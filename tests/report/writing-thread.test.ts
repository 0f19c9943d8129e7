import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ThreadLost } from '../../src/basics/thread-lost.js';
import type { PlannedOutcome } from '../../src/report/outcome.js';
import { writeOutputs } from '../../src/report/outputs.js';
import {
  type Place,
  readListed,
  readPlacement,
  readUnplaced,
  writeListed,
  writePlacement,
  writeUnplaced,
} from '../../src/report/plan-rows.js';
import { RowReader, RowWriter } from '../../src/report/row-pack.js';
import { startWriting } from '../../src/report/writing-thread.js';
import { fakeOutcome, fakeRoster } from './fake.js';

const roster = fakeRoster();
const outcome = fakeOutcome(roster);
const others = outcome.placements.slice(1);
/** As many placements as a thread is worth: one person's, many times over, at other people's side. */
const long: PlannedOutcome = {
  ...outcome,
  placements: Array.from({ length: 100 }, () => outcome.placements[0]!)
    .flatMap((one) => Array.from({ length: 50 }, () => one))
    .concat(others),
};

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'placewise-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function contents(folder: string): Map<string, string> {
  return new Map(
    readdirSync(join(base, folder))
      .sort()
      .map((name) => [name, readFileSync(join(base, folder, name), 'base64')]),
  );
}

describe('rows that cross a thread', () => {
  it('come back as they were, in several packs', () => {
    const listed = [
      { studentId: 'a', list: 'L', points: 7, status: 'placed' as const },
      { studentId: 'b', list: 'L', points: 3, status: 'reserve' as const },
    ];
    const odd = outcome.placements.map((row, k) => ({
      ...row,
      parts: k % 2 === 0 ? null : row.parts,
      wishRank: k % 3 === 0 ? null : k,
      distanceKm: k % 4 === 0 ? null : k,
      overridden: k % 5 === 0,
      missingOutcomes: k % 2 === 0 ? [] : ['sawing', 'planing|by hand'],
      unconfirmedRates: k % 2 === 0 ? (['travel'] as const) : [],
    }));
    const writer = new RowWriter();
    const packs = structuredClone([
      writer.pack(odd, writePlacement),
      writer.pack(outcome.unplaced, writeUnplaced),
      writer.pack(listed, writeListed),
    ] as const);
    const reader = new RowReader<Place>();
    expect(reader.unpack(packs[0], readPlacement)).toEqual(odd);
    expect(reader.unpack(packs[1], readUnplaced)).toEqual(outcome.unplaced);
    expect(reader.unpack(packs[2], readListed)).toEqual(listed);
  });
});

describe('outputs of a long plan', () => {
  it('are the same bytes whether a thread makes them, is lost, or none may be started', async () => {
    let started = 0;
    const counted: typeof startWriting = (signal) => {
      started++;
      return startWriting(signal);
    };
    const lost: typeof startWriting = () => ({
      writePlacements: async (path) => {
        writeFileSync(path, 'half a fi');
        throw new ThreadLost('gone');
      },
      writeExplanations: () => Promise.reject(new ThreadLost('gone')),
      close: async () => undefined,
    });
    const inline = { ...long, run: { ...long.run, clock: { ...long.run.clock, transport: 'inline' as const } } };
    await writeOutputs(long, roster, join(base, 'thread'), { force: false }, counted);
    await writeOutputs(long, roster, join(base, 'lost'), { force: false }, lost);
    await writeOutputs(inline, roster, join(base, 'here'), { force: false }, counted);
    expect(started).toBe(1);
    expect(contents('lost')).toEqual(contents('thread'));
    const [here, thread] = [contents('here'), contents('thread')];
    expect([...here.keys()]).toEqual([...thread.keys()]);
    expect([...here.keys()].filter((name) => here.get(name) !== thread.get(name))).toEqual(['run.json']);
  });

  it('are not begun on a thread for a short plan', async () => {
    await writeOutputs(outcome, roster, join(base, 'short'), { force: false }, () => {
      throw new Error('started');
    });
    expect(contents('short').has('placements.csv')).toBe(true);
  });

  it('leave nothing behind where the thread cannot write, and say why', async () => {
    const full: typeof startWriting = () => ({
      writePlacements: () => Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' })),
      writeExplanations: async () => undefined,
      close: async () => undefined,
    });
    await expect(writeOutputs(long, roster, join(base, 'out'), { force: false }, full)).rejects.toMatchObject({ fault: 'no-space' });
    expect(readdirSync(base)).toEqual([]);
  });

  it('tell the code of a fault across the thread', async () => {
    mkdirSync(join(base, 'taken'));
    const thread = startWriting(undefined);
    await expect(thread.writePlacements(join(base, 'taken'), outcome.placements)).rejects.toMatchObject({ code: 'EEXIST' });
    await thread.close();
  });

  it('are given up with the reason of an abort', async () => {
    const stop = new AbortController();
    const stopping: typeof startWriting = (signal) => {
      const thread = startWriting(signal);
      return {
        ...thread,
        writePlacements: (path, rows) => {
          const written = thread.writePlacements(path, rows);
          stop.abort('SIGINT');
          return written;
        },
      };
    };
    await expect(writeOutputs(long, roster, join(base, 'out'), { force: false, signal: stop.signal }, stopping)).rejects.toBe('SIGINT');
    expect(readdirSync(base)).toEqual([]);
  });
});
