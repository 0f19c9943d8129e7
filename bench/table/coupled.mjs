import { lineOf } from './lines.mjs';
import { spreadOf, textOfSpread } from './statistics.mjs';

const families = ['clust', 'flat'];
/** What the clock may run over its limit: one work unit and the way back from the worker. */
const overSeconds = 0.5;
const percent = (value) => String(Number(value.toFixed(5)));

/** Demands with budgets at 85 % of the free spend: seconds, and the proved gap in per cent (clust, flat); 0: proved optimal. */
const budgetDemands = [
  { size: 'S0', seconds: 15, gaps: [0, 0] },
  { size: 'S1', seconds: 10, gaps: [0.03, 0.03] },
  { size: 'S1', seconds: 60, gaps: [0.015, 0.015], isGoal: true },
  { size: 'S2', seconds: 10, gaps: [0.007, 0.015] },
  { size: 'S3', seconds: 10, gaps: [0.005, 0.01] },
  { size: 'S4', seconds: 10, gaps: [0.0025, 0.004] },
  { size: 'S5', seconds: 12, gaps: [0.001, 0.0013] },
  { size: 'S6', seconds: 30, gaps: [0.0005, 0.0005] },
];
/** The same, and destination × period is either empty or holds so many people. */
const groupDemands = [
  { size: 'S0', seconds: 30, gaps: [0, 0], minimum: 3 },
  { size: 'S1', seconds: 20, gaps: [0.08, 0.08], minimum: 3 },
  { size: 'S2', seconds: 30, gaps: [0.03, 0.03], minimum: 5 },
  { size: 'S3', seconds: 30, gaps: [0.05, 0.05], minimum: 10 },
  { size: 'S4', seconds: 60, gaps: [0.03, 0.03], minimum: 20 },
];
/** All tiers with budgets: three times the seconds, twice the gaps. */
const tierDemands = budgetDemands
  .filter(({ size, isGoal }) => ['S1', 'S2', 'S3'].includes(size) && isGoal !== true)
  .map(({ size, seconds, gaps }) => ({ size, seconds: 3 * seconds, gaps: gaps.map((gap) => 2 * gap) }));

/** A row of runs under a time limit, judged by the proved gap of the sum of scores. */
function rowOf({ name, title, demands, argsOf, textMore = () => '', isMetToo = () => true }) {
  return {
    name,
    cases: (sizes) =>
      demands
        .filter(({ size }) => sizes.includes(size))
        .flatMap((demand) => families.map((family) => ({ size: demand.size, family, seconds: demand.seconds, minimum: demand.minimum }))),
    measure: (bench, { size, family, seed, seconds, minimum }) =>
      bench.instances.use({ size, family, seed, budgets: true }, (file, budgetsFile) =>
        bench.pm1(file, ['--budgets', budgetsFile, ...argsOf(minimum)], seconds),
      ),
    lines: (figures) =>
      demands.flatMap(({ size, seconds, gaps, isGoal }) =>
        lineOf({
          what: `${title} ${size}${isGoal ? ', goal' : ''}`,
          must: `${mustOf(gaps)} in ${seconds} s`,
          figures: figures.filter((figure) => figure.row === name && figure.size === size && figure.seconds === seconds),
          valueOf: ({ gapPercent }) => gapPercent,
          textOf: (spread, members) =>
            `${textOfSpread(spread, percent, ' %')}, ${textOfSpread(spreadOf(members.map(({ wallSeconds }) => wallSeconds)), (value) => value.toFixed(1), ' s')}${textMore(members)}`,
          isMet: (spread, members) => {
            const gap = gaps[families.indexOf(members[0].family)];
            return (
              spread.median <= gap &&
              (gap > 0 || members.every(({ verdict }) => verdict === 'optimal')) &&
              members.every(({ wallSeconds }) => wallSeconds <= seconds + overSeconds) &&
              members.every(isMetToo)
            );
          },
        }),
      ),
  };
}

function mustOf([clust, flat]) {
  if (clust === 0) return 'optimal';
  return clust === flat ? `${clust} %` : `${clust} / ${flat} %`;
}

export const budgets = rowOf({ name: 'budgets', title: 'budgets', demands: budgetDemands, argsOf: () => [] });

export const groups = rowOf({
  name: 'groups',
  title: 'budgets and minimum to open',
  demands: groupDemands,
  argsOf: (minimum) => ['--min-group', String(minimum)],
});

export const tiers = rowOf({
  name: 'tiers',
  title: 'all tiers with budgets',
  demands: tierDemands,
  argsOf: () => ['--tiers', 'default'],
  // The gap of a walk is the share of its steps that are open.
  textMore: (members) => `, first tier: ${textOfSpread(spreadOf(members.map(openShare)), percent, ' % open')}`,
  isMetToo: (figure) => firstSteps(figure).every(({ proved, gapPercent }) => proved || gapPercent !== null),
});

const firstSteps = ({ tiers: steps }) => steps.filter(({ tier }) => tier === steps[0].tier);
function openShare(figure) {
  return firstSteps(figure).find(({ proved }) => !proved)?.gapPercent ?? 0;
}
