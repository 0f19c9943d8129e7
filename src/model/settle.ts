import type { Model } from './types.js';

/**
 * Sets the extra columns that have a score (of people who wish to be together or apart) to what a plan's pairs make of them: the better of 0 and 1 that
 * their rows allow. Each stands in rows of its own, so that one does not move another. Changes `plan`, which holds all columns of the model,
 * and gives the points gained.
 */
export function settleExtras(model: Model, plan: Float64Array | Uint8Array): number {
  const { pairCount, scoreOfExtra, rows } = model;
  if (scoreOfExtra === undefined) return 0;
  const worth = (): number => scoreOfExtra.reduce((sum, score, k) => sum + score * plan[pairCount + k]!, 0);
  const before = worth();
  const isBroken = new Uint8Array(scoreOfExtra.length);
  scoreOfExtra.forEach((score, k) => {
    if (score !== 0) plan[pairCount + k] = score > 0 ? 1 : 0;
  });
  for (let row = 0; row < rows.count; row++) {
    const { kind } = rows.labelOfRow[row]!;
    if (kind !== 'together-wish' && kind !== 'apart-wish') continue;
    let activity = 0;
    let extra = -1;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const column = rows.columnOfEntry[entry]!;
      activity += rows.coefficientOfEntry[entry]! * plan[column]!;
      if (column >= pairCount) extra = column - pairCount;
    }
    if (extra >= 0 && (activity < rows.lowerOfRow[row]! || activity > rows.upperOfRow[row]!)) isBroken[extra] = 1;
  }
  isBroken.forEach((broken, k) => {
    if (broken === 1) plan[pairCount + k] = scoreOfExtra[k]! > 0 ? 0 : 1;
  });
  return worth() - before;
}
