import { cityKey, pointOfCity } from '../basics/cities.js';
import { distanceKm } from '../basics/distance.js';
import type { Flow, Host, Student } from '../roster/types.js';
import { keyOfDistance, type Lookup, organisation } from './lookup.js';

/** Country of a host, else of its partner. */
export function countryOfHost(lookup: Lookup, host: Host | null): string | null {
  return host?.country ?? organisation(lookup, host?.partnerId ?? null)?.country ?? null;
}

/** City of a host, else of its partner, as written. */
export function cityOfHost(lookup: Lookup, host: Host | null): string | null {
  return host?.city ?? organisation(lookup, host?.partnerId ?? null)?.city ?? null;
}

/** Country of a flow, else of its partner. */
export function countryOfFlow(lookup: Lookup, flow: Flow | null): string | null {
  return flow?.country ?? organisation(lookup, flow?.partnerId ?? null)?.country ?? null;
}

/** City of a flow, else of its partner, as written. */
export function cityOfFlow(lookup: Lookup, flow: Flow | null): string | null {
  return flow?.city ?? organisation(lookup, flow?.partnerId ?? null)?.city ?? null;
}

/** Where a placement is, as budgets and quotas see it: the host's, else the flow's. */
export interface Place {
  readonly country: string | null;
  /** As `cityKey` makes it. */
  readonly city: string | null;
  readonly partnerId: string | null;
}

/** For an accompanying person the host is null: all is the flow's. */
export function placeOf(lookup: Lookup, host: Host | null, flow: Flow | null): Place {
  const city = cityOfHost(lookup, host) ?? cityOfFlow(lookup, flow);
  return {
    country: countryOfHost(lookup, host) ?? countryOfFlow(lookup, flow),
    city: city === null ? null : cityKey(city),
    partnerId: host?.partnerId ?? flow?.partnerId ?? null,
  };
}

/** Key of the city of a person's school, else of the sender. */
export function cityOfStudent(lookup: Lookup, student: Student): string | null {
  const city = organisation(lookup, student.schoolId)?.city ?? organisation(lookup, student.senderId)?.city ?? null;
  return city === null ? null : cityKey(city);
}

/** Degrees; null where not both are known. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** The school's coordinates, else the sender's; without either those of the school's city, else the sender's. */
export function pointOfStudent(lookup: Lookup, { schoolId, senderId }: Student): Point | null {
  const school = organisation(lookup, schoolId);
  const sender = organisation(lookup, senderId);
  return point(school) ?? point(sender) ?? pointOfCityOf(lookup, school) ?? pointOfCityOf(lookup, sender);
}

/** The host's coordinates, else the partner's; without either those of the host's city, else the partner's. */
export function pointOfHost(lookup: Lookup, host: Host | null): Point | null {
  const partner = organisation(lookup, host?.partnerId ?? null);
  return (
    point(host) ??
    point(partner) ??
    pointOfCityOf(lookup, host === null ? null : { city: host.city, country: countryOfHost(lookup, host) }) ??
    pointOfCityOf(lookup, partner)
  );
}

/** The coordinates of a flow's partner, else of the flow's city. */
function pointOfFlow(lookup: Lookup, flow: Flow | null): Point | null {
  return (
    point(organisation(lookup, flow?.partnerId ?? null)) ??
    pointOfCityOf(lookup, { city: cityOfFlow(lookup, flow), country: countryOfFlow(lookup, flow) })
  );
}

/** Whole kilometres, one way, from a person's school or sender to a host (to a flow, where the host is null); null where they are not known. */
export function kilometresOf(lookup: Lookup, student: Student, host: Host | null, flow: Flow | null): number | null {
  if (lookup.distances.size > 0) {
    const partnerId = host === null ? (flow?.partnerId ?? null) : host.partnerId;
    for (const fromId of [student.schoolId, student.senderId]) {
      if (fromId === null) continue;
      const given =
        (host === null ? undefined : lookup.distances.get(keyOfDistance(fromId, host.id, null))) ??
        (partnerId === null ? undefined : lookup.distances.get(keyOfDistance(fromId, null, partnerId)));
      if (given !== undefined) return given;
    }
  }
  const from = pointOfStudent(lookup, student);
  const to = host === null ? pointOfFlow(lookup, flow) : pointOfHost(lookup, host);
  return from === null || to === null ? null : distanceKm(from.latitude, from.longitude, to.latitude, to.longitude);
}

function point(record: { readonly latitude: number | null; readonly longitude: number | null } | null): Point | null {
  if (record === null || record.latitude === null || record.longitude === null) return null;
  return { latitude: record.latitude, longitude: record.longitude };
}

/** Cities of the roster win over those built in. */
function pointOfCityOf(lookup: Lookup, place: { readonly city: string | null; readonly country: string | null } | null): Point | null {
  if (place === null || place.city === null || place.country === null) return null;
  return lookup.cities.get(`${place.country} ${cityKey(place.city)}`) ?? pointOfCity(place.city, place.country);
}
