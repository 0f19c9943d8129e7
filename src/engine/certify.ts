import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { certify } from '../certify/certify.js';
import type { Certificate } from '../certify/types.js';
import type { CheckOutcome } from '../report/outcome.js';
import type { Roster } from '../roster/types.js';
import { modelText, proofText } from '../solution/proof-pack.js';
import { checkWith, type Checked } from './check.js';
import type { PlanInHand } from './engine.js';
import { InternalError } from './place.js';
import { linkPairsOf, pairsOfPlacements } from './rows.js';

/** A proof pack, or why there is none. */
export type PackResult =
  | {
      readonly status: 'packed';
      readonly certificate: Certificate;
      /** Null: the pack shows that no plan exists. */
      readonly check: CheckOutcome | null;
      /** Name → text of each file. */
      readonly files: ReadonlyMap<string, string>;
    }
  | { readonly status: 'refused'; readonly reason: string; readonly check: CheckOutcome };

/** Beside the sources, where the build and an installed package find it alike. */
const folderOfReplay = new URL('../../src/replay/', import.meta.url);

/**
 * What a stranger needs to replay a proof: the model and the proof as numbers, the program that replays them, and what each number is. Handed out only
 * where the checker accepts the proof and that very program then says the same. Throws InternalError where the two differ.
 */
export async function certifyPlanInHand(roster: Roster, plan: PlanInHand): Promise<PackResult> {
  const checked = await checkWith(roster, plan);
  const check = checked.outcome;
  const solution = checked.made?.solution ?? null;
  if (checked.made !== null && solution?.status === 'infeasible' && plan.placements.length === 0) {
    const shown = await certify(roster, linkPairsOf(checked.made.instance), checked.made.model, solution);
    if (shown.ok && shown.certificate.verdict === 'infeasible')
      return { status: 'packed', certificate: shown.certificate, check: null, files: await filesOf(checked.made, shown.certificate, null) };
    return { status: 'refused', reason: 'the proof does not show that no plan exists', check };
  }
  const { certificate } = check;
  if (!check.valid) return { status: 'refused', reason: 'the plan breaks rules', check };
  if (!certificate.checks.bound || checked.made === null)
    return { status: 'refused', reason: certificate.reason ?? 'the proof does not replay', check };
  const chosen = pairsOfPlacements(checked.made.instance, plan.placements);
  return { status: 'packed', certificate, check, files: await filesOf(checked.made, certificate, chosen) };
}

async function filesOf(
  { model, modelHash, solution }: NonNullable<Checked['made']>,
  certificate: Certificate,
  plan: Int32Array | null,
): Promise<Map<string, string>> {
  const modelJson = modelText(model);
  const modelSha256 = sha256(modelJson);
  const proofJson = proofText({ modelSha256, modelHash, claimed: certificate.verdict, solution: solution!, plan });
  await expectSame(modelJson, proofJson, certificate);
  const files = new Map([
    ['README.md', await readFile(new URL('README.md', folderOfReplay), 'utf8')],
    ['model.json', modelJson],
    ['proof.json', proofJson],
    ['replay.mjs', await readFile(new URL('replay.mjs', folderOfReplay), 'utf8')],
  ]);
  return files.set('SHA256SUMS', [...files].map(([name, text]) => `${sha256(text)}  ${name}\n`).join(''));
}

interface Replayer {
  replayPack(
    model: unknown,
    proof: unknown,
  ): { readonly verdict: string; readonly steps: readonly { value: string; bound: string | null }[] };
}

/** Nothing is handed to strangers that their program would refuse. */
async function expectSame(modelJson: string, proofJson: string, certificate: Certificate): Promise<void> {
  const program = (await import(new URL('replay.mjs', folderOfReplay).href)) as Replayer;
  const { verdict, steps } = program.replayPack(JSON.parse(modelJson), JSON.parse(proofJson));
  const isSame =
    verdict === certificate.verdict &&
    steps.length === certificate.steps.length &&
    steps.every(({ value }, k) => value === certificate.steps[k]!.value);
  if (!isSame) throw new InternalError(`the replay of the pack says ${verdict}, the checker ${certificate.verdict}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
