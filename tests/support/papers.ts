import { placewiseIn } from './cli.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openZip, textOfPart } from '../../src/papers/zip.js';

/** Runs a command line in this process. */
export async function placewise(cwd: string, ...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, out: stdout, err: stderr } = await placewiseIn(cwd, ...argv);
  return { code, stdout, stderr };
}

/** Texts of a document, paragraph by paragraph. */
export function textOf(path: string): string {
  const xml = textOfPart(openZip(readFileSync(path)), 'word/document.xml') ?? '';
  return xml
    .replace(/<\/w:p>|<w:br\/>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Paths of all files below a folder, with `/` between. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
