import { costIn } from '../instance/cost.js';
import { factsOfFlow, factsOfOpening, type ItemFacts } from '../instance/facts.js';
import { capOfProject } from '../instance/projects.js';
import type { Slices } from '../instance/slices.js';
import { kilometresOf } from '../instance/place.js';
import { ratesOfPerson } from '../instance/rates.js';
import { overrideFor } from '../instance/targets.js';
import { draftRow, type RowDraft } from '../model/side-rows.js';
import type { CostCategory } from '../roster/types.js';
import { ScopeIndex } from './scope.js';
import { isAccompanying, note, type Source } from './source.js';

/** Quotas, budgets and the caps of projects: sums over all pairs that a scope holds. */
export function* sumRows(source: Source, rows: RowDraft[]): Slices<void> {
  const { instance } = source;
  const { quotas, budgets } = instance.roster;
  const index = new ScopeIndex(source);
  for (const quota of quotas) {
    const limits = { ...(quota.minimum > 0 && { lower: quota.minimum }), ...(quota.maximum !== null && { upper: quota.maximum }) };
    rows.push(draftRow('quota', [quota.id], limits, yield* index.pairsOf(quota)));
    yield;
  }
  const centsIn = categoryCosts(source);
  for (const { id, limitCents, category, ...scope } of budgets) {
    const pairs = yield* index.pairsOf(scope);
    const cents = new Float64Array(pairs.length);
    const centsOf = category === null ? null : (pair: number) => centsIn(category, pair);
    for (let from = 0; from < pairs.length; from += stretch) {
      const to = Math.min(pairs.length, from + stretch);
      if (centsOf === null) lookUp(instance.costOfPair, pairs, cents, from, to);
      else for (let k = from; k < to; k++) cents[k] = centsOf(pairs[k]!);
      yield;
    }
    rows.push(draftRow('budget', [id], { upper: limitCents }, pairs, cents));
    yield;
  }
  yield* capRows(source, rows);
}

/** Pairs between two pauses. */
const stretch = 1024;

function lookUp(costOfPair: Float64Array, pairs: Int32Array, into: Float64Array, from: number, to: number): void {
  for (let k = from; k < to; k++) into[k] = costOfPair[pairs[k]!]!;
}

/** People who count are capped: their pairs, or with several placements their column "placed". */
function* capRows(source: Source, rows: RowDraft[]): Slices<void> {
  const { persons, firstPairOfPerson, roster } = source.instance;
  const capped = roster.projects
    .map((project) => ({ id: project.id, cap: capOfProject(roster.options, project) }))
    .filter(({ cap }) => cap !== null);
  if (capped.length === 0) return;
  const peopleOfProject = new Map<string, number[]>();
  for (let person = 0; person < persons.length; person++) {
    const { projectId } = persons[person]!;
    if (projectId !== null && !isAccompanying(persons[person]!)) note(peopleOfProject, projectId, person);
    if ((person & 1023) === 1023) yield;
  }
  for (const { id, cap } of capped) {
    const columns: number[] = [];
    for (const person of peopleOfProject.get(id) ?? []) {
      const placed = source.placedColumnOfPerson[person]!;
      if (placed >= 0) columns.push(placed);
      else for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) columns.push(pair);
      yield;
    }
    rows.push(draftRow('project-cap', [id], { upper: cap! }, columns));
    yield;
  }
}

/** Cents of a pair in one category. */
function categoryCosts({ instance, lookup, personOfPair }: Source): (category: CostCategory, pair: number) => number {
  const { openings, flows, openingOfSlot, flowOfSlot, startDayOfSlot, endDayOfSlot, slotOfPair, persons, costOfPair } = instance;
  const ofOpening: ItemFacts[] = [];
  const ofFlow: ItemFacts[] = [];
  if (instance.roster.options.eligible === 'listed') return (category, pair) => (category === 'other' ? costOfPair[pair]! : 0);
  return (category, pair) => {
    const slot = slotOfPair[pair]!;
    const opening = openingOfSlot[slot]!;
    const item =
      opening >= 0
        ? (ofOpening[opening] ??= factsOfOpening(lookup, openings[opening]!))
        : (ofFlow[flowOfSlot[slot]!] ??= factsOfFlow(lookup, flows[flowOfSlot[slot]!]!));
    const student = persons[personOfPair[pair]!]!;
    const override = overrideFor(lookup.pairsOfStudent.get(student.id), item);
    const rates = ratesOfPerson(lookup, student);
    const km = rates === null || category !== 'travel' ? null : kilometresOf(lookup, student, item.host, item.flow);
    return costIn(category, { student, item, days: endDayOfSlot[slot]! - startDayOfSlot[slot]! + 1, override, rates, km });
  };
}
