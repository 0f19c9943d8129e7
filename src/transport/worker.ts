import { collectGarbage } from './collect.js';
import { runJob, type Job, type JobResult } from './job.js';
import { warmKernel } from './warm.js';

/** What a pool thread is asked beside jobs: to wake and compile, or to let go of what earlier jobs left. */
export type Errand = 'warm' | 'forget';

/** The task of a pool thread. */
export default async function work(task: Job | Errand): Promise<JobResult> {
  if (typeof task === 'object') return runJob(task);
  if (task === 'warm') warmKernel();
  else collectGarbage();
  return { ok: false, reason: 'no job' };
}
