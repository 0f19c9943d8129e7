import type { Host, LaterStatus, Options, Outcome, QualityRule, Roster } from '../roster/types.js';

/** What is known of a host's quality. */
export interface HostQuality {
  /** 0 to 100; null: nothing is stated, and there are no ratings at all. */
  readonly quality: number | null;
  /** Earlier placements with a rating that counts. */
  readonly placements: number;
  /** Rows of quality.csv with a minimum that the host's ratings miss. */
  readonly missed: number;
  /** Rows with a minimum by which the host has no rating. */
  readonly unrated: number;
}

/** Ratings that count by one row, or by all of them. */
interface Sums {
  count: number;
  weight: number;
  weighted: number;
  rating: number;
}

/** A host's ratings by row, and its placements that count. */
interface Ledger {
  readonly sumsOfRule: Map<QualityRule, Sums>;
  readonly placements: Set<string>;
}

/** Where quality.csv says nothing, every rating counts alike. */
const anyRating: QualityRule = { category: '', indicator: null, source: null, weight: 1, minimum: null };

/**
 * Quality of the hosts: ⌊(k · prior + n · mean) / (k + n)⌋. The mean is that of the host's ratings by weight, n its placements with such a rating,
 * the prior what hosts.csv states, else the mean of all ratings rounded down; so few ratings move little. Without ratings: the prior.
 */
export function qualitiesOf({ hosts, outcomes, quality: rules, options }: Roster): (hostId: string) => HostQuality {
  const ledgers = ledgersOf(outcomes, rules);
  const all = emptySums();
  for (const { sumsOfRule } of ledgers.values())
    for (const [{ weight }, { count, rating }] of sumsOfRule) enter(all, weight, count, rating);
  const meanOfAll = all.weight === 0 ? null : Math.floor(all.weighted / all.weight);
  const statedOf = new Map(hosts.map((host) => [host.id, host.quality]));
  const withMinimum = rules.filter(({ minimum }) => minimum !== null);
  return (hostId) => {
    const ledger = ledgers.get(hostId);
    const prior = statedOf.get(hostId) ?? meanOfAll;
    if (ledger === undefined) return { quality: prior, placements: 0, missed: 0, unrated: withMinimum.length };
    const own = emptySums();
    for (const [{ weight }, { count, rating }] of ledger.sumsOfRule) enter(own, weight, count, rating);
    const rated = withMinimum.filter((rule) => ledger.sumsOfRule.has(rule));
    const missed = rated.filter((rule) => {
      const { count, rating } = ledger.sumsOfRule.get(rule)!;
      return rating < rule.minimum! * count;
    });
    return {
      quality: shrunk(options.qualityPrior, prior, ledger.placements.size, own),
      placements: ledger.placements.size,
      missed: missed.length,
      unrated: withMinimum.length - rated.length,
    };
  };
}

/** Exact: the products may pass 2^53 where there are millions of ratings. */
function shrunk(k: number, prior: number | null, n: number, { weight, weighted }: Sums): number | null {
  if (prior === null || n === 0) return prior;
  const stated = BigInt(k) * BigInt(prior) * BigInt(weight);
  return Number((stated + BigInt(n) * BigInt(weighted)) / (BigInt(weight) * BigInt(k + n)));
}

/** What the options ask of hosts. */
export function passesGate(
  { minimumQuality, tutorNamed, checks }: Options['hostGate'],
  host: Host | null,
  { quality, missed, unrated }: HostQuality,
): boolean {
  if ((quality ?? 0) < minimumQuality) return false;
  if (tutorNamed && host?.tutorNamed !== true) return false;
  return checks === 'none' || (missed === 0 && (checks === 'rated' || unrated === 0));
}

function ledgersOf(outcomes: readonly Outcome[], rules: readonly QualityRule[]): Map<string, Ledger> {
  const ledgers = new Map<string, Ledger>();
  const note = (hostId: string, placement: string, rule: QualityRule | null, rating: number): void => {
    if (rule === null) return;
    const ledger = ledgers.get(hostId) ?? { sumsOfRule: new Map<QualityRule, Sums>(), placements: new Set<string>() };
    ledgers.set(hostId, ledger);
    const sums = ledger.sumsOfRule.get(rule) ?? emptySums();
    ledger.sumsOfRule.set(rule, sums);
    enter(sums, rule.weight, 1, rating);
    if (rule.weight > 0) ledger.placements.add(placement);
  };
  const ruleOf = (category: string): QualityRule | null => rules.find((rule) => rule.category === category) ?? null;
  const [completion, after6, after12] = [ruleOf('completed'), ruleOf('after-6'), ruleOf('after-12')];
  // A placement says once how it ended, however many rows it has.
  const told = new Set<string>();
  const once = (outcome: Outcome, rule: QualityRule | null, wentWell: boolean | null): void => {
    const key = `${rule?.category} ${outcome.placement}`;
    if (rule === null || wentWell === null || told.has(key)) return;
    told.add(key);
    note(outcome.hostId, outcome.placement, rule, wentWell ? 100 : 0);
  };
  for (const outcome of outcomes) {
    if (outcome.rating !== null) note(outcome.hostId, outcome.placement, ruleOfRating(rules, outcome), outcome.rating);
    once(outcome, completion, outcome.completed);
    once(outcome, after6, isPlacedLater(outcome.statusAfter6));
    once(outcome, after12, isPlacedLater(outcome.statusAfter12));
  }
  return ledgers;
}

/** The row of quality.csv that counts a rating: the most exact one, an indicator before a source; null: none does. */
export function ruleOfRating(rules: readonly QualityRule[], { category, indicator, source }: Outcome): QualityRule | null {
  if (rules.length === 0) return anyRating;
  let best: QualityRule | null = null;
  const exactness = (rule: QualityRule): number => (rule.indicator === null ? 0 : 2) + (rule.source === null ? 0 : 1);
  for (const rule of rules) {
    const counts =
      rule.category === category &&
      (rule.indicator === null || rule.indicator === indicator) &&
      (rule.source === null || rule.source === source);
    if (counts && (best === null || exactness(rule) > exactness(best))) best = rule;
  }
  return best;
}

/** Whether somebody works or learns; null where the status is not known. */
export function isPlacedLater(status: LaterStatus | null): boolean | null {
  return status === null ? null : status !== 'unemployed' && status !== 'inactive';
}

function emptySums(): Sums {
  return { count: 0, weight: 0, weighted: 0, rating: 0 };
}

function enter(sums: Sums, weight: number, count: number, rating: number): void {
  sums.count += count;
  sums.weight += weight * count;
  sums.weighted += weight * rating;
  sums.rating += rating;
}
