import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.js';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';
import type { Roster } from '../../src/roster/types.js';

const engine = await createEngine({ transport: 'inline' });
afterAll(() => engine.close());

const dates = { startDay: '2026-03-02', endDay: '2026-04-03' };

function rosterOf(records: RosterRecords): Roster {
  const { roster, issues } = rosterFromRecords(records);
  if (roster === null) throw new Error(JSON.stringify(issues));
  return roster;
}

const people = (count: number) =>
  Array.from({ length: count }, (_, k) => ({ id: `p${k}`, kind: 'short-term' as const, senderId: `s${k % 2}` }));
const roster = rosterOf({
  students: people(6),
  organisations: [
    { id: 's0', kind: 'sender', name: 'A' },
    { id: 's1', kind: 'sender', name: 'B' },
  ],
  hosts: [{ id: 'h', name: 'H' }],
  openings: [
    { id: 'a', hostId: 'h', ...dates, seats: 2, travelCents: 100 },
    { id: 'b', hostId: 'h', ...dates, seats: 3, travelCents: 300 },
  ],
});

describe('cancelling', () => {
  it.each(['join', 'formulate'] as const)('ends the call after the station %s, without a plan', async (station) => {
    const controller = new AbortController();
    const said: string[] = [];
    const outcome = await engine.place(roster, {
      signal: controller.signal,
      onProgress: (progress) => {
        said.push(progress.station);
        if (progress.station === station) controller.abort();
      },
    });
    expect(outcome).toMatchObject({
      status: 'unproved',
      verdict: 'unproved',
      run: { stop: 'cancelled', repeatable: false },
      proof: null,
      solution: { plan: null, stop: 'cancelled' },
    });
    expect(said.at(-1)).toBe(station);
  });

  it('keeps the plan found so far, checked', async () => {
    const controller = new AbortController();
    const outcome = await engine.place(roster, {
      signal: controller.signal,
      onProgress: ({ search }) => void (search?.isRunning === false && controller.abort()),
    });
    if (outcome.status !== 'planned') throw new Error(outcome.status);
    expect(outcome.run.stop).toBe('cancelled');
    expect(outcome.certificate.checks).toMatchObject({ plan: true, bound: true, link: true });
    expect(outcome.placements).toHaveLength(5);
    expect(outcome.verdict).toBe('within-gap');
  });

  it('leaves nothing on a signal that outlives the call', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...all: Parameters<typeof add>) => void (listeners++, add(...all));
    signal.removeEventListener = (...all: Parameters<typeof remove>) => void (listeners--, remove(...all));
    await engine.place(roster, { signal });
    expect(listeners).toBe(0);
  });
});

describe('progress', () => {
  it('is worded as on screen: names of steps, euros for money', async () => {
    const said: string[] = [];
    await engine.place(roster, { onProgress: ({ station, text }) => void (station === 'solve' && said.push(text)) });
    expect(said.slice(0, 2)).toEqual(['Solving: who is placed, people placed …', 'Solving: who is placed, people placed … 5']);
    expect(said.at(-1)).toBe('Solving: money, cost of all placements … 11.00 €');
  });
});

describe('rows of a plan', () => {
  it('say where a placement is as budgets and quotas see it: the host’s place, else its partner’s, else the flow’s, else the flow’s partner’s', async () => {
    const spots = rosterOf({
      students: people(4),
      organisations: [
        { id: 's0', kind: 'sender', name: 'A' },
        { id: 's1', kind: 'sender', name: 'B' },
        { id: 'p1', kind: 'partner', name: 'P1', city: 'Riga', country: 'LV' },
        { id: 'p2', kind: 'partner', name: 'P2', city: 'Porto', country: 'PT' },
      ],
      hosts: [
        { id: 'own', name: 'Own', partnerId: 'p1', city: 'Cesis', country: 'EE' },
        { id: 'partners', name: 'Partners', partnerId: 'p1' },
        { id: 'bare', name: 'Bare' },
        { id: 'barest', name: 'Barest' },
      ],
      flows: [
        { id: 'f1', partnerId: 'p2', city: 'Braga', country: 'ES', ...dates },
        { id: 'f2', partnerId: 'p2', ...dates },
      ],
      openings: ['own', 'partners', 'bare', 'barest'].map((hostId) => ({
        id: hostId,
        hostId,
        flowId: hostId === 'barest' ? 'f2' : 'f1',
        seats: 1,
      })),
    });
    const outcome = await engine.place(spots);
    if (outcome.status !== 'planned') throw new Error(outcome.status);
    const found = Object.fromEntries(
      outcome.placements.map(({ hostId, partnerId, city, country }) => [hostId, [partnerId, city, country]]),
    );
    expect(found).toEqual({
      own: ['p1', 'Cesis', 'EE'],
      partners: ['p1', 'Riga', 'LV'],
      bare: ['p2', 'Braga', 'ES'],
      barest: ['p2', 'Porto', 'PT'],
    });
  });
});
