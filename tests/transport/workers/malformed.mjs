export default function malformed() {
  return { ok: true, result: 'an answer of another program version' };
}
