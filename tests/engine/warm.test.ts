import { afterAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/engine/engine.js';
import { readRoster } from '../../src/roster/read-roster.js';

const engines = [await createEngine({ workers: 1 }), await createEngine({ workers: 1 })];
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

describe('warming up', () => {
  it('changes no answer', async () => {
    const { roster } = await readRoster(fileURLToPath(new URL('../../data/tiny', import.meta.url)));
    await engines[0]!.warmUp();
    const [warm, cold] = await Promise.all(engines.map((engine) => engine.place(roster!)));
    if (warm!.status !== 'planned' || cold!.status !== 'planned') throw new Error('not planned');
    expect(warm!.placements).toEqual(cold!.placements);
    expect(Buffer.from(warm!.proof!)).toEqual(Buffer.from(cold!.proof!));
  });
});
