import { generateApplicants } from './applicants.js';
import { generateConsortium } from './consortium.js';
import { generateIntervetStaff } from './intervet-staff.js';
import { generateIntervet } from './intervet.js';
import { generateNational } from './national.js';
import { defaultsOf, families, type Family, type GenerateOptions } from './options.js';
import { generateOneSchool } from './one-school.js';
import { generatePilot } from './pilot.js';
import { generateQqvet } from './qqvet.js';
import { generateRotation } from './rotation.js';
import { generateSchool } from './school.js';
import type { Tables } from './table.js';
import { generateVision } from './vision.js';

/**
 * A roster of invented people: file name → rows, the header first. The same family and options give the same rows.
 * Throws RangeError, in words for the user, on a family or a size that cannot be.
 */
export function generateRoster(family: string, options: Partial<GenerateOptions> = {}): Tables {
  if (!isFamily(family)) throw new RangeError(`Unknown family ${JSON.stringify(family)}; there are: ${families.join(', ')}.`);
  const full: GenerateOptions = { ...defaultsOf[family], ...options };
  for (const name of ['people', 'openings'] as const) {
    if (!Number.isInteger(full[name]) || full[name] < 1)
      throw new RangeError(`${name} must be a whole number from 1 up, found ${full[name]}.`);
  }
  for (const name of ['budgets', 'wishes', 'flowMinimum', 'seed'] as const) {
    if (!Number.isInteger(full[name]) || full[name] < 0)
      throw new RangeError(`${name} must be a whole number from 0 up, found ${full[name]}.`);
  }
  switch (family) {
    case 'national':
      return generateNational(full);
    case 'intervet-wb':
      return generateIntervet(full.seed);
    case 'intervet-staff':
      return generateIntervetStaff(full.seed);
    case 'rotation':
      return generateRotation(full.seed);
    case 'qqvet':
      return generateQqvet(full.seed);
    case 'vision':
      return generateVision(full.seed);
    case 'applicants':
      return generateApplicants(full.seed);
    case 'one-school':
      return generateOneSchool(full.seed);
    case 'consortium':
      return generateConsortium(full.seed);
    case 'pilot-first':
      return generatePilot(full.seed, 'first');
    case 'pilot-changed':
      return generatePilot(full.seed, 'changed');
    case 'pilot-second':
      return generatePilot(full.seed, 'second');
    case 'school':
      return generateSchool(full);
  }
}

function isFamily(name: string): name is Family {
  return (families as readonly string[]).includes(name);
}
