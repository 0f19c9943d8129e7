import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeWords } from '../src/cli/exit-codes.js';
import { reasonCodes } from '../src/instance/types.js';
import { columnsOfPaperFile } from '../src/papers/columns.js';
import { lintCodes } from '../src/papers/lint.js';
import { outputNames } from '../src/report/outputs.js';
import { placementColumns } from '../src/report/tables.js';
import { columnsOfFile } from '../src/roster/columns.js';
import { defaultOptions } from '../src/roster/options.js';
import { activities } from '../src/roster/types.js';
import { withoutProgress } from './support/cli.js';
import { readme, runTutorial, withoutJourneys, wordsOf } from './support/tutorial.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'dist', 'index.js');
const program = join(root, 'dist', 'cli', 'main.js');

/** A folder with the project's data in it, so that the examples write nowhere else. */
let folder = '';
beforeAll(() => {
  if (!existsSync(built)) throw new Error('dist/ is missing: npm test builds it before the tests run');
  folder = mkdtempSync(join(tmpdir(), 'placewise readme '));
  symlinkSync(join(root, 'data'), join(folder, 'data'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text ?? '');
}

function section(name: string): string {
  return new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(readme)?.[1] ?? '';
}

function node(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

describe('README', () => {
  it('has an example of the library that prints what it says', () => {
    const [example] = blocks('ts');
    const [expected] = blocks('text');
    const linked = (example ?? '').replaceAll("'placewise'", JSON.stringify(pathToFileURL(built).href));
    const { outputText } = ts.transpileModule(linked, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, 'example.mjs'), outputText);
    const { status, stdout, stderr } = node(['example.mjs']);
    expect([stderr, stdout, status]).toEqual(['', expected, 0]);
  });

  it('has commands that work as they stand, one after the other', () => {
    const lines = blocks('sh')
      .flatMap((block) => block.split('\n'))
      .filter((line) => line.startsWith('npx placewise '));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) {
      const { status, stderr } = node([program, ...wordsOf(line).slice(2)]);
      expect([line, status, withoutProgress(stderr)]).toEqual([line, 0, '']);
    }
  });

  it('has a tutorial whose commands say what stands under them', () => {
    // The journeys have tests of their own.
    expect(runTutorial(withoutJourneys(readme), folder)).toBeGreaterThanOrEqual(4);
  }, 60_000);

  it('names every exit code in the words of the program', () => {
    for (const [code, words] of exitCodeWords) expect(readme).toContain(`| ${code} | ${words} |`);
  });

  it('names every column of the roster', () => {
    const rows = Object.entries(columnsOfFile).map(
      ([file, columns]) =>
        `| \`${file}.csv\` | ${columns.map(({ column, required }) => (required ? `**${column}**` : column)).join(', ')} |`,
    );
    expect(section('columns')).toBe(['| file | columns |', '|---|---|', ...rows, ''].join('\n'));
  });

  it('names every column of the files for papers, and every fault of agreements', () => {
    const rows = Object.entries(columnsOfPaperFile).map(
      ([file, columns]) =>
        `| \`${file}.csv\` | ${columns.map(({ column, required }) => (required ? `**${column}**` : column)).join(', ')} |`,
    );
    expect(section('paper-columns')).toBe(['| file | columns |', '|---|---|', ...rows, ''].join('\n'));
    for (const code of lintCodes) expect(readme).toContain(`\`${code}\``);
  });

  it('names every column of placements.csv, every output, option and reason', () => {
    expect(section('placements')).toBe(`${placementColumns.map((column) => `\`${column}\``).join(', ')}.\n`);
    for (const name of outputNames) expect(readme).toContain(`| \`${name}\` |`);
    for (const option of Object.keys(defaultOptions)) expect(readme).toContain(`| \`${option}\` |`);
    for (const code of reasonCodes) expect(readme).toContain(`| \`${code}\` |`);
  });

  it('names every limit of days', () => {
    const rows = Object.entries(defaultOptions.durations).map(([who, [least, most]]) => `| \`${who}\` | ${least} | ${most} |`);
    expect(section('durations')).toBe(['| who | least | most |', '|---|---|---|', ...rows, ''].join('\n'));
    for (const activity of activities) expect(readme).toContain(`\`${activity}\``);
  });

  it('opens with the two commands', () => {
    const first = readme.split('\n').slice(0, 12).join('\n');
    expect(first).toMatch(/^npm run demo {2}/m);
    expect(first).toMatch(/^npm test {2}/m);
  });
});
