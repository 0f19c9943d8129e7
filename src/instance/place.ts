import type { Flow, Host, Student } from '../roster/types.js';
import { type Lookup, organisation } from './lookup.js';

/** Cities are compared without regard to case, form of accents and blanks around. */
export function cityKey(city: string): string {
  return city.normalize('NFC').trim().toLowerCase();
}

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

/** Degrees; null where not both are known. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** The school's coordinates, else the sender's. */
export function pointOfStudent(lookup: Lookup, student: Student): Point | null {
  return point(organisation(lookup, student.schoolId)) ?? point(organisation(lookup, student.senderId));
}

/** The host's coordinates, else the partner's. */
export function pointOfHost(lookup: Lookup, host: Host | null): Point | null {
  return point(host) ?? point(organisation(lookup, host?.partnerId ?? null));
}

function point(record: { readonly latitude: number | null; readonly longitude: number | null } | null): Point | null {
  if (record === null || record.latitude === null || record.longitude === null) return null;
  return { latitude: record.latitude, longitude: record.longitude };
}
