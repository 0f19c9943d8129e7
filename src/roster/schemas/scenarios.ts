import { z } from 'zod';
import { rosterFiles, type RosterFile } from '../types.js';

/** A cell as a file has it; null empties it. */
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'a text, a number, true or false, or null for an empty cell',
});
const cells = z.record(z.string(), cell, { error: 'an object of columns and cells, like {"limit": "900.00"}' });
const numbers = z.record(z.string(), z.number(), { error: 'an object of columns and numbers, like {"seats": 5}' });

/** What happens to the rows of one file that `where` agrees with (all, where it is left out). */
export const changeSchema = z.strictObject({
  where: cells.optional(),
  set: cells.optional(),
  percent: numbers.optional(),
  add: numbers.optional(),
  remove: z.literal(true).optional(),
  rows: z.array(cells).optional(),
});

const changes = z.union([changeSchema, z.array(changeSchema)], {
  error: 'one change, or a list of them: an object with some of where, set, percent, add, remove, rows',
});
const files = Object.fromEntries(rosterFiles.map((file) => [file, changes.optional()])) as {
  [file in RosterFile]: z.ZodOptional<typeof changes>;
};

const scenario = z.strictObject({
  name: z.string().min(1).max(80),
  options: z.record(z.string(), z.unknown()).optional(),
  ...files,
});

const sweep = z.strictObject({
  name: z.string().min(1).max(80),
  file: z.enum(rosterFiles),
  where: cells.optional(),
  column: z.string(),
  percent: z.array(z.number()).min(1).max(50).optional(),
  add: z.array(z.number()).min(1).max(50).optional(),
});

/** scenarios.json. */
export const scenariosSchema = z.strictObject(
  { scenarios: z.array(scenario).max(50).optional(), sweeps: z.array(sweep).max(10).optional() },
  { error: 'an object with scenarios, sweeps or both' },
);
