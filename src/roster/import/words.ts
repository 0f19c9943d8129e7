import { foldName } from '../fold.js';
import type { Column } from '../columns.js';

/** Words that stand in the cells of the partner countries' rosters, and what they are called here. What is proposed by them is shown, and goes into the mapping. */
const lists: { readonly [kind: string]: { readonly [said: string]: string } } = {
  languages: {
    en: 'en|english|inglese|inglés|anglais|englisch|angielski|angleščina|engleski|англиски|anglisht',
    it: 'it|italian|italiano|italien|italienisch|włoski|italijanščina|talijanski|italijanski|италијански|italisht',
    es: 'es|spanish|spagnolo|español|espagnol|spanisch|hiszpański|španščina|španjolski|španski|шпански|spanjisht',
    fr: 'fr|french|francese|francés|français|französisch|francuski|francoščina|француски|frëngjisht',
    de: 'de|german|tedesco|alemán|allemand|deutsch|niemiecki|nemščina|njemački|nemački|германски|gjermanisht',
    pl: 'pl|polish|polacco|polaco|polonais|polnisch|polski|poljščina|poljski|полски|polonisht',
    sl: 'sl|slovene|slovenian|sloveno|slowenisch|słoweński|slovenščina|slovenski|словенечки',
    hr: 'hr|croatian|croato|kroatisch|hrvatski|хрватски',
    pt: 'pt|portuguese|portoghese|portugués|portugais|portugiesisch|portugalski|portugalščina',
  },
  sex: {
    female: 'f|female|ž|ženski|žensko|w|weiblich|femmina|mujer|femme|kobieta|ж|женски|k',
    male: 'm|male|muški|muško|männlich|maschio|hombre|homme|mężczyzna|м|машки',
  },
  flag: { yes: 'da|sì|si|sí|oui|ja|tak|да|po|x', no: 'ne|non|nein|nie|не|jo' },
  country: {
    HR: 'hrvatska|croatia|croazia|croacia|croatie|kroatien|chorwacja|хрватска',
    IT: 'italija|italy|italia|italie|italien|włochy|италија',
    SI: 'slovenija|slovenia|eslovenia|slovénie|slowenien|słowenia|словенија',
    ES: 'španjolska|španija|spain|spagna|españa|espagne|spanien|hiszpania|шпанија',
    DE: 'njemačka|nemačka|nemčija|germany|germania|alemania|allemagne|deutschland|niemcy|германија',
    PL: 'poljska|poland|polonia|pologne|polen|polska|полска',
    FR: 'francuska|francija|france|francia|frankreich|francja|француска',
    AT: 'austrija|avstrija|austria|autriche|österreich|австрија',
    MK: 'sjeverna makedonija|severna makedonija|north macedonia|северна македонија',
    RS: 'srbija|serbia|serbien|србија',
    BA: 'bosna i hercegovina|bosnia and herzegovina|bosnien und herzegowina',
    AL: 'albanija|albania|albanien|shqipëria',
    PT: 'portugal|portogallo|portugalia',
  },
  kind: {
    'short-term': 'kratkoročna|kratka|short|breve|corta|courte|kurz|krótkoterminowa|краткорочна',
    'long-term': 'dugoročna|dolgoročna|long|lunga|larga|longue|lang|długoterminowa|долгорочна',
    staff: 'osoblje|nastavnik|učitelj|teacher|personale|personal|personnel|nauczyciel|наставник',
    accompanying: 'pratnja|prateća osoba|accompagnatore|acompañante|accompagnateur|begleitperson|opiekun|придружник',
  },
};
const meaningOf = new Map(
  Object.entries(lists).map(([kind, words]) => [
    kind,
    new Map(Object.entries(words).flatMap(([meaning, said]) => said.split('|').map((word): [string, string] => [foldName(word), meaning]))),
  ]),
);

/** What a cell most likely says in the words of its column; null where it is fine as it is, or nothing is known. */
export function proposedText({ column, format }: Column, cell: string): string | null {
  const text = cell.trim();
  if (format === 'languages') return proposedLanguages(text);
  const list = meaningOf.get(format === 'flag' || format === 'country' ? format : column);
  return list?.get(foldName(text)) ?? null;
}

/** `engleski B1, talijanski A2` → `en:B1|it:A2`. */
function proposedLanguages(text: string): string | null {
  const parts = text.split(/[,;|/+]/).map((part) => part.trim());
  const read = parts.map((part) => {
    const found = /^(\p{L}{2,20})[\s:(-]+([ABC][12])\)?$/iu.exec(part);
    const language = meaningOf.get('languages')?.get(foldName(found?.[1] ?? ''));
    return language === undefined ? null : `${language}:${found?.[2]?.toUpperCase()}`;
  });
  const whole = read.join('|');
  return read.includes(null) || whole === text ? null : whole;
}

const personal: { readonly [target: string]: string } = {
  'people.name':
    'name|full name|ime i prezime|prezime i ime|ime in priimek|nome e cognome|cognome e nome|nombre y apellidos|nom et prénom|name und vorname|vor- und nachname|imię i nazwisko|nazwisko i imię|име и презиме|презиме и име|emri dhe mbiemri|učenik|student|participant|dijak',
  'people.first_name': 'first name|given name|ime|nome|nombre|prénom|vorname|imię|име|emri',
  'people.last_name': 'last name|surname|family name|prezime|priimek|cognome|apellidos|nom|nachname|nazwisko|презиме|mbiemri',
  'people.email':
    'email|e-mail|mail|e-pošta|elektronička pošta|e-adresa|correo|correo electrónico|courriel|adres e-mail|е-пошта|posta elektronike',
  'people.phone':
    'phone|telephone|mobile|telefon|mobitel|mobilni|gsm|telefono|cellulare|teléfono|móvil|téléphone|handy|komórka|телефон|мобилен|telefoni',
  'people.address': 'address|adresa|naslov|indirizzo di casa|dirección|adresse|anschrift|adres|адреса|adresa',
  'people.national_id': 'oib|jmbg|emšo|pesel|codice fiscale|dni|nie|матичен број|embg|nid|personal number',
  'people.guardian':
    'parent|guardian|roditelj|skrbnik|roditelj ili skrbnik|starši|genitore|tutor legal|parent ou tuteur|erziehungsberechtigte|rodzic|родител|prindi',
};
const personalOf = new Map(
  Object.entries(personal).flatMap(([target, names]) => names.split('|').map((name): [string, string] => [foldName(name), target])),
);

/** Where a header of a list of people belongs in people.csv, by its name, else by what stands under it; null where nothing says it is personal. */
export function personalTarget(header: string, cells: readonly string[]): string | null {
  const said = cells.filter((cell) => cell.trim() !== '');
  if (said.length > 0 && said.every((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell.trim()))) return 'people.email';
  const named = personalOf.get(foldName(header));
  if (named !== undefined) return named;
  return said.length > 0 && said.every((cell) => /^\+\d[\d\s()/-]{6,}$/.test(cell.trim())) ? 'people.phone' : null;
}

const fileNames: { readonly [file: string]: string } = {
  students:
    'students|participants|learners|učenici|polaznici|učesnici|sudionici|studenti|alunni|partecipanti|alumnos|élèves|schüler|teilnehmer|uczniowie|uczestnicy|dijaki|udeleženci|ученици|учесници|nxënësit',
  openings:
    'openings|placements|places|mjesta|radna mjesta|mesta|praksa|posti|tirocini|plazas|stages|plätze|praktika|miejsca|места|пракса|vendet',
  hosts: 'hosts|companies|tvrtke|firme|poduzeća|preduzeća|podjetja|aziende|empresas|entreprises|betriebe|firmy|компании|фирми|kompanitë',
  organisations:
    'organisations|organizations|schools|škole|ustanove|organizacije|scuole|escuelas|écoles|schulen|szkoły|šole|училишта|shkollat',
  preferences: 'preferences|wishes|želje|preferenze|preferencias|préférences|wünsche|preferencje|желби',
};
const fileOf = new Map(
  Object.entries(fileNames).flatMap(([file, names]) => names.split('|').map((name): [string, string] => [foldName(name), file])),
);

/** The file of the roster that a table is called after, in one of the languages; null where its name says nothing. */
export function fileNamed(name: string): string | null {
  return fileOf.get(foldName(name.replace(/\.\w{2,4}$/, ''))) ?? null;
}
