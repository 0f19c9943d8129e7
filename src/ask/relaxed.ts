import type { Constraints, Model } from '../model/types.js';

/** A rule of the base model that can be taken away: a person who must be placed, the seats of an opening, or a side row. */
export type RuleRef =
  | { readonly kind: 'required'; readonly index: number }
  | { readonly kind: 'seats'; readonly index: number }
  | { readonly kind: 'row'; readonly index: number };

const noLimit = 1_000_000_000;

/** The model with some rules taken away; everything else, and every index, stays. */
export function without(model: Model, dropped: Iterable<RuleRef>): Constraints {
  const lowerOfPerson = model.lowerOfPerson.slice();
  const upperOfSeat = model.upperOfSeat.slice();
  const lowerOfRow = model.rows.lowerOfRow.slice();
  const upperOfRow = model.rows.upperOfRow.slice();
  const minimumToOpenOfRow = model.rows.minimumToOpenOfRow.slice();
  for (const rule of dropped) {
    if (rule.kind === 'required') lowerOfPerson[rule.index] = 0;
    else if (rule.kind === 'seats') upperOfSeat[rule.index] = noLimit;
    else {
      lowerOfRow[rule.index] = -Infinity;
      upperOfRow[rule.index] = Infinity;
      minimumToOpenOfRow[rule.index] = 0;
    }
  }
  return { ...model, lowerOfPerson, upperOfSeat, rows: { ...model.rows, lowerOfRow, upperOfRow, minimumToOpenOfRow } };
}
