import { ProofFault } from './prices.js';

/** Whole numbers, cost ≥ 0. */
export interface Option {
  readonly cost: number;
  readonly worth: number;
}

/** Pareto states, dearer ones worth more. */
interface States {
  readonly cost: Float64Array;
  readonly worth: Float64Array;
}

/** States of one knapsack, summed over its people; where more would be needed, the bound shown so far is taken. */
const mostStates = 4_000_000;
const exact = 2 ** 53;

/** Options by rising cost, each worth more than all cheaper ones. */
export function pareto(options: Option[]): Option[] {
  options.sort((a, b) => a.cost - b.cost || b.worth - a.worth);
  let most = Number.NEGATIVE_INFINITY;
  return options.filter(({ worth }) => {
    if (worth <= most) return false;
    most = worth;
    return true;
  });
}

/**
 * Largest Σ worth of one option a group with Σ cost ≤ limit; −Infinity: even the cheapest cost more.
 * For a multiplier m/2^s no choice has 2^s·Σ worth above D = m·limit + Σ max (2^s·worth − m·cost); what a choice lacks to D is the sum of what its options lack
 * to their group's maximum, and m·(limit − Σ cost). States that lack more than a window are dropped, and the window doubles until a choice fits inside.
 */
export function knapsackMaximum(groups: readonly (readonly Option[])[], limit: number): number {
  let size = Math.abs(limit);
  let cheapest = 0;
  let free = 0;
  let freeCost = 0;
  for (const group of groups) {
    const last = group[group.length - 1]!;
    cheapest += group[0]!.cost;
    free += last.worth;
    freeCost += last.cost;
    size += last.cost + Math.max(Math.abs(last.worth), Math.abs(group[0]!.worth));
  }
  if (!(size < exact)) throw new ProofFault('a knapsack beyond whole doubles');
  if (cheapest > limit) return Number.NEGATIVE_INFINITY;
  if (freeCost <= limit) return free;
  let unit = 1;
  while (unit < 1024 && size * unit * 16 < exact) unit *= 2;
  const multiplier = multiplierOf(groups, limit, unit);
  const net = ({ cost, worth }: Option): number => unit * worth - multiplier * cost;
  const mostNet = groups.map((group) => group.reduce((most, option) => Math.max(most, net(option)), Number.NEGATIVE_INFINITY));
  const ceiling = mostNet.reduce((sum, most) => sum + most, multiplier * limit);
  if (!(Math.abs(ceiling) + multiplier * (limit + freeCost) < exact)) throw new ProofFault('a knapsack beyond whole doubles');
  let shown = -1;
  for (let window = Math.max(unit, Math.ceil(Math.abs(ceiling) / 1e5)); ; window *= 2) {
    const worth = withinWindow(groups, limit, net, mostNet, window);
    if (worth === null) break;
    if (worth * unit >= ceiling - window) return worth;
    shown = window;
  }
  // Every choice lacks more than the last window that was searched to its end.
  return Math.floor((ceiling - Math.max(0, shown)) / unit);
}

/** The least whole m at which the options best under it cost no more than the limit, or one near it. */
function multiplierOf(groups: readonly (readonly Option[])[], limit: number, unit: number): number {
  const costUnder = (multiplier: number): number => {
    let total = 0;
    for (const group of groups) {
      let best = group[0]!;
      for (const option of group) if (unit * (option.worth - best.worth) > multiplier * (option.cost - best.cost)) best = option;
      total += best.cost;
    }
    return total;
  };
  let high = 1;
  while (costUnder(high) > limit) high *= 2;
  let low = 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (costUnder(middle) > limit) low = middle;
    else high = middle;
  }
  return high;
}

/** The best choice among those whose options lack no more than the window; −Infinity: none; null: too many states. */
function withinWindow(
  groups: readonly (readonly Option[])[],
  limit: number,
  net: (option: Option) => number,
  mostNet: readonly number[],
  window: number,
): number | null {
  const near = groups.map((group, k) => group.filter((option) => mostNet[k]! - net(option) <= window));
  const order = near.map((_, k) => k).sort((a, b) => near[a]!.length - near[b]!.length || a - b);
  let cheapestLeft = near.reduce((sum, group) => sum + group[0]!.cost, 0);
  let most = 0;
  let states: States = { cost: Float64Array.of(0), worth: Float64Array.of(0) };
  let work = 0;
  for (const k of order) {
    const group = near[k]!;
    cheapestLeft -= group[0]!.cost;
    most += mostNet[k]!;
    let next: States | null = null;
    for (const option of group) {
      const moved = shifted(states, option, limit - cheapestLeft, (state) => most - net(state) <= window);
      next = next === null ? moved : merged(next, moved);
      work += moved.cost.length;
    }
    states = next!;
    if (states.cost.length === 0) return Number.NEGATIVE_INFINITY;
    if (work > mostStates) return null;
  }
  return states.worth[states.worth.length - 1]!;
}

function shifted(states: States, option: Option, mostCost: number, isNear: (state: Option) => boolean): States {
  const cost = new Float64Array(states.cost.length);
  const worth = new Float64Array(states.cost.length);
  let count = 0;
  for (let k = 0; k < states.cost.length; k++) {
    const state = { cost: states.cost[k]! + option.cost, worth: states.worth[k]! + option.worth };
    if (state.cost > mostCost) break;
    if (!isNear(state)) continue;
    cost[count] = state.cost;
    worth[count++] = state.worth;
  }
  return { cost: cost.subarray(0, count), worth: worth.subarray(0, count) };
}

/** Both lists by cost, without states that a cheaper or equal one matches in worth. */
function merged(a: States, b: States): States {
  const cost = new Float64Array(a.cost.length + b.cost.length);
  const worth = new Float64Array(cost.length);
  let count = 0;
  let i = 0;
  let j = 0;
  let most = Number.NEGATIVE_INFINITY;
  while (i < a.cost.length || j < b.cost.length) {
    const isFirst =
      j === b.cost.length || (i < a.cost.length && (a.cost[i]! < b.cost[j]! || (a.cost[i] === b.cost[j] && a.worth[i]! >= b.worth[j]!)));
    const from = isFirst ? a : b;
    const at = isFirst ? i++ : j++;
    if (from.worth[at]! <= most) continue;
    most = from.worth[at]!;
    cost[count] = from.cost[at]!;
    worth[count++] = most;
  }
  return { cost: cost.subarray(0, count), worth: worth.subarray(0, count) };
}
