import { runJob, type Job, type JobResult } from './job.js';

/** The task of a pool thread. */
export default function work(job: Job): Promise<JobResult> {
  return runJob(job);
}
