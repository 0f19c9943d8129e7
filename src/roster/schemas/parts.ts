import { z } from 'zod';
import type { RosterFile } from '../types.js';
import { recordSchemas } from './records.js';

type Fields = { readonly [field: string]: unknown };

/** The schema of a file's records taken apart, once: what each field must be, what they must be together, and what becomes of the whole. */
export interface RecordParts {
  /** By field, in the order of the record. */
  readonly schemaOfField: ReadonlyMap<string, z.ZodType>;
  /** True where fields that are sound by themselves contradict each other. */
  contradicts(record: Fields): boolean;
  finish(record: Fields): Fields;
}

/** Judging a record by its parts gives what its schema gives, where nothing is at fault; a test holds the two equal. */
export function partsOfSchema(file: RosterFile): RecordParts {
  const whole: z.ZodType = recordSchemas[file];
  const object = whole instanceof z.ZodPipe ? whole.in : whole;
  if (!(object instanceof z.ZodObject)) throw new Error(`the records of ${file} are no objects`);
  const checks = object.def.checks ?? [];
  const transform = whole instanceof z.ZodPipe && whole.out instanceof z.ZodTransform ? whole.out.def.transform : null;
  return {
    schemaOfField: new Map(Object.entries(object.shape as { readonly [field: string]: z.ZodType })),
    contradicts: (record) => {
      if (checks.length === 0) return false;
      const payload = { value: record as never, issues: [] };
      for (const check of checks) void check._zod.check(payload);
      return payload.issues.length > 0;
    },
    finish: (record) => (transform === null ? record : (transform(record, { value: record, issues: [] }) as Fields)),
  };
}
