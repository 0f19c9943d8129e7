/** Views of a buffer, one behind the other: the order of the calls is the layout. Doubles come first, or stand at a multiple of 8. */
export function viewsFrom(buffer: SharedArrayBuffer | ArrayBuffer, from: number) {
  let at = from;
  const bytes = (count: number): number => {
    at += count;
    return at - count;
  };
  return {
    doubles: (length: number): Float64Array<ArrayBuffer> => new Float64Array(buffer as ArrayBuffer, bytes(8 * length), length),
    words: (length: number): Int32Array<ArrayBuffer> => new Int32Array(buffer as ArrayBuffer, bytes(4 * length), length),
  };
}
