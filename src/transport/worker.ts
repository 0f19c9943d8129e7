import { runJob, type Job, type JobResult } from './job.js';
import { warmKernel } from './warm.js';

/** The task of a pool thread; null only wakes it and lets it compile. */
export default async function work(job: Job | null): Promise<JobResult> {
  if (job !== null) return runJob(job);
  warmKernel();
  return { ok: false, reason: 'no job' };
}
