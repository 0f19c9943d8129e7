import type { Model } from '../model/types.js';
import type { Branch, Prices, Proof, Solution } from './types.js';

/**
 * A model and its proof as open text: JSON of whole numbers, in the format that src/replay/README.md documents. People, seats and pairs are their numbers in the
 * model, and a row says what kind of rule it is but not whose: no id of the roster is written.
 */

/** `model.json`: one line an entry, one line a row. `null` stands for "no limit". */
export function modelText(model: Model): string {
  const { rows, wishes } = model;
  const limit = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const rowTexts: string[] = [];
  for (let row = 0; row < rows.count; row++) {
    const [from, to] = [rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!];
    rowTexts.push(
      JSON.stringify({
        kind: rows.labelOfRow[row]!.kind,
        lower: limit(rows.lowerOfRow[row]!),
        upper: limit(rows.upperOfRow[row]!),
        minimumToOpen: rows.minimumToOpenOfRow[row]!,
        columns: [...rows.columnOfEntry.subarray(from, to)],
        coefficients: [...rows.coefficientOfEntry.subarray(from, to)],
      }),
    );
  }
  return textOfEntries([
    ['format', 'placewise-pack-model-1'],
    ['order', model.order],
    ['tiers', model.tiers.map(({ name, giveMillionths, toleranceMillionths }) => ({ name, giveMillionths, toleranceMillionths }))],
    ['firstPairOfPerson', model.firstPairOfPerson],
    ['lowerOfPerson', model.lowerOfPerson],
    ['upperOfPerson', model.upperOfPerson],
    ['countedOfPerson', model.countedOfPerson],
    ['placedColumnOfPerson', model.placedColumnOfPerson],
    ['groupOfPerson', model.groupOfPerson],
    ['groupCount', model.groupCount],
    ['applicantsOfGroup', model.applicantsOfGroup],
    ['walk', model.walk],
    ['seatOfPair', model.seatOfPair],
    ['scoreOfPair', model.scoreOfPair],
    ['costOfPair', model.costOfPair],
    ['upperOfSeat', model.upperOfSeat],
    ['upperOfExtra', model.upperOfExtra],
    ['scoreOfExtra', model.scoreOfExtra ?? new Int32Array(model.columnCount - model.pairCount)],
    ['earlierPairs', model.earlierPairs ?? []],
    ['wishes', wishes === undefined ? null : plain(wishes)],
    ['rows', rowTexts],
  ]);
}

export interface PackedProof {
  /** SHA-256 of `model.json`. */
  readonly modelSha256: string;
  /** Hash of the canonical model, as in `run.json`: who has the roster can tell which run the pack is about. */
  readonly modelHash: string;
  readonly claimed: string;
  readonly solution: Solution;
  /** The plan handed in, as pair columns; null for infeasible. */
  readonly plan: Int32Array | null;
}

/** `proof.json`. Plans stand once, under `plans`; witnesses are places in that list. */
export function proofText({ modelSha256, modelHash, claimed, solution, plan }: PackedProof): string {
  const plans: string[] = [];
  const placeOf = (pairs: Int32Array): number => {
    const text = JSON.stringify([...pairs]);
    const known = plans.indexOf(text);
    return known >= 0 ? known : plans.push(text) - 1;
  };
  const own = plan === null ? null : placeOf(plan);
  const steps = solution.steps.map(({ tier, kind, value, denominator, bound, boundDenominator, witness, proof, kept, refused }) =>
    JSON.stringify({
      tier,
      kind,
      value,
      denominator,
      bound,
      boundDenominator,
      witness: placeOf(witness),
      proof: proof === null ? null : plainProof(proof),
      ...(kept !== null && { kept: [...kept] }),
      ...(refused !== null && {
        refused: refused.map((refusal) => ({
          persons: [...refusal.persons],
          keptBefore: refusal.keptBefore,
          proof: plainProof(refusal.proof),
        })),
      }),
    }),
  );
  return textOfEntries([
    ['format', 'placewise-pack-proof-1'],
    ['modelSha256', modelSha256],
    ['modelHash', modelHash],
    ['status', solution.status],
    ['claimed', claimed],
    ['plan', own],
    ['plans', plans],
    ['steps', steps],
    ['infeasibility', solution.infeasibility === null ? null : plainProof(solution.infeasibility)],
  ]);
}

function plainProof(proof: Proof): object {
  if (proof.kind === 'prices' || proof.kind === 'changes') return { kind: proof.kind, ...plainPrices(proof.prices) };
  if (proof.kind === 'tree')
    return { kind: 'tree', nodes: proof.nodes.map((node) => ('on' in node ? plainBranch(node) : plainPrices(node))) };
  if (proof.kind === 'level') return { kind: 'level' };
  return { kind: 'parts', parts: proof.parts.map(({ part, proof: own }) => ({ ...plain(part), proof: plainProof(own) })) };
}

function plainBranch({ on, index, at, first, second }: Branch): object {
  return { on, index, at, first, second };
}

function plainPrices({ scale, rowOfPrice, priceOfRow, knapsackRows, groupRows }: Prices): object {
  return {
    scale,
    rows: [...rowOfPrice],
    prices: [...priceOfRow],
    ...(knapsackRows !== undefined && { knapsackRows: [...knapsackRows] }),
    ...(groupRows !== undefined && { groupRows: [...groupRows] }),
  };
}

/** A record with its flat arrays as lists. */
function plain(record: object): object {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, ArrayBuffer.isView(value) ? listOf(value) : value]));
}

function listOf(view: ArrayBufferView): number[] {
  return [...(view as Int32Array)];
}

/** One entry a line; a list of texts is a list of lines that are JSON already. */
function textOfEntries(entries: readonly (readonly [string, unknown])[]): string {
  const lines = entries.map(([key, value]) => {
    const isLines = Array.isArray(value) && value.length > 0 && typeof value[0] === 'string';
    const text = isLines ? `[\n${value.join(',\n')}\n]` : JSON.stringify(ArrayBuffer.isView(value) ? listOf(value) : value);
    return `${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
