import { generateRoster } from '../dist/generate/generate.js';
import { readRoster } from '../dist/index.js';

/** Cells as a CSV file; quoted where they must be. */
function csvOf(rows) {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

/** A generated roster of the family `national`, read as a user's files would be. */
export async function nationalRoster(people, options = {}) {
  const tables = generateRoster('national', { people, openings: Math.ceil(people / 4), seed: 1, ...options });
  const encoder = new TextEncoder();
  const files = new Map();
  for (const [name, rows] of tables) files.set(name, encoder.encode(csvOf(rows)));
  const result = await readRoster(files);
  if (result.roster === null) throw new Error(`the generated roster does not read: ${JSON.stringify(result.issues.slice(0, 3))}`);
  return result.roster;
}
