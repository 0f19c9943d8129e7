import { day } from './roster.js';

/** Days of every opening of a small roster. */
export const dates = { startDay: day('2026-03-02'), endDay: day('2026-04-03') };

export interface SmallSeed {
  readonly scores: readonly number[];
  /** Points of each person on the list L; null: on no list. */
  readonly points: readonly (number | null)[];
  /** Seats of each opening. */
  readonly seats: readonly number[];
  readonly minimum: number;
}

/** People, openings and listed pairs of a roster that every plan of can be looked at; opening k is of host h(k mod hosts) and the first has the minimum. */
export function smallParts({ scores, points, seats, minimum }: SmallSeed, hosts: number) {
  const students = points.map((own, k) => ({
    id: `p${k}`,
    selectionList: own === null ? null : 'L',
    points: own,
    lot: k,
    senderId: 's',
  }));
  const openings = seats.map((count, k) => ({
    id: `o${k}`,
    hostId: `h${k % hosts}`,
    ...dates,
    seats: count,
    minimumToOpen: k === 0 ? minimum : 0,
  }));
  const pairs = students.flatMap((person, p) =>
    openings.flatMap((opening, o) => {
      const score = scores[(p * 3 + o) % scores.length]!;
      return score === 0 ? [] : [{ studentId: person.id, openingId: opening.id, score, costCents: 100 + ((score * 37) % 200) }];
    }),
  );
  return { students, organisations: [{ id: 's', kind: 'sender' as const }], openings, pairs };
}
