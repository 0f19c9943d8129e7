/** Serbian and Macedonian letters as they are written in the Latin alphabet, without accents. */
const latinOfCyrillic = new Map(
  Object.entries({
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    ђ: 'd',
    ѓ: 'g',
    е: 'e',
    ж: 'z',
    з: 'z',
    ѕ: 'dz',
    и: 'i',
    ј: 'j',
    к: 'k',
    ќ: 'k',
    л: 'l',
    љ: 'lj',
    м: 'm',
    н: 'n',
    њ: 'nj',
    о: 'o',
    п: 'p',
    р: 'r',
    с: 's',
    т: 't',
    ћ: 'c',
    у: 'u',
    ф: 'f',
    х: 'h',
    ц: 'c',
    ч: 'c',
    џ: 'dz',
    ш: 's',
    й: 'j',
    ы: 'y',
    э: 'e',
    ю: 'ju',
    я: 'ja',
    ь: '',
    ъ: '',
    щ: 'sc',
  }),
);
const plainOf = new Map(Object.entries({ đ: 'd', ð: 'd', ł: 'l', ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h' }));

/**
 * A name as people would say it: case, accents, Cyrillic or Latin writing and all but letters and digits folded away (`Датум рођења` and
 * `datum rodjenja` are one). Two texts with one fold are never merged for it; it finds names of columns, and names people who look alike.
 */
export function foldName(text: string): string {
  // ѓ, ќ and й fall apart into a letter and an accent: they are looked up before.
  const latin = [...text.normalize('NFC').toLowerCase()].map((letter) => latinOfCyrillic.get(letter) ?? plainOf.get(letter) ?? letter);
  return latin
    .join('')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('dj', 'd');
}
