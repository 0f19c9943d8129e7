import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { placewiseIn } from '../support/cli.js';

const data = fileURLToPath(new URL('../../data', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'placewise proof ć '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const placewise = (...argv: string[]): ReturnType<typeof placewiseIn> => placewiseIn(folder, ...argv);

/** The stranger's side: Node, the pack, and nothing else. */
function replay(pack: string): { code: number | null; out: string } {
  const { status, stdout } = spawnSync(process.execPath, [join(folder, pack, 'replay.mjs')], { cwd: tmpdir(), encoding: 'utf8', env: {} });
  return { code: status, out: stdout };
}

/** Ids and names of a roster: none of them may stand in a pack. */
function wordsOfRoster(roster: string): string[] {
  const columns = ['student', 'id', 'name', 'host', 'opening', 'sender', 'city', 'school', 'project'];
  return readdirSync(roster)
    .filter((name) => name.endsWith('.csv'))
    .flatMap((name) => {
      const [header = '', ...lines] = readFileSync(join(roster, name), 'utf8').trim().split('\n');
      const wanted = header.split(',').map((column) => columns.includes(column));
      return lines.flatMap((line) => line.split(',').filter((cell, k) => wanted[k] && /[a-z]/i.test(cell) && cell.length > 1));
    });
}

async function certified(name: string, roster: string): Promise<{ pack: string; verdict: string }> {
  const matched = await placewise('match', roster, '--out', `${name} plan`, '--transport', 'inline', '--quiet');
  expect([0, 3], matched.err).toContain(matched.code);
  const { code, out, err } = await placewise('certify', roster, `${name} plan`, '--out', `${name} pack`, '--json');
  expect([code, err]).toEqual([0, '']);
  const { certificate } = JSON.parse(out) as { certificate: { verdict: string } };
  return { pack: `${name} pack`, verdict: certificate.verdict };
}

const sets = ['tiny', 'one-seat-short', 'budget-couples-hosts', 'minimum-to-open', 'quota-forces-swap', 'ties-two-optima', 'applicants'];

describe('a proof pack', () => {
  it.each(sets)('of %s is replayed by its own program to the verdict of the checker, and names nobody', async (name) => {
    const { pack, verdict } = await certified(name, join(data, name));
    expect(verdict).toBe(name === 'one-seat-short' ? 'infeasible' : 'optimal');
    const { code, out } = replay(pack);
    expect([code, out]).toEqual([0, expect.stringContaining(`Verdict: ${verdict}\n`)]);
    const text = ['model.json', 'proof.json'].map((file) => readFileSync(join(folder, pack, file), 'utf8')).join('\n');
    const words = new Set(text.match(/[\p{L}][\p{L}\p{N}_-]*/gu));
    expect(wordsOfRoster(join(data, name)).filter((word) => words.has(word))).toEqual([]);
    expect(wordsOfRoster(join(data, name)).length).toBeGreaterThan(3);
  });

  it.each(['school', 'rotation'] as const)('of a drawn roster (%s) too', async (family) => {
    for (const seed of [1, 2]) {
      const roster = join(folder, `${family}-${seed}`);
      const made = await placewise('generate', family, roster, '--people', '24', '--seed', String(seed));
      expect(made.code).toBe(0);
      const { pack, verdict } = await certified(`${family}-${seed}`, roster);
      expect(replay(pack)).toEqual({ code: 0, out: expect.stringContaining(`Verdict: ${verdict}`) });
    }
  });

  it('is the same bytes again, and refused with any number changed', async () => {
    expect((await placewise('certify', join(data, 'tiny'), 'tiny plan', '--out', 'again')).code).toBe(0);
    for (const name of ['README.md', 'SHA256SUMS', 'model.json', 'proof.json', 'replay.mjs'])
      expect(readFileSync(join(folder, 'again', name), 'utf8')).toBe(readFileSync(join(folder, 'tiny pack', name), 'utf8'));
    for (const name of ['model.json', 'proof.json']) {
      const text = readFileSync(join(folder, 'again', name), 'utf8');
      writeFileSync(
        join(folder, 'again', name),
        text.replace(/(\d)(?=[^\d]*$)/, (digit) => String((Number(digit) + 1) % 10)),
      );
      expect(replay('again')).toEqual({ code: 1, out: expect.stringContaining(`REFUSED: ${name} is not the file that SHA256SUMS names`) });
      writeFileSync(join(folder, 'again', name), text);
    }
    expect(replay('again').code).toBe(0);
  });

  it('of a plan changed by hand says where it falls short', async () => {
    cpSync(join(folder, 'budget-couples-hosts plan'), join(folder, 'worse'), { recursive: true });
    const file = join(folder, 'worse', 'placements.csv');
    const [header, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    writeFileSync(file, `${[header, lines[0]].join('\n')}\n`);
    const { code, out } = await placewise('certify', join(data, 'budget-couples-hosts'), 'worse', '--out', 'worse pack');
    expect([code, out]).toEqual([0, expect.stringContaining('the plan falls short of what is proved')]);
    expect(replay('worse pack')).toEqual({
      code: 0,
      out: expect.stringContaining('Verdict: feasible (the plan falls short of what is proved'),
    });
  });

  it('is not written for a plan without a proof, with another proof, or that breaks a rule', async () => {
    const tiny = join(data, 'tiny');
    cpSync(join(folder, 'tiny plan'), join(folder, 'bare'), { recursive: true });
    rmSync(join(folder, 'bare', 'proof.bin'));
    const bare = await placewise('certify', tiny, 'bare', '--out', 'none');
    expect([bare.code, bare.err]).toEqual([2, 'No pack was written: no proof was handed in.\n']);
    cpSync(join(folder, 'ties-two-optima plan', 'proof.bin'), join(folder, 'bare', 'proof.bin'));
    const other = await placewise('certify', tiny, 'bare', '--out', 'none', '--json');
    expect([other.code, JSON.parse(other.out)]).toEqual([2, expect.objectContaining({ reason: expect.stringContaining('another model') })]);
    const broken = await placewise('certify', join(data, 'one-seat-short'), 'tiny plan/placements.csv', '--out', 'none');
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('No pack was written: the plan breaks rules')]);
    expect((await placewise('certify', tiny, 'tiny plan', '--out', 'tiny pack')).code).toBe(73);
    expect(readdirSync(folder)).not.toContain('none');
  });
});
