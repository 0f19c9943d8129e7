import { runInSlices } from '../instance/slices.js';
import { preferencesOf } from '../instance/preferences.js';
import type { Instance } from '../instance/types.js';
import type { Certificate } from '../certify/types.js';
import type { Outcome } from '../report/outcome.js';
import { envyOf } from '../report/envy.js';
import { figuresOf, type WayResult, type WaysComparison } from '../report/ways.js';
import { ways, type Roster, type Way } from '../roster/types.js';

/** What a comparison reads of a plan that is there already. */
interface OwnPlan {
  readonly certificate: Certificate;
  /** Its pairs. */
  readonly plan: Int32Array;
}

/**
 * Plans the pool in every other way that applies and measures all of them, by figures that the checker read from the records. Which pairs are
 * eligible does not depend on the way, so one instance serves all.
 */
export async function compareWays(instance: Instance, own: OwnPlan, place: (roster: Roster) => Promise<Outcome>): Promise<WaysComparison> {
  const { roster } = instance;
  const preferences = await runInSlices(preferencesOf(instance));
  const figures = async (certificate: Certificate, plan: Int32Array) =>
    figuresOf(certificate, await runInSlices(envyOf(instance, preferences, plan)));
  const results: WayResult[] = [];
  for (const way of ways) {
    const isOwn = way === roster.options.way;
    const blank = { way, isOwn, verdict: null, reason: null, figures: null };
    const hindrance = isOwn ? null : hindranceOf(roster, way);
    if (isOwn) {
      results.push({ ...blank, verdict: own.certificate.verdict, figures: await figures(own.certificate, own.plan) });
      continue;
    }
    if (hindrance !== null) {
      results.push({ ...blank, reason: hindrance });
      continue;
    }
    const outcome = await place({ ...roster, options: { ...roster.options, way } });
    if (outcome.status === 'planned') {
      const { certificate, solution } = outcome;
      results.push({ ...blank, verdict: outcome.verdict, figures: await figures(certificate, solution.plan!) });
    } else if (outcome.status === 'refused') {
      results.push({ ...blank, reason: `refused: ${outcome.issues.map(({ found }) => found ?? '').join('; ')}` });
    } else {
      results.push({ ...blank, verdict: outcome.verdict, reason: outcome.certificate.reason ?? 'no plan' });
    }
  }
  return { results };
}

/** Why a way has nothing to go by; null: it may be tried. */
function hindranceOf({ preferences, students }: Roster, way: Way): string | null {
  if (way === 'tiers') return null;
  if (way === 'leximin-senders') return students.some(({ senderId }) => senderId !== null) ? null : 'nobody has a sender';
  return preferences.some(({ studentId }) => studentId !== null) ? null : 'no student wishes';
}
