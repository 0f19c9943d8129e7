import { floorOf } from './earlier.js';
import { factsOfPerson } from './facts.js';
import { RecordedPair } from './recorded-pair.js';
import { failingRule } from './rules.js';
import { decisionNames, isSoundOverride } from './targets.js';
import type { Instance, ReasonCode } from './types.js';

/**
 * Why a person may not have a slot: the first rule that refuses, null where none does.
 * Slots of the other sort (a flow for a learner, an opening for an accompanying person) are refused by `kind`.
 */
export function refusalOf(instance: Instance, person: number, slot: number): ReasonCode | null {
  const pair = new RecordedPair(instance, person, slot);
  const { lookup, student, item, override } = pair;
  const { options } = instance.roster;
  const rulings = lookup.rulingsOfStudent.get(student.id) ?? [];
  const accompanying = student.kind === 'accompanying';
  if (accompanying !== (item.opening === null)) return 'kind';
  if (override?.forbidden || rulings.some((ruling) => ruling.action === 'forbid' && decisionNames(ruling, item))) return 'forbidden';
  const worse = (): 'worse' | null => {
    const floor = floorOf(instance, person);
    return floor !== null && pair.score.total < floor ? 'worse' : null;
  };
  if (options.eligible === 'listed') return override === null ? 'not-listed' : worse();
  if (!accompanying && rulings.some((ruling) => isSoundOverride(ruling) && decisionNames(ruling, item))) return worse();
  return failingRule(factsOfPerson(lookup, student), item, pair.startDay, pair.endDay) ?? worse();
}
