import { groupBy } from '../../basics/group.js';
import { bondsOf, placeKeyOf, softBondsOf } from '../rules/bonds.js';
import { meetsPin, oldPlacesOf, pinsOf } from '../rules/pins.js';
import { hasBit, ScopeIndex } from '../rules/scope.js';
import { nameOfSite } from '../rules/site.js';
import { isLearner, type Chosen, type Reading } from './chosen.js';
import { partiesOf, partyKeyOf } from './flows.js';
import { leastOf } from './people.js';
import type { QuotaCounts } from './sums.js';

/**
 * An accompanying person is placed only where a rule needs it: where taking the placement away would leave learners unaccompanied
 * (or more of them to name), a quota short, a pin, a bond or an earlier plan broken, or the person below a minimum.
 */
export function checkIdle({ book, chosen, chosenOf, faults }: Reading, counts: QuotaCounts): void {
  const optional = chosen.filter((placed) => !isLearner(placed) && !placed.person.required);
  if (optional.length === 0) return;
  const parties = partiesOf(chosen);
  const quotas = new ScopeIndex(book.roster.quotas);
  const keptPlaces = groupBy(
    [...pinsOf(book), ...(book.options.maximumMoves === null && !book.options.replan ? [] : oldPlacesOf(book))],
    ({ studentId }) => studentId,
  );
  const together = [...bondsOf(book), ...softBondsOf(book)].filter(({ kind }) => kind === 'together');
  const bonds = groupBy(
    [...together.map((bond) => ({ id: bond.firstId, bond })), ...together.map((bond) => ({ id: bond.secondId, bond }))],
    ({ id }) => id,
  );

  const isNeeded = ({ person, site }: Chosen): boolean => {
    const party = parties.get(partyKeyOf({ person, site }));
    if (party !== undefined && party.accompanying <= party.asked) return true;
    if (keptPlaces.get(person.id)?.some((pin) => meetsPin(pin, site)) === true) return true;
    const mask = quotas.maskOf(site);
    if (quotas.scopesOf(person).some((quota) => hasBit(mask, quota) && counts[quota]! <= book.roster.quotas[quota]!.minimum)) return true;
    for (const { bond } of bonds.get(person.id) ?? []) {
      const otherId = bond.firstId === person.id ? bond.secondId : bond.firstId;
      const key = placeKeyOf(bond, site);
      if (chosenOf.get(otherId)?.some((other) => placeKeyOf(bond, other.site) === key) === true) return true;
    }
    return false;
  };

  for (const [id, own] of groupBy(optional, ({ person }) => person.id)) {
    const needed = own.filter(isNeeded).length;
    // All or nothing: the placements that make up a minimum stand with the one that is needed.
    const kept = needed === 0 ? 0 : Math.max(needed, leastOf(own[0]!.person));
    if (own.length <= kept) continue;
    const idle = own.filter((placed) => !isNeeded(placed));
    faults.push({
      code: 'accompanying-idle',
      message: `${id} accompanies nobody who needs it in ${idle.map(({ site }) => nameOfSite(site)).join(', ')}: no rule would break without.`,
    });
  }
}
