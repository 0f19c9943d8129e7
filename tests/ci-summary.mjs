/**
 * `node tests/ci-summary.mjs RESULTS STATUS [FOLDER]`: reads vitest's JSON, names what failed or was skipped, and prints the counts as its last line.
 * STATUS is the exit code of the test run: a run that broke off counts as one failure even where no test says so. In FOLDER (a part of the path,
 * like `tests/browser/`) nothing may be skipped: a skip there counts as failed, and so does a run without any test of it.
 */
import { readFileSync } from 'node:fs';

function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    process.stdout.write(`No test results: ${error.message}\n`);
    return null;
  }
}

/** A skip without a reason in its name is a fault of the test: say so instead of hiding it. */
function reasonOf(name) {
  const found = /skipped: ([^)]*)/.exec(name);
  return found === null ? 'no reason given' : found[1];
}

const [path, status, neverSkipped = null] = process.argv.slice(2);
const isNeverSkipped = (name) => neverSkipped !== null && String(name).replaceAll('\\', '/').includes(`/${neverSkipped}`);
const results = readResults(path);
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of results?.testResults ?? []) {
  // A file that cannot even be loaded has no tests of its own.
  if (file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')) {
    counts.failed++;
    process.stdout.write(`failed  ${file.name}: ${String(file.message).split('\n')[0]}\n`);
  }
  for (const test of file.assertionResults) {
    if (test.status === 'passed') counts.passed++;
    else if (test.status === 'failed') {
      counts.failed++;
      process.stdout.write(`failed  ${test.fullName}\n`);
    } else if (isNeverSkipped(file.name)) {
      counts.failed++;
      process.stdout.write(`failed  ${test.fullName}: skipped, and it must not be here (${reasonOf(test.fullName)})\n`);
    } else {
      counts.skipped++;
      process.stdout.write(`skipped ${test.fullName}: ${reasonOf(test.fullName)}\n`);
    }
  }
}
if (results !== null && neverSkipped !== null && !results.testResults?.some(({ name }) => isNeverSkipped(name))) {
  counts.failed++;
  process.stdout.write(`failed  no test of ${neverSkipped} was run\n`);
}
if (results === null || (Number(status) !== 0 && counts.failed === 0)) counts.failed++;
if (counts.failed > 0) process.exitCode = 1;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`);
