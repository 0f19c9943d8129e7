import type { Instance, ReasonCode } from '../../instance/types.js';
import { budgetFindings } from './budgets.js';
import { balances, demandFinding, type Balance } from './demand.js';
import type { Finding, Level } from './finding.js';
import { hostFindings } from './hosts.js';
import { limitsFinding } from './limits.js';
import { peopleFindings, recordFindings } from './people.js';
import { requiredFinding } from './required.js';
import { totalFindings } from './sums.js';

/** What can be said of a roster before any search. */
export interface Diagnosis {
  /** The worst level of the findings. */
  readonly level: Level;
  /** Red first, then amber, then green. */
  readonly findings: readonly Finding[];
  readonly balances: readonly Balance[];
}

const order: readonly Level[] = ['red', 'amber', 'green'];

/** Looks a roster over. `words` says a reason code in words. */
export function diagnose(instance: Instance, words: (code: ReasonCode) => string): Diagnosis {
  const supply = balances(instance);
  const findings = [
    ...peopleFindings(instance, words),
    ...hostFindings(instance.roster),
    requiredFinding(instance),
    ...totalFindings(instance),
    demandFinding(supply),
    limitsFinding(instance),
    ...budgetFindings(instance),
    ...recordFindings(instance),
  ].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return { level: findings[0]?.level ?? 'green', findings, balances: supply };
}
