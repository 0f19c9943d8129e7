import { afterAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/engine/engine.js';
import { components } from '../../src/reduce/components.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { inventedProblem } from '../../src/transport/warm.js';

const engines = [await createEngine({ workers: 1 }), await createEngine({ workers: 1 })];
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

describe('warming up', () => {
  it('goes both ways: with a problem that falls apart into pieces of their own, and with one that does not', () => {
    const withPeople = (cells: number) => components(inventedProblem(3, cells)).filter(({ persons }) => persons.length > 0);
    expect(withPeople(1)).toHaveLength(1);
    expect(withPeople(8)).toHaveLength(8);
    const pairs = (people: number): number => people * 12;
    expect(withPeople(8).reduce((sum, { persons }) => sum + pairs(persons.length), 0)).toBeGreaterThan(2 * 2_000);
  });

  it('changes no answer', async () => {
    const { roster } = await readRoster(fileURLToPath(new URL('../../data/tiny', import.meta.url)));
    await engines[0]!.warmUp();
    const [warm, cold] = await Promise.all(engines.map((engine) => engine.place(roster!)));
    if (warm!.status !== 'planned' || cold!.status !== 'planned') throw new Error('not planned');
    expect(warm!.placements).toEqual(cold!.placements);
    expect(Buffer.from(warm!.proof!)).toEqual(Buffer.from(cold!.proof!));
  });
});
