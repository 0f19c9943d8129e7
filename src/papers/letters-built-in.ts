import { type LetterWords, letterWords } from './letter-words.js';
import { documentParts, paragraph, table } from './word-xml.js';

export const letterLanguages: readonly string[] = Object.keys(letterWords);

/** A letter that comes with the program. */
export function letterTemplate(kind: 'letter-placed' | 'letter-waiting' | 'letter-not-placed', language: string): Map<string, string> {
  const words = letterWords[language];
  if (words === undefined) throw new Error(`there is no letter in ${language}`);
  const { title, blocks } = bodyOf(kind, words);
  return documentParts(
    [
      ...(words.unreviewed === null ? [] : [paragraph(words.unreviewed, 'warning')]),
      paragraph('{sender_name}', 'text', { bold: true, colour: '1F3A5F', size: 13 }),
      paragraph('{sender_address}', 'small'),
      paragraph('{sender_phone} · {sender_email}', 'small'),
      paragraph(''),
      paragraph('{learner_name}'),
      paragraph('{learner_address}'),
      ...when('is_minor', [paragraph(words.toGuardian)]),
      paragraph(`${words.dateLine} ____________________`),
      paragraph(''),
      paragraph(title, 'title'),
      paragraph(''),
      paragraph(words.dear),
      ...blocks,
      paragraph(''),
      paragraph(words.closing),
      paragraph(''),
      paragraph('______________________________'),
      paragraph('{sender_contact}, {sender_name}'),
      ...(kind === 'letter-placed'
        ? when('is_minor', [
            paragraph(''),
            paragraph(`${words.signature} ______________________________   ${words.dateLine} ______________`),
          ])
        : []),
    ],
    { title, footer: '{sender_name} · {learner_id}' },
  );
}

function bodyOf(kind: 'letter-placed' | 'letter-waiting' | 'letter-not-placed', words: LetterWords): { title: string; blocks: string[] } {
  const texts = (lines: readonly string[]): string[] => lines.map((line) => paragraph(line));
  const reasons = [paragraph(words.reasons), paragraph('{#reasons}'), paragraph('–  {reason}', 'bullet'), paragraph('{/reasons}')];
  switch (kind) {
    case 'letter-placed': {
      const { title, text, columns, consent, next } = words.placed;
      const cells = ['{#placements}{host_name}', '{city}, {country}', '{start}', '{end}', '{days}{/placements}'];
      const places = table(
        [62, 45, 24, 24, 15],
        [
          { header: true, cells: columns.map((column) => ({ text: column, kind: 'label', shade: true })) },
          { cells: cells.map((cell) => ({ text: cell })) },
        ],
      );
      return {
        title,
        blocks: [...texts(text), places, ...when('is_minor', texts([consent])), ...texts(next), paragraph(words.appeal)],
      };
    }
    case 'letter-waiting': {
      const { title, text, reserve, next } = words.waiting;
      return {
        title,
        blocks: [...texts(text), ...when('has_reserve_number', texts([reserve])), ...reasons, ...texts(next), paragraph(words.appeal)],
      };
    }
    case 'letter-not-placed': {
      const { title, text } = words.notPlaced;
      return { title, blocks: [...texts(text), ...reasons, paragraph(words.appeal)] };
    }
  }
}

/** Blocks that stand only where a flag is set. */
function when(flag: string, blocks: readonly string[]): string[] {
  return [paragraph(`{#${flag}}`), ...blocks, paragraph(`{/${flag}}`)];
}
