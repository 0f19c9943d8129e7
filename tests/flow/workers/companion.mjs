import { workerData } from 'node:worker_threads';
import { accompany, MatchingDesk } from '../../../dist/flow/matching-desk.js';

/** `task` "help": solves parts until the desk is closed; "vanish": draws one part and never answers it. */
const { buffer, task } = workerData;
if (task === 'help') accompany(buffer, () => false);
else {
  const open = new MatchingDesk(buffer);
  let round = 0;
  while (round === 0) round = open.nextRound(0);
  new MatchingDesk(buffer).draw();
}
