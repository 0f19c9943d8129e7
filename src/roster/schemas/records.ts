import type { z } from 'zod';
import type { RecordOfFile } from '../columns.js';
import {
  criterionSchema,
  crossingSchema,
  historySchema,
  markSchema,
  outcomeSchema,
  planSchema,
  profileSchema,
  projectSchema,
  qualitySchema,
} from './background.js';
import { studentSchema } from './people.js';
import {
  blockedSchema,
  citySchema,
  distanceSchema,
  flowSchema,
  hostSchema,
  lodgingSchema,
  openingSchema,
  organisationSchema,
} from './places.js';
import { budgetSchema, decisionSchema, pairSchema, preferenceSchema, quotaSchema } from './rules.js';

/** The schema every record goes through, from a file or from the typed door alike. */
export const recordSchemas = {
  students: studentSchema,
  organisations: organisationSchema,
  hosts: hostSchema,
  openings: openingSchema,
  flows: flowSchema,
  projects: projectSchema,
  profiles: profileSchema,
  crosswalk: crossingSchema,
  preferences: preferenceSchema,
  budgets: budgetSchema,
  quotas: quotaSchema,
  decisions: decisionSchema,
  lodging: lodgingSchema,
  blocked: blockedSchema,
  pairs: pairSchema,
  outcomes: outcomeSchema,
  quality: qualitySchema,
  plan: planSchema,
  distances: distanceSchema,
  cities: citySchema,
  criteria: criterionSchema,
  marks: markSchema,
  history: historySchema,
} satisfies { [file in keyof RecordOfFile]: z.ZodType<RecordOfFile[file]> };

/** A record as the typed door takes it: fields of `types.ts`, days as ISO text, money as whole cents; what is absent is not said. */
export type RecordInput<File extends keyof RecordOfFile> = z.input<(typeof recordSchemas)[File]>;
