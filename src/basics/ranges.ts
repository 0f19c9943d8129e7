/** Where ranges begin among ascending values: those from limits[r] to below limits[r + 1] are values[first[r]] … values[first[r + 1] − 1]. */
export function firstInRanges(limits: Int32Array, values: Int32Array): Int32Array {
  const first = new Int32Array(limits.length);
  for (let range = 0, k = 0; range + 1 < limits.length; range++) {
    while (k < values.length && values[k]! < limits[range + 1]!) k++;
    first[range + 1] = k;
  }
  return first;
}
