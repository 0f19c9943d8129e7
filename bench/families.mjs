/**
 * Seeded numeric instances S0 to S6, in the arrays of a PM1 file (see `pm1-file.mjs`).
 *
 * People and openings fall into cells (sector × period), large and small. `clust`: a person can go to openings of one cell; `linked`: eight in a
 * hundred reach into a second one; `flat`: openings are drawn from everywhere; `ties`: `clust` with scores in steps of 500; `scarce`: `clust` with
 * fewer seats than people; `common`: as scarce, and everybody wants nearly the same.
 */
export const sizes = {
  S0: { students: 100, openings: 40, wishes: 8, senders: 5 },
  S1: { students: 500, openings: 150, wishes: 10, senders: 10 },
  S2: { students: 2_000, openings: 600, wishes: 15, senders: 10 },
  S3: { students: 10_000, openings: 3_000, wishes: 20, senders: 25 },
  S4: { students: 50_000, openings: 12_000, wishes: 20, senders: 50 },
  S5: { students: 100_000, openings: 25_000, wishes: 20, senders: 50 },
  S6: { students: 300_000, openings: 70_000, wishes: 20, senders: 50 },
};
export const families = ['clust', 'flat', 'ties', 'linked', 'common', 'scarce'];

const destinationCount = 30;
const largestScore = 10_000;
const seasonOfPeriod = [0.5, 0.8, 1.4, 1.6, 1.5, 1.2, 0.9, 0.6, 1.1, 1.5, 1.0, 0.4];
/** Seats of an opening are 1 to 8; the contended families keep this share of them. */
const contendedSeats = 0.45;

/** mulberry32, from 0 up to (never) 1: the same numbers from the same seed on every machine. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A drawer of indices in proportion to their weights. */
function byWeight(random, weights) {
  const upTo = Float64Array.from(weights);
  for (let index = 1; index < upTo.length; index++) upTo[index] += upTo[index - 1];
  return () => {
    const mark = random() * upTo[upTo.length - 1];
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle] < mark) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const list = (length, value) => Array.from({ length }, (_, index) => value(index));
/** Weights that fall with the rank: few large, many small. */
const falling = (length, power, factor = () => 1) => list(length, (rank) => factor() / (rank + 1) ** power);

/** The instance of a size (a name, or an object as in `sizes`), a family and a seed. */
export function instanceOf(size, family, seed) {
  const { students, openings, wishes, senders } = typeof size === 'string' ? sizes[size] : size;
  const random = randomFrom(Math.imul(seed, 2246822519) + students);
  const world = worldOf(random, openings, wishes);
  const isContended = family === 'common' || family === 'scarce';
  const drawSender = byWeight(random, falling(senders, 0.5));
  const senderOfStudent = new Int32Array(students);
  const firstPairOfStudent = new Int32Array(students + 1);
  const openingOfPair = new Int32Array(students * wishes);
  const scoreOfPair = new Int32Array(students * wishes);
  const costOfPair = new Float64Array(students * wishes);
  const chosenBy = new Int32Array(openings).fill(-1);
  const everywhere = list(openings, (opening) => opening);
  let pairCount = 0;
  for (let student = 0; student < students; student++) {
    senderOfStudent[student] = drawSender();
    const liking = Float64Array.from({ length: destinationCount }, () => (random() < 0.25 ? 0.5 + 0.5 * random() : 0.4 * random()));
    const pool = family === 'flat' ? everywhere : world.poolOf(family === 'linked');
    for (const opening of wishesOf(student, pool, liking)) {
      openingOfPair[pairCount] = opening;
      scoreOfPair[pairCount] = scoreOf(opening, liking);
      const destination = world.destinationOfOpening[opening];
      costOfPair[pairCount] =
        world.costOfDestination[destination] + Math.round(300 * random()) + 150 * (1 + (world.sectorOfOpening[opening] % 4));
      pairCount++;
    }
    firstPairOfStudent[student + 1] = pairCount;
  }
  return {
    studentCount: students,
    openingCount: openings,
    senderCount: senders,
    seatsOfOpening: isContended
      ? world.seatsOfOpening.map((seats) => Math.max(1, Math.round(seats * contendedSeats)))
      : world.seatsOfOpening,
    destinationOfOpening: world.destinationOfOpening,
    periodOfOpening: world.periodOfOpening,
    senderOfStudent,
    firstPairOfStudent,
    openingOfPair: openingOfPair.slice(0, pairCount),
    scoreOfPair: scoreOfPair.slice(0, pairCount),
    costOfPair: costOfPair.slice(0, pairCount),
  };

  /** Different openings of the pool, ascending; destinations that are liked come more often. */
  function wishesOf(student, pool, liking) {
    const chosen = pool.length <= wishes ? [...pool] : [];
    for (let tries = 1; chosen.length < Math.min(wishes, pool.length); tries++) {
      const opening = pool[Math.floor(random() * pool.length)];
      if (chosenBy[opening] === student) continue;
      if (tries < 8 * wishes && random() > 0.25 + 0.75 * liking[world.destinationOfOpening[opening]]) continue;
      chosenBy[opening] = student;
      chosen.push(opening);
    }
    return chosen.sort((a, b) => a - b);
  }

  function scoreOf(opening, liking) {
    if (family === 'common') return 10 * Math.round((1000 + 8000 * world.qualityOfOpening[opening] + 600 * random()) / 10);
    const score = 500 + 3500 * liking[world.destinationOfOpening[opening]] + 3000 * world.qualityOfOpening[opening] + 3000 * random();
    return Math.min(largestScore, family === 'ties' ? 500 * Math.round(score / 500) : Math.round(score));
  }
}

/** Openings with seats, sector, period, destination and quality, and the cells they make. */
function worldOf(random, openings, wishes) {
  const cellCount = Math.max(1, Math.floor(openings / wishes));
  const periodCount = Math.min(seasonOfPeriod.length, Math.max(1, Math.round(Math.sqrt(cellCount * 0.3))));
  const sectorCount = Math.min(40, Math.max(1, Math.round(cellCount / periodCount)));
  const drawPeriod = byWeight(random, seasonOfPeriod.slice(0, periodCount));
  const drawSectorOffered = byWeight(random, falling(sectorCount, 1));
  // What people learn follows what is offered, but for three tenths up or down.
  const drawSectorLearned = byWeight(
    random,
    falling(sectorCount, 1, () => 0.7 + 0.6 * random()),
  );
  const drawDestination = byWeight(random, falling(destinationCount, 0.8));
  const ints = (value) => Int32Array.from({ length: openings }, value);
  const sectorOfOpening = ints(drawSectorOffered);
  const periodOfOpening = ints(drawPeriod);
  const openingsOfCell = list(sectorCount * periodCount, () => []);
  const cellOf = (sector, period) => sector * periodCount + period;
  for (let opening = 0; opening < openings; opening++)
    openingsOfCell[cellOf(sectorOfOpening[opening], periodOfOpening[opening])].push(opening);
  const drawCell = () => cellOf(drawSectorLearned(), drawPeriod());
  return {
    sectorOfOpening,
    periodOfOpening,
    seatsOfOpening: ints(() => 1 + Math.floor(8 * random())),
    destinationOfOpening: ints(drawDestination),
    qualityOfOpening: Float64Array.from({ length: openings }, random),
    costOfDestination: list(destinationCount, () => 400 + Math.floor(1600 * random())),
    /** Openings that a person can go to. */
    poolOf: (reachesFurther) => {
      const cell = drawCell();
      if (!reachesFurther || random() >= 0.08) return openingsOfCell[cell];
      const other = drawCell();
      return other === cell ? openingsOfCell[cell] : [...openingsOfCell[cell], ...openingsOfCell[other]];
    },
  };
}
