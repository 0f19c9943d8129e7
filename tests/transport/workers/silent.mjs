/** Begins a job and runs in a circle. */
export default function silent(job) {
  Atomics.add(new Int32Array(job.board, 0, 2), 1, 1);
  for (;;);
}
