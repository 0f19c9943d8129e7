import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findConflict, type FoundConflict } from '../../src/ask/conflict.js';
import { without, type RuleRef } from '../../src/ask/relaxed.js';
import { formulateInSlices } from '../../src/formulate/formulate.js';
import { buildInstance } from '../../src/instance/build.js';
import type { Instance } from '../../src/instance/types.js';
import type { Model } from '../../src/model/types.js';
import { wordConflict, wordRule, type Conflict } from '../../src/explain/conflict.js';
import type { Roster } from '../../src/roster/types.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { legalPlans } from '../support/brute.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';
import { contextOf, solveInline } from '../support/solve.js';

/** Rosters of a few people under every kind of row that may stand in a conflict; most of them cannot be kept. */
const drawn: fc.Arbitrary<RosterParts> = fc
  .record({
    people: fc.array(fc.record({ required: fc.boolean(), sender: fc.constantFrom('S', 'T'), inGroup: fc.boolean() }), {
      minLength: 2,
      maxLength: 4,
    }),
    chaperone: fc.boolean(),
    openings: fc.array(
      fc.record({
        host: fc.constantFrom('H1', 'H2'),
        seats: fc.integer({ min: 1, max: 2 }),
        least: fc.constantFrom(0, 0, 2, 3),
        travel: fc.integer({ min: 1, max: 9 }),
        flow: fc.constantFrom(null, null, 'F'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    window: fc.boolean(),
    hostSeats: fc.constantFrom(null, 1, 2),
    flow: fc.record({
      minimum: fc.constantFrom(0, 2, 3),
      maximum: fc.constantFrom(null, 1, 2),
      beds: fc.constantFrom(null, 1, 2),
      each: fc.constantFrom(null, 1, 2),
    }),
    beds: fc.constantFrom(null, 1, 2),
    budget: fc.constantFrom(null, 300, 900, 1500),
    cap: fc.constantFrom(null, 1, 2),
    quotas: fc.array(
      fc.record({ minimum: fc.integer({ min: 0, max: 3 }), maximum: fc.constantFrom(null, 1, 3), of: fc.constantFrom('host', 'sender') }),
      { maxLength: 2 },
    ),
    decisions: fc.array(fc.record({ action: fc.constantFrom('pin', 'apart', 'together'), a: fc.nat(), b: fc.nat() }), { maxLength: 2 }),
  })
  .map((roll): RosterParts => {
    const id = (k: number): string => `p${k % roll.people.length}`;
    return {
      organisations: [{ id: 'S' }, { id: 'T' }],
      projects: [{ id: 'P', cap: roll.cap }],
      students: [
        ...roll.people.map(({ required, sender, inGroup }, k) => ({
          id: id(k),
          kind: 'short-term' as const,
          senderId: sender,
          projectId: 'P',
          required,
          group: inGroup ? 'g' : null,
        })),
        ...(roll.chaperone ? [{ id: 'chaperone', kind: 'accompanying' as const, senderId: 'S', projectId: 'P' }] : []),
      ],
      hosts: [
        { id: 'H1', seats: roll.hostSeats, city: 'Celje', country: 'SI' },
        { id: 'H2', city: 'Graz', country: 'AT' },
      ],
      flows: [
        {
          id: 'F',
          startDay: day('2026-03-02'),
          endDay: day('2026-03-29'),
          minimum: roll.flow.minimum,
          maximum: roll.flow.maximum,
          beds: roll.flow.beds,
          learnersPerAccompanying: roll.flow.each,
          city: 'Celje',
          country: 'SI',
        },
      ],
      openings: roll.openings.map(({ host, seats, least, travel, flow }, k) => ({
        id: `O${k}`,
        hostId: host,
        seats,
        minimumToOpen: least,
        travelCents: 100 * travel,
        ...(flow !== null
          ? { flowId: flow, startDay: day('2026-03-02'), endDay: day('2026-03-29') }
          : roll.window && k === 0
            ? { windowFromDay: day('2026-03-02'), windowToDay: day('2026-04-12'), lengthDays: 28 }
            : { startDay: day('2026-03-02'), endDay: day('2026-03-29') }),
      })),
      lodging: roll.beds === null ? [] : [{ city: 'Celje', fromDay: day('2026-02-01'), toDay: day('2026-05-31'), beds: roll.beds }],
      budgets: roll.budget === null ? [] : [{ id: 'B', senderId: 'S', limitCents: roll.budget }],
      quotas: roll.quotas.map(({ minimum, maximum, of }, k) => ({
        id: `Q${k}`,
        minimum: maximum === null ? minimum : Math.min(minimum, maximum),
        maximum,
        ...(of === 'host' ? { hostId: 'H2' } : { senderId: 'S' }),
      })),
      decisions: roll.decisions.flatMap(({ action, a, b }) => {
        if (action === 'pin') return [{ studentId: id(a), action, openingId: `O${b % roll.openings.length}` }];
        return id(a) === id(b)
          ? []
          : [{ studentId: id(a), action: action as 'apart' | 'together', otherId: id(b), scope: 'host' as const }];
      }),
    };
  });

interface Case {
  readonly instance: Instance;
  readonly model: Model;
  readonly roster: Roster;
}

async function caseOf(roster: Roster): Promise<Case | null> {
  const { instance } = await buildInstance(roster);
  if (instance === null) return null;
  return { roster, instance, model: await formulateInSlices(instance) };
}

/** By enumeration; too large to enumerate: null. */
function hasPlan(model: Model): boolean {
  return legalPlans(model).length > 0;
}

async function conflictOf({ model }: Case): Promise<FoundConflict | null> {
  const solution = await solveInline(model);
  if (solution.status !== 'infeasible') return null;
  return findConflict(model, solution.infeasibility!, contextOf(inlineTransport()));
}

/** All rules that could be left out, so that a conflict can be tried by itself. */
function allRules(model: Model): RuleRef[] {
  const required = Array.from(model.lowerOfPerson.keys()).filter((index) => model.lowerOfPerson[index]! > 0);
  const rows = Array.from({ length: model.rows.count }, (_, index) => index).filter(
    (index) => !['placed', 'person-overlap'].includes(model.rows.labelOfRow[index]!.kind),
  );
  return [
    ...required.map((index) => ({ kind: 'required' as const, index })),
    ...rows.map((index) => ({ kind: 'row' as const, index })),
    ...Array.from({ length: model.seatCount }, (_, index) => ({ kind: 'seats' as const, index })),
  ];
}

/** The roster with a repair carried out, record by record, as the office would. */
function repaired({ roster, instance, model }: Case, repair: FoundConflict['repairs'][number]): Roster {
  let { students, hosts, openings, flows, projects, budgets, quotas, decisions, lodging } = roster;
  const on = <T extends { readonly id: string }>(list: readonly T[], id: string, change: (record: T) => T): T[] =>
    list.map((record) => (record.id === id ? change(record) : record));
  for (const { rule, side, by } of repair.changes) {
    const { kind, keys } = wordRule(instance, model, rule);
    const [first = '', second = ''] = keys;
    if (kind === 'seats' || kind === 'seats-day') openings = on(openings, first, (own) => ({ ...own, seats: own.seats + by }));
    else if (kind === 'host-day') hosts = on(hosts, first, (own) => ({ ...own, seats: own.seats! + by }));
    else if (kind === 'beds-day') lodging = lodging.map((own) => ({ ...own, beds: own.beds + by }));
    else if (kind === 'flow-beds-day') flows = on(flows, first, (own) => ({ ...own, beds: own.beds! + by }));
    else if (kind === 'flow-maximum') flows = on(flows, first, (own) => ({ ...own, maximum: own.maximum! + by }));
    else if (kind === 'flow-minimum') flows = on(flows, first, (own) => ({ ...own, minimum: own.minimum - by }));
    else if (kind === 'opening-minimum') openings = on(openings, first, (own) => ({ ...own, minimumToOpen: own.minimumToOpen - by }));
    else if (kind === 'project-cap') projects = on(projects, first, (own) => ({ ...own, cap: own.cap! + by }));
    else if (kind === 'budget') budgets = on(budgets, first, (own) => ({ ...own, limitCents: own.limitCents + by }));
    else if (kind === 'quota')
      quotas = on(quotas, first, (own) =>
        side === 'upper' ? { ...own, maximum: own.maximum! + by } : { ...own, minimum: own.minimum - by },
      );
    else if (kind === 'required') students = on(students, first, (own) => ({ ...own, required: false }));
    else if (kind === 'pin')
      decisions = decisions.filter((own) => !(own.action === 'pin' && own.studentId === first && own.openingId === keys[2]));
    else if (kind === 'accompanying') flows = on(flows, first, (own) => ({ ...own, accompanyingToName: true }));
    else if (kind === 'together' || kind === 'apart') {
      decisions = decisions.filter(
        (own) => !(own.action === kind && [own.studentId, own.otherId].includes(first) && [own.studentId, own.otherId].includes(second)),
      );
      if (kind === 'together')
        students = students.map((own) => (own.group !== null && [first, second].includes(own.id) ? { ...own, group: null } : own));
    } else throw new Error(`no repair of ${kind}`);
  }
  return { ...roster, students, hosts, openings, flows, projects, budgets, quotas, decisions, lodging };
}

it('a conflict is one, none of its rules can be missed, and every repair repairs (held against all plans)', async () => {
  let conflicts = 0;
  const kinds = new Set<string>();
  const repairs = new Set<string>();
  await fc.assert(
    fc.asyncProperty(drawn, async (parts) => {
      const made = await caseOf(rosterOf(parts));
      if (made === null || made.model.pairCount > 16) return;
      const { model } = made;
      const feasible = hasPlan(model);
      const found = await conflictOf(made);
      expect(found === null).toBe(feasible);
      if (found === null) return;
      conflicts++;
      expect(found.irreducible).toBe(true);
      const keyOf = (rule: RuleRef): string => `${rule.kind}:${rule.index}`;
      const own = new Set(found.rules.map(keyOf));
      const others = allRules(model).filter((rule) => !own.has(keyOf(rule)));
      const relaxed = (dropped: readonly RuleRef[]): Model => ({ ...model, ...without(model, dropped) });
      expect(hasPlan(relaxed(others)), 'the rules by themselves').toBe(false);
      for (const rule of found.rules) expect(hasPlan(relaxed([...others, rule])), `without ${keyOf(rule)}`).toBe(true);
      const worded = wordConflict(made.instance, model, found, []);
      expectTrue(made, worded, found);
      for (const { kind } of worded.rules) kinds.add(kind);
      // Some way out is always there: what a mixed repair may change is all that a conflict can consist of.
      expect(found.repairs.map(({ kind }) => kind)).toContain('mixed');
      for (const repair of found.repairs) {
        repairs.add(repair.kind);
        const after = await caseOf(repaired(made, repair));
        expect(after, repair.kind).not.toBeNull();
        const solution = await solveInline(after!.model);
        expect([repair.kind, solution.status]).toEqual([repair.kind, 'planned']);
      }
    }),
    { numRuns: 80, seed: 11 },
  );
  expect(conflicts).toBeGreaterThan(25);
  expect([...repairs].sort()).toEqual(['mixed', 'money', 'quotas', 'rules', 'seats']);
  for (const kind of [
    'required',
    'seats',
    'quota',
    'budget',
    'pin',
    'together',
    'apart',
    'opening-minimum',
    'project-cap',
    'accompanying',
    'beds-day',
  ])
    expect([...kinds]).toContain(kind);
}, 60_000);

/** The headline counts what stands in the rules, and names nobody. */
function expectTrue({ roster }: Case, { headline, rules }: Conflict, found: FoundConflict): void {
  for (const { id } of roster.students) expect(headline.split(/[^\w]+/)).not.toContain(id);
  const people = rules.filter(({ kind }) => kind === 'required').length;
  const shared = /^(\d+) (?:person|people)(?: of .*?)?(?:, who .*?,)? must be placed and share (\d+) seats?\.$/.exec(headline);
  if (shared !== null) {
    expect(Number(shared[1])).toBe(people);
    expect(Number(shared[2])).toBeLessThan(people);
  }
  expect(rules.length).toBeLessThanOrEqual(found.rules.length);
}
