import { groupBy } from '../../basics/group.js';
import { isoOfDay } from '../../basics/day.js';
import type { Flow } from '../../roster/types.js';
import type { PlanReport } from '../types.js';
import { isAccompanying } from '../rules/book.js';
import { isLearner, type Chosen, type Reading } from './chosen.js';

/** Learners and accompanying persons of a flow, or of one sender in it. */
export interface Party {
  readonly flow: Flow;
  readonly senderId: string | null;
  readonly needing: number;
  readonly accompanying: number;
  /** ⌈needing / N⌉; 0 where the flow asks for none. */
  readonly asked: number;
}

/** Minimum to open, minimum and maximum of a flow, and who accompanies its learners; returns who is still to be named. */
export function checkFlows({ chosenAt, faults }: Reading): PlanReport['toName'] {
  const variants = groupBy(
    chosenAt.filter(({ site }) => (site.opening?.minimumToOpen ?? 0) >= 2).flatMap(({ stays }) => stays),
    ({ site }) => JSON.stringify([site.opening!.id, site.startDay]),
  );
  const chosen = chosenAt.filter(({ site }) => site.flow !== null).flatMap(({ stays }) => stays);
  for (const own of variants.values()) {
    const { opening, startDay } = own[0]!.site;
    if (own.length < opening!.minimumToOpen) {
      faults.push({
        code: 'opening-minimum',
        message: `Opening ${opening!.id} starting ${isoOfDay(startDay)} has ${own.length} people; it must be none or at least ${opening!.minimumToOpen}.`,
      });
    }
  }
  for (const [id, own] of groupBy(chosen, ({ site }) => site.flow!.id)) {
    const { flow } = own[0]!.site;
    const learners = own.filter(isLearner).length;
    if (learners > 0 && learners < flow!.minimum) {
      faults.push({ code: 'flow-minimum', message: `Flow ${id} has ${learners} learners; it must be none or at least ${flow!.minimum}.` });
    }
    if (flow!.maximum !== null && learners > flow!.maximum) {
      faults.push({ code: 'flow-maximum', message: `Flow ${id} has ${learners} learners, at most ${flow!.maximum} are allowed.` });
    }
  }
  const toName: PlanReport['toName'][number][] = [];
  for (const { flow, senderId, needing, accompanying, asked } of partiesOf(chosen).values()) {
    if (accompanying >= asked) continue;
    if (flow.accompanyingToName) {
      toName.push({ flowId: flow.id, senderId, missing: asked - accompanying });
      continue;
    }
    const whose = flow.accompanyingScope === 'sender' ? ` of sender ${senderId ?? '(none)'}` : '';
    faults.push({
      code: 'accompanying',
      message: `Flow ${flow.id} has ${needing} learners${whose} who need accompanying: ${asked} accompanying persons are asked, ${accompanying} are placed.`,
    });
  }
  return toName;
}

/** The parties of every flow that somebody is placed in, by `partyKeyOf`. */
export function partiesOf(chosen: readonly Chosen[]): Map<string, Party> {
  const parties = new Map<string, Party>();
  for (const [key, own] of groupBy(
    chosen.filter(({ site }) => site.flow !== null),
    partyKeyOf,
  )) {
    const flow = own[0]!.site.flow!;
    const needing = own.filter(({ person }) => !isAccompanying(person) && person.needsAccompanying && !person.online).length;
    const accompanying = own.length - own.filter(isLearner).length;
    const ratio = flow.learnersPerAccompanying;
    parties.set(key, {
      flow,
      needing,
      accompanying,
      senderId: flow.accompanyingScope === 'sender' ? own[0]!.person.senderId : null,
      asked: ratio === null ? 0 : Math.ceil(needing / ratio),
    });
  }
  return parties;
}

export function partyKeyOf({ person, site }: Chosen): string {
  return JSON.stringify([site.flow!.id, site.flow!.accompanyingScope === 'sender' ? person.senderId : null]);
}
