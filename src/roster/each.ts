import { cityKey } from '../basics/cities.js';
import { compareText } from '../basics/order.js';
import type { IssueList } from './issues.js';
import type { Flow, Host, Opening, Organisation, Quota, QuotaDimension, Student } from './types.js';

/** The field of a quota that names a value of a dimension. */
export const fieldOfDimension = {
  sender: 'senderId',
  school: 'schoolId',
  project: 'projectId',
  profile: 'profileId',
  kind: 'kind',
  sex: 'sex',
  partner: 'partnerId',
  host: 'hostId',
  opening: 'openingId',
  flow: 'flowId',
  country: 'country',
  city: 'city',
} as const satisfies { readonly [dimension in QuotaDimension]: keyof Quota };

/** Quotas that one row with `each` may become. */
const mostQuotas = 20_000;

interface Records {
  readonly students: readonly Student[];
  readonly organisations: readonly Organisation[];
  readonly hosts: readonly Host[];
  readonly openings: readonly Opening[];
  readonly flows: readonly Flow[];
  readonly quotas: readonly Quota[];
}

/**
 * Writes out quotas with `each`: one quota for each value of the columns named, or for each combination of theirs, with an id like
 * `Q1 [school S1, host H2]`. Values are those of the roster's people, hosts, openings and flows. A combination that cannot bind, because its
 * people have fewer placements than the maximum allows, gets none.
 */
export function writtenOut(
  records: Records,
  rows: readonly number[],
  file: string,
  issues: IssueList,
): { quotas: Quota[]; rows: number[] } {
  const quotas: Quota[] = [];
  const rowOf: number[] = [];
  const ids = new Set(records.quotas.map(({ id }) => id));
  for (const [k, quota] of records.quotas.entries()) {
    const made = quota.each.length === 0 ? [quota] : combinationsOf(records, quota);
    if (made === null || made.some(({ id }) => quota.each.length > 0 && ids.has(id))) {
      issues.add('error', file, rows[k] ?? null, () => ({
        code: made === null ? 'each-too-many' : 'id-twice',
        column: 'each',
        found: quota.each.join('|'),
        expected: made === null ? `columns with at most ${mostQuotas} combinations` : 'ids that no other quota has once it is written out',
      }));
      continue;
    }
    for (const each of made) {
      quotas.push(each);
      rowOf.push(rows[k] ?? 0);
    }
  }
  return { quotas, rows: rowOf };
}

/** Null where there are too many. */
function combinationsOf(records: Records, quota: Quota): Quota[] | null {
  const most = mostPlacementsBy(records, quota);
  let made: Quota[] = [{ ...quota, each: [] }];
  const words: string[][] = [[]];
  for (const dimension of quota.each) {
    const values = valuesOf(records, dimension);
    const next: Quota[] = [];
    const nextWords: string[][] = [];
    for (const [k, partial] of made.entries()) {
      for (const value of values) {
        const one = { ...partial, [fieldOfDimension[dimension]]: value };
        if (one.minimum === 0 && one.maximum !== null && most(one) <= one.maximum) continue;
        next.push(one);
        nextWords.push([...words[k]!, `${dimension} ${value}`]);
        if (next.length > mostQuotas) return null;
      }
    }
    made = next;
    words.splice(0, words.length, ...nextWords);
  }
  return made.map((one, k) => ({ ...one, id: `${quota.id} [${words[k]!.join(', ')}]` }));
}

/** An upper limit on the placements that people of the named sender, school, project, profile, kind and sex can have. */
function mostPlacementsBy({ students }: Records, quota: Quota): (one: Quota) => number {
  const fields = (['senderId', 'schoolId', 'projectId', 'profileId', 'kind', 'sex'] as const).filter(
    (field) => quota[field] !== null || quota.each.some((dimension) => fieldOfDimension[dimension] === field),
  );
  const known = new Map<string, number>();
  return (one) => {
    const named = fields.filter((field) => one[field] !== null);
    const key = JSON.stringify(named.map((field) => [field, one[field]]));
    let sum = known.get(key);
    if (sum === undefined) {
      sum = 0;
      for (const student of students) if (named.every((field) => student[field] === one[field])) sum += student.maximum;
      known.set(key, sum);
    }
    return sum;
  };
}

function valuesOf({ students, organisations, hosts, openings, flows }: Records, dimension: QuotaDimension): string[] {
  const partner = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  const places = [...hosts, ...flows];
  const found: (string | null)[] = (() => {
    switch (dimension) {
      case 'opening':
        return openings.map(({ id }) => id);
      case 'host':
        return hosts.map(({ id }) => id);
      case 'flow':
        return flows.map(({ id }) => id);
      case 'partner':
        return places.map(({ partnerId }) => partnerId);
      case 'country':
        return places.map((place) => place.country ?? partner.get(place.partnerId ?? '')?.country ?? null);
      case 'city':
        return places.map((place) => {
          const city = place.city ?? partner.get(place.partnerId ?? '')?.city ?? null;
          return city === null ? null : cityKey(city);
        });
      default: {
        const field = fieldOfDimension[dimension];
        return students.map((student) => student[field]);
      }
    }
  })();
  return [...new Set(found)].filter((value) => value !== null).sort(compareText);
}
