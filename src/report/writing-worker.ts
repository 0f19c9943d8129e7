import { parentPort } from 'node:worker_threads';
import type { AnswerOfUnplaced } from '../solution/answers.js';
import type { Options } from '../roster/types.js';
import { explanationsOf } from './explanations.js';
import { type Pieces, writeFlushed } from './flushed-file.js';
import { placementPieces } from './tables.js';
import type { PlacementRow } from './outcome.js';
import { type Place, readListed, readPlacement, readUnplaced } from './plan-rows.js';
import { type PackedRows, RowReader } from './row-pack.js';

export type ToWrite =
  | { readonly kind: 'placements'; readonly path: string; readonly placements: PackedRows }
  | {
      readonly kind: 'explanations';
      readonly path: string;
      /** After the placements, which it needs too. */
      readonly unplaced: PackedRows;
      readonly selection: PackedRows;
      readonly weights: Options['weights'];
      readonly answers: readonly AnswerOfUnplaced[];
    };

/** Files are written in the order they were asked for; null: this one is there. */
export type Written = { readonly message: string; readonly code: string | null } | null;

const port = parentPort!;
const reader = new RowReader<Place>();
let placements: PlacementRow[] = [];
let work: Promise<void> = Promise.resolve();

port.on('message', (message: ToWrite) => {
  // Texts go on from those sent before: rows are read as they come, files written one after the other.
  const pieces = piecesOf(message);
  work = work.then(async () => port.postMessage(await faultOf(() => writeFlushed(message.path, () => pieces, undefined))));
});

function piecesOf(message: ToWrite): Pieces {
  if (message.kind === 'placements') {
    placements = reader.unpack(message.placements, readPlacement);
    return placementPieces(placements);
  }
  const { weights, answers } = message;
  const unplaced = reader.unpack(message.unplaced, readUnplaced);
  const selection = reader.unpack(message.selection, readListed);
  return explanationsOf({ placements, unplaced, selection, weights, answers });
}

/** An error's code does not cross to another thread by itself. */
async function faultOf(write: () => Promise<void>): Promise<Written> {
  try {
    await write();
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    return { message: error instanceof Error ? error.message : String(error), code };
  }
}
