import { Sink, withoutProgress } from '../support/cli.js';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Door, PlaceOptions } from '../../src/cli/door.js';
import { exitCodes } from '../../src/cli/exit-codes.js';
import { run } from '../../src/cli/run.js';
import type { CheckOutcome, Outcome } from '../../src/report/outcome.js';
import type { Issue, Roster } from '../../src/roster/types.js';
import { fakeInfeasible, fakeOutcome, fakeRoster } from '../report/fake.js';

const roster = fakeRoster(12);
const planned = fakeOutcome(roster);
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'place wise-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

interface Behaviour {
  readonly outcome?: Outcome | ((roster: Roster, options: PlaceOptions) => Promise<Outcome>);
  readonly issues?: readonly Issue[];
  readonly check?: Partial<CheckOutcome>;
}

const error: Issue = {
  severity: 'error',
  code: 'id-unknown',
  file: 'openings.csv',
  row: 7,
  column: 'host',
  found: 'H99',
  expected: 'a host of hosts.csv',
  maybe: 'H9',
};

/** A door to a library that answers as told, and remembers whether its engines were let go. */
function doorOf(behaviour: Behaviour = {}) {
  const seen = { opened: 0, closed: 0, place: [] as { roster: Roster; options: PlaceOptions }[] };
  const door: Door = {
    readRoster: async (_folder, { options }) => {
      const issues = behaviour.issues ?? [];
      const isSound = !issues.some(({ severity }) => severity === 'error');
      return {
        roster: isSound ? { ...roster, options: { ...roster.options, ...(options as object) } } : null,
        issues,
        notes: [],
        files: [],
      };
    },
    createEngine: async () => {
      seen.opened++;
      return {
        place: async (given, options) => {
          seen.place.push({ roster: given, options });
          const outcome = behaviour.outcome ?? planned;
          return typeof outcome === 'function' ? outcome(given, options) : outcome;
        },
        check: async () => ({
          valid: true,
          verdict: planned.verdict,
          faults: [],
          certificate: planned.certificate,
          placements: planned.placements,
          provedPlan: planned.placements.map((row) => ({ ...row, flowId: row.openingId === null ? row.flowId : null })),
          overrides: [],
          toName: [],
          orders: null,
          ways: null,
          issues: [],
          ...behaviour.check,
        }),
        [Symbol.asyncDispose]: async () => {
          seen.closed++;
        },
      };
    },
    generateRoster: (family, { seed, people = 2 }) => {
      if (people > 100) throw new RangeError(`The family ${family} has at most 100 people.`);
      return new Map([
        ['students.csv', [['id'], ...Array.from({ length: people }, (_, k) => [`${seed}-${k}`])]],
        ['openings.csv', [['id', 'host']]],
      ]);
    },
    families: ['plain'],
  };
  return { door, seen };
}

async function cli(argv: string[], behaviour: Behaviour = {}, signal?: AbortSignal, stdout: Writable = new Sink()) {
  const { door, seen } = doorOf(behaviour);
  const stderr = new Sink();
  const code = await run(argv, { stdout, stderr, env: {}, cwd: base, signal }, async () => door);
  return { code, stdout: stdout instanceof Sink ? stdout.text : '', stderr: withoutProgress(stderr.text), seen };
}

const withStop = (stop: 'complete' | 'time' | 'work' | 'failed'): Outcome => ({
  ...planned,
  run: { ...planned.run, stop, repeatable: stop !== 'time' },
});
const unproved = (stop: 'time' | 'failed'): Outcome => {
  const { placements: _p, unplaced: _u, overrides: _o, toName: _t, ...rest } = planned;
  return {
    ...rest,
    status: 'unproved',
    verdict: 'unproved',
    certificate: { ...planned.certificate, verdict: 'unproved', reason: 'the time limit came first' },
    run: { ...planned.run, stop },
  };
};

describe('match', () => {
  it('writes the outputs and says where they are', async () => {
    const { code, stdout, stderr, seen } = await cli(['match', 'roster', '--out', 'out/a b']);
    expect(code).toBe(exitCodes.done);
    expect(stderr).toBe('warning: students.csv row 1, column <b>: found "<b>"; expected a known column.\n');
    expect(stdout).toContain('Proved best (optimal)');
    expect(stdout).toContain('Files in out/a b');
    expect(readdirSync(join(base, 'out', 'a b'))).toHaveLength(10);
    expect(seen).toMatchObject({ opened: 1, closed: 1 });
  });

  it('prints the summary as JSON, the same as the file', async () => {
    const { stdout } = await cli(['match', 'roster', '--out', 'out', '--json']);
    expect(stdout).toBe(readFileSync(join(base, 'out', 'summary.json'), 'utf8'));
    expect(JSON.parse(stdout).verdict).toBe('optimal');
  });

  it('says nothing when told to be quiet', async () => {
    expect(await cli(['match', 'roster', '--out', 'out', '--quiet'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('hands options and limits on', async () => {
    const { seen } = await cli([
      'match',
      'roster',
      '--out',
      'out',
      '--order',
      'count-first',
      '--seed',
      '9',
      '--time-limit',
      '1.5',
      '--node-limit',
      '70',
    ]);
    expect(seen.place[0]!.roster.options).toMatchObject({ order: 'count-first', seed: 9 });
    expect(seen.place[0]!.options.limits).toEqual({ timeMs: 1500, nodes: 70 });
  });

  it.each<[string, Outcome, number, boolean]>([
    ['complete', withStop('complete'), exitCodes.done, true],
    ['time', withStop('time'), exitCodes.limitWithPlan, true],
    ['work', withStop('work'), exitCodes.limitWithPlan, true],
    ['infeasible', fakeInfeasible(roster), exitCodes.infeasible, true],
    ['unproved', unproved('time'), exitCodes.limitWithoutPlan, false],
    ['failed', unproved('failed'), exitCodes.internal, false],
    ['refused', { status: 'refused', issues: [error] }, exitCodes.badInput, false],
  ])('ends with a code of its own: %s', async (_name, outcome, code, isWritten) => {
    const result = await cli(['match', 'roster', '--out', 'out'], { outcome });
    expect(result.code).toBe(code);
    expect(existsSync(join(base, 'out'))).toBe(isWritten);
    expect(result.seen.closed).toBe(1);
  });

  it('lists faults of the roster, solves nothing and writes nothing', async () => {
    const { code, stdout, stderr, seen } = await cli(['match', 'roster', '--out', 'out', '--json'], {
      issues: [error, { ...error, row: 8 }],
    });
    expect(code).toBe(exitCodes.badInput);
    expect(stderr).toMatch(/openings\.csv row 7, column host: found "H99"; expected a host of hosts\.csv\. Maybe H9\./);
    expect(JSON.parse(stdout).issues).toHaveLength(2);
    expect(seen.opened).toBe(0);
    expect(readdirSync(base)).toEqual([]);
  });

  it('asks before it works whether the folder can be written, and replaces with --force only', async () => {
    await cli(['match', 'roster', '--out', 'out']);
    const again = await cli(['match', 'roster', '--out', 'out']);
    expect(again.code).toBe(exitCodes.cannotWrite);
    expect(again.stderr).toContain('say --force to replace');
    expect(again.seen.opened).toBe(0);
    expect((await cli(['match', 'roster', '--out', 'out', '--force'])).code).toBe(0);
    mkdirSync(join(base, 'home'));
    writeFileSync(join(base, 'home', 'letter.txt'), '');
    expect((await cli(['match', 'roster', '--out', 'home', '--force'])).code).toBe(exitCodes.cannotWrite);
  });

  it.each([
    ['SIGINT', exitCodes.interrupted],
    ['SIGTERM', exitCodes.terminated],
  ] as const)('leaves nothing behind on %s', async (signal, code) => {
    const stop = new AbortController();
    const outcome = (_roster: Roster, options: PlaceOptions) =>
      new Promise<Outcome>((_done, fail) => {
        options.signal!.addEventListener('abort', () => fail(new Error('aborted')));
        setTimeout(() => stop.abort(signal), 5);
      });
    const result = await cli(['match', 'roster', '--out', 'out'], { outcome }, stop.signal);
    expect(result.code).toBe(code);
    expect(result.stderr).toBe('Stopped; nothing was written.\n');
    expect(result.seen.closed).toBe(1);
    expect(readdirSync(base)).toEqual([]);
  });

  it('writes nothing where the engine hands out a plan after the interruption', async () => {
    const stop = new AbortController();
    const result = await cli(['match', 'roster', '--out', 'out'], { outcome: async () => (stop.abort('SIGINT'), planned) }, stop.signal);
    expect([result.code, readdirSync(base)]).toEqual([exitCodes.interrupted, []]);
  });

  it('calls a bug a bug', async () => {
    const { code, stderr } = await cli(['match', 'roster', '--out', 'out'], {
      outcome: () => Promise.reject(new Error('plan breaks seats of O1')),
    });
    expect(code).toBe(exitCodes.internal);
    expect(stderr).toContain('Internal error: plan breaks seats of O1');
    expect(readdirSync(base)).toEqual([]);
  });

  it('does not end well where standard output is gone', async () => {
    const closed = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' })) });
    closed.on('error', () => {});
    expect((await cli(['match', 'roster', '--out', 'out'], {}, undefined, closed)).code).toBe(exitCodes.outputLost);
  });
});

describe('check', () => {
  beforeEach(() => cli(['match', 'roster', '--out', 'out']));

  it('says valid, and the verdict', async () => {
    const { code, stdout } = await cli(['check', 'roster', 'out']);
    expect([code, stdout.split('\n')[0]]).toEqual([exitCodes.done, 'Valid: the plan keeps every rule.']);
    expect(JSON.parse((await cli(['check', 'roster', 'out', '--json'])).stdout)).toMatchObject({ valid: true, verdict: 'optimal' });
  });

  it('names the rules that a plan breaks', async () => {
    const { code, stdout } = await cli(['check', 'roster', 'out'], {
      check: { valid: false, verdict: null, faults: [{ code: 'seats-day', message: 'O1 has 7 people on 2026-03-02, 6 seats' }] },
    });
    expect(code).toBe(exitCodes.invalidPlan);
    expect(stdout).toContain('seats-day: O1 has 7 people on 2026-03-02, 6 seats');
  });

  it('calls a plan invalid whose cells the records contradict', async () => {
    const file = join(base, 'out', 'placements.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(',1569.00,', ',1.00,'));
    const { code, stdout } = await cli(['check', 'roster', file]);
    expect(code).toBe(exitCodes.invalidPlan);
    expect(stdout).toContain('column cost: "1.00" stands there, "1569.00" by the records');
  });

  it('reads the roster with the options of the run', async () => {
    const file = join(base, 'out', 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": 1', '"seed": -1'));
    const { code, stderr } = await cli(['check', 'roster', 'out']);
    expect([code, stderr]).toEqual([exitCodes.badInput, expect.stringContaining('run.json')]);
  });

  it('lists what is wrong with the plan and the roster together', async () => {
    const { code, stderr } = await cli(['check', 'roster', 'nowhere'], { issues: [error] });
    expect(code).toBe(exitCodes.badInput);
    expect(stderr).toMatch(/H99[\s\S]*placements\.csv/);
  });
});

describe('generate', () => {
  it('writes the tables of a family', async () => {
    const { code, stdout } = await cli(['generate', 'plain', 'r', '--people', '3', '--seed', '5']);
    expect([code, stdout]).toEqual([0, 'r: 3 people, 0 openings, seed 5\n']);
    expect(readFileSync(join(base, 'r', 'students.csv'), 'utf8')).toBe('id\n5-0\n5-1\n5-2\n');
    expect((await cli(['generate', 'plain', 'r'])).code).toBe(exitCodes.cannotWrite);
    expect((await cli(['generate', '--family', 'plain', 'named', '--people', '3', '--seed', '5'])).code).toBe(0);
    expect((await cli(['generate', '--family', 'plain', 'plain', 'r'])).code).toBe(exitCodes.usage);
    expect((await cli(['generate', 'plain'])).code).toBe(exitCodes.usage);
  });

  it('names the families and sizes there are', async () => {
    expect(await cli(['generate', 'plian', 'r'])).toMatchObject({
      code: exitCodes.usage,
      stderr: 'Unknown family "plian"; there are: plain.\n',
    });
    expect(await cli(['generate', 'plain', 'r', '--people', '101'])).toMatchObject({
      code: exitCodes.usage,
      stderr: 'The family plain has at most 100 people.\n',
    });
    expect(readdirSync(base)).toEqual([]);
  });
});

describe('the command line', () => {
  it('teaches: examples and every exit code', async () => {
    const { code, stdout } = await cli(['--help']);
    expect(code).toBe(0);
    for (const exitCode of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^ +${exitCode}  \\w`, 'm'));
    expect(stdout).toContain('placewise check data/tiny out/tiny');
    for (const command of ['match', 'check', 'generate']) expect((await cli([command, '--help'])).stdout).toContain('Examples:');
  });

  it.each([
    [[]],
    [['mtach']],
    [['match', 'roster']],
    [['match', 'roster', '--out', 'o', '--workers', '0']],
    [['match', 'roster', '--out', 'o', '--workers', '1000']],
    [['match', 'roster', '--out', 'o', '--time-limit', '0']],
    [['match', 'roster', '--out', 'o', '--time-limit', '-1']],
    [['match', 'roster', '--out', 'o', '--time-limit', '1e9']],
    [['match', 'roster', '--out', 'o', '--seed', 'NaN']],
    [['match', 'roster', '--out', 'o', '--seed', '0x10']],
    [['match', 'roster', '--out', 'o', '--order', 'best']],
    [['match', 'a', 'b', '--out', 'o']],
    [['match', 'roster', '--out', 'o', '--forse']],
  ])('refuses %j before anything is read', async (argv) => {
    const { code, stderr, stdout, seen } = await cli(argv);
    expect([code, stdout, seen.opened]).toEqual([exitCodes.usage, '', 0]);
    expect(stderr).not.toBe('');
    expect(readdirSync(base)).toEqual([]);
  });

  it('says its version', async () => {
    expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
