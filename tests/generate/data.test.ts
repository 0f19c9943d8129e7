import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generateRoster } from '../../src/generate/generate.js';
import { csvText } from '../../src/roster/write.js';
import { readRoster } from '../../src/roster/read-roster.js';

const data = new URL('../../data/', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, data), 'utf8');

/** Folders that the generator made, by the command their README names. */
const made = ['applicants', 'intervet-wb', 'qqvet', 'vision', 'intervet-staff', 'rotation'] as const;
const solvedOnPaper = [
  'tiny',
  'ties-two-optima',
  'quota-forces-swap',
  'budget-couples-hosts',
  'one-seat-short',
  'minimum-to-open',
] as const;

describe('data', () => {
  it.each(made)('%s is what the command in its README makes', async (folder) => {
    const command = /placewise generate (\S+) data\/(\S+) --seed (\d+)/.exec(textOf(`${folder}/README.md`));
    expect(command?.slice(1, 3)).toEqual([folder, folder]);
    const tables = generateRoster(folder, { seed: Number(command?.[3]) });
    const present = readdirSync(new URL(`${folder}/`, data)).filter((name) => name.endsWith('.csv'));
    expect(present.sort()).toEqual([...tables.keys()].sort());
    for (const [name, rows] of tables) {
      expect(textOf(`${folder}/${name}`)).toBe(await csvText(rows));
    }
  });

  it.each([...made, ...solvedOnPaper])('%s reads without an issue and says what to expect', async (folder) => {
    const { roster, issues } = await readRoster(fileURLToPath(new URL(`${folder}/`, data)));
    expect(issues).toEqual([]);
    expect(roster).not.toBeNull();
    const expected = JSON.parse(textOf(`${folder}/expected.json`)) as {
      verdict: string;
      placed?: number;
      levels?: [number, number, string][];
    };
    expect(['optimal', 'infeasible']).toContain(expected.verdict);
    if (expected.verdict === 'infeasible') return;
    expect(expected.placed).toBeLessThanOrEqual(roster?.students.length ?? 0);
    const levels = (expected.levels ?? []).map(([quality, placed]) => quality / placed);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    const senders = new Set(roster?.students.map((student) => student.senderId));
    expect(new Set(expected.levels?.map(([, , sender]) => sender))).toEqual(senders);
  });
});
