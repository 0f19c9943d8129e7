import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');

/**
 * Who may import whom: a room is the longest entry here that its path starts with; it may import itself, and files that start with one of the
 * listed paths. `roster/types` in a list means the records' types and nothing else of that room.
 */
const rooms: Record<string, readonly string[]> = {
  'basics/': [],
  'flow/': ['basics/'],
  'model/': ['basics/'],
  'solution/': ['basics/', 'model/'],
  'roster/': ['basics/'],
  'generate/': ['basics/', 'roster/'],
  'instance/': ['basics/', 'roster/types'],
  'formulate/': ['basics/', 'roster/types', 'instance/', 'model/'],
  'reduce/': ['basics/', 'model/', 'solution/'],
  'backends/': ['basics/', 'flow/', 'model/', 'solution/'],
  'transport/': ['basics/', 'model/', 'solution/', 'backends/'],
  'solve/': ['basics/', 'model/', 'solution/', 'reduce/', 'backends/', 'transport/'],
  'certify/types': ['roster/types'],
  // How plan and link both read the records; it knows neither instance nor model.
  'certify/rules': ['basics/', 'roster/types', 'certify/types'],
  'certify/plan': ['basics/', 'roster/types', 'certify/types', 'certify/rules'],
  'certify/bound': ['basics/', 'model/', 'solution/', 'certify/types', 'certify/rules/slices'],
  'certify/link': ['basics/', 'roster/types', 'model/', 'certify/types', 'certify/rules'],
  'certify/': ['basics/', 'roster/types', 'model/', 'solution/'],
  'ask/': [
    'basics/',
    'roster/',
    'instance/',
    'formulate/',
    'model/',
    'solution/',
    'reduce/',
    'backends/',
    'transport/',
    'solve/',
    'certify/',
  ],
  'explain/': ['basics/', 'roster/types', 'instance/', 'model/', 'solution/', 'certify/'],
  // What is printed from a checked plan and from people.csv, which nothing else reads.
  'papers/': ['basics/', 'roster/', 'instance/', 'explain/', 'report/'],
  'report/': ['basics/', 'roster/', 'instance/', 'model/', 'solution/', 'certify/', 'explain/'],
  // What people decide about a plan, put on record; and rosters and plans without persons.
  'desk/': ['basics/', 'roster/', 'instance/', 'certify/types', 'report/csv', 'report/folder', 'papers/safe-names', 'papers/parts'],
  // What wires the stations together, and the two doors: the library's and the program's.
  'engine/': [''],
  'cli/': [''],
  'index.ts': [''],
};

/** Where a package may be imported, and in how many files at most. */
const packages: Record<string, { readonly in: RegExp; readonly files: number }> = {
  zod: { in: /^roster\//, files: Number.POSITIVE_INFINITY },
  'fast-csv': { in: /^(roster|report)\//, files: Number.POSITIVE_INFINITY },
  docxtemplater: { in: /^papers\/docx\.ts$/, files: 1 },
  pizzip: { in: /^papers\/zip\.ts$/, files: 1 },
  piscina: { in: /^transport\/piscina\.ts$/, files: 1 },
  highs: { in: /^backends\//, files: 1 },
  'javascript-lp-solver': { in: /^backends\//, files: 1 },
  commander: { in: /^cli\//, files: Number.POSITIVE_INFINITY },
  '@commander-js/extra-typings': { in: /^cli\//, files: Number.POSITIVE_INFINITY },
  '@bomb.sh/tab': { in: /^cli\/run\.ts$/, files: 1 },
  ora: { in: /^cli\//, files: Number.POSITIVE_INFINITY },
  'read-excel-file': { in: /^roster\//, files: 1 },
  'write-excel-file': { in: /^(roster\/|report\/|papers\/xlsx\.ts$)/, files: 2 },
  'd3-sankey': { in: /^report\/sankey\.ts$/, files: 1 },
  'd3-scale': { in: /^report\//, files: Number.POSITIVE_INFINITY },
};

/** Three files of one room that must not lean on each other, so that one mistake cannot hide in all of them. */
const witnesses = ['certify/plan', 'certify/bound', 'certify/link'];

interface Import {
  readonly from: string;
  readonly to: string;
}

function roomOf(file: string): string {
  return Object.keys(rooms)
    .filter((room) => file.startsWith(room))
    .reduce((longest, room) => (room.length > longest.length ? room : longest), '');
}

/** Imports of a file as the compiler sees them (comments and strings do not count); own files as paths under src/. */
function importsOf(file: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    from: file,
    to: fileName.startsWith('.') ? posix.join(posix.dirname(file), fileName).replace(/\.js$/, '.ts') : fileName,
  }));
}

function isOwn(target: string): boolean {
  return target.endsWith('.ts');
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function faultsOf(imports: readonly Import[]): string[] {
  const faults: string[] = [];
  const usersOf = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (to.startsWith('node:')) continue;
    if (!isOwn(to)) {
      const name = packageOf(to);
      const rule = packages[name];
      if (rule === undefined || !rule.in.test(from)) faults.push(`${from} imports the package ${name}`);
      usersOf.set(name, (usersOf.get(name) ?? new Set()).add(from));
      continue;
    }
    const room = roomOf(from);
    if (room === '') faults.push(`${from} stands in no room`);
    const mayImport = [room, ...(rooms[room] ?? [])];
    if (!mayImport.some((path) => to.startsWith(path))) faults.push(`${from} imports ${to}`);
    const witness = witnesses.find((path) => from.startsWith(path));
    if (witness !== undefined && witnesses.some((path) => path !== witness && to.startsWith(path))) faults.push(`${from} leans on ${to}`);
  }
  for (const [name, users] of usersOf) {
    if (users.size > (packages[name]?.files ?? 0)) faults.push(`${name} is imported in ${[...users].sort().join(', ')}`);
  }
  return faults;
}

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ file: relative(source, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));

describe('layers', () => {
  it('keeps every import inside the rules', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(faultsOf(files.flatMap(({ file, text }) => importsOf(file, text)))).toEqual([]);
  });

  it('loads only when they are asked for what draws on terminals, and what reads and writes workbooks', () => {
    // The papers are loaded so as a whole.
    const early = /^import (?!type )[^;]*'(?:ora|(?:read|write)-excel-file\/node)';/m;
    expect(files.filter(({ file, text }) => early.test(text) && !file.startsWith('papers/')).map(({ file }) => file)).toEqual([]);
  });

  it('imports own files by their built name', () => {
    const wrong = files.flatMap(({ file, text }) =>
      ts
        .preProcessFile(text, true, true)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.') && !fileName.endsWith('.js'))
        .map(({ fileName }) => `${file}: ${fileName}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has one door and no barrel files', () => {
    expect(files.filter(({ file, text }) => file !== 'index.ts' && /^export \* from/m.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('has no default exports', () => {
    // A pool thread is started by the default export of its file: the one place where the package asks for it.
    const wrong = files.filter(({ file, text }) => file !== 'transport/worker.ts' && /^export default/m.test(text));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it.each([
    ['certify/plan.ts', "import { x } from '../instance/build.js';"],
    ['certify/plan/seats.ts', "import type { X } from '../../instance/types.js';"],
    ['certify/link.ts', "import { x } from './plan.js';"],
    ['certify/bound.ts', "import { x } from '../solve/tree.js';"],
    ['instance/build.ts', "import { readRoster } from '../roster/read.js';"],
    ['basics/day.ts', "import { z } from 'zod';"],
    ['solve/run.ts', "import { Piscina } from 'piscina';"],
    ['transport/queue.ts', "import { Piscina } from 'piscina';"],
    ['report/html.ts', "const later = await import('../solve/run.js');"],
    ['explain/words.ts', "export { y } from '../report/screen.js';"],
    ['roster/read.ts', "import left from 'left-pad';"],
  ])('would notice %s: %s', (file, text) => {
    expect(faultsOf(importsOf(file, text))).not.toEqual([]);
  });

  it('would notice a solver package in a second file', () => {
    const text = "import highs from 'highs';";
    expect(faultsOf(importsOf('backends/highs.ts', text))).toEqual([]);
    expect(faultsOf([...importsOf('backends/highs.ts', text), ...importsOf('backends/other.ts', text)])).toHaveLength(1);
  });

  it('reads the rules of a type-only import and of a comment as the compiler does', () => {
    expect(importsOf('a/b.ts', "// import { z } from 'zod';\nimport type { T } from '../roster/types.js';")).toEqual([
      { from: 'a/b.ts', to: 'roster/types.ts' },
    ]);
  });
});
