import { pointOfCity } from '../../basics/cities.js';
import { distanceKm } from '../../basics/distance.js';
import type { Student } from '../../roster/types.js';
import { cityKey, type Book } from './book.js';
import type { Site } from './site.js';

interface Located {
  readonly latitude: number;
  readonly longitude: number;
}

/** Whole kilometres from a person to a site: those of distances.csv first, then the school's, then the sender's side; null: nobody knows. */
export function kilometresTo(book: Book, person: Student, site: Site): number | null {
  const partner = site.host === null ? (site.flow?.partnerId ?? null) : site.host.partnerId;
  for (const from of [person.schoolId, person.senderId]) {
    const rows = from === null ? undefined : book.distances.get(from);
    const row =
      rows?.find(({ hostId }) => hostId !== null && hostId === site.host?.id) ??
      rows?.find(({ partnerId }) => partnerId !== null && partnerId === partner);
    if (row !== undefined) return row.km;
  }
  const home = homeOf(book, person);
  const away = placeOfSite(book, site, partner);
  return home === null || away === null ? null : distanceKm(home.latitude, home.longitude, away.latitude, away.longitude);
}

function homeOf(book: Book, { schoolId, senderId }: Student): Located | null {
  return (
    measured(book, schoolId) ??
    measured(book, senderId) ??
    inCity(book, organisation(book, schoolId)) ??
    inCity(book, organisation(book, senderId))
  );
}

function placeOfSite(book: Book, site: Site, partnerId: string | null): Located | null {
  const partner = organisation(book, partnerId);
  if (site.host === null) {
    const city = site.flow?.city ?? partner?.city ?? null;
    const country = site.flow?.country ?? partner?.country ?? null;
    return measured(book, partnerId) ?? inCity(book, { city, country });
  }
  return (
    pointOf(site.host) ??
    measured(book, partnerId) ??
    inCity(book, { city: site.host.city, country: site.host.country ?? partner?.country ?? null }) ??
    inCity(book, partner)
  );
}

function organisation(book: Book, id: string | null) {
  return id === null ? null : (book.organisations.get(id) ?? null);
}

function measured(book: Book, id: string | null): Located | null {
  const found = organisation(book, id);
  return found === null ? null : pointOf(found);
}

function pointOf({ latitude, longitude }: { readonly latitude: number | null; readonly longitude: number | null }): Located | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function inCity(book: Book, place: { readonly city: string | null; readonly country: string | null } | null): Located | null {
  const { city, country } = place ?? { city: null, country: null };
  if (city === null || country === null) return null;
  const own = book.roster.cities.find((row) => row.country === country && cityKey(row.city) === cityKey(city));
  return own ?? pointOfCity(city, country);
}
