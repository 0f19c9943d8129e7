import { compareText } from '../../basics/order.js';
import { lookupOf } from '../../instance/lookup.js';
import { passesGate } from '../../instance/quality.js';
import type { Roster } from '../../roster/types.js';
import { counted, findingOf, type Finding } from './finding.js';

/** Hosts that the gate refuses, each with what it misses; nothing where hosts are asked nothing. */
export function* hostFindings(roster: Roster): Iterable<Finding> {
  const { minimumQuality, tutorNamed, checks } = roster.options.hostGate;
  if (minimumQuality === 0 && !tutorNamed && checks === 'none') return;
  const { qualityOf } = lookupOf(roster);
  const refused = roster.hosts.flatMap((host) => {
    const known = qualityOf(host.id);
    if (passesGate(roster.options.hostGate, host, known)) return [];
    const missing = [
      ...((known.quality ?? 0) < minimumQuality ? [`quality ${known.quality ?? 'not known'}`] : []),
      ...(tutorNamed && host.tutorNamed !== true ? ['no tutor named'] : []),
      ...(checks !== 'none' && known.missed > 0 ? [`${counted(known.missed, 'check', 'checks')} not passed`] : []),
      ...(checks === 'all' && known.unrated > 0 ? [`${counted(known.unrated, 'check', 'checks')} not made`] : []),
    ];
    return [`${host.id} (${missing.join(', ')})`];
  });
  yield findingOf(
    'hosts-refused',
    'amber',
    refused.sort(compareText),
    (count) => `${counted(count, 'host is', 'hosts are')} refused to everybody by what hosts are asked (hostGate)`,
    'Name the tutor, visit the host and enter the rating in outcomes.csv, ask less, or record an override with its reason in decisions.csv.',
    'Every host is what hosts are asked to be.',
  );
}
