/** What papers are made of; each can be asked for by itself. */
export const paperParts = ['agreements', 'letters', 'packs', 'calendar', 'lists', 'workbook'] as const;
export type PaperPart = (typeof paperParts)[number];
