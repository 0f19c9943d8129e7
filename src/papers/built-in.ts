import { letterLanguages, letterTemplate } from './letters-built-in.js';
import type { Template } from './docx.js';
import { type TemplateKind, templateKinds } from './tags.js';
import { agreementParts } from './agreement-built-in.js';
import { packParts } from './packs-built-in.js';
import { zipOfParts } from './zip.js';

/** Letters have a template for each language; all else is in English. */
export function isLetter(kind: TemplateKind): kind is 'letter-placed' | 'letter-waiting' | 'letter-not-placed' {
  return kind.startsWith('letter-');
}

/** File name of a template: `letter-placed.docx` in English, `letter-placed.it.docx` in Italian. */
export function templateName(kind: TemplateKind, language: string): string {
  return language === 'en' || !isLetter(kind) ? `${kind}.docx` : `${kind}.${language}.docx`;
}

/** All templates that come with the program. */
export function builtInTemplates(): Template[] {
  return templateKinds.flatMap((kind) =>
    (isLetter(kind) ? letterLanguages : ['en']).map((language) => ({
      kind,
      name: templateName(kind, language),
      bytes: zipOfParts(partsOf(kind, language)),
    })),
  );
}

function partsOf(kind: TemplateKind, language: string): ReadonlyMap<string, string> {
  if (isLetter(kind)) return letterTemplate(kind, language);
  return kind === 'agreement' ? agreementParts() : packParts(kind);
}
