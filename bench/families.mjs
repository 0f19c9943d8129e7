/**
 * Seeded numeric instances S0 to S3, as PM1 arrays (see `pm1-file.mjs`). `clust`: a person can go to few cells (destination × period) and likes
 * them alike; `flat`: openings are drawn from everywhere.
 */
export const sizes = {
  S0: { students: 100, openings: 40, wishes: 7, senders: 5, destinations: 5, periods: 1 },
  S1: { students: 500, openings: 150, wishes: 9, senders: 10, destinations: 8, periods: 2 },
  S2: { students: 2000, openings: 600, wishes: 13, senders: 10, destinations: 13, periods: 3 },
  S3: { students: 10000, openings: 2600, wishes: 16, senders: 25, destinations: 25, periods: 6 },
};

/** mulberry32: the same numbers from the same seed on every machine. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export function instanceOf(size, family, seed) {
  const { students, openings, wishes, senders, destinations, periods } = sizes[size];
  const draw = randomFrom(seed * 7919 + students);
  const list = (count, value) => Int32Array.from({ length: count }, (_, index) => value(index));
  const seatsOfOpening = list(openings, () => 1 + Math.min(draw(6), draw(8)));
  const destinationOfOpening = list(openings, () => draw(destinations));
  const periodOfOpening = list(openings, () => draw(periods));
  const qualityOfOpening = list(openings, () => draw(1000));
  const senderOfStudent = list(students, () => draw(senders));
  const cells = new Map();
  for (let opening = 0; opening < openings; opening++) {
    const cell = destinationOfOpening[opening] * periods + periodOfOpening[opening];
    if (!cells.has(cell)) cells.set(cell, []);
    cells.get(cell).push(opening);
  }
  const cellList = [...cells.keys()].sort((a, b) => a - b).map((cell) => cells.get(cell));
  const everywhere = Array.from({ length: openings }, (_, opening) => opening);
  const firstPairOfStudent = new Int32Array(students + 1);
  const openingOfPair = [];
  const scoreOfPair = [];
  const costOfPair = [];
  for (let student = 0; student < students; student++) {
    const reachable = family === 'clust' ? cellList[draw(cellList.length)] : everywhere;
    const chosen = new Set();
    for (let tries = 2 * wishes; tries > 0 && chosen.size < wishes; tries--) chosen.add(reachable[draw(reachable.length)]);
    for (const opening of [...chosen].sort((a, b) => a - b)) {
      openingOfPair.push(opening);
      scoreOfPair.push(1000 + 4 * qualityOfOpening[opening] + draw(4000));
      costOfPair.push(30000 + 1000 * destinationOfOpening[opening] + draw(60000));
    }
    firstPairOfStudent[student + 1] = openingOfPair.length;
  }
  return {
    studentCount: students,
    openingCount: openings,
    senderCount: senders,
    seatsOfOpening,
    destinationOfOpening,
    periodOfOpening,
    senderOfStudent,
    firstPairOfStudent,
    openingOfPair: Int32Array.from(openingOfPair),
    scoreOfPair: Int32Array.from(scoreOfPair),
    costOfPair: Float64Array.from(costOfPair),
  };
}
