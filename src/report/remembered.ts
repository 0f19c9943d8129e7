import type { Roster } from '../roster/types.js';
import type { PlacementRow } from './outcome.js';

/** Keeps what was made of the placements of a roster: the summary, a table, the page and the screen ask for the same. */
export function remembered<Made>(
  make: (roster: Roster, placements: readonly PlacementRow[]) => Made,
): (roster: Roster, placements: readonly PlacementRow[]) => Made {
  const known = new WeakMap<readonly PlacementRow[], { readonly roster: Roster; readonly made: Made }>();
  return (roster, placements) => {
    const found = known.get(placements);
    if (found?.roster === roster) return found.made;
    const made = make(roster, placements);
    known.set(placements, { roster, made });
    return made;
  };
}
