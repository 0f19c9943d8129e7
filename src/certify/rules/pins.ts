import type { Book } from './book.js';
import type { Site } from './site.js';

/** A person who must be at a target: a pin of decisions.csv, or a confirmed or travelled row of plan.csv. */
export interface Pin {
  readonly studentId: string;
  readonly kind: 'opening' | 'host' | 'flow';
  readonly targetId: string;
  /** Null: any dates. */
  readonly startDay: number | null;
  readonly from: 'decisions.csv' | 'plan.csv';
}

export function pinsOf(book: Book): Pin[] {
  const pins: Pin[] = [];
  for (const { action, studentId, openingId, hostId, flowId } of book.roster.decisions) {
    if (action !== 'pin') continue;
    const common = { studentId, startDay: null, from: 'decisions.csv' as const };
    if (openingId !== null) pins.push({ ...common, kind: 'opening', targetId: openingId });
    else if (hostId !== null) pins.push({ ...common, kind: 'host', targetId: hostId });
    else if (flowId !== null) pins.push({ ...common, kind: 'flow', targetId: flowId });
  }
  return [...pins, ...oldPlacesOf(book).filter((place) => place.stays)];
}

/** The rows of plan.csv whose person and place are still in the roster, as places to be kept; those with `stays` must be. */
export function oldPlacesOf(book: Book): (Pin & { readonly stays: boolean; readonly told: boolean })[] {
  return book.roster.plan.flatMap(({ studentId, openingId, flowId, startDay, status }) => {
    const targetId = openingId ?? flowId;
    if (targetId === null || !book.students.has(studentId)) return [];
    if (openingId !== null ? !book.openings.has(openingId) : !book.flows.has(targetId)) return [];
    const stays = status === 'confirmed' || status === 'travelled';
    return [
      {
        studentId,
        kind: openingId !== null ? ('opening' as const) : ('flow' as const),
        targetId,
        startDay,
        from: 'plan.csv' as const,
        stays,
        told: status === 'told',
      },
    ];
  });
}

export function meetsPin(pin: Pin, site: Site): boolean {
  if (pin.startDay !== null && pin.startDay !== site.startDay) return false;
  const id = { opening: site.opening?.id, host: site.host?.id, flow: site.flow?.id }[pin.kind];
  return id === pin.targetId;
}
