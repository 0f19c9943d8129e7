/** Where cities lie, in degrees to a hundredth: capitals and the cities of the rosters in `data/`. A roster's own cities.csv wins. */
const table = `
AL Tirana 41.33 19.82|AL Tiranë 41.33 19.82|AL Durrës 41.32 19.45|AL Shkodër 42.07 19.51|AL Vlorë 40.47 19.49|AL Elbasan 41.11 20.08|AL Korçë 40.62 20.78
AT Wien 48.21 16.37|AT Vienna 48.21 16.37|AT Graz 47.07 15.44|AT Linz 48.31 14.29|AT Salzburg 47.81 13.06
BA Sarajevo 43.86 18.41|BA Mostar 43.34 17.81|BA Tuzla 44.54 18.68|BA Banja Luka 44.77 17.19|BA Zenica 44.2 17.91
BE Brussels 50.85 4.35|BE Bruxelles 50.85 4.35|BE Gent 51.05 3.72|BE Antwerpen 51.22 4.4
BG Sofia 42.7 23.32|BG Plovdiv 42.14 24.75|BG Varna 43.21 27.92
CH Bern 46.95 7.45|CH Zürich 47.38 8.54
CY Nicosia 35.19 33.38|CY Limassol 34.68 33.04
CZ Praha 50.08 14.44|CZ Prague 50.08 14.44|CZ Brno 49.2 16.61|CZ Ostrava 49.84 18.29
DE Berlin 52.52 13.4|DE Hamburg 53.55 9.99|DE München 48.14 11.58|DE Köln 50.94 6.96|DE Leipzig 51.34 12.37|DE Dresden 51.05 13.74|DE Frankfurt 50.11 8.68|DE Stuttgart 48.78 9.18
DK Copenhagen 55.68 12.57|DK København 55.68 12.57|DK Aarhus 56.16 10.2
EE Tallinn 59.44 24.75|EE Tartu 58.38 26.73
ES Madrid 40.42 -3.7|ES Barcelona 41.39 2.17|ES Sevilla 37.39 -5.99|ES Valencia 39.47 -0.38|ES Bilbao 43.26 -2.93|ES Málaga 36.72 -4.42|ES Vigo 42.24 -8.72|ES Granada 37.18 -3.6
FI Helsinki 60.17 24.94|FI Tampere 61.5 23.76|FI Hyvinkää 60.63 24.86
FR Paris 48.86 2.35|FR Lyon 45.76 4.84|FR Grenoble 45.19 5.72|FR Marseille 43.3 5.37|FR Lille 50.63 3.06|FR Bordeaux 44.84 -0.58|FR Nantes 47.22 -1.55|FR Toulouse 43.6 1.44
GB London 51.51 -0.13|GB Derry 55 -7.31|GR Athens 37.98 23.73|GR Thessaloniki 40.64 22.94
HR Zagreb 45.81 15.98|HR Split 43.51 16.44|HR Rijeka 45.33 14.44|HR Osijek 45.55 18.69|HR Zadar 44.12 15.23
HU Budapest 47.5 19.04|HU Debrecen 47.53 21.63|HU Szeged 46.25 20.15
IE Dublin 53.35 -6.26|IE Cork 51.9 -8.47|IS Reykjavík 64.15 -21.94
IT Roma 41.9 12.5|IT Rome 41.9 12.5|IT Bologna 44.49 11.34|IT Milano 45.46 9.19|IT Genova 44.41 8.93|IT Firenze 43.77 11.26|IT Napoli 40.85 14.27|IT Torino 45.07 7.69|IT Rimini 44.06 12.57|IT Padova 45.41 11.88
LI Vaduz 47.14 9.52|LT Vilnius 54.69 25.28|LT Kaunas 54.9 23.9|LU Luxembourg 49.61 6.13|LV Riga 56.95 24.11
ME Podgorica 42.44 19.26|ME Bar 42.09 19.1|ME Nikšić 42.77 18.94|MK Skopje 42 21.43|MK Bitola 41.03 21.33|MK Ohrid 41.12 20.8|MT Valletta 35.9 14.51|MT Sliema 35.91 14.5
NL Amsterdam 52.37 4.9|NL Rotterdam 51.92 4.48|NL Utrecht 52.09 5.12|NO Oslo 59.91 10.75|NO Bergen 60.39 5.32
PL Warszawa 52.23 21.01|PL Wrocław 51.11 17.04|PL Kraków 50.06 19.94|PL Gdańsk 54.35 18.65|PL Poznań 52.41 16.93|PL Opole 50.67 17.93
PT Lisboa 38.72 -9.14|PT Braga 41.55 -8.43|PT Porto 41.15 -8.61|RO București 44.43 26.1|RO Cluj-Napoca 46.77 23.6|RO Timișoara 45.75 21.23
RS Beograd 44.79 20.45|RS Novi Sad 45.27 19.83|RS Niš 43.32 21.9|RS Kragujevac 44.01 20.91|SE Stockholm 59.33 18.07|SE Göteborg 57.71 11.97|SE Malmö 55.6 13
SI Ljubljana 46.06 14.51|SI Maribor 46.55 15.65|SI Celje 46.24 15.27|SK Bratislava 48.15 17.11|SK Košice 48.72 21.26|SK Nitra 48.31 18.09|TR Ankara 39.93 32.86|TR Istanbul 41.01 28.98|TR Izmir 38.42 27.14
XK Prishtina 42.66 21.17|XK Peja 42.66 20.29|XK Prizren 42.21 20.74`;

/** Keys of the names met so far: rosters name few cities, each of them for many people and hosts. */
const keyOfName = new Map<string, string>();
const mostNames = 10_000;

const points = new Map<string, { readonly latitude: number; readonly longitude: number }>();
for (const entry of table.trim().split(/[|\n]/)) {
  const [, country, city, latitude, longitude] = /^([A-Z]{2}) (.+) (-?[\d.]+) (-?[\d.]+)$/.exec(entry)!;
  points.set(keyOf(city!, country!), { latitude: Number(latitude), longitude: Number(longitude) });
}

/** Degrees of a city of the table, compared without case; null where it is not in it. */
export function pointOfCity(city: string, country: string): { readonly latitude: number; readonly longitude: number } | null {
  return points.get(keyOf(city, country)) ?? null;
}

/** Cities are compared without regard to case, form of accents and blanks around. */
export function cityKey(city: string): string {
  let key = keyOfName.get(city);
  if (key === undefined) {
    key = city.normalize('NFC').trim().toLowerCase();
    if (keyOfName.size >= mostNames) keyOfName.clear();
    keyOfName.set(city, key);
  }
  return key;
}

function keyOf(city: string, country: string): string {
  return `${country} ${cityKey(city)}`;
}
