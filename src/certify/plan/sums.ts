import { groupBy } from '../../basics/group.js';
import { eurosOfCents } from '../../basics/money.js';
import { costOf } from '../rules/cost.js';
import { capOf } from '../rules/projects.js';
import { hasBit, ScopeIndex } from '../rules/scope.js';
import type { Slices } from '../rules/slices.js';
import { isLearner, type Reading } from './chosen.js';
import { leastOf } from './people.js';

/** Placements that each quota counts, in the order of quotas.csv. */
export type QuotaCounts = readonly number[];

/** Caps of projects, quotas and budgets; money is added exactly. */
export function* checkSums({ book, chosen, chosenOf, faults }: Reading): Slices<QuotaCounts> {
  checkCaps({ book, chosenOf, faults });
  yield;
  const { quotas, budgets } = book.roster;
  const index = new ScopeIndex([...quotas, ...budgets]);
  const counts = quotas.map(() => 0);
  const spent = budgets.map(() => 0n);
  for (const [i, { person, site }] of chosen.entries()) {
    if (i % 500 === 499) yield;
    const mask = index.maskOf(site);
    for (const scope of index.scopesOf(person)) {
      if (!hasBit(mask, scope)) continue;
      if (scope < quotas.length) counts[scope]!++;
      else spent[scope - quotas.length]! += BigInt(costOf(book, person, site, budgets[scope - quotas.length]!.category) || 0);
    }
  }
  for (const [i, { id, minimum, maximum }] of quotas.entries()) {
    if (counts[i]! < minimum)
      faults.push({ code: 'quota', message: `Quota ${id} asks at least ${minimum} placements and has ${counts[i]}.` });
    if (maximum !== null && counts[i]! > maximum)
      faults.push({ code: 'quota', message: `Quota ${id} allows at most ${maximum} placements and has ${counts[i]}.` });
  }
  for (const [i, { id, limitCents }] of budgets.entries()) {
    if (spent[i]! <= BigInt(limitCents)) continue;
    faults.push({
      code: 'budget',
      message: `Budget ${id} allows ${eurosOfCents(limitCents)} and ${eurosOfCents(Number(spent[i]))} are spent.`,
    });
  }
  return counts;
}

/** A participant of several placements counts once. */
function checkCaps({ book, chosenOf, faults }: Pick<Reading, 'book' | 'chosenOf' | 'faults'>): void {
  const capped = book.roster.projects.filter((project) => capOf(book, project) !== null);
  if (capped.length === 0) return;
  const participants = groupBy(
    [...chosenOf.values()].filter((own) => own.length > 0 && isLearner(own[0]!) && own.length >= leastOf(own[0]!.person)),
    (own) => own[0]!.person.projectId ?? '',
  );
  for (const project of capped) {
    const { id } = project;
    const cap = capOf(book, project);
    const count = participants.get(id)?.length ?? 0;
    if (cap !== null && count > cap)
      faults.push({ code: 'project-cap', message: `Project ${id} allows ${cap} participants and has ${count}.` });
  }
}
