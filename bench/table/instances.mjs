import { closeSync, existsSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../dist/index.js';
import { instanceOf, sizes } from '../families.mjs';
import { modelOf, writePm1 } from '../pm1-file.mjs';

/** Share of the free spend that a sender may spend. */
const tightness = 0.85;
/** Files of larger instances go once they were used: S6 takes 95 MB for each family and seed. */
const keptPairs = 1_000_000;

/** Instances as PM1 files in a folder, written where they are missing. */
export function instancesIn(folder) {
  const fileOf = (size, family, seed) => join(folder, `${size}-${family}-${seed}.pm1`);
  return {
    /**
     * Gives `measure` the file of an instance and, if asked for, the file of its budgets (85 % of what each sender spends in the best free plan).
     * Resolves to what was measured, with the number of eligible pairs.
     */
    async use({ size, family, seed, budgets = false }, measure) {
      const file = fileOf(size, family, seed);
      const budgetsFile = `${file}.bud`;
      if (!existsSync(file) || (budgets && !existsSync(budgetsFile))) {
        const instance = instanceOf(size, family, seed);
        writePm1(file, instance);
        if (budgets) writeFileSync(budgetsFile, `${(await budgetsOf(instance)).join('\n')}\n`);
      }
      try {
        return { pairs: pairsOf(file), ...(await measure(file, budgetsFile)) };
      } finally {
        if (sizes[size].students * sizes[size].wishes > keptPairs) {
          rmSync(file, { force: true });
          rmSync(budgetsFile, { force: true });
        }
      }
    },
  };
}

/** The third number of the head. */
function pairsOf(file) {
  const head = Buffer.alloc(64);
  const handle = openSync(file, 'r');
  readSync(handle, head);
  closeSync(handle);
  return Number(head.toString('latin1').split(' ')[3]);
}

async function budgetsOf(instance) {
  const engine = await createEngine({ transport: 'inline' });
  const { plan } = await engine.solve(modelOf(instance, {}));
  await engine.close();
  const spent = new Float64Array(instance.senderCount);
  let student = 0;
  for (const pair of plan) {
    while (instance.firstPairOfStudent[student + 1] <= pair) student++;
    spent[instance.senderOfStudent[student]] += instance.costOfPair[pair];
  }
  return Array.from(spent, (cost) => Math.floor(cost * tightness));
}
