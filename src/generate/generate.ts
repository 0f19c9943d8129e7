import { generateIntervet } from './intervet.js';
import type { Tables } from './table.js';
export function generateRoster(_family: string, options: { seed: number }): Tables { return generateIntervet(options.seed); }
