/** What papers are made of; each can be asked for by itself. */
export const paperParts = ['agreements', 'letters', 'packs', 'calendar', 'lists', 'workbook'] as const;
/** Name of the file that lists what a run wrote: only a folder with it is ever replaced. */
export const manifestName = 'papers.json';

export type PaperPart = (typeof paperParts)[number];
