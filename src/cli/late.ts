import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { linesOfLate } from '../explain/answers.js';
import { issueOf } from '../roster/issues.js';
import { wholeNumber } from './arguments.js';
import type { Door } from './door.js';
import type { Act } from './exit-codes.js';
import { withDesk } from './explain.js';
import type { Io } from './io.js';

const examples = `
Examples:
  placewise late roster out/june s99
  placewise late roster out/june s99 --most 10 --json

Write the person into students.csv first; the plan stays as it was made without them. Nothing is searched: openings are listed that have room, or that
have room when one other person moves to a free place. To plan everybody anew with as few changes as can be: placewise match --replan.`;

const format = 'placewise-late-1';

/** Adds the command `late`. */
export function addLate(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('late')
    .summary('find a place for one person more')
    .description('Lists the best openings for somebody who comes late, the plan else as it is, and who would have to move.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook; the person stands in students.csv')
    .argument('<plan>', 'output folder, or a placements.csv')
    .argument('<student>', 'id of the person who has no place yet')
    .option('--most <number>', 'list at most so many openings', wholeNumber(1, 1000), 5)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((roster, plan, student, options) =>
      act(() =>
        withDesk(
          { roster: resolve(io.cwd, roster), plan: resolve(io.cwd, plan), json: options.json ?? false, format },
          io,
          door,
          async (desk, read, { placements }) => {
            const person = read.students.find(({ id }) => id === student);
            const expected =
              person === undefined
                ? 'the id of a person'
                : placements.some(({ studentId }) => studentId === student)
                  ? 'somebody without a place'
                  : null;
            if (person === undefined || expected !== null)
              return {
                status: 'refused',
                issues: [
                  issueOf({
                    severity: 'error',
                    code: 'id-unknown',
                    file: 'students.csv',
                    column: 'id',
                    found: student,
                    expected: expected!,
                  }),
                ],
              };
            const places = desk.late(person, options.most);
            const lines = linesOfLate(student, places, read);
            return { status: 'answered', json: { format, studentId: student, places, lines }, lines };
          },
        ),
      ),
    );
}
