/**
 * Names that stand twice in one object of a JSON text, as dotted paths (`weights.profile`): `JSON.parse` would take the last in silence.
 * The text must be valid JSON. One pass, linear.
 */
export function repeatedNames(json: string): string[] {
  const repeated: string[] = [];
  // One entry an open bracket: the names seen in an object, null in an array.
  const open: ({ readonly seen: Set<string>; readonly path: string } | null)[] = [];
  let name = '';
  let atName = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === '{') {
      const parent = open.at(-1);
      open.push({ seen: new Set(), path: open.length === 0 ? '' : `${parent?.path ?? ''}${name}.` });
      atName = true;
    } else if (character === '[') {
      open.push(null);
      atName = false;
    } else if (character === '}' || character === ']') {
      open.pop();
      atName = false;
    } else if (character === ',') {
      atName = (open.at(-1) ?? null) !== null;
    } else if (character === '"') {
      const start = i;
      for (i++; json[i] !== '"'; i++) if (json[i] === '\\') i++;
      const inside = open.at(-1);
      if (!atName || inside === null || inside === undefined) continue;
      name = JSON.parse(json.slice(start, i + 1)) as string;
      if (inside.seen.has(name)) repeated.push(`${inside.path}${name}`);
      inside.seen.add(name);
      atName = false;
    }
  }
  return repeated;
}
