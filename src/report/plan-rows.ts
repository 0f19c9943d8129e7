import type { ReasonCode } from '../instance/types.js';
import type { CostCategory } from '../roster/types.js';
import type { PlacementRow, UnplacedRow } from './outcome.js';
import type { RowReader, RowWriter } from './row-pack.js';
import type { Listed } from './selection.js';

/** Rows of a plan as numbers and texts, each with its way back: what one writes, the other reads in the same order. */

/** What hangs on the opening, or (without one) on the flow. */
const placeFields = ['openingId', 'hostId', 'hostName', 'flowId', 'partnerId', 'city', 'country'] as const;
export type Place = Pick<PlacementRow, (typeof placeFields)[number]>;

function writePlace(to: RowWriter, place: Place): void {
  for (const field of placeFields) to.text(place[field]);
}

function readPlace(from: RowReader<Place>): Place {
  return Object.fromEntries(placeFields.map((field) => [field, from.text()])) as Record<keyof Place, string | null>;
}

/** No id holds a control character. */
function keyOfPlace({ openingId, flowId }: Place): string {
  return openingId ?? `\u0000${flowId}`;
}

export function writePlacement(to: RowWriter, row: PlacementRow): void {
  to.ownText(row.studentId);
  to.text(row.kind);
  to.text(row.activity);
  to.text(row.senderId);
  to.text(row.schoolId);
  to.text(row.projectId);
  to.shared(keyOfPlace(row), row, writePlace);
  to.number(row.startDay);
  to.number(row.endDay);
  to.number(row.score);
  to.number(row.parts === null ? 0 : 1);
  if (row.parts !== null) {
    to.number(row.parts.profile);
    to.number(row.parts.outcomes);
    to.number(row.parts.wish);
    to.number(row.parts.hostWish);
    to.number(row.parts.quality);
    to.number(row.parts.distance);
  }
  to.number(row.costCents);
  to.number(row.costByCategory.travel);
  to.number(row.costByCategory.individual);
  to.number(row.costByCategory.course);
  to.number(row.costByCategory.inclusion);
  to.number(row.costByCategory.linguistic);
  to.number(row.costByCategory.other);
  to.number(row.distanceKm);
  to.list(row.unconfirmedRates);
  to.number(row.wishRank);
  to.number(row.overridden ? 1 : 0);
  to.list(row.missingOutcomes);
  to.number(row.eligible);
}

export function readPlacement(from: RowReader<Place>): PlacementRow {
  const studentId = from.text()!;
  const kind = from.text() as PlacementRow['kind'];
  const activity = from.text() as PlacementRow['activity'];
  const senderId = from.text();
  const schoolId = from.text();
  const projectId = from.text();
  const place = from.shared(readPlace);
  // Field by field: objects spread together are slow to make (4.6 s instead of 0.2 s).
  return {
    studentId,
    kind,
    activity,
    senderId,
    schoolId,
    projectId,
    openingId: place.openingId,
    hostId: place.hostId,
    hostName: place.hostName,
    flowId: place.flowId,
    partnerId: place.partnerId,
    city: place.city,
    country: place.country,
    startDay: from.number()!,
    endDay: from.number()!,
    score: from.number()!,
    parts:
      from.number() === 0
        ? null
        : {
            profile: from.number()!,
            outcomes: from.number()!,
            wish: from.number()!,
            hostWish: from.number()!,
            quality: from.number()!,
            distance: from.number()!,
          },
    costCents: from.number()!,
    costByCategory: {
      travel: from.number()!,
      individual: from.number()!,
      course: from.number()!,
      inclusion: from.number()!,
      linguistic: from.number()!,
      other: from.number()!,
    },
    distanceKm: from.number(),
    unconfirmedRates: from.list() as CostCategory[],
    wishRank: from.number(),
    overridden: from.number() === 1,
    missingOutcomes: from.list(),
    eligible: from.number()!,
  };
}

export function writeUnplaced(to: RowWriter, row: UnplacedRow): void {
  to.ownText(row.studentId);
  to.text(row.kind);
  to.text(row.senderId);
  to.text(row.statement);
  to.number(row.eligible);
  const codes = Object.keys(row.refusals) as ReasonCode[];
  to.list(codes);
  for (const code of codes) to.number(row.refusals[code]!);
}

export function readUnplaced(from: RowReader<unknown>): UnplacedRow {
  const studentId = from.text()!;
  const kind = from.text() as UnplacedRow['kind'];
  const senderId = from.text();
  const statement = from.text() as UnplacedRow['statement'];
  const eligible = from.number()!;
  const refusals: Partial<Record<ReasonCode, number>> = {};
  for (const code of from.list() as ReasonCode[]) refusals[code] = from.number()!;
  return { studentId, kind, senderId, statement, refusals, eligible };
}

export function writeListed(to: RowWriter, row: Listed): void {
  to.ownText(row.studentId);
  to.text(row.list);
  to.number(row.points);
  to.text(row.status);
}

export function readListed(from: RowReader<unknown>): Listed {
  return {
    studentId: from.text()!,
    list: from.text()!,
    points: from.number()!,
    status: from.text() as Listed['status'],
  };
}
