import { groupBy } from '../../basics/group.js';
import type { Host, Outcome, QualityRule } from '../../roster/types.js';
import type { Book } from './book.js';

/** A rating that counts: of which placement, by which row of quality.csv. */
interface Counted {
  readonly placement: string;
  readonly rating: number;
  readonly weight: number;
  readonly rule: QualityRule | null;
}

interface Hearing {
  readonly countedOfHost: ReadonlyMap<string, readonly Counted[]>;
  readonly general: number | null;
  readonly qualities: Map<string, number>;
}

const heard = new WeakMap<Book, Hearing>();

/**
 * Quality of a host, 0 where nobody knows: the largest whole q with q · (k + n) ≤ k · prior + n · mean, where the mean is by weight over the host's
 * ratings and n counts the placements they are of.
 */
export function qualityOf(book: Book, host: Host): number {
  const { qualities, general, countedOfHost } = hear(book);
  const known = qualities.get(host.id);
  if (known !== undefined) return known;
  const ratings = (countedOfHost.get(host.id) ?? []).filter(({ weight }) => weight > 0);
  const prior = host.quality ?? general ?? 0;
  let quality = prior;
  if (ratings.length > 0) {
    const placements = BigInt(new Set(ratings.map(({ placement }) => placement)).size);
    const weight = ratings.reduce((sum, rating) => sum + BigInt(rating.weight), 0n);
    const points = ratings.reduce((sum, rating) => sum + BigInt(rating.weight * rating.rating), 0n);
    const k = BigInt(book.options.qualityPrior);
    quality = 100;
    while (BigInt(quality) * (k + placements) * weight > k * BigInt(prior) * weight + placements * points) quality--;
  }
  qualities.set(host.id, quality);
  return quality;
}

/** Whether a host misses what the options ask of hosts. */
export function failsGate(book: Book, host: Host): boolean {
  const { minimumQuality, tutorNamed, checks } = book.options.hostGate;
  if (minimumQuality > qualityOf(book, host)) return true;
  if (tutorNamed && !host.tutorNamed) return true;
  if (checks === 'none') return false;
  const own = hear(book).countedOfHost.get(host.id) ?? [];
  for (const rule of book.roster.quality) {
    if (rule.minimum === null) continue;
    const ratings = own.filter((counted) => counted.rule === rule);
    if (ratings.length === 0 ? checks === 'all' : ratings.reduce((above, { rating }) => above + rating - (rule.minimum ?? 0), 0) < 0)
      return true;
  }
  return false;
}

function hear(book: Book): Hearing {
  const known = heard.get(book);
  if (known !== undefined) return known;
  const rowsOfHost = groupBy(book.roster.outcomes, ({ hostId }) => hostId);
  const countedOfHost = new Map<string, Counted[]>();
  let weight = 0;
  let points = 0;
  for (const [hostId, rows] of rowsOfHost) {
    const counted = [...ratingsOf(book, rows), ...endsOf(book, rows)];
    countedOfHost.set(hostId, counted);
    for (const one of counted) {
      weight += one.weight;
      points += one.weight * one.rating;
    }
  }
  const hearing = { countedOfHost, general: weight === 0 ? null : Math.floor(points / weight), qualities: new Map<string, number>() };
  heard.set(book, hearing);
  return hearing;
}

/** Ratings by their most exact row: indicator and source, indicator, source, neither. Without rows each counts once. */
function* ratingsOf(book: Book, rows: readonly Outcome[]): Iterable<Counted> {
  const rules = book.roster.quality;
  for (const { placement, category, indicator, source, rating } of rows) {
    if (rating === null) continue;
    if (rules.length === 0) {
      yield { placement, rating, weight: 1, rule: null };
      continue;
    }
    for (const [wantedIndicator, wantedSource] of [
      [indicator, source],
      [indicator, null],
      [null, source],
      [null, null],
    ] as const) {
      const rule = rules.find((one) => one.category === category && one.indicator === wantedIndicator && one.source === wantedSource);
      if (rule === undefined) continue;
      yield { placement, rating, weight: rule.weight, rule };
      break;
    }
  }
}

/** How each placement ended and what came later, where quality.csv counts it. */
function* endsOf(book: Book, rows: readonly Outcome[]): Iterable<Counted> {
  const good: ReadonlySet<unknown> = new Set([true, 'employed', 'self-employed', 'apprentice', 'studying']);
  for (const [placement, own] of groupBy(rows, (row) => row.placement)) {
    for (const rule of book.roster.quality) {
      const field = ({ completed: 'completed', 'after-6': 'statusAfter6', 'after-12': 'statusAfter12' } as const)[rule.category];
      if (field === undefined) continue;
      const said = own.find((row) => row[field] !== null);
      if (said !== undefined) yield { placement, rating: good.has(said[field]) ? 100 : 0, weight: rule.weight, rule };
    }
  }
}
