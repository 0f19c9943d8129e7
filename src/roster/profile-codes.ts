import { iscedNames, withZeros } from '../basics/isced.js';
import { isIscoCode } from '../basics/isco.js';
import { nearest } from './nearest.js';

/** What is wrong with a code of a classification, as an issue says it. */
export interface CodeFault {
  readonly code: 'isced-unknown' | 'isco-unknown' | 'esco-unknown';
  readonly expected: string;
  readonly maybe: string | null;
}

const digits = /^\d{1,4}$/;

/** The code with the zeros that a spreadsheet took from it, where there is one such code and none as written; else null. */
export function restoredIsced(written: string): string | null {
  const codes = digits.test(written) ? withZeros(written) : [];
  return codes.length === 1 ? codes[0]! : null;
}

/** A code with its English name, for messages. */
export function namedIsced(code: string): string {
  return `${code} (${iscedNames.get(code) ?? 'unknown'})`;
}

/** Null for a code of ISCED-F 2013. */
export function iscedFault(code: string): CodeFault | null {
  if (iscedNames.has(code)) return null;
  const likely = digits.test(code) ? withZeros(code) : [];
  const field = [3, 2].map((length) => code.slice(0, length)).find((start) => start.length < code.length && iscedNames.has(start));
  const near = field ?? nearest(code, iscedNames.keys());
  return {
    code: 'isced-unknown',
    expected: 'an ISCED-F 2013 code of 2 to 4 digits',
    maybe: likely.length > 0 ? likely.map(namedIsced).join(' or ') : near === null ? null : namedIsced(near),
  };
}

/** Null for a code of ISCO-08 (its fourth digit is not looked up). */
export function iscoFault(code: string): CodeFault | null {
  if (isIscoCode(code)) return null;
  const start = [3, 2, 1].map((length) => code.slice(0, length)).find((group) => group.length < code.length && isIscoCode(group));
  return { code: 'isco-unknown', expected: 'an ISCO-08 code of 1 to 4 digits', maybe: start ?? null };
}

/** Null for a code like 7411.1.2, or anything that does not begin with a digit (an address). */
export function escoFault(code: string): CodeFault | null {
  if (!/^\d/.test(code) || (/^\d{4}(?:\.\d+)*$/.test(code) && isIscoCode(code.slice(0, 4)))) return null;
  return { code: 'esco-unknown', expected: 'an ESCO code like 7411.1.2 (its four digits are an ISCO group), or its address', maybe: null };
}

/**
 * A reference that is no id of profiles.csv: null where it is a sound code, a fault where it is a wrong one, and undefined where it is
 * none at all.
 */
export function codeFault(reference: string): CodeFault | null | undefined {
  if (digits.test(reference)) return iscedFault(reference);
  const scheme = /^(isco|esco):(.*)$/i.exec(reference);
  if (scheme === null) return undefined;
  const [, name = '', code = ''] = scheme;
  const small = name.toLowerCase();
  const fault = small === 'isco' ? iscoFault(code) : code.trim() === '' ? escoFault('0') : escoFault(code);
  if (fault !== null) return { ...fault, expected: `${small}: before ${fault.expected}`, maybe: fault.maybe && `${small}:${fault.maybe}` };
  if (small === name) return null;
  return { code: small === 'isco' ? 'isco-unknown' : 'esco-unknown', expected: `${small}: in small letters`, maybe: `${small}:${code}` };
}
