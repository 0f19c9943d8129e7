#!/usr/bin/env node
/**
 * Replays a proof pack: node replay.mjs [FOLDER]
 *
 * Says for a stranger, from numbers alone, whether the plan in the pack keeps every row of the model in the pack, what it is worth in each tier, and
 * whether no plan can do better. It needs Node and nothing else, and shares no line with the program that made the plan or with that program's own checker.
 * What each number is, and why each kind of proof proves, stands in the README.md beside it.
 *
 * All is exact: whole numbers below 2^53 where that is certain, BigInt elsewhere. A proof that shows less than it claims leaves its step
 * open; anything contradictory (a witness without its value, a price on a limit that is not there) ends the replay with the step's name.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const safe = 2 ** 53;

/** Something in the pack is not what it says it is. */
export class Flaw extends Error {}

function demand(holds, words) {
  if (!holds) throw new Flaw(words);
}

// ── Exact arithmetic ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A sum of products of whole numbers (Number or BigInt). */
class Tally {
  #near = 0;
  #far = 0n;

  add(a, b = 1) {
    const product = typeof a === 'number' && typeof b === 'number' ? a * b : Number.NaN;
    if (!(Math.abs(product) < safe / 2)) {
      this.#far += BigInt(a) * BigInt(b);
      return;
    }
    this.#near += product;
    if (Math.abs(this.#near) >= safe / 2) {
      this.#far += BigInt(this.#near);
      this.#near = 0;
    }
  }

  get total() {
    return this.#far + BigInt(this.#near);
  }
}

const magnitude = (a) => (a < 0n ? -a : a);
const floorOf = (a, b) => (a - (((a % b) + b) % b)) / b; // b > 0
const ceilOf = (a, b) => -floorOf(-a, b);
const millionths = (value, share) => (magnitude(BigInt(value)) * BigInt(share)) / 1_000_000n;

function commonDivisor(values) {
  let divisor = 0;
  for (const value of values) {
    for (let a = Math.abs(value); a !== 0; ) [divisor, a] = [a, divisor % a];
    if (divisor === 1) break;
  }
  return divisor || 1;
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function integers(list, length, least, most, name) {
  demand(Array.isArray(list) && (length === null || list.length === length), `${name} is no list of the length it must have`);
  for (const value of list) demand(Number.isSafeInteger(value) && value >= least && value <= most, `${name} holds ${value}`);
  return list;
}

function whole(value, name) {
  demand(Number.isSafeInteger(value), `${name} is ${value}`);
  return value;
}

/**
 * The model as a list of rows lower ≤ Σ coefficient·column ≤ upper over whole columns 0 … top: first one a person, then one a seat, then the side
 * rows. `least` > 0: the row's sum is 0 or at least so much.
 */
function readModel(json) {
  demand(json?.format === 'placewise-pack-model-1', 'model.json is of another format');
  const first = integers(json.firstPairOfPerson, null, 0, safe, 'firstPairOfPerson');
  const people = first.length - 1;
  demand(people >= 0 && first[0] === 0 && first.every((at, k) => k === 0 || at >= first[k - 1]), 'firstPairOfPerson does not rise from 0');
  const pairs = first[people];
  const seats = integers(json.upperOfSeat, null, 0, safe, 'upperOfSeat').length;
  const extra = integers(json.upperOfExtra, null, 0, safe, 'upperOfExtra').length;
  const columns = pairs + extra;
  const of = (name, length, least, most) => integers(json[name], length, least, most, name);
  const model = {
    people,
    pairs,
    first,
    extra,
    order: json.order,
    tiers: json.tiers,
    counted: of('countedOfPerson', people, 0, 1),
    placedColumn: of('placedColumnOfPerson', people, -1, columns - 1),
    group: of('groupOfPerson', people, -1, whole(json.groupCount, 'groupCount') - 1),
    groups: json.groupCount,
    applicants: of('applicantsOfGroup', json.groupCount, 0, safe),
    score: of('scoreOfPair', pairs, -safe, safe),
    scoreOfExtra: of('scoreOfExtra', extra, -safe, safe),
    cost: of('costOfPair', pairs, -safe, safe),
    walk: of('walk', null, 0, people - 1),
    earlier: of('earlierPairs', null, 0, pairs - 1),
    wishes: json.wishes,
    seat: of('seatOfPair', pairs, -1, seats - 1),
  };
  demand(new Set(model.walk).size === model.walk.length, 'somebody walks twice');
  demand(
    model.placedColumn.every((column) => column === -1 || column >= pairs),
    'a pair says "placed"',
  );
  demand(
    model.walk.every((person) => model.counted[person] === 1),
    'somebody walks who does not count',
  );
  demand(new Set(model.tiers.map(({ name }) => name)).size === model.tiers.length, 'a tier stands twice');
  for (const { giveMillionths, toleranceMillionths } of model.tiers)
    integers([giveMillionths, toleranceMillionths], 2, 0, 1_000_000, 'tiers');
  demand(['rank-first', 'count-first'].includes(model.order), 'no such order');
  if (model.wishes !== null) {
    integers(model.wishes.rankOfPair, pairs, 0, 255, 'rankOfPair');
    if (model.wishes.way === 'stable') {
      integers(model.wishes.hostRankOfPair, pairs, 0, safe, 'hostRankOfPair');
      integers(model.wishes.placeOfPerson, people, 0, people - 1, 'placeOfPerson');
    }
  }
  const rows = [];
  const lower = of('lowerOfPerson', people, 0, safe);
  const upper = of('upperOfPerson', people, 0, safe);
  for (let person = 0; person < people; person++) {
    const own = Int32Array.from({ length: first[person + 1] - first[person] }, (_, k) => first[person] + k);
    rows.push({ columns: own, coefficients: null, lower: lower[person], upper: upper[person], least: 0 });
  }
  const ofSeat = Array.from({ length: seats }, () => []);
  model.seat.forEach((seat, pair) => void (seat >= 0 && ofSeat[seat].push(pair)));
  ofSeat.forEach((own, seat) => {
    rows.push({ columns: Int32Array.from(own), coefficients: null, lower: -Infinity, upper: json.upperOfSeat[seat], least: 0 });
  });
  for (const row of json.rows) {
    integers(row.columns, null, 0, columns - 1, 'the columns of a row');
    integers(row.coefficients, row.columns.length, row.minimumToOpen > 0 ? 0 : -safe, safe, 'the coefficients of a row');
    demand(new Set(row.columns).size === row.columns.length, 'a row names a column twice');
    rows.push({
      columns: Int32Array.from(row.columns),
      coefficients: Float64Array.from(row.coefficients),
      lower: row.lower === null ? -Infinity : whole(row.lower, 'a lower limit'),
      upper: row.upper === null ? Infinity : whole(row.upper, 'an upper limit'),
      least: Math.max(0, whole(row.minimumToOpen, 'a minimum to open')),
    });
  }
  const top = new Float64Array(columns).fill(1);
  top.set(json.upperOfExtra, pairs);
  return { model, problem: { people, seats, pairs, top, rows, objective: new Float64Array(columns) } };
}

const divisors = new WeakMap();

/** Columns are whole, so the sum of a row is a multiple of what divides all its coefficients. */
function divisorOf({ coefficients }) {
  if (coefficients === null) return 1;
  if (!divisors.has(coefficients)) divisors.set(coefficients, commonDivisor(coefficients));
  return divisors.get(coefficients);
}

const everyMultiple = (row) => ({ base: 0, step: divisorOf(row) });

const reaches = new WeakMap();

/** What the sum of a row can be: a base, and multiples of a step more or less. */
function reachOf(problem, at) {
  const { people, rows } = problem;
  if (at < people + problem.seats) return everyMultiple(rows[at]);
  if (!reaches.has(rows)) reaches.set(rows, new Map());
  const known = reaches.get(rows);
  if (!known.has(at)) known.set(at, reachOfPlaced(problem, rows[at]) ?? everyMultiple(rows[at]));
  return known.get(at);
}

/** Where each person in the row has all pairs there and takes exactly one of them, or takes none: their first pairs, and what the others differ by. */
function reachOfPlaced({ people, pairs, rows }, { columns, coefficients }) {
  const coefficientOf = new Map(Array.from(columns, (column, e) => [column, coefficients[e]]));
  if (columns.some((column) => column >= pairs)) return null;
  const differences = [];
  let base = 0;
  let inRow = 0;
  for (let person = 0; person < people; person++) {
    const { columns: own, lower, upper, isRefused } = rows[person];
    const inside = own.filter((column) => coefficientOf.has(column));
    inRow += inside.length;
    if (inside.length === 0 || upper === 0 || isRefused) continue;
    if (lower !== 1 || upper !== 1 || inside.length < own.length) return null;
    const first = coefficientOf.get(own[0]);
    base += first;
    for (const column of own) if (coefficientOf.get(column) !== first) differences.push(coefficientOf.get(column) - first);
  }
  return inRow === columns.length ? { base, step: differences.length === 0 ? 0 : commonDivisor(differences) } : null;
}

/** The last sum within a limit that whole columns can reach. */
const mostOf = (reach, upper) => within(reach, upper, Math.floor, Math.min);
const leastOf = (reach, lower) => within(reach, lower, Math.ceil, Math.max);

function within({ base, step }, limit, round, nearer) {
  if (!Number.isFinite(limit)) return limit;
  return exactLimit(step === 0 ? nearer(limit, base) : base + round((limit - base) / step) * step, limit);
}

function exactLimit(reached, limit) {
  demand(!Number.isFinite(limit) || Number.isSafeInteger(reached), 'a limit leaves the exact integers');
  return reached;
}

// ── What prices show ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The limits of all rows and columns; a tree tightens them on its way down and restores them on its way up. */
function boxOf({ rows, top }) {
  return {
    rowLower: Float64Array.from(rows, (row) => (row.least > 0 ? Math.max(0, row.lower) : row.lower)),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    columnLower: new Float64Array(top.length),
    columnUpper: Float64Array.from(top),
  };
}

/** Σ price·limit, and what each column is worth beyond the prices of its rows. */
function charge(problem, box, leaf) {
  const { rows, objective } = problem;
  const { scale } = leaf;
  demand(Number.isSafeInteger(scale) && scale >= 0, 'the scale is no whole number');
  integers(leaf.rows, null, 0, rows.length - 1, 'the rows of prices');
  integers(leaf.prices, leaf.rows.length, -safe, safe, 'prices');
  const sum = new Tally();
  const worth = Float64Array.from(objective, (value) => scale * value);
  const size = worth.map(Math.abs);
  const eachEntry = (visit) => {
    leaf.rows.forEach((row, k) => {
      const { columns, coefficients } = rows[row];
      for (let e = 0; e < columns.length; e++) visit(columns[e], leaf.prices[k], coefficients === null ? 1 : coefficients[e]);
    });
  };
  leaf.rows.forEach((row, k) => {
    const price = leaf.prices[k];
    const limit = price > 0 ? mostOf(reachOf(problem, row), box.rowUpper[row]) : leastOf(reachOf(problem, row), box.rowLower[row]);
    demand(price === 0 || Number.isFinite(limit), `a price stands on a limit that row ${row} does not have`);
    if (price !== 0) sum.add(price, limit);
  });
  eachEntry((column, price, coefficient) => {
    const share = price * coefficient;
    worth[column] -= share;
    size[column] += Math.abs(share);
  });
  /** Columns whose terms leave the range in which doubles are exact. */
  const large = new Map();
  size.forEach((value, column) => void (value < safe || large.set(column, BigInt(scale) * BigInt(objective[column]))));
  if (large.size > 0) {
    eachEntry((column, price, coefficient) => {
      if (large.has(column)) large.set(column, large.get(column) - BigInt(price) * BigInt(coefficient));
    });
  }
  return { sum, worth, large };
}

function addColumns({ sum, worth, large }, box, from, skip = () => false) {
  for (let column = from; column < worth.length; column++) {
    if (skip(column)) continue;
    const own = large.size > 0 && large.has(column) ? large.get(column) : worth[column];
    if (own > 0) sum.add(own, box.columnUpper[column]);
    else if (own < 0) sum.add(own, box.columnLower[column]);
  }
}

/** What a leaf shows: null where no plan is left, else the most that scale·objective can be. */
function leafTotal(problem, box, leaf) {
  const charged = charge(problem, box, leaf);
  const keepsKnapsacks = leaf.knapsackRows !== undefined;
  demand(!(keepsKnapsacks && leaf.groupRows !== undefined), 'a leaf keeps knapsacks or groups, not both');
  if (keepsKnapsacks) return addKnapsacks(problem, box, charged, leaf.knapsackRows);
  if (leaf.groupRows !== undefined) return addGroups(problem, box, charged, leaf.groupRows);
  addColumns(charged, box, 0);
  return charged.sum.total;
}

function leafBound(problem, box, leaf, grid) {
  const total = leafTotal(problem, box, leaf);
  if (total === null) return null;
  if (leaf.scale === 0) {
    demand(total < 0n, 'a leaf without scale shows nothing');
    return null;
  }
  return floorOf(floorOf(total, BigInt(leaf.scale)), grid) * grid;
}

/**
 * The prices of one refusal of a walk after another: what each column is worth beyond them and what they come to is kept, and a refusal says which prices change.
 * Every number stays below 2^53, or the proof is not taken. `lowerOf`: the lower limit of a row with the people kept by then.
 */
class RunningPrices {
  total = 0;
  size = 0;

  constructor({ rows, top }) {
    this.rows = rows;
    this.top = top;
    this.priceOfRow = new Float64Array(rows.length);
    this.shareOfRow = new Float64Array(rows.length);
    this.worth = new Float64Array(top.length);
  }

  change(leaf, lowerOf) {
    integers(leaf.rows, null, 0, this.rows.length - 1, 'the rows of prices');
    integers(leaf.prices, leaf.rows.length, -safe, safe, 'prices');
    demand(leaf.knapsackRows === undefined && leaf.groupRows === undefined, 'prices that change stand on rows alone');
    leaf.rows.forEach((row, k) => {
      const price = leaf.prices[k];
      const { columns, coefficients, upper } = this.rows[row];
      const limit = price > 0 ? mostOf(everyMultiple(this.rows[row]), upper) : leastOf(everyMultiple(this.rows[row]), lowerOf(row));
      demand(price === 0 || Number.isFinite(limit), `a price stands on a limit that row ${row} does not have`);
      const share = price === 0 ? 0 : price * limit;
      this.add(share - this.shareOfRow[row]);
      this.shareOfRow[row] = share;
      const rise = price - this.priceOfRow[row];
      this.priceOfRow[row] = price;
      for (let e = 0; e < columns.length; e++) {
        const before = this.worth[columns[e]];
        const after = before - rise * (coefficients === null ? 1 : coefficients[e]);
        demand(Math.abs(after) < safe, 'prices that change are too large');
        this.worth[columns[e]] = after;
        this.add((Math.max(0, after) - Math.max(0, before)) * this.top[columns[e]]);
      }
    });
  }

  /** Do they show that none of these columns, each worth `scale` before prices, is in any plan? */
  refuse(columns, scale) {
    demand(Number.isSafeInteger(scale) && scale > 0, 'the scale of changed prices is no number above 0');
    let total = this.total;
    for (const column of columns) total += (Math.max(0, this.worth[column] + scale) - Math.max(0, this.worth[column])) * this.top[column];
    demand(this.size + Math.abs(total) < safe, 'prices that change are too large');
    return total < scale;
  }

  add(change) {
    this.size += Math.abs(change);
    this.total += change;
    demand(this.size < safe, 'prices that change are too large');
  }
}

// ── Leaves that keep rows ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** All people's rows and the named rows are kept: each named row is a multiple-choice knapsack over its people, solved here exactly. */
function addKnapsacks(problem, box, { sum, worth, large }, named) {
  const { people, pairs, rows } = problem;
  demand(large.size === 0, 'a knapsack beyond whole numbers');
  const cost = new Float64Array(pairs);
  const knapsackOfPair = new Int32Array(pairs).fill(-1);
  integers(named, null, people + problem.seats, rows.length - 1, 'the knapsacks');
  named.forEach((address, knapsack) => {
    const { columns, coefficients } = rows[address];
    columns.forEach((column, e) => {
      if (coefficients[e] === 0) return;
      demand(coefficients[e] > 0 && column < pairs && knapsackOfPair[column] < 0, `row ${address} is no knapsack`);
      knapsackOfPair[column] = knapsack;
      cost[column] = coefficients[e];
    });
  });
  const choices = named.map(() => []);
  for (let person = 0; person < people; person++) {
    const own = [...rows[person].columns];
    const [lower, upper] = [box.rowLower[person], box.rowUpper[person]];
    const inside = new Set(own.map((pair) => knapsackOfPair[pair]).filter((knapsack) => knapsack >= 0));
    demand(inside.size <= 1, `person ${person} stands in two knapsacks`);
    if (own.some((pair) => box.columnLower[pair] > box.columnUpper[pair])) return null;
    if (upper > 1) {
      demand(inside.size === 0, `person ${person} of a knapsack may take several places`);
      for (const pair of own) sum.add(Math.max(worth[pair] * box.columnLower[pair], worth[pair] * box.columnUpper[pair]));
      continue;
    }
    const taken = own.filter((pair) => box.columnLower[pair] > 0);
    if (taken.length > upper || lower > upper) return null;
    const open = taken.length > 0 ? taken : upper < 1 ? [] : own.filter((pair) => box.columnUpper[pair] > 0);
    const options = open.map((pair) => ({ cost: cost[pair], worth: worth[pair] }));
    if (taken.length === 0 && lower < 1) options.push({ cost: 0, worth: 0 });
    if (options.length === 0) return null;
    if (inside.size === 1) choices[[...inside][0]].push(options);
    else sum.add(Math.max(...options.map((option) => option.worth)));
  }
  for (const [knapsack, address] of named.entries()) {
    demand(Number.isFinite(box.rowUpper[address]), `row ${address} has no limit and is no knapsack`);
    const most = knapsackMost(choices[knapsack], mostOf(reachOf(problem, address), box.rowUpper[address]));
    if (most === null) return null;
    sum.add(most);
  }
  addColumns({ sum, worth, large }, box, pairs);
  return sum.total;
}

/**
 * The most that one option of each choice can be worth together within `limit`; null: even the cheapest cost more.
 * With a price m/unit on cost, unit·Σworth = D − Σ loss − m·(limit − Σcost) for D the best without the limit, each loss ≥ 0: only states that have
 * lost less than a window matter, and the window grows until the best state found has lost no more than it.
 */
function knapsackMost(choices, limit) {
  const cheapest = choices.reduce((sum, options) => sum + Math.min(...options.map(({ cost }) => cost)), 0);
  if (cheapest > limit) return null;
  const size = choices.reduce((sum, options) => sum + Math.max(...options.map(({ cost, worth }) => cost + Math.abs(worth))), limit);
  let unit = 1024;
  while (unit > 1 && size * unit * 16 >= safe) unit /= 2;
  demand(size * unit * 4 < safe, 'a knapsack beyond whole numbers');
  const bestUnder = (price) =>
    choices.map((options) =>
      options.reduce((best, option) => {
        const more = unit * (option.worth - best.worth) - price * (option.cost - best.cost);
        return more > 0 || (more === 0 && option.cost < best.cost) ? option : best;
      }),
    );
  const costUnder = (price) => bestUnder(price).reduce((sum, { cost }) => sum + cost, 0);
  let [low, high] = [-1, 0];
  for (; costUnder(high) > limit; high = Math.max(1, high * 2)) low = high;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (costUnder(middle) > limit) low = middle;
    else high = middle;
  }
  const net = ({ cost, worth }) => unit * worth - high * cost;
  const best = bestUnder(high).map(net);
  const ceiling = best.reduce((sum, value) => sum + value, high * limit);
  demand(Math.abs(ceiling) + high * (limit + size) < safe, 'a knapsack beyond whole numbers');
  let searched = 0;
  for (let window = Math.max(unit, Math.ceil(Math.abs(ceiling) / 100_000)); ; window *= 2) {
    const found = searchWindow(choices, limit, net, best, window);
    if (found === 'too many') return Math.floor((ceiling - searched) / unit);
    if (found !== null && unit * found >= ceiling - window) return found;
    searched = window;
  }
}

function searchWindow(choices, limit, net, best, window) {
  const near = choices.map((options, k) => options.filter((option) => best[k] - net(option) <= window)).sort((a, b) => a.length - b.length);
  let cheapestLeft = near.reduce((sum, options) => sum + Math.min(...options.map(({ cost }) => cost)), 0);
  let states = [{ cost: 0, worth: 0, loss: 0 }];
  let work = 0;
  for (const options of near) {
    const most = Math.max(...options.map(net));
    cheapestLeft -= Math.min(...options.map(({ cost }) => cost));
    const next = [];
    for (const option of options) {
      for (const state of states) {
        const cost = state.cost + option.cost;
        const loss = state.loss + most - net(option);
        if (cost + cheapestLeft <= limit && loss <= window) next.push({ cost, worth: state.worth + option.worth, loss });
      }
    }
    next.sort((a, b) => a.cost - b.cost || b.worth - a.worth);
    let highest = -Infinity;
    states = next.filter(({ worth }) => {
      const isBetter = worth > highest;
      highest = Math.max(highest, worth);
      return isBetter;
    });
    if (states.length === 0) return null;
    work += next.length;
    if (work > 20_000_000) return 'too many';
  }
  return states.at(-1).worth;
}

/**
 * Named rows that are closed or hold a least number, each with the seats all of whose pairs stand in it: within such nested limits taking the
 * worthiest first is exact for every number taken (the family is a matroid).
 */
function addGroups(problem, box, { sum, worth, large }, named) {
  const { people, seats, pairs, rows } = problem;
  demand(large.size === 0, 'a group beyond whole numbers');
  integers(named, null, people + seats, rows.length - 1, 'the groups');
  const groupOfPair = new Map();
  const inside = named.map((address) => {
    const { columns, coefficients, least } = rows[address];
    demand(least > 0, `row ${address} has no minimum to open`);
    const own = [...columns].filter((_, e) => coefficients[e] !== 0);
    demand(
      own.every((pair) => pair < pairs && !groupOfPair.has(pair)) && coefficients.every((value) => value === 0 || value === 1),
      `row ${address} is no group`,
    );
    for (const pair of own) groupOfPair.set(pair, address);
    return own.filter((pair) => box.columnUpper[pair] > 0);
  });
  const seatOfPair = new Map();
  for (let seat = people; seat < people + seats; seat++) {
    const groups = new Set([...rows[seat].columns].map((pair) => groupOfPair.get(pair)));
    if (groups.size === 1 && !groups.has(undefined)) for (const pair of rows[seat].columns) seatOfPair.set(pair, seat);
  }
  for (const [k, address] of named.entries()) {
    const left = new Map();
    const gains = [];
    for (const pair of inside[k].sort((a, b) => worth[b] - worth[a])) {
      const seat = seatOfPair.get(pair);
      const free = seat === undefined ? 1 : (left.get(seat) ?? box.rowUpper[seat]);
      if (free < 1) continue;
      if (seat !== undefined) left.set(seat, free - 1);
      gains.push(worth[pair]);
    }
    const fewest = Math.max(rows[address].least, box.rowLower[address]);
    const most = Math.min(box.rowUpper[address], gains.length);
    const mayClose = box.rowLower[address] <= 0;
    if (fewest > most && !mayClose) return null;
    if (fewest > most) continue;
    const open = gains.slice(0, most).filter((gain, taken) => taken < fewest || gain > 0);
    const total = open.reduce((all, gain) => all + gain, 0);
    demand(open.reduce((all, gain) => all + Math.abs(gain), 0) < safe, 'a group beyond whole numbers');
    sum.add(mayClose ? Math.max(0, total) : total);
  }
  addColumns({ sum, worth, large }, box, 0, (column) => groupOfPair.has(column));
  return sum.total;
}

// ── Trees and pieces ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a proof shows about the problem: null where there is no plan at all, else a number that no plan's objective passes. */
function boundOf(problem, proof) {
  if (proof.kind === 'parts') return boundOfParts(problem, proof.parts);
  const grid = BigInt(commonDivisor(problem.objective));
  const box = boxOf(problem);
  if (proof.kind === 'prices') return leafBound(problem, box, proof, grid);
  demand(proof.kind === 'tree', `no proof is of the kind ${proof.kind}`);
  return boundOfTree(problem, proof.nodes, box, grid);
}

function boundOfTree(problem, nodes, box, grid) {
  const { rows, top } = problem;
  const visited = new Set();
  let most = null;
  /** [node, side to tighten, place, limit], or a place to restore. */
  const agenda = [{ node: 0, limits: null, at: 0, limit: 0 }];
  while (agenda.length > 0) {
    const { node: k, limits, at, limit } = agenda.pop();
    if (limits !== null) {
      if (k >= 0) agenda.push({ node: -1, limits, at, limit: limits[at] });
      limits[at] = limit;
    }
    if (k < 0) continue;
    demand(nodes[k] !== undefined && !visited.has(k), 'the branchings are no tree');
    visited.add(k);
    const node = nodes[k];
    if (node.on === undefined) {
      const bound = leafBound(problem, box, node, grid);
      if (bound !== null && (most === null || bound > most)) most = bound;
      continue;
    }
    const isColumn = node.on === 'column';
    integers([node.index], 1, 0, (isColumn ? top.length : rows.length) - 1, 'a branching');
    const [lower, upper] = isColumn ? [box.columnLower, box.columnUpper] : [box.rowLower, box.rowUpper];
    const isGate = node.on === 'open';
    demand(isColumn || isGate || node.on === 'row', `no branching is on ${node.on}`);
    // Closed or open leaves nothing out only where the row says so; x ≤ at or x ≥ at + 1 only for whole x.
    demand(!isGate || rows[node.index].least > 0, 'a row without a minimum is neither open nor closed');
    const [down, up] = isGate ? [0, rows[node.index].least] : [whole(node.at, 'a branching'), node.at + 1];
    agenda.push({ node: node.first, limits: upper, at: node.index, limit: Math.min(upper[node.index], down) });
    agenda.push({ node: node.second, limits: lower, at: node.index, limit: Math.max(lower[node.index], up) });
  }
  return most;
}

/** Pieces over different columns, each with some rows that reach no other column: their bounds add up; one piece without a plan is enough. */
function boundOfParts(problem, parts) {
  const { people, seats, pairs, top, rows, objective } = problem;
  const taken = new Uint8Array(top.length);
  let sum = 0n;
  for (const { persons, seats: ownSeats, sideRows, extras, proof } of parts) {
    integers(persons, null, 0, people - 1, 'the people of a piece');
    integers(ownSeats, null, 0, seats - 1, 'the seats of a piece');
    integers(sideRows, null, 0, rows.length - people - seats - 1, 'the rows of a piece');
    integers(extras, null, pairs, top.length - 1, 'the columns of a piece');
    const columns = [];
    for (const person of persons) columns.push(...rows[person].columns);
    const ownPairs = columns.length;
    columns.push(...extras);
    const place = new Map();
    for (const column of columns) {
      demand(taken[column] === 0, 'two pieces share a column');
      taken[column] = 1;
      place.set(column, place.size);
    }
    const addresses = [...persons, ...ownSeats.map((seat) => people + seat), ...sideRows.map((row) => people + seats + row)];
    const inside = addresses.map((address) => {
      const { columns: all, coefficients, lower, least } = rows[address];
      const within = all.map((column) => place.get(column) ?? -1);
      if (!within.includes(-1)) return { ...rows[address], columns: within };
      // Of an upper limit alone, on columns that are never below 0, what lies outside may be left out.
      const isCap = lower === -Infinity && least === 0 && (coefficients === null || coefficients.every((value) => value >= 0));
      demand(isCap, 'a row of a piece reaches outside it');
      const kept = within.map((_, e) => e).filter((e) => within[e] >= 0);
      return {
        ...rows[address],
        columns: kept.map((e) => within[e]),
        coefficients: coefficients === null ? null : kept.map((e) => coefficients[e]),
      };
    });
    const piece = {
      people: persons.length,
      seats: ownSeats.length,
      pairs: ownPairs,
      top: Float64Array.from(columns, (column) => top[column]),
      rows: inside,
      objective: Float64Array.from(columns, (column) => objective[column]),
    };
    const bound = boundOf(piece, proof);
    if (bound === null) return null;
    sum += bound;
  }
  demand(
    objective.every((value, column) => value === 0 || taken[column] === 1),
    'the pieces leave out a column that counts',
  );
  return sum;
}

// ── What a plan is worth ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Faults if the pairs do not keep every row of the model; else what the tiers read of them. */
function factsOf(model, problem, chosen, who) {
  integers(chosen, null, 0, model.pairs - 1, who);
  const x = new Float64Array(problem.top.length);
  for (const pair of chosen) x[pair] = 1;
  const placed = new Uint8Array(model.people);
  const qualityOfGroup = new Array(model.groups).fill(0);
  const placedOfGroup = new Array(model.groups).fill(0);
  for (let person = 0; person < model.people; person++) {
    const group = model.counted[person] === 1 ? model.group[person] : -1;
    for (let pair = model.first[person]; pair < model.first[person + 1]; pair++) {
      if (x[pair] === 0) continue;
      placed[person] = 1;
      if (group >= 0) qualityOfGroup[group] += model.score[pair];
    }
    if (placed[person] === 1 && group >= 0) placedOfGroup[group]++;
    if (model.placedColumn[person] >= 0) x[model.placedColumn[person]] = placed[person];
  }
  const activity = ({ columns, coefficients }) => {
    let sum = 0;
    for (let e = 0; e < columns.length; e++) if (x[columns[e]] !== 0) sum += (coefficients === null ? 1 : coefficients[e]) * x[columns[e]];
    demand(Math.abs(sum) < safe, 'a row beyond whole numbers');
    return sum;
  };
  const keeps = (row) => {
    const sum = activity(row);
    return sum >= row.lower && sum <= row.upper && (row.least === 0 || sum === 0 || sum >= row.least);
  };
  settleWishes(model, problem, x, keeps);
  problem.rows.forEach((row, address) => demand(keeps(row), `${who} breaks row ${address} of the model`));
  const over = (values, from) => values.reduce((sum, value, k) => sum + value * x[from + k], 0);
  const byLevel = (levels) => levels.sort(compareLevels);
  return {
    x,
    placed,
    quality: over(model.score, 0) + over(model.scoreOfExtra, model.pairs),
    money: over(model.cost, 0),
    levels: {
      share: byLevel(placedOfGroup.map((count, g) => [count, Math.max(1, model.applicants[g])])),
      level: byLevel(placedOfGroup.map((count, g) => (count === 0 ? [-1, 0] : [qualityOfGroup[g], count]))),
    },
  };
}

/** Columns with points of their own (people who wish to be together or apart) take the better of 0 and 1 that their rows allow. */
function settleWishes(model, { rows }, x, keeps) {
  const scored = model.scoreOfExtra.map((score, k) => ({ score, column: model.pairs + k })).filter(({ score }) => score !== 0);
  if (scored.length === 0) return;
  for (const { score, column } of scored) x[column] = score > 0 ? 1 : 0;
  const isScored = new Set(scored.map(({ column }) => column));
  const broken = new Set();
  for (const row of rows.slice(model.people)) {
    const own = row.columns.filter((column) => isScored.has(column));
    if (own.length > 0 && !keeps(row)) for (const column of own) broken.add(column);
  }
  for (const column of broken) x[column] = 1 - x[column];
}

/** Negative, 0 or positive; a denominator 0 ("nobody placed") stands below all. */
function compareLevels([a, b], [c, d]) {
  if (b === 0 || d === 0) return Math.sign(b - d);
  const difference = BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The plan of seats and wishes alone in which people propose and seats keep whom they prefer, one proposal at a time. */
function stablePairs(model, problem) {
  const { wishes } = model;
  demand(wishes?.way === 'stable', 'the model knows no wishes of people and hosts');
  const personOf = new Int32Array(model.pairs);
  const wish = (rank) => (rank === 0 ? Infinity : rank);
  const listOf = Array.from({ length: model.people }, (_, person) => {
    const own = [...problem.rows[person].columns];
    for (const pair of own) personOf[pair] = person;
    if (model.counted[person] !== 1) return [];
    const keyed = own
      .filter((pair) => model.seat[pair] >= 0)
      .map((pair) => ({ pair, rank: wish(wishes.rankOfPair[pair]), score: model.score[pair] }));
    return keyed.sort((a, b) => (a.rank === b.rank ? b.score - a.score || a.pair - b.pair : a.rank - b.rank)).map(({ pair }) => pair);
  });
  const isBetter = (a, b) => {
    const [first, second] = [wish(wishes.hostRankOfPair[a]), wish(wishes.hostRankOfPair[b])];
    return first === second ? wishes.placeOfPerson[personOf[a]] < wishes.placeOfPerson[personOf[b]] : first < second;
  };
  const held = new Map();
  const asked = new Int32Array(model.people);
  const asking = Array.from({ length: model.people }, (_, person) => person);
  while (asking.length > 0) {
    const person = asking.pop();
    const pair = listOf[person][asked[person]++];
    if (pair === undefined) continue;
    const seat = model.seat[pair];
    const own = held.get(seat) ?? [];
    held.set(seat, own);
    const at = own.findIndex((other) => isBetter(pair, other));
    own.splice(at < 0 ? own.length : at, 0, pair);
    if (own.length > problem.rows[model.people + seat].upper) asking.push(personOf[own.pop()]);
  }
  return [...held.values()].flat();
}

// ── The tiers, step by step ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Columns that count the placed among people: their pairs, or the column that says so. */
function placedColumns(model, persons) {
  return persons.flatMap((person) =>
    model.placedColumn[person] >= 0
      ? [model.placedColumn[person]]
      : Array.from({ length: model.first[person + 1] - model.first[person] }, (_, k) => model.first[person] + k),
  );
}

const ones = (columns, lower, upper = Infinity) => ({
  columns: Int32Array.from(columns),
  coefficients: new Float64Array(columns.length).fill(1),
  lower,
  upper,
  least: 0,
});

/** The rows left by the steps done: a problem that only grows. */
class Chain {
  /** People who must be placed; null: no step has fixed them. */
  kept = null;
  refused = new Set();
  measure = null;
  stayColumn = -1;
  stayCount = 0;

  constructor(model, problem) {
    this.model = model;
    this.problem = problem;
    this.members = Array.from({ length: model.groups }, () => []);
    model.group.forEach((group, person) => void (group >= 0 && model.counted[person] === 1 && this.members[group].push(person)));
  }

  maximising(weights) {
    const objective = new Float64Array(this.problem.top.length);
    for (const [columns, weight] of weights) for (const column of columns) objective[column] += weight;
    return { ...this.problem, objective };
  }

  static withRows(problem, rows, fresh = 0) {
    const top = new Float64Array(problem.top.length + fresh).fill(1);
    top.set(problem.top);
    return { ...problem, top, rows: [...problem.rows, ...rows], objective: new Float64Array(top.length) };
  }

  addRows(rows, fresh = 0) {
    this.problem = Chain.withRows(this.problem, rows, fresh);
  }

  /** Everybody of these is placed: the lower limit of their own row, or a row on the column that says so. */
  static withKept(problem, model, persons) {
    const rows = problem.rows.slice();
    const late = [];
    for (const person of persons) {
      if (model.placedColumn[person] >= 0) late.push(ones([model.placedColumn[person]], 1));
      else rows[person] = { ...rows[person], lower: Math.max(1, rows[person].lower) };
    }
    return { ...problem, rows: [...rows, ...late] };
  }

  keep(persons) {
    this.problem = Chain.withKept(this.problem, this.model, persons);
    this.kept = new Set([...(this.kept ?? []), ...persons]);
  }

  /** Nobody of these is in any plan that is left. */
  refuse(persons) {
    const rows = this.problem.rows.slice();
    for (const person of persons) {
      rows[person] = { ...rows[person], isRefused: true };
      this.refused.add(person);
    }
    this.problem = { ...this.problem, rows };
  }

  others() {
    return this.model.counted.flatMap((counted, person) =>
      counted === 1 && !this.kept?.has(person) && !this.refused.has(person) ? [person] : [],
    );
  }

  afterCount(persons, least) {
    const able = persons.filter((person) => this.model.first[person + 1] > this.model.first[person]);
    if (least === able.length) this.keep(able);
    else this.addRows([ones(placedColumns(this.model, persons), least)]);
  }

  /** Rows "the group stands at the level or above (excess 0), strictly above (excess 1), or its column from `stay` on is 1". */
  levelRows([numerator, denominator], excess, stay) {
    const { model } = this;
    const rows = [];
    const push = (entries, least, group) => {
      const own = entries.filter(([, coefficient]) => coefficient !== 0);
      if (stay >= 0) {
        const release = least - own.reduce((sum, [, coefficient]) => sum + Math.min(0, coefficient), 0);
        if (release <= 0) return;
        own.push([stay + group, release]);
      }
      rows.push({
        columns: Int32Array.from(own, ([column]) => column),
        coefficients: Float64Array.from(
          own,
          ([, coefficient]) => demand(Math.abs(coefficient) < safe, 'a level beyond whole numbers') ?? coefficient,
        ),
        lower: least,
        upper: Infinity,
        least: 0,
      });
    };
    this.members.forEach((persons, group) => {
      const placed = placedColumns(model, persons).map((column) => [column, 1]);
      if (this.measure === 'share') {
        const product = BigInt(numerator) * BigInt(model.applicants[group]);
        const least = excess === 1 ? floorOf(product, BigInt(denominator)) + 1n : ceilOf(product, BigInt(denominator));
        return push(placed, Number(least), group);
      }
      const pairs = persons.flatMap((person) => [...this.problem.rows[person].columns]);
      const count = this.fixedCount(persons);
      if (count !== null && denominator > 0) {
        const divisor = commonDivisor(pairs.map((pair) => model.score[pair]));
        const least = ceilOf(BigInt(numerator) * BigInt(count) + BigInt(excess), BigInt(denominator) * BigInt(divisor));
        return push(
          pairs.map((pair) => [pair, model.score[pair] / divisor]),
          Number(least),
          group,
        );
      }
      const weight = new Map(pairs.map((pair) => [pair, denominator * model.score[pair]]));
      for (const [column] of placed) weight.set(column, (weight.get(column) ?? 0) - numerator);
      push([...weight], excess, group);
      if (excess === 0 && denominator > 0) push(placed, 1, group);
    });
    return rows;
  }

  /** How many of these people are placed in every plan that is left; null: not fixed. */
  fixedCount(persons) {
    if (this.kept === null) return null;
    const open = persons.some(
      (person) => !this.kept.has(person) && !this.refused.has(person) && this.model.first[person + 1] > this.model.first[person],
    );
    return open ? null : persons.filter((person) => this.kept.has(person)).length;
  }
}

/** The counts of a way by wishes, in order. */
function rankSteps({ wishes }) {
  if (wishes === null || wishes.way === 'stable') return [];
  const ranks = [...new Set(wishes.rankOfPair)].filter((rank) => rank > 0).sort((a, b) => a - b);
  if (wishes.way === 'rank-greedy') return ranks.map((rank) => ({ kind: `most-rank-${rank}`, rank, sign: 1 }));
  const few = ranks.filter((rank) => rank > 1).reverse();
  return [{ kind: 'fewest-rank-none', rank: 0, sign: -1 }, ...few.map((rank) => ({ kind: `fewest-rank-${rank}`, rank, sign: -1 }))];
}

/** What may come next in a tier, after the kinds already done there; [] where the tier is finished. */
function nextKinds(model, tier, done) {
  const walks = model.walk.length > 0;
  const last = done.at(-1);
  const ends = (steps) => steps.length > 0 && -steps.at(-1).value >= model.groups;
  if (tier === 'ranks')
    return rankSteps(model)
      .slice(done.length, done.length + 1)
      .map(({ kind }) => kind);
  if (tier === 'placed')
    return (!walks ? ['count'] : model.order === 'rank-first' ? ['walk', 'others'] : ['count', 'walk']).slice(done.length, done.length + 1);
  if (tier !== 'evenness') return done.length === 0 ? [tier] : [];
  if (model.groups === 0) return [];
  if (last?.kind === 'level') return ['stay'];
  if (last?.kind === 'share-level') return ['share-stay'];
  const hasLevels = done.some(({ kind }) => kind === 'level');
  const [shares, levels] = ['share-stay', 'stay'].map((kind) => ends(done.filter((step) => step.kind === kind)));
  return [...(walks || hasLevels || shares ? [] : ['share-level']), ...(levels ? [] : ['level'])];
}

/** Does nothing count beside the people who walk? Then "the others" is no step. */
function everybodyWalks(model) {
  const walked = new Set(model.walk);
  return model.counted.every((counted, person) => counted === 0 || walked.has(person) || model.first[person] === model.first[person + 1]);
}

/** Replays all of a pack. Gives the verdict and the values; throws Flaw where something is not what it claims. */
export function replayPack(modelJson, proofJson) {
  const { model, problem } = readModel(modelJson);
  demand(proofJson?.format === 'placewise-pack-proof-1', 'proof.json is of another format');
  if (proofJson.status === 'infeasible') {
    demand(boundOf(problem, proofJson.infeasibility) === null, 'the proof does not show that no plan exists');
    return { verdict: 'infeasible', steps: [], reason: null };
  }
  demand(proofJson.status === 'planned', 'a pack holds a plan or shows that there is none');
  const facts = proofJson.plans.map((pairs, k) => factsOf(model, problem, pairs, k === proofJson.plan ? 'the plan' : `witness ${k}`));
  const plan = facts[proofJson.plan];
  demand(plan !== undefined, 'there is no plan');
  const chain = new Chain(model, problem);
  /** What is fixed so far: (facts, loosely) → kept? Loosely: within what the tier may give, or what its users do not care about. */
  const fixed = [];
  const steps = [];
  let missed = null;
  for (const [index, step] of proofJson.steps.entries()) {
    const name = `step ${index + 1} (${step.tier}, ${step.kind})`;
    try {
      const witness = facts[step.witness];
      demand(witness !== undefined, 'there is no witness');
      for (const { holds, strict } of fixed) demand(holds(witness, strict), 'its witness gives up what a step before has fixed');
      steps.push({ tier: step.tier, kind: step.kind, ...replayStep(model, chain, proofJson.steps, index, witness, fixed, steps) });
      demand(fixed.at(-1).holds(witness, fixed.at(-1).strict), 'its witness does not hold what it shows');
    } catch (error) {
      throw error instanceof Flaw ? new Flaw(`${name}: ${error.message}`) : error;
    }
    if (missed === null && !fixed.at(-1).holds(plan, fixed.at(-1).loose)) missed = index;
  }
  if (missed !== null) {
    const { tier, kind, value } = steps[missed];
    const open = steps.map((step, k) => (k < missed ? step : { ...step, proved: false, gap: null }));
    return { verdict: 'feasible', steps: open, reason: `the plan falls short of what is proved for ${tier} (${kind}): ${value}` };
  }
  const open = steps.find(({ proved }) => !proved);
  if (open !== undefined)
    return { verdict: open.gap === null ? 'feasible' : 'within-gap', steps, reason: `the first open step is ${open.tier} (${open.kind})` };
  const unfinished = model.tiers.find(({ name }) => {
    const left = nextKinds(
      model,
      name,
      proofJson.steps.filter(({ tier }) => tier === name),
    );
    return left.length > 0 && !(left[0] === 'others' && everybodyWalks(model));
  });
  return unfinished === undefined
    ? { verdict: 'optimal', steps, reason: null }
    : { verdict: 'feasible', steps, reason: `the tier ${unfinished.name} has steps left` };
}

/** Replays one step, adds what it fixes to chain and `fixed`, and gives its value, bound and whether it is proved. */
function replayStep(model, chain, all, index, witness, fixed, done) {
  const step = all[index];
  const rule = model.tiers.find(({ name }) => name === step.tier);
  demand(rule !== undefined, 'the model has no such tier');
  const place = (tier) => model.tiers.findIndex(({ name }) => name === tier);
  demand(index === 0 || place(all[index - 1].tier) <= place(step.tier), 'the tiers are out of order');
  demand(
    nextKinds(
      model,
      step.tier,
      all.slice(0, index).filter(({ tier }) => tier === step.tier),
    ).includes(step.kind),
    'it does not come next in its tier',
  );
  integers([step.value, step.denominator], 2, -safe, safe, 'its value');
  if (step.kind === 'walk') return replayWalk(model, chain, step, fixed);
  if (step.kind.endsWith('level')) return replayLevel(chain, step, witness, fixed);
  if (step.kind.endsWith('stay')) return replayStay(model, chain, step, fixed, done.at(-1));
  return replayScalar(chain, step, rule, scalarOf(model, chain, step, rule), witness, fixed);
}

/** A step that maximises one number: its weights on columns, how a plan is read, and the row it leaves. */
function scalarOf(model, chain, step, rule) {
  const onPairs = (values, sign) => values.map((value, k) => [[k], sign * value]);
  if (step.kind === 'count' || step.kind === 'others') {
    const persons = step.kind === 'count' ? model.counted.flatMap((counted, person) => (counted === 1 ? [person] : [])) : chain.others();
    return {
      weights: [[placedColumns(model, persons), 1]],
      read: ({ placed }) => persons.reduce((sum, person) => sum + placed[person], 0),
      after: (least) => chain.afterCount(persons, least),
      give: step.kind === 'count' && model.walk.length === 0 ? rule.giveMillionths : 0,
      tolerance: rule.toleranceMillionths,
    };
  }
  if (step.kind === 'quality') {
    const scores = [...model.score, ...model.scoreOfExtra];
    const columns = scores.flatMap((score, k) => (score === 0 ? [] : [k]));
    const coefficients = Float64Array.from(columns, (column) => scores[column]);
    return {
      weights: onPairs(scores, 1),
      read: ({ quality }) => quality,
      after: (least) => chain.addRows([{ columns: Int32Array.from(columns), coefficients, lower: least, upper: Infinity, least: 0 }]),
      give: rule.giveMillionths,
      tolerance: rule.toleranceMillionths,
    };
  }
  if (step.kind === 'money') {
    const columns = model.cost.flatMap((cost, k) => (cost === 0 ? [] : [k]));
    const coefficients = Float64Array.from(columns, (column) => model.cost[column]);
    return {
      weights: onPairs(model.cost, -1),
      read: ({ money }) => -money || 0,
      after: (least) =>
        chain.addRows([{ columns: Int32Array.from(columns), coefficients, lower: -Infinity, upper: -least || 0, least: 0 }]),
      give: rule.giveMillionths,
      tolerance: rule.toleranceMillionths,
    };
  }
  // Counts of pairs: those of the earlier plan, of the stable plan, or of one rank of wish.
  const rank = rankSteps(model).find(({ kind }) => kind === step.kind);
  const sign = rank?.sign ?? 1;
  const ofRank = (person) =>
    model.counted[person] === 0
      ? []
      : [...chain.problem.rows[person].columns].filter((pair) => model.wishes.rankOfPair[pair] === rank.rank);
  const pairs =
    step.kind === 'moves'
      ? model.earlier
      : step.kind === 'stable'
        ? stablePairs(model, chain.problem)
        : Array.from({ length: model.people }, (_, person) => ofRank(person)).flat();
  return {
    weights: [[pairs, sign]],
    read: ({ x }) => sign * pairs.reduce((sum, pair) => sum + x[pair], 0) || 0,
    after: (least) => chain.addRows([sign === 1 ? ones(pairs, least) : ones(pairs, -Infinity, -least || 0)]),
    give: 0,
    tolerance: 0,
  };
}

function replayScalar(chain, step, rule, scalar, witness, fixed) {
  const { value } = step;
  demand(scalar.read(witness) === value, `its witness is worth ${scalar.read(witness)}, not ${value}`);
  const shown = step.proof === null ? undefined : boundOf(chain.maximising(scalar.weights), step.proof);
  demand(shown !== null, 'a step with a plan is proved to have none');
  demand(shown === undefined || shown >= BigInt(value), 'a bound below the value of a plan');
  const proved = shown !== undefined && shown <= BigInt(value) + millionths(value, scalar.tolerance);
  const strict = value - Number(millionths(value, scalar.give));
  const loose = proved ? Math.min(strict, Number(shown - millionths(value, rule.toleranceMillionths))) : strict;
  fixed.push({ holds: (facts, least) => scalar.read(facts) >= least, strict, loose });
  scalar.after(strict);
  return {
    value: String(value),
    bound: shown === undefined ? null : String(shown),
    proved,
    gap: shown === undefined ? null : gapOf([value, 1], [shown, 1]),
  };
}

function replayWalk(model, chain, step, fixed) {
  const position = new Map(model.walk.map((person, at) => [person, at]));
  const kept = integers(step.kept, null, 0, model.people - 1, 'the kept');
  const places = kept.map((person) => position.get(person) ?? -1);
  demand(
    places.every((at, k) => at > (places[k - 1] ?? -1)),
    'the kept are not in the order of the walk',
  );
  demand(step.value === kept.length, 'it does not count the kept');
  const refused = new Set();
  const placeOfKept = new Map(kept.map((person, k) => [person, k]));
  let running = null;
  step.refused.forEach(({ persons, keptBefore, proof }, index) => {
    integers([keptBefore], 1, 0, kept.length, 'a refusal');
    for (const person of integers(persons, null, 0, model.people - 1, 'the refused')) {
      demand(
        position.has(person) && !placeOfKept.has(person) && !refused.has(person),
        'a refused person is kept, refused twice or not walked',
      );
      demand(keptBefore === 0 || places[keptBefore - 1] < position.get(person), 'a refusal leans on somebody who comes later');
      refused.add(person);
    }
    if (proof.kind === 'changes') {
      demand(running !== null, 'a refusal changes prices that do not stand before it');
      // Sums formed while more people had to be placed would show too much.
      demand(keptBefore >= step.refused[index - 1].keptBefore, 'a refusal changes prices that lean on more people');
    } else running = proof.kind === 'prices' && step.refused[index + 1]?.proof.kind === 'changes' ? new RunningPrices(chain.problem) : null;
    if (running !== null) {
      running.change(proof, (row) => {
        const { lower, least } = chain.problem.rows[row];
        const isKept = model.placedColumn[row] < 0 && placeOfKept.get(row) < keptBefore;
        return Math.max(lower, isKept ? 1 : lower, least > 0 ? 0 : lower);
      });
      demand(running.refuse(placedColumns(model, persons), proof.scale), `the refusal of person ${persons[0]} is not shown`);
      return;
    }
    const problem = Chain.withKept(chain.problem, model, kept.slice(0, keptBefore));
    const objective = new Float64Array(problem.top.length);
    for (const column of placedColumns(model, persons)) objective[column] = 1;
    const shown = boundOf({ ...problem, objective }, proof);
    demand(shown === null || shown <= 0n, `the refusal of person ${persons[0]} is not shown`);
  });
  chain.keep(kept);
  chain.refuse(refused);
  fixed.push({ holds: ({ placed }) => kept.every((person) => placed[person] === 1), strict: 0, loose: 0 });
  const open = model.walk.length - kept.length - refused.size;
  const gap = model.walk.length === 0 ? 0 : Number(ceilOf(BigInt(open) * 1_000_000_000n, BigInt(model.walk.length)));
  return { value: String(kept.length), bound: open === 0 ? String(kept.length) : null, proved: open === 0, gap };
}

/** Raises the level of the lowest group that may not stay: proved where nobody can have all of them strictly above it. */
function replayLevel(chain, step, witness, fixed) {
  const measure = step.kind === 'level' ? 'level' : 'share';
  if (chain.measure !== measure) Object.assign(chain, { measure, stayColumn: -1, stayCount: 0 });
  const level = [step.value, step.denominator];
  demand(step.denominator > 0 || (measure === 'level' && step.denominator === 0 && step.value === -1), 'no such level');
  const at = chain.stayCount;
  demand(at < chain.model.groups && compareLevels(witness.levels[measure][at], level) === 0, 'its witness does not stand at its level');
  let bound = null;
  if (step.proof !== null && step.bound !== null) {
    bound = integers([step.bound, step.boundDenominator], 2, -safe, safe, 'its bound');
    demand(bound[1] > 0 || (measure === 'level' && bound[1] === 0 && bound[0] === -1), 'no such bound');
    const above = Chain.withRows(chain.problem, chain.levelRows(bound, 1, chain.stayColumn));
    if (boundOf(above, step.proof) !== null) bound = null;
  }
  demand(bound === null || compareLevels(bound, level) >= 0, 'a bound below the level of a plan');
  const proved = bound !== null && compareLevels(bound, level) === 0;
  const stay = chain.problem.top.length;
  chain.addRows([...chain.levelRows(level, 0, chain.stayColumn), ...chain.levelRows(level, 1, stay)], chain.model.groups);
  Object.assign(chain, { stayColumn: stay, level });
  fixed.push({ holds: (facts) => compareLevels(facts.levels[measure][at], level) >= 0, strict: 0, loose: 0 });
  const text = ([numerator, denominator]) => (denominator === 1 ? String(numerator) : `${numerator}/${denominator}`);
  return { value: text(level), bound: bound === null ? null : text(bound), proved, gap: bound === null ? null : gapOf(level, bound) };
}

/** At that level, as few groups as can be stay: at most so many stand at it or below. */
function replayStay(model, chain, step, fixed, before) {
  const { value } = step;
  const { measure, level, stayColumn } = chain;
  let shown;
  if (step.proof?.kind === 'level') {
    // That nobody new may stay was just shown to be impossible: one more is the fewest.
    shown = before.proved ? BigInt(-(chain.stayCount + 1)) : undefined;
  } else if (step.proof !== null) {
    const stays = Array.from({ length: model.groups }, (_, group) => stayColumn + group);
    shown = boundOf(chain.maximising([[stays, -1]]), step.proof);
    demand(shown !== null, 'a step with a plan is proved to have none');
    demand(shown >= BigInt(value), 'a bound below the value of a plan');
  }
  demand(-value > chain.stayCount && -value <= model.groups, 'nobody new stays');
  const proved = shown !== undefined && shown <= BigInt(value);
  chain.addRows([
    ones(
      Array.from({ length: model.groups }, (_, group) => stayColumn + group),
      -Infinity,
      -value,
    ),
  ]);
  chain.stayCount = -value;
  fixed.push({
    holds: (facts) => -value === model.groups || compareLevels(facts.levels[measure][-value], level) > 0,
    strict: 0,
    loose: 0,
  });
  return {
    value: String(value),
    bound: shown === undefined ? null : String(shown),
    proved,
    gap: shown === undefined ? null : gapOf([value, 1], [shown, 1]),
  };
}

/** Parts per billion of max(1, |value|), rounded up; null where a level has no number. */
function gapOf(value, bound) {
  const [n, d, bn, bd] = [...value, ...bound].map(BigInt);
  if (d === 0n || bd === 0n) return d === bd ? 0 : null;
  const most = magnitude(n) > d ? magnitude(n) : d;
  const gap = ceilOf((bn * d - n * bd) * 1_000_000_000n, most * bd);
  return Number(gap < 0n ? 0n : gap);
}

// ── The program ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The files of a folder against SHA256SUMS; throws Flaw. */
export function readPack(folder) {
  const hash = (name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const sums = new Map(
    readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('  ').reverse()),
  );
  for (const name of ['model.json', 'proof.json']) demand(sums.get(name) === hash(name), `${name} is not the file that SHA256SUMS names`);
  const [model, proof] = ['model.json', 'proof.json'].map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  demand(proof.modelSha256 === hash('model.json'), 'proof.json is about another model.json');
  return { model, proof };
}

function main(folder) {
  try {
    const { model, proof } = readPack(folder);
    const { verdict, steps, reason } = replayPack(model, proof);
    console.log(`model.json, SHA-256 ${proof.modelSha256}`);
    console.log(
      `${model.lowerOfPerson.length} people, ${model.upperOfSeat.length} seat rows, ${model.rows.length} other rows, ${model.seatOfPair.length} pairs`,
    );
    if (proof.status === 'planned') console.log('The plan keeps every row of the model.');
    for (const { tier, kind, value, bound, proved } of steps) {
      const known = proved ? 'proved' : bound === null ? 'open' : `open, bound ${bound}`;
      console.log(`  ${tier.padEnd(9)} ${kind.padEnd(18)} ${value.padStart(14)}  ${known}`);
    }
    console.log(`Verdict: ${verdict}${reason === null ? '' : ` (${reason})`}`);
    demand(verdict === proof.claimed, `The pack claims ${proof.claimed}.`);
    return 0;
  } catch (error) {
    if (error instanceof Flaw) console.log(`REFUSED: ${error.message}`);
    else console.log(`REFUSED: the pack cannot be read (${error.message})`);
    return 1;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv[2] ?? dirname(fileURLToPath(import.meta.url)));
}
