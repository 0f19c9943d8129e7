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
    agrees(scope.senderId, person.senderId) &&
    agrees(scope.schoolId, person.schoolId) &&
    agrees(scope.projectId, person.projectId) &&
    agrees(scope.profileId, person.profileId) &&
    agrees(scope.kind, person.kind) &&
    agrees(scope.sex, person.sex) &&
    agrees(scope.fewerOpportunities, person.fewerOpportunities)
  );
}

const columnsOfPeople = ['senderId', 'schoolId', 'projectId', 'profileId', 'kind', 'sex', 'fewerOpportunities'] as const;

const columnsOfPlaces = ['openingId', 'hostId', 'flowId', 'partnerId', 'country', 'city'] as const;

/** An accompanying person has neither opening nor host: a scope that names one never holds them. */
export function holdsSite(scope: Scope, site: Site): boolean {
  return (
    agrees(scope.openingId, site.opening?.id) &&
    agrees(scope.hostId, site.host?.id) &&
    agrees(scope.flowId, site.flow?.id) &&
    agrees(scope.partnerId, site.partnerId) &&
    agrees(scope.country, site.country) &&
    (scope.city === null || scope.city === undefined || cityKey(scope.city) === site.cityKey)
  );
}

function agrees<T>(wanted: T | null | undefined, found: T | null | undefined): boolean {
  return wanted === null || wanted === undefined || wanted === found;
}

/**
 * Finds the scopes that hold a placement without asking each: for a person the list of scopes that hold them (equal people share it),
 * for a site one bit a scope.
 */
export class ScopeIndex {
  readonly #scopesOfPerson = new Map<unknown, readonly number[]>();
  readonly #maskOfSite = new Map<Site, Uint32Array>();
  readonly #scopes: readonly Scope[];
  /** Words of a mask. */
  readonly wordCount: number;
  /** The scopes that name no place hold every site; the others are asked. */
  readonly #everywhere: Uint32Array;
  readonly #local: readonly number[];
  /** Columns about people that some scope names: people who are equal in these are in the same scopes. */
  readonly #named: readonly (typeof columnsOfPeople)[number][];

  constructor(scopes: readonly Scope[]) {
    this.#scopes = scopes;
    this.wordCount = (scopes.length + 31) >>> 5;
    this.#everywhere = new Uint32Array(this.wordCount);
    this.#local = [...scopes.keys()].filter((i) => columnsOfPlaces.some((column) => scopes[i]![column] != null));
    const isLocal = new Set(this.#local);
    for (const i of scopes.keys()) if (!isLocal.has(i)) setBit(this.#everywhere, i);
    this.#named = columnsOfPeople.filter((column) => scopes.some((scope) => scope[column] != null));
  }

  /** Positions of the scopes whose columns about people hold this one, ascending. */
  scopesOf(person: Student): readonly number[] {
    if (this.#scopes.length === 0) return [];
    const [only] = this.#named;
    let key: unknown = this.#named.length === 1 ? person[only!] : '';
    if (this.#named.length > 1) for (const column of this.#named) key += `${person[column]}\n`;
    let found = this.#scopesOfPerson.get(key);
    if (found === undefined) {
      found = this.#scopes.flatMap((scope, i) => (holdsPerson(scope, person) ? [i] : []));
      this.#scopesOfPerson.set(key, found);
    }
    return found;
  }

  /** One bit a scope whose columns about places hold this site; to be asked by `hasBit`. */
  maskOf(site: Site): Uint32Array {
    let mask = this.#maskOfSite.get(site);
    if (mask !== undefined) return mask;
    if (this.#local.length === 0) return this.#everywhere;
    mask = this.#everywhere.slice();
    for (const i of this.#local) if (holdsSite(this.#scopes[i]!, site)) setBit(mask, i);
    this.#maskOfSite.set(site, mask);
    return mask;
  }
}

export function hasBit(mask: Uint32Array, bit: number): boolean {
  return ((mask[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
}

export function setBit(mask: Uint32Array, bit: number): void {
  mask[bit >>> 5] = mask[bit >>> 5]! | (1 << (bit & 31));
}
