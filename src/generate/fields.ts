/** Study fields of generated people: ISCED-F codes by branch, and the places that journeys go to. */

export interface Branch {
  readonly name: string;
  /** Codes that host companies usually ask for. */
  readonly codes: readonly string[];
  /** Codes of the same broad field that few hosts ask for by name. */
  readonly rareCodes: readonly string[];
}

export const branches = {
  ict: { name: 'ICT', codes: ['0611', '0612', '0613'], rareCodes: ['0688'] },
  business: { name: 'business and administration', codes: ['0411', '0412', '0413', '0414', '0415', '0416'], rareCodes: ['0421', '0488'] },
  tourism: { name: 'tourism and hospitality', codes: ['1013', '1015'], rareCodes: ['1041', '1022'] },
  technical: { name: 'electrical and mechanical trades', codes: ['0713', '0714', '0715', '0716'], rareCodes: ['0732', '0724'] },
  food: { name: 'food and agriculture', codes: ['0721', '0811', '0812'], rareCodes: ['0831'] },
  health: { name: 'health and care', codes: ['0913', '0921', '0922'], rareCodes: ['0915'] },
  other: { name: 'other trades', codes: ['1012', '0212', '0723'], rareCodes: ['0214'] },
} as const satisfies Record<string, Branch>;

export type BranchName = keyof typeof branches;

export interface Place {
  readonly country: string;
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Host places; coordinates are those of the cities, to a hundredth of a degree. */
export const hostPlaces: readonly Place[] = [
  { country: 'IT', city: 'Bologna', latitude: 44.49, longitude: 11.34 },
  { country: 'IT', city: 'Rimini', latitude: 44.06, longitude: 12.57 },
  { country: 'ES', city: 'Sevilla', latitude: 37.39, longitude: -5.98 },
  { country: 'ES', city: 'Granada', latitude: 37.18, longitude: -3.6 },
  { country: 'FR', city: 'Grenoble', latitude: 45.19, longitude: 5.72 },
  { country: 'PL', city: 'Wrocław', latitude: 51.11, longitude: 17.04 },
  { country: 'PL', city: 'Opole', latitude: 50.67, longitude: 17.93 },
  { country: 'SI', city: 'Maribor', latitude: 46.55, longitude: 15.65 },
  { country: 'SI', city: 'Celje', latitude: 46.23, longitude: 15.26 },
  { country: 'DE', city: 'Leipzig', latitude: 51.34, longitude: 12.37 },
  { country: 'PT', city: 'Braga', latitude: 41.55, longitude: -8.43 },
  { country: 'IE', city: 'Cork', latitude: 51.9, longitude: -8.47 },
  { country: 'FI', city: 'Tampere', latitude: 61.5, longitude: 23.76 },
  { country: 'SE', city: 'Lund', latitude: 55.7, longitude: 13.19 },
  { country: 'CZ', city: 'Brno', latitude: 49.2, longitude: 16.61 },
  { country: 'AT', city: 'Graz', latitude: 47.07, longitude: 15.44 },
  { country: 'MT', city: 'Sliema', latitude: 35.91, longitude: 14.5 },
  { country: 'LT', city: 'Kaunas', latitude: 54.9, longitude: 23.9 },
  { country: 'HR', city: 'Split', latitude: 43.51, longitude: 16.44 },
  { country: 'GR', city: 'Patras', latitude: 38.25, longitude: 21.73 },
];

export const westernBalkanPlaces: readonly Place[] = [
  { country: 'RS', city: 'Novi Sad', latitude: 45.25, longitude: 19.85 },
  { country: 'RS', city: 'Niš', latitude: 43.32, longitude: 21.9 },
  { country: 'AL', city: 'Durrës', latitude: 41.32, longitude: 19.45 },
  { country: 'AL', city: 'Shkodër', latitude: 42.07, longitude: 19.51 },
  { country: 'ME', city: 'Podgorica', latitude: 42.44, longitude: 19.26 },
  { country: 'ME', city: 'Bar', latitude: 42.09, longitude: 19.1 },
  { country: 'BA', city: 'Mostar', latitude: 43.34, longitude: 17.81 },
  { country: 'BA', city: 'Tuzla', latitude: 44.54, longitude: 18.67 },
  { country: 'XK', city: 'Prizren', latitude: 42.21, longitude: 20.74 },
  { country: 'XK', city: 'Peja', latitude: 42.66, longitude: 20.29 },
  { country: 'MK', city: 'Bitola', latitude: 41.03, longitude: 21.33 },
  { country: 'MK', city: 'Ohrid', latitude: 41.12, longitude: 20.8 },
];
