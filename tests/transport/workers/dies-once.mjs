const dead = new Int32Array(1);

/** Ends its thread on the first job of all (a word of the board is the memory), then answers. */
export default function diesOnce(job) {
  const words = new Int32Array(job.board, 0, 2);
  if (Atomics.add(words, 1, 1) === 0) process.exit(1);
  dead[0] = 1;
  return { ok: true, backend: 'flow', answer: { status: 'solved', value: 42 } };
}
