import type { Certificate } from '../../src/certify/types.js';
import { placementRows } from '../../src/engine/rows.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Instance } from '../../src/instance/types.js';
import type { InfeasibleOutcome, PlannedOutcome, RunInfo, UnplacedRow } from '../../src/report/outcome.js';
import type { Roster } from '../../src/roster/types.js';
import type { Solution } from '../../src/solution/types.js';
import { day, rosterOf } from '../support/roster.js';

export const hostile = '</td><script>alert(1)</script>"\'&';

/** A roster and an outcome of the shape a run gives, made by hand: reports are about shapes, not about solving. */
export function fakeRoster(people = 60): Roster {
  const senders = ['S-RS', 'S-AL', 'S-BA'];
  const hosts = Array.from({ length: 12 }, (_, k) => ({
    id: `H${k + 1}`,
    name: k === 0 ? hostile : k === 1 ? '=cmd|calc' : `Officina ${k + 1}`,
    partnerId: k % 2 === 0 ? 'P-IT' : 'P-ES',
    city: k % 2 === 0 ? 'Forlì' : 'Sevilla',
    country: k % 2 === 0 ? 'IT' : 'ES',
    seats: 8,
    quality: 50 + k,
  }));
  const flows = [
    {
      id: 'F1',
      partnerId: 'P-IT',
      city: 'Forlì',
      country: 'IT',
      startDay: day('2026-03-02'),
      endDay: day('2026-03-29'),
      learnersPerAccompanying: 12,
      accompanyingCents: 210_000,
    },
    {
      id: 'F2',
      partnerId: 'P-ES',
      city: 'Sevilla',
      country: 'ES',
      startDay: day('2026-05-04'),
      endDay: day('2026-05-31'),
      learnersPerAccompanying: 12,
      accompanyingCents: 190_000,
    },
  ];
  const learners = people - 2;
  return rosterOf({
    organisations: [
      { id: 'S-RS', country: 'RS' },
      { id: 'S-AL', country: 'AL' },
      { id: 'S-BA', country: 'BA' },
      { id: 'P-IT', kind: 'partner', country: 'IT' },
      { id: 'P-ES', kind: 'partner', country: 'ES' },
    ],
    hosts,
    flows,
    openings: hosts.map((host, k) => ({
      id: `O${k + 1}`,
      hostId: host.id,
      flowId: flows[k % 2]!.id,
      seats: 6,
      travelCents: 30_900,
      perDayCents: 4_500,
    })),
    students: [
      ...Array.from({ length: learners }, (_, k) => ({
        id: k === 0 ? '=HYPERLINK("http://x")' : `ST-${String(k).padStart(4, '0')}`,
        kind: 'short-term' as const,
        senderId: senders[k % 3]!,
      })),
      { id: 'AP-1', kind: 'accompanying', senderId: 'S-RS', required: true },
      { id: 'AP-2', kind: 'accompanying', senderId: 'S-AL', required: true },
    ],
    preferences: Array.from({ length: learners }, (_, k) => ({
      studentId: k === 0 ? '=HYPERLINK("http://x")' : `ST-${String(k).padStart(4, '0')}`,
      targetKind: 'city' as const,
      target: k % 3 === 0 ? 'Sevilla' : 'Forlì',
      rank: 1 + (k % 2),
    })),
    budgets: [
      { id: 'B-RS', senderId: 'S-RS', limitCents: 3_500_000 },
      { id: 'B-AL', senderId: 'S-AL', limitCents: 6_000_000 },
      { id: 'B-travel', category: 'travel', limitCents: 1_800_000 },
    ],
    quotas: [
      { id: 'Q-IT', country: 'IT', minimum: 20, maximum: 40 },
      { id: 'Q-ES', partnerId: 'P-ES', minimum: 10, maximum: null },
    ],
  });
}

export function fakeOutcome(roster: Roster, verdict: PlannedOutcome['verdict'] = 'optimal'): PlannedOutcome {
  const learners = roster.students.filter(({ kind }) => kind !== 'accompanying');
  const placed = learners.slice(0, Math.max(1, learners.length - 3));
  const { instance } = buildInstanceNow(roster);
  const wanted = new Map<string, string>(placed.map((student, k) => [student.id, roster.openings[k % roster.openings.length]!.id]));
  roster.students.filter(({ kind }) => kind === 'accompanying').forEach((student, k) => wanted.set(student.id, roster.flows[k % 2]!.id));
  const placements = toEnd(placementRows(instance!, pairsOf(instance!, wanted)));
  const statements = ['taken', 'refused-by-rules', 'taken'] as const;
  const unplaced: UnplacedRow[] = learners.slice(placed.length).map((student, k) => ({
    studentId: student.id,
    kind: student.kind,
    senderId: student.senderId,
    statement: statements[k]!,
    refusals: statements[k] === 'taken' ? { profile: 4 } : { profile: 8, language: 3, age: 1 },
    eligible: statements[k] === 'taken' ? 8 : 0,
  }));
  return {
    status: 'planned',
    verdict,
    placements,
    unplaced,
    overrides: [],
    toName: [],
    orders: null,
    ways: null,
    certificate: fakeCertificate(
      verdict,
      placed.map(({ id }) => id),
    ),
    solution: emptySolution,
    counts: {
      people: roster.students.length,
      learners: learners.length,
      openings: roster.openings.length,
      hosts: roster.hosts.length,
      pairs: 660,
      sideRows: 9,
      shards: 2,
    },
    run: fakeRun(roster),
    issues: [
      {
        severity: 'warning',
        code: 'column-unknown',
        file: 'students.csv',
        row: 1,
        column: '<b>',
        found: '<b>',
        expected: 'a known column',
        maybe: null,
      },
    ],
    proof: new Uint8Array([1, 2, 3]),
  };
}

/** The pairs that put each person where `wanted` says: an opening's id, or a flow's. */
function pairsOf(instance: Instance, wanted: ReadonlyMap<string, string>): Int32Array {
  const pairs: number[] = [];
  instance.persons.forEach(({ id }, person) => {
    for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
      const slot = instance.slotOfPair[pair]!;
      const opening = instance.openingOfSlot[slot]!;
      if ((opening < 0 ? instance.flows[instance.flowOfSlot[slot]!]!.id : instance.openings[opening]!.id) === wanted.get(id))
        pairs.push(pair);
    }
  });
  return Int32Array.from(pairs);
}

function toEnd<Result>(work: Generator<unknown, Result, void>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

export function fakeInfeasible(roster: Roster): InfeasibleOutcome {
  const planned = fakeOutcome(roster);
  return {
    status: 'infeasible',
    verdict: 'infeasible',
    certificate: { ...planned.certificate, verdict: 'infeasible', steps: [], values: null },
    solution: { ...emptySolution, status: 'infeasible' },
    counts: planned.counts,
    run: planned.run,
    issues: [],
    proof: planned.proof,
    conflict: {
      irreducible: true,
      headline: 'Quota Q-IT is to be met; that does not fit into the seats of an opening.',
      rules: [
        { kind: 'quota', keys: ['Q-IT'], text: `At least 20 placements in Italy (quota ${hostile})`, file: 'quotas', row: 2 },
        { kind: 'seats', keys: ['O1'], text: 'At most 6 people in opening O1', file: 'openings', row: 2 },
      ],
      repairs: [
        { kind: 'quotas', changes: [{ text: 'Quota Q-IT at least 12', file: 'quotas', row: 2, by: -8 }], weights: [] },
        {
          kind: 'mixed',
          changes: [
            { text: 'Quota Q-IT at least 16', file: 'quotas', row: 2, by: -4 },
            { text: 'Opening O1 10 seats', file: 'openings', row: 2, by: 4 },
          ],
          weights: [
            { unit: 'seat', weight: 1 },
            { unit: 'count', weight: 2 },
          ],
        },
      ],
    },
  };
}

const emptySolution: Solution = {
  status: 'planned',
  plan: Int32Array.from([0]),
  steps: [],
  infeasibility: null,
  claimedBy: null,
  stop: 'complete',
  backends: ['flow'],
  repeatable: true,
};

function fakeCertificate(verdict: Certificate['verdict'], placedIds: readonly string[]): Certificate {
  const open = verdict === 'within-gap';
  const base = { proved: true, claimedBy: null, giveMillionths: 0, toleranceMillionths: 0, gapBillionths: 0 };
  return {
    verdict,
    steps: [
      { ...base, tier: 'placed', kind: 'count', value: String(placedIds.length), bound: String(placedIds.length) },
      {
        ...base,
        tier: 'quality',
        kind: 'quality',
        value: '264300',
        bound: open ? '264345' : '264300',
        proved: !open,
        gapBillionths: open ? 170_262 : 0,
        giveMillionths: 10_000,
        claimedBy: open ? 'highs' : null,
      },
      { ...base, tier: 'evenness', kind: 'level', value: '4500/1', bound: '4500/1' },
      { ...base, tier: 'money', kind: 'money', value: '-9123450', bound: '-9123450', toleranceMillionths: 1_000 },
    ],
    values: { placed: placedIds.length, placedIds, quality: 264_300, levels: [], moneyCents: 9_123_450 },
    checks: { plan: true, bound: true, link: true, pairsChecked: 720, sampledPeople: null },
    reason: null,
  };
}

function fakeRun(roster: Roster): RunInfo {
  return {
    recordsHash: 'ab'.repeat(32),
    modelHash: 'cd'.repeat(32),
    rulePack: 'built-in',
    programVersion: '0.1.0',
    options: roster.options,
    limits: { timeMs: null, nodes: null },
    backends: ['flow', 'highs'],
    stop: 'complete',
    repeatable: true,
    clock: {
      startedAt: '2026-01-05T09:00:00.000Z',
      secondsByStation: { solve: 0.4 },
      workers: 2,
      transport: 'threads',
      timeZone: 'Europe/Rome',
      files: [],
    },
    source: { students: [2, 3] },
  };
}
