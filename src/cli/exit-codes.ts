import type { Outcome } from '../report/outcome.js';

/** Exit codes of every command; `--help` and the README print the same table. */
export const exitCodes = {
  done: 0,
  invalidPlan: 1,
  badInput: 2,
  infeasible: 3,
  limitWithPlan: 4,
  limitWithoutPlan: 5,
  usage: 64,
  internal: 70,
  cannotWrite: 73,
  outputLost: 74,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Runs the action of a command and keeps its code. */
export type Act = (action: () => Promise<ExitCode>) => Promise<void>;

export const exitCodeWords: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.done, 'a checked result was written (match, certify), the plan is valid (check)'],
  [exitCodes.invalidPlan, 'check, certify, approve: the plan breaks a rule; doctor: something is red; log: its chain is broken'],
  [exitCodes.badInput, 'the roster or the plan has faults; all of them were listed'],
  [exitCodes.infeasible, 'proved: no plan can keep all rules'],
  [exitCodes.limitWithPlan, 'a limit ended the search; the checked plan so far was written'],
  [exitCodes.limitWithoutPlan, 'ended without a plan and without a proof that none exists; nothing was written'],
  [exitCodes.usage, 'the command line was not understood'],
  [exitCodes.internal, 'internal error; nothing was written'],
  [exitCodes.cannotWrite, 'the output folder exists, is not ours, or cannot be written'],
  [exitCodes.outputLost, 'standard output was closed or full before all was said'],
  [exitCodes.interrupted, 'interrupted (Ctrl-C); nothing was written'],
  [exitCodes.terminated, 'told to stop (SIGTERM); nothing was written'],
];

/** The code of a run that came to an outcome. A solver that failed without a plan is our fault, not a limit. */
export function exitCodeOfOutcome(outcome: Outcome): ExitCode {
  switch (outcome.status) {
    case 'refused':
      return exitCodes.badInput;
    case 'infeasible':
      return exitCodes.infeasible;
    case 'planned':
      return outcome.run.stop === 'complete' ? exitCodes.done : exitCodes.limitWithPlan;
    case 'unproved':
      return outcome.run.stop === 'failed' ? exitCodes.internal : exitCodes.limitWithoutPlan;
  }
}
