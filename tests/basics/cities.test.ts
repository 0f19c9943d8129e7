import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pointOfCity } from '../../src/basics/cities.js';
import { rowsOfCsv } from '../../src/report/csv.js';

const data = fileURLToPath(new URL('../../data', import.meta.url));

it('knows every city of the rosters in data/, and within 3 km of where they say it lies', async () => {
  const folders = readdirSync(data, { recursive: true, encoding: 'utf8' })
    .map((path) => join(data, path))
    .filter((path) => !path.includes('broken') && existsSync(join(path, 'students.csv')));
  let cities = 0;
  const faults: string[] = [];
  for (const folder of folders)
    for (const name of ['organisations.csv', 'hosts.csv', 'flows.csv'].filter((file) => existsSync(join(folder, file)))) {
      const [head = [], ...rows] = await rowsOfCsv(readFileSync(join(folder, name), 'utf8'));
      for (const row of rows) {
        const cell = (column: string): string => row[head.indexOf(column)] ?? '';
        if (cell('city') === '' || cell('country') === '') continue;
        cities++;
        const point = pointOfCity(cell('city'), cell('country'));
        const isNear = (own: string, known: number): boolean => own === '' || Math.abs(Number(own) - known) < 0.03;
        if (point === null || !isNear(cell('latitude'), point.latitude) || !isNear(cell('longitude'), point.longitude))
          faults.push(`${name}: ${cell('city')}, ${cell('country')}`);
      }
    }
  expect(cities).toBeGreaterThan(500);
  expect([...new Set(faults)]).toEqual([]);
});
