import { runJob, type Job, type JobResult } from './job.js';

/** The task of a pool thread; null only wakes it. */
export default async function work(job: Job | null): Promise<JobResult> {
  return job === null ? { ok: false, reason: 'no job' } : runJob(job);
}
