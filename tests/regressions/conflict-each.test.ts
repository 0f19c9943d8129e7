import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.js';
import { rosterFromRecords } from '../../src/roster/from-records.js';

it('words a quota in conflict without an empty column "each"', async () => {
  const { roster } = rosterFromRecords({
    students: [{ id: 'ana', kind: 'staff' }],
    hosts: [{ id: 'h' }],
    openings: [{ id: 'o', hostId: 'h', startDay: '2026-03-02', endDay: '2026-03-06', seats: 3 }],
    quotas: [{ id: 'q', minimum: 2, hostId: 'h' }],
  });
  const engine = await createEngine({ transport: 'inline' });
  const outcome = await engine.place(roster!);
  await engine.close();
  if (outcome.status !== 'infeasible') throw new Error(outcome.status);
  expect(outcome.conflict!.rules.map(({ text }) => text)).toContain('quota q: at least 2 placements for host h');
});
