/**
 * `node bench/cancel.mjs [--json]`: how soon a cancelled call hands over the best plan so far, checked, and how soon after that the same engine has answered a small call.
 * One thread, so that a call after the cancel needs it. Two models: 10,000 people with a budget for every sender (prices), 1,000 people with budgets and crossing quotas (HiGHS under our tree).
 */
import { parseArgs } from 'node:util';
import { replaySteps } from '../dist/certify/bound/steps.js';
import { runToEnd } from '../dist/certify/rules/slices.js';
import { createEngine } from '../dist/index.js';
import { extend } from '../dist/model/extend.js';
import { instanceOf, sizes } from './families.mjs';
import { modelOf } from './pm1-file.mjs';

const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
sizes.S1b = { ...sizes.S1, students: 1000, openings: 300 };

/** Every sender may spend 85 % of what its people cost on average. */
function budgetsOf(instance) {
  const limits = new Array(instance.senderCount).fill(0);
  for (let student = 0; student < instance.studentCount; student++) {
    const first = instance.firstPairOfStudent[student];
    const end = instance.firstPairOfStudent[student + 1];
    let sum = 0;
    for (let pair = first; pair < end; pair++) sum += instance.costOfPair[pair];
    if (end > first) limits[instance.senderOfStudent[student]] += Math.floor((0.55 * sum) / (end - first));
  }
  return limits;
}

/** At most two people of each sender in each destination, and at least ten of the first sender: rows that cross, and one that asks. */
function crossingQuotas(instance, model) {
  const members = new Map();
  const first = [];
  for (let student = 0; student < instance.studentCount; student++) {
    for (let pair = instance.firstPairOfStudent[student]; pair < instance.firstPairOfStudent[student + 1]; pair++) {
      const key = instance.senderOfStudent[student] * 1000 + instance.destinationOfOpening[instance.openingOfPair[pair]];
      if (!members.has(key)) members.set(key, []);
      members.get(key).push(pair);
      if (instance.senderOfStudent[student] === 0) first.push(pair);
    }
  }
  const row = (key, columns, lower, upper) => ({
    label: { kind: 'quota', keys: [String(key)] },
    columns: Int32Array.from(columns),
    coefficients: new Float64Array(columns.length).fill(1),
    lower,
    upper,
  });
  const keys = [...members.keys()].sort((a, b) => a - b);
  const rows = [row(-1, first, 10, Infinity), ...keys.map((key) => row(key, members.get(key), -Infinity, 2))];
  return { ...model, ...extend(model, { rows }) };
}

const prices = instanceOf('S3', 'clust', 3);
const general = instanceOf('S1b', 'flat', 3);
const models = {
  prices: modelOf(prices, { budgets: budgetsOf(prices) }),
  highs: crossingQuotas(general, modelOf(general, { budgets: budgetsOf(general) })),
};
const small = modelOf(instanceOf('S0', 'clust', 5), {});

const engine = await createEngine({ workers: 1 });
await engine.warmUp();
await engine.solve(small);
const lines = [];
for (const [name, model] of Object.entries(models)) {
  for (const afterMs of [1000, 2000, 3000]) {
    const stop = new AbortController();
    let abortedAt = Number.NaN;
    setTimeout(() => {
      abortedAt = performance.now();
      stop.abort();
    }, afterMs);
    const solution = await engine.solve(model, { signal: stop.signal });
    const answeredMs = Math.round(performance.now() - abortedAt);
    const next = await engine.solve(small);
    const usableMs = Math.round(performance.now() - abortedAt);
    if (next.status !== 'planned') throw new Error(`the next call came back ${next.status}`);
    const [step] = solution.steps.length === 0 ? [] : runToEnd(replaySteps(model, solution.steps)).steps;
    lines.push({
      model: name,
      afterMs,
      answeredMs,
      usableMs,
      stop: solution.stop,
      value: solution.steps[0]?.value ?? null,
      bound: step?.bound === undefined || step.bound === null ? null : Number(step.bound.numerator),
      backends: solution.backends,
    });
  }
}
await engine.close();
if (values.json === true) console.log(JSON.stringify(lines));
else console.table(lines);
