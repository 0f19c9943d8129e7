import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { door } from '../../src/cli/library.js';
import { run } from '../../src/cli/run.js';
import { openZip, textOfPart } from '../../src/papers/zip.js';

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

/** Runs a command line in this process. */
export async function placewise(cwd: string, ...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await run(argv, { stdout, stderr, env: {}, cwd }, async () => door);
  return { code, stdout: stdout.text, stderr: stderr.text };
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
