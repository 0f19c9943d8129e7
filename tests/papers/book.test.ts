import { expect, it } from 'vitest';
import { bookOf, profileName } from '../../src/papers/book.js';
import { noPaperRecords } from '../../src/papers/records.js';
import { rosterOf } from '../support/roster.js';

it('calls a study profile by its name, else by that of its field, so that a company can read it', () => {
  const roster = rosterOf({
    profiles: [
      { id: 'ELE', name: 'Electronics', isced: '0714' },
      { id: 'HOT', isced: '1013' },
    ],
  });
  const book = bookOf({ roster, placements: [], unplaced: [], records: noPaperRecords });
  expect(['ELE', 'HOT', '0713', 'isco:7411', null].map((id) => profileName(book, id))).toEqual([
    'Electronics',
    'Hotel, restaurants and catering (1013)',
    'Electricity and energy (0713)',
    'isco:7411',
    '',
  ]);
});
