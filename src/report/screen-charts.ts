import { eurosOfCents } from '../basics/money.js';
import { compareText } from '../basics/order.js';
import { groupDigits } from '../explain/words.js';
import { shown } from '../roster/issues.js';
import type { Roster } from '../roster/types.js';
import { barOf, barWidth, line, type Look } from './look.js';
import type { PlannedOutcome } from './outcome.js';
import { budgetLoads, hostLoads } from './scope.js';

/** Small charts in text: every bar has its figures beside it. */

const listedAtMost = 8;
const longestName = 14;

interface Bar {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
  readonly figures: string;
}

function chart(label: string, bars: readonly Bar[], look: Look, left: number, where: string): string[] {
  const names = bars.map(({ name }) => shown(name, longestName));
  const width = Math.max(...names.map((name) => name.length));
  return [
    ...bars.map(({ part, whole, figures }, k) =>
      line(k === 0 ? label : '', `${names[k]!.padEnd(width)} ${barOf(part, whole, barWidth(look))} ${figures}`),
    ),
    ...(left > 0 ? [line('', `and ${left} more, in ${where}`)] : []),
  ];
}

/** Who trains, by sender; the largest senders first. Nothing for a single sender. */
export function senderLines({ placements, unplaced }: PlannedOutcome, look: Look): string[] {
  const counts = new Map<string, { placed: Set<string>; unplaced: number }>();
  const of = (senderId: string | null) => {
    const key = senderId ?? 'no sender';
    const known = counts.get(key) ?? { placed: new Set<string>(), unplaced: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { kind, senderId, studentId } of placements) if (kind !== 'accompanying') of(senderId).placed.add(studentId);
  for (const { kind, senderId } of unplaced) if (kind !== 'accompanying') of(senderId).unplaced++;
  if (counts.size < 2) return [];
  const bars = [...counts]
    .map(([name, { placed, unplaced: out }]) => ({ name, part: placed.size, whole: placed.size + out }))
    .sort((a, b) => b.whole - a.whole || compareText(a.name, b.name))
    .map((bar) => ({ ...bar, figures: `${bar.part} of ${bar.whole}` }));
  return chart('Senders', bars.slice(0, listedAtMost), look, bars.length - listedAtMost, 'audit.csv');
}

/** Placements by the best wish they grant; nothing where nobody wished. */
export function wishLines({ placements }: PlannedOutcome, roster: Roster, look: Look): string[] {
  const wishing = new Set(roster.preferences.map(({ studentId }) => studentId).filter((id) => id !== null));
  const counts = new Map<string, number>();
  let whole = 0;
  for (const { studentId, wishRank } of placements) {
    if (!wishing.has(studentId)) continue;
    const label = wishRank === null ? 'none' : wishRank > 4 ? 'later' : `rank ${wishRank}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    whole++;
  }
  const bars = ['rank 1', 'rank 2', 'rank 3', 'rank 4', 'later', 'none']
    .filter((name) => counts.has(name))
    .map((name) => ({ name, part: counts.get(name)!, whole, figures: String(counts.get(name)!) }));
  return chart('Wishes', bars, look, 0, '');
}

/** How full the hosts are that offer seats: placements over the seats of all their openings. */
export function hostLines({ placements }: PlannedOutcome, roster: Roster, look: Look): string[] {
  const loads = hostLoads(roster, placements).filter(({ openingSeats }) => openingSeats > 0);
  const counts = new Map<string, number>();
  for (const { placed, openingSeats } of loads) {
    const label = placed >= openingSeats ? 'full' : placed === 0 ? 'empty' : placed * 2 >= openingSeats ? 'half or more' : 'under half';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const bars = ['full', 'half or more', 'under half', 'empty']
    .filter((name) => counts.has(name))
    .map((name) => ({ name, part: counts.get(name)!, whole: loads.length, figures: `${counts.get(name)!} of ${loads.length} hosts` }));
  return chart('Hosts', bars, look, 0, '');
}

/** What of each budget is spent, the tightest first. */
export function budgetLines({ placements }: PlannedOutcome, roster: Roster, look: Look): string[] {
  const bars = [...budgetLoads(roster, placements)]
    .sort((a, b) => spentOf(b) - spentOf(a) || compareText(a.budget.id, b.budget.id))
    .map(({ budget, spentCents, leftCents }) => ({
      name: budget.id,
      part: spentCents,
      whole: budget.limitCents,
      figures: `${budget.limitCents <= 0 ? 0 : Math.floor((spentCents * 100) / budget.limitCents)} %, ${euros(leftCents)} left of ${euros(budget.limitCents)}`,
    }));
  return chart('Budgets', bars.slice(0, listedAtMost), look, bars.length - listedAtMost, 'budgets.csv');
}

/** In parts per million, to sort by. */
function spentOf({ spentCents, budget }: { readonly spentCents: number; readonly budget: { readonly limitCents: number } }): number {
  return budget.limitCents <= 0 ? 0 : Math.floor((spentCents * 1_000_000) / budget.limitCents);
}

function euros(cents: number): string {
  return `${groupDigits(eurosOfCents(cents))} €`;
}
