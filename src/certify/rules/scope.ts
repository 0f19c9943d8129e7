import type { PersonKind, Sex, Student } from '../../roster/types.js';
import { cityKey } from './book.js';
import type { Site } from './site.js';

/** The scope columns of a budget or a quota: each one that is said must agree. */
export interface Scope {
  readonly senderId: string | null;
  readonly schoolId: string | null;
  readonly projectId: string | null;
  readonly profileId?: string | null;
  readonly kind: PersonKind | null;
  readonly sex?: Sex | null;
  readonly fewerOpportunities?: boolean | null;
  readonly hostId: string | null;
  readonly openingId: string | null;
  readonly partnerId: string | null;
  readonly flowId: string | null;
  readonly country?: string | null;
  readonly city?: string | null;
}

export function holdsPerson(scope: Scope, person: Student): boolean {
  return (
    agrees(scope.senderId, person.senderId) && agrees(scope.schoolId, person.schoolId) && agrees(scope.projectId, person.projectId) &&
    agrees(scope.profileId, person.profileId) && agrees(scope.kind, person.kind) && agrees(scope.sex, person.sex) &&
    agrees(scope.fewerOpportunities, person.fewerOpportunities)
  );
}

/** An accompanying person has neither opening nor host: a scope that names one never holds them. */
export function holdsSite(scope: Scope, site: Site): boolean {
  return (
    agrees(scope.openingId, site.opening?.id) && agrees(scope.hostId, site.host?.id) && agrees(scope.flowId, site.flow?.id) &&
    agrees(scope.partnerId, site.partnerId) && agrees(scope.country, site.country) &&
    (scope.city === null || scope.city === undefined || cityKey(scope.city) === site.cityKey)
  );
}

function agrees<T>(wanted: T | null | undefined, found: T | null | undefined): boolean {
  return wanted === null || wanted === undefined || wanted === found;
}

/**
 * Finds the scopes that hold a placement without asking each: one bit a scope, a mask for what is said of people (equal people share it)
 * and one for what is said of sites. Person masks and site masks are met word by word.
 */
export class ScopeIndex {
  readonly #personMasks = new Map<string, Uint32Array>();
  readonly #siteMasks = new Map<Site, Uint32Array>();
  readonly #scopes: readonly Scope[];
  readonly #wordCount: number;

  constructor(scopes: readonly Scope[]) {
    this.#scopes = scopes;
    this.#wordCount = (scopes.length + 31) >>> 5;
  }

  personMask(person: Student): Uint32Array {
    if (this.#wordCount === 0) return none;
    const key = JSON.stringify([person.senderId, person.schoolId, person.projectId, person.profileId, person.kind, person.sex, person.fewerOpportunities]);
    let mask = this.#personMasks.get(key);
    if (mask === undefined) this.#personMasks.set(key, (mask = this.#maskWhere((scope) => holdsPerson(scope, person))));
    return mask;
  }

  siteMask(site: Site): Uint32Array {
    if (this.#wordCount === 0) return none;
    let mask = this.#siteMasks.get(site);
    if (mask === undefined) this.#siteMasks.set(site, (mask = this.#maskWhere((scope) => holdsSite(scope, site))));
    return mask;
  }

  #maskWhere(holds: (scope: Scope) => boolean): Uint32Array {
    const mask = new Uint32Array(this.#wordCount);
    this.#scopes.forEach((scope, i) => {
      if (holds(scope)) mask[i >>> 5] = mask[i >>> 5]! | (1 << (i & 31));
    });
    return mask;
  }
}

const none = new Uint32Array(0);

/** Calls `visit` with every bit that stands in both masks, ascending. */
export function forEachCommon(a: Uint32Array, b: Uint32Array, visit: (bit: number) => void): void {
  for (let word = 0; word < a.length; word++) {
    let rest = a[word]! & b[word]!;
    while (rest !== 0) {
      const low = rest & -rest;
      visit((word << 5) + 31 - Math.clz32(low));
      rest ^= low;
    }
  }
}
