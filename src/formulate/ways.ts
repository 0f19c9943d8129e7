import { preferencesOf } from '../instance/preferences.js';
import type { Slices } from '../instance/slices.js';
import type { Instance } from '../instance/types.js';
import type { Model, TierRule, Wishes } from '../model/types.js';
import { hasSeatsAlone } from '../model/wish-steps.js';
import type { Options, TierName } from '../roster/types.js';

/** A model before its way: all rows and columns, and the tiers yet to say. */
export type Undirected = Omit<Model, 'order' | 'tiers' | 'wishes'>;

/**
 * Gives a model the tiers of its way. `stable` over seats and wishes alone has one plan, so no tier comes after it; beside other rules the
 * tiers of the options decide what it leaves open. `rank-generous` asks for the fewest unplaced before it asks for ranks.
 */
export function* directed(model: Undirected, instance: Instance): Slices<Model> {
  const { options } = instance.roster;
  const { way } = options;
  const order = way === 'rank-generous' ? 'count-first' : options.order;
  if (way === 'tiers' || way === 'leximin-senders') return { ...model, order, tiers: tiersOf(options, model) };
  const { rankOfPair, hostRankOfPair, placeOfPerson } = yield* preferencesOf(instance);
  const none = new Int32Array(0);
  const wishes: Wishes =
    way === 'stable' ? { way, rankOfPair, hostRankOfPair, placeOfPerson } : { way, rankOfPair, hostRankOfPair: none, placeOfPerson: none };
  return { ...model, order, tiers: tiersOf(options, model), wishes };
}

/** A replan without a bound on moves makes them as few as can be. */
export function hasMoves({ replan, maximumMoves }: Options): boolean {
  return replan && maximumMoves === null;
}

/** The tiers of the way; the moves of a replan come right after who is placed, else after the stable placements, else first. */
function tiersOf(options: Options, model: Undirected): TierRule[] {
  const rules = tiersOfWay(options, model);
  if (!hasMoves(options)) return rules;
  const names = rules.map(({ name }) => name);
  const before = names.includes('placed') ? names.indexOf('placed') : names.indexOf('stable');
  return rules.toSpliced(before + 1, 0, { name: 'moves', giveMillionths: 0, toleranceMillionths: 0 });
}

function tiersOfWay(options: Options, model: Undirected): TierRule[] {
  const rule = (name: TierName): TierRule => ({
    name,
    giveMillionths: options.give[name],
    toleranceMillionths: options.tolerance[name],
  });
  const exact = (name: 'ranks' | 'stable'): TierRule => ({ name, giveMillionths: 0, toleranceMillionths: 0 });
  const without = (...names: TierName[]) => options.tiers.filter((name) => !names.includes(name)).map(rule);
  switch (options.way) {
    case 'tiers':
      return without();
    case 'leximin-senders':
      return [rule('placed'), rule('evenness'), ...without('placed', 'evenness')];
    case 'stable':
      return [exact('stable'), ...(hasSeatsAlone(model) ? [] : without())];
    default:
      return [rule('placed'), exact('ranks'), ...without('placed')];
  }
}
