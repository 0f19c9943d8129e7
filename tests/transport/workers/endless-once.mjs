/** Loops for ever on a job whose board says so, answers others. */
export default function endlessOnce(job) {
  const words = new Int32Array(job.board, 0, 2);
  if (words[1] === 7) for (;;);
  return { ok: true, backend: 'flow', answer: { status: 'solved', value: 42 } };
}
