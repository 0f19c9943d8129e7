/** Preloaded into a process (`--import`): at its end the most memory it held goes to the fourth stream. */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Threads inherit what is preloaded; the figure is the whole process's.
if (isMainThread) process.on('exit', () => writeSync(3, `{"peakRssMb":${process.resourceUsage().maxRSS / 1024}}`));
