import type { Model } from '../../src/model/types.js';

/** What the definitions say, by enumerating every plan of a tiny model: the reference for all tiers. Shares no code with the solver. */
export interface BruteAnswer {
  readonly kept: readonly number[] | null;
  readonly placed: number;
  readonly quality: number;
  /** Sorted levels as [quality, placed]; placed 0 first. */
  readonly levels: readonly (readonly [number, number])[];
  readonly cost: number;
}

export interface Candidate {
  readonly pairs: readonly number[];
  readonly isPlaced: readonly boolean[];
}

export function bruteForce(model: Model): BruteAnswer | null {
  let plans = legalPlans(model);
  if (plans.length === 0) return null;
  const placedCount = (plan: Candidate, chosen: (person: number) => boolean = () => true): number =>
    plan.isPlaced.filter((flag, person) => flag && chosen(person)).length;
  let kept: number[] | null = null;
  const walk = (): void => {
    kept = [];
    for (const person of model.walk) {
      const fitting = plans.filter((plan) => plan.isPlaced[person]);
      if (fitting.length === 0) continue;
      plans = fitting;
      kept.push(person);
    }
  };
  const keepBest = (value: (plan: Candidate) => number, give = 0): number => {
    const best = Math.max(...plans.map(value));
    const allowed = Math.floor((Math.abs(best) * give) / 1e6);
    plans = plans.filter((plan) => value(plan) >= best - allowed);
    return best;
  };
  if (model.walk.length > 0 && model.order === 'rank-first') {
    walk();
    keepBest((plan) => placedCount(plan));
  } else {
    keepBest((plan) => placedCount(plan));
    if (model.walk.length > 0) walk();
  }
  const scoreOf = (plan: Candidate): number => plan.pairs.reduce((sum, pair) => sum + model.scoreOfPair[pair]!, 0);
  const quality = keepBest(scoreOf, model.tiers.find((tier) => tier.name === 'quality')!.giveMillionths);
  const measures = model.walk.length === 0 ? ['share', 'level'] : ['level'];
  let levels: (readonly [number, number])[] = [];
  for (const measure of measures) {
    const vector = (plan: Candidate): (readonly [number, number])[] => levelsOf(model, plan, measure).sort(compare);
    let best: (readonly [number, number])[] | null = null;
    for (const plan of plans) {
      const levels = vector(plan);
      if (best === null || compareVectors(levels, best) > 0) best = levels;
    }
    plans = plans.filter((plan) => compareVectors(vector(plan), best!) === 0);
    levels = best!;
  }
  const cost = -keepBest((plan) => -plan.pairs.reduce((sum, pair) => sum + model.costOfPair[pair]!, 0));
  return { kept, placed: placedCount(plans[0]!), quality, levels, cost };
}

function levelsOf(model: Model, plan: Candidate, measure: string): [number, number][] {
  return Array.from({ length: model.groupCount }, (_, group) => {
    let quality = 0;
    let placed = 0;
    for (let person = 0; person < model.personCount; person++) {
      if (model.groupOfPerson[person] !== group) continue;
      if (plan.isPlaced[person]) placed++;
      for (const pair of plan.pairs)
        if (pair >= model.firstPairOfPerson[person]! && pair < model.firstPairOfPerson[person + 1]!) quality += model.scoreOfPair[pair]!;
    }
    return measure === 'share' ? [placed, model.applicantsOfGroup[group]!] : [quality, placed];
  });
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
  if (a[1] === 0 || b[1] === 0) return Math.sign(a[1]) - Math.sign(b[1]);
  return a[0] * b[1] - b[0] * a[1];
}

function compareVectors(a: readonly (readonly [number, number])[], b: readonly (readonly [number, number])[]): number {
  for (let k = 0; k < a.length; k++) {
    const order = compare(a[k]!, b[k]!);
    if (order !== 0) return order;
  }
  return 0;
}

/** Every plan that keeps all rows of a tiny model. */
export function legalPlans(model: Model): Candidate[] {
  const found: Candidate[] = [];
  const pairs: number[] = [];
  const visit = (person: number): void => {
    if (person === model.personCount) {
      const plan = {
        pairs: pairs.slice(),
        isPlaced: Array.from({ length: model.personCount }, (_, p) =>
          pairs.some((pair) => pair >= model.firstPairOfPerson[p]! && pair < model.firstPairOfPerson[p + 1]!),
        ),
      };
      if (isLegal(model, plan)) found.push(plan);
      return;
    }
    const first = model.firstPairOfPerson[person]!;
    const count = model.firstPairOfPerson[person + 1]! - first;
    for (let mask = 0; mask < 1 << count; mask++) {
      const chosen = Array.from({ length: count }, (_, k) => k).filter((k) => (mask >> k) & 1);
      if (chosen.length > model.upperOfPerson[person]! || chosen.length < model.lowerOfPerson[person]!) continue;
      pairs.push(...chosen.map((k) => first + k));
      visit(person + 1);
      pairs.length -= chosen.length;
    }
  };
  visit(0);
  return found;
}

function isLegal(model: Model, plan: Candidate): boolean {
  const seats = new Array<number>(model.seatCount).fill(0);
  const x = new Array<number>(model.columnCount).fill(0);
  for (const pair of plan.pairs) {
    x[pair] = 1;
    if (model.seatOfPair[pair]! >= 0) seats[model.seatOfPair[pair]!]!++;
  }
  model.placedColumnOfPerson.forEach((column, person) => {
    if (column >= 0) x[column] = plan.isPlaced[person] ? 1 : 0;
  });
  if (seats.some((count, seat) => count > model.upperOfSeat[seat]!)) return false;
  const { rows } = model;
  for (let row = 0; row < rows.count; row++) {
    let activity = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      activity += rows.coefficientOfEntry[entry]! * x[rows.columnOfEntry[entry]!]!;
    const least = rows.minimumToOpenOfRow[row]!;
    if (activity < rows.lowerOfRow[row]! || activity > rows.upperOfRow[row]!) return false;
    if (least > 0 && activity > 0 && activity < least) return false;
  }
  return true;
}
