import { describe, expect, it } from 'vitest';
import { iscedFieldCounts, iscedNames, withZeros } from '../../src/basics/isced.js';
import { fieldsOfIsco, isIscoCode } from '../../src/basics/isco.js';

describe('ISCED-F 2013', () => {
  it('has 11 broad, 29 narrow and 80 detailed fields, each inside those it begins with', () => {
    expect(iscedFieldCounts).toEqual([11, 29, 80]);
    for (const code of iscedNames.keys()) {
      expect(code).toMatch(/^\d{2,4}$/);
      for (let length = 2; length < code.length; length++) expect(iscedNames.has(code.slice(0, length)), code).toBe(true);
    }
  });

  it('names fields, and what is left open in them', () => {
    expect(iscedNames.get('0613')).toBe('Software and applications development and analysis');
    expect(iscedNames.get('0610')).toBe('Information and communication technologies, not further defined');
    expect(iscedNames.get('0719')).toBe('Engineering and engineering trades, not elsewhere classified');
    expect(iscedNames.get('0788')).toBe('Engineering, manufacturing and construction, inter-disciplinary programmes');
    expect(iscedNames.get('9999')).toBe('Field unknown');
    expect(['11', '0614', '0088', '113', '1051'].filter((code) => iscedNames.has(code))).toEqual([]);
  });

  it('puts lost zeros back, and lists all codes that digits may have been', () => {
    expect(withZeros('613')).toEqual(['0613']);
    expect(withZeros('41')).toEqual(['041']);
    expect(withZeros('4')).toEqual(['04']);
    expect(withZeros('21')).toEqual(['021', '0021']);
    expect(withZeros('1')).toEqual(['01', '001']);
    // 104 is a code as it stands, and stays one.
    expect(['104', '0613', '10', '614', '6130'].flatMap(withZeros)).toEqual([]);
  });
});

describe('ISCO-08', () => {
  it('has 10 major, 43 sub-major and 130 minor groups', () => {
    const counts = [1, 2, 3].map(
      (length) => Array.from({ length: 10 ** length }, (_, k) => String(k).padStart(length, '0')).filter(isIscoCode).length,
    );
    expect(counts).toEqual([10, 43, 130]);
    expect(['5120', '7411'].every(isIscoCode)).toBe(true);
    expect(['', '7431', '53113', '04', 'x'].some(isIscoCode)).toBe(false);
  });

  it('leads to fields that exist', () => {
    for (const { group, field, fit } of fieldsOfIsco) {
      expect([group, isIscoCode(group)]).toEqual([group, true]);
      expect([field, iscedNames.has(field)]).toEqual([field, true]);
      expect([60, 90]).toContain(fit);
    }
    const keys = fieldsOfIsco.map(({ group, field }) => `${group} ${field}`);
    expect(new Set(keys).size).toBe(keys.length);
    const majors = new Set(fieldsOfIsco.map(({ group }) => group[0]));
    expect([...majors].sort().join('')).toBe('0123456789');
  });
});
