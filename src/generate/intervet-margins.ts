import type { BranchName } from './fields.js';

/** Counts, dates and prices of the regional pilot. The counts of people, schools and partners are real; the rest is laid down for the generator. */

export interface Sender {
  readonly country: string;
  readonly shortTerm: number;
  readonly accompanying: number;
  readonly longTerm: number;
  readonly schools: number;
  /** Per cent of learners whose trade few hosts ask for by name, and of learners without a wish. */
  readonly rarePercent: number;
  readonly wishlessPercent: number;
}

export const senders: readonly Sender[] = [
  { country: 'RS', shortTerm: 82, accompanying: 8, longTerm: 11, schools: 89, rarePercent: 2, wishlessPercent: 0 },
  { country: 'AL', shortTerm: 80, accompanying: 8, longTerm: 19, schools: 48, rarePercent: 18, wishlessPercent: 16 },
  { country: 'ME', shortTerm: 41, accompanying: 4, longTerm: 4, schools: 23, rarePercent: 34, wishlessPercent: 32 },
  { country: 'BA', shortTerm: 67, accompanying: 8, longTerm: 13, schools: 32, rarePercent: 26, wishlessPercent: 24 },
  { country: 'XK', shortTerm: 41, accompanying: 5, longTerm: 3, schools: 63, rarePercent: 42, wishlessPercent: 42 },
  { country: 'MK', shortTerm: 61, accompanying: 6, longTerm: 4, schools: 23, rarePercent: 10, wishlessPercent: 8 },
];

export const partnerCountries = ['IT', 'ES', 'FR', 'PL', 'SI'] as const;
export type PartnerCountry = (typeof partnerCountries)[number];

export const quotaOfPartner: Record<PartnerCountry, { readonly total: number; readonly longTerm: number }> = {
  IT: { total: 120, longTerm: 20 },
  ES: { total: 116, longTerm: 20 },
  FR: { total: 60, longTerm: 7 },
  PL: { total: 78, longTerm: 7 },
  SI: { total: 91, longTerm: 0 },
};

/** Learners that wish for a partner's country, by weight: more for the south than its seats. */
export const pullOfPartner: Record<PartnerCountry, number> = { IT: 30, ES: 30, FR: 13, PL: 12, SI: 15 };

/** Rounds of journeys: first day, and the learners planted with each partner. More than 12 learners travel with two accompanying persons. */
export const rounds: readonly { readonly start: string; readonly sizes: readonly (readonly [PartnerCountry, number])[] }[] = [
  {
    start: '2020-01-18',
    sizes: [
      ['IT', 9],
      ['ES', 10],
      ['FR', 8],
      ['SI', 10],
    ],
  },
  {
    start: '2021-09-18',
    sizes: [
      ['IT', 8],
      ['ES', 11],
      ['PL', 9],
      ['SI', 11],
    ],
  },
  {
    start: '2021-11-06',
    sizes: [
      ['IT', 10],
      ['ES', 9],
      ['FR', 9],
      ['PL', 10],
    ],
  },
  {
    start: '2022-02-12',
    sizes: [
      ['IT', 9],
      ['ES', 13],
      ['PL', 10],
      ['SI', 10],
    ],
  },
  {
    start: '2022-04-23',
    sizes: [
      ['IT', 11],
      ['ES', 9],
      ['FR', 10],
      ['SI', 11],
    ],
  },
  {
    start: '2022-09-17',
    sizes: [
      ['IT', 9],
      ['ES', 11],
      ['PL', 10],
      ['SI', 10],
    ],
  },
  {
    start: '2023-02-18',
    sizes: [
      ['IT', 10],
      ['FR', 10],
      ['PL', 15],
      ['SI', 11],
    ],
  },
  {
    start: '2023-08-19',
    sizes: [
      ['IT', 14],
      ['ES', 12],
      ['FR', 11],
      ['SI', 10],
    ],
  },
  {
    start: '2023-09-23',
    sizes: [
      ['IT', 10],
      ['ES', 12],
      ['PL', 10],
      ['SI', 10],
    ],
  },
];

/** Long-term intakes of 90 days: first day, and the learners planted with each partner. */
export const intakes: readonly { readonly start: string; readonly sizes: readonly (readonly [PartnerCountry, number])[] }[] = [
  {
    start: '2022-03-01',
    sizes: [
      ['IT', 7],
      ['ES', 6],
      ['FR', 3],
      ['PL', 2],
    ],
  },
  {
    start: '2022-09-01',
    sizes: [
      ['IT', 6],
      ['ES', 7],
      ['FR', 2],
      ['PL', 3],
    ],
  },
  {
    start: '2023-03-01',
    sizes: [
      ['IT', 7],
      ['ES', 7],
      ['FR', 2],
      ['PL', 2],
    ],
  },
];

export const branchWeights: readonly (readonly [BranchName, number])[] = [
  ['business', 30],
  ['technical', 30],
  ['tourism', 22],
  ['ict', 18],
];
export const staggerDays = 3;
export const longTermDays = 90;

/** Euros a stay, by country of the partner; the first city of a country is dearer by `dearCityEuros`. */
export const stayOfCountry: Record<
  PartnerCountry,
  { readonly stayEuros: number; readonly accompanyingEuros: number; readonly longEuros: number }
> = {
  IT: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
  ES: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
  FR: { stayEuros: 1600, accompanyingEuros: 2800, longEuros: 4100 },
  PL: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
  SI: { stayEuros: 1500, accompanyingEuros: 2800, longEuros: 4000 },
};
export const dearCityEuros = 100;
