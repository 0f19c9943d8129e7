import { accompany, claimDesk, clearDesk, closeDesk, MatchingDesk } from '../flow/matching-desk.js';
import type { Problem } from '../model/types.js';

/** Bytes of a desk that holds every matching of a problem. */
export function deskBytes(problem: Problem): number {
  return MatchingDesk.bytesOf(problem);
}

/** A desk in a buffer of at least that size, whatever was in it: companions may wait at it from now on. */
export function openDesk(buffer: SharedArrayBuffer): SharedArrayBuffer {
  clearDesk(buffer);
  return buffer;
}

/** The desk for the first who asks for it. A job that is done once more, after its worker died, goes without: companions may still write there. */
export function ownDesk(desk: SharedArrayBuffer | undefined): SharedArrayBuffer | undefined {
  return desk !== undefined && claimDesk(desk) ? desk : undefined;
}

/** The owner is done: nobody need help any more. */
export function leaveDesk(desk: SharedArrayBuffer): void {
  closeDesk(desk);
}

/** Helps at a desk until its owner leaves it, or until it has to stop. */
export function helpAt(desk: SharedArrayBuffer, shouldStop: () => boolean): void {
  accompany(desk, shouldStop);
}
