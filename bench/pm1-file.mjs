import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Reads a PM1 instance (all integers): `PM1 students openings pairs senders`; seats, destination and period of each opening; sender of
 * each student; then a line for each student: number of pairs, then opening, score, cost for each.
 */
export function readPm1(file) {
  const bytes = readFileSync(file);
  if (bytes.subarray(0, 3).toString('latin1') !== 'PM1') throw new Error(`${file} is no PM1 file`);
  let at = 3;
  const next = () => {
    while (at < bytes.length && (bytes[at] < 48 || bytes[at] > 57) && bytes[at] !== 45) at++;
    const isNegative = bytes[at] === 45;
    if (isNegative) at++;
    if (at >= bytes.length) throw new Error(`${file} is cut short`);
    let value = 0;
    while (bytes[at] >= 48 && bytes[at] <= 57) value = value * 10 + bytes[at++] - 48;
    return isNegative ? -value : value;
  };
  const [studentCount, openingCount, pairCount, senderCount] = [next(), next(), next(), next()];
  const ints = (count) => Int32Array.from({ length: count }, next);
  const seatsOfOpening = ints(openingCount);
  const destinationOfOpening = ints(openingCount);
  const periodOfOpening = ints(openingCount);
  const senderOfStudent = ints(studentCount);
  const firstPairOfStudent = new Int32Array(studentCount + 1);
  const openingOfPair = new Int32Array(pairCount);
  const scoreOfPair = new Int32Array(pairCount);
  const costOfPair = new Float64Array(pairCount);
  for (let student = 0, pair = 0; student < studentCount; student++) {
    for (let left = next(); left > 0; left--, pair++) {
      openingOfPair[pair] = next();
      scoreOfPair[pair] = next();
      costOfPair[pair] = next();
    }
    firstPairOfStudent[student + 1] = pair;
  }
  return {
    studentCount,
    openingCount,
    senderCount,
    seatsOfOpening,
    destinationOfOpening,
    periodOfOpening,
    senderOfStudent,
    firstPairOfStudent,
    openingOfPair,
    scoreOfPair,
    costOfPair,
  };
}

/** Lines written at once: a large instance as one text is more than a string holds. */
const linesAtOnce = 20_000;

/** Writes an instance so that `readPm1` gives it back. */
export function writePm1(file, instance) {
  const { studentCount, openingCount, senderCount, firstPairOfStudent, openingOfPair, scoreOfPair, costOfPair } = instance;
  const handle = openSync(file, 'w');
  try {
    const head = [instance.seatsOfOpening, instance.destinationOfOpening, instance.periodOfOpening, instance.senderOfStudent];
    const counts = `PM1 ${studentCount} ${openingCount} ${openingOfPair.length} ${senderCount}`;
    let lines = [counts, ...head.map((values) => values.join(' '))];
    for (let student = 0; student < studentCount; student++) {
      let line = `${firstPairOfStudent[student + 1] - firstPairOfStudent[student]}`;
      for (let pair = firstPairOfStudent[student]; pair < firstPairOfStudent[student + 1]; pair++)
        line += ` ${openingOfPair[pair]} ${scoreOfPair[pair]} ${costOfPair[pair]}`;
      if (lines.push(line) >= linesAtOnce) {
        writeFileSync(handle, `${lines.join('\n')}\n`);
        lines = [];
      }
    }
    writeFileSync(handle, `${lines.join('\n')}\n`);
  } finally {
    closeSync(handle);
  }
}

/** One integer a line: the budget of each sender. */
export function readBudgets(file, senderCount) {
  const limits = readFileSync(file, 'utf8')
    .split(/\s+/)
    .filter((text) => text !== '')
    .map(Number);
  if (limits.length !== senderCount || limits.some((limit) => !Number.isSafeInteger(limit)))
    throw new Error(`${file} does not hold ${senderCount} whole numbers`);
  return limits;
}

/**
 * The model of an instance. Plain: one tier, the sum of scores. Default tiers: each sender is a selection list, points = (student × 7919) mod 101,
 * lot = student. Groups are destination × period: empty or at least `minimumGroup`.
 */
export function modelOf(instance, { budgets = null, minimumGroup = 0, tiers = 'score' }) {
  const { studentCount, openingCount, senderCount, firstPairOfStudent, openingOfPair, senderOfStudent } = instance;
  const pairCount = openingOfPair.length;
  const rows = [];
  if (minimumGroup > 1) {
    const members = new Map();
    for (let pair = 0; pair < pairCount; pair++) {
      const opening = openingOfPair[pair];
      const key = instance.destinationOfOpening[opening] * 65536 + instance.periodOfOpening[opening];
      if (!members.has(key)) members.set(key, []);
      members.get(key).push(pair);
    }
    for (const key of [...members.keys()].sort((a, b) => a - b)) {
      const columns = members.get(key);
      rows.push({
        label: { kind: 'flow-minimum', keys: [String(key)] },
        columns,
        coefficientOf: () => 1,
        upper: Infinity,
        minimumToOpen: minimumGroup,
      });
    }
  }
  if (budgets !== null) {
    const members = Array.from({ length: senderCount }, () => []);
    for (let student = 0; student < studentCount; student++) {
      for (let pair = firstPairOfStudent[student]; pair < firstPairOfStudent[student + 1]; pair++) {
        if (instance.costOfPair[pair] !== 0) members[senderOfStudent[student]].push(pair);
      }
    }
    members.forEach((columns, sender) =>
      rows.push({
        label: { kind: 'budget', keys: [String(sender)] },
        columns,
        coefficientOf: (pair) => instance.costOfPair[pair],
        upper: budgets[sender],
        minimumToOpen: 0,
      }),
    );
  }
  const isDefault = tiers === 'default';
  const position = isDefault ? walkOf(instance) : new Int32Array(0);
  const hasPair = new Uint8Array(senderCount);
  for (let student = 0; student < studentCount; student++)
    if (firstPairOfStudent[student + 1] > firstPairOfStudent[student]) hasPair[senderOfStudent[student]] = 1;
  const groupOfSender = new Int32Array(senderCount).fill(-1);
  let groupCount = 0;
  for (let sender = 0; sender < senderCount; sender++) if (hasPair[sender] === 1) groupOfSender[sender] = groupCount++;
  const groupOfPerson = senderOfStudent.map((sender) => groupOfSender[sender]);
  const applicantsOfGroup = new Int32Array(groupCount);
  for (const group of groupOfPerson) if (group >= 0) applicantsOfGroup[group]++;
  const rule = (name, giveMillionths = 0, toleranceMillionths = 0) => ({ name, giveMillionths, toleranceMillionths });
  return {
    personCount: studentCount,
    seatCount: openingCount,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: firstPairOfStudent,
    seatOfPair: openingOfPair,
    lowerOfPerson: new Int32Array(studentCount),
    upperOfPerson: new Int32Array(studentCount).fill(1),
    upperOfSeat: instance.seatsOfOpening,
    upperOfExtra: new Float64Array(0),
    rows: sideRowsOf(rows),
    countedOfPerson: new Uint8Array(studentCount).fill(1),
    placedColumnOfPerson: new Int32Array(studentCount).fill(-1),
    optionalOfPerson: new Uint8Array(studentCount),
    walk: position,
    groupOfPerson,
    groupCount,
    applicantsOfGroup,
    scoreOfPair: instance.scoreOfPair,
    costOfPair: instance.costOfPair,
    order: 'rank-first',
    tiers: isDefault ? [rule('placed'), rule('quality', 10_000), rule('evenness'), rule('money', 0, 1_000)] : [rule('quality')],
  };
}

/** Positions interleaved over the lists, each list by points from the best, then lot. */
function walkOf({ studentCount, senderCount, senderOfStudent }) {
  const lists = Array.from({ length: senderCount }, () => []);
  for (let student = 0; student < studentCount; student++) lists[senderOfStudent[student]].push(student);
  const points = (student) => (student * 7919) % 101;
  const order = [];
  for (const list of lists)
    list.sort((a, b) => points(b) - points(a) || a - b).forEach((student, position) => order.push({ student, position }));
  return Int32Array.from(
    order.sort((a, b) => a.position - b.position || a.student - b.student),
    ({ student }) => student,
  );
}

function sideRowsOf(rows) {
  const firstEntryOfRow = new Int32Array(rows.length + 1);
  rows.forEach((row, k) => {
    firstEntryOfRow[k + 1] = firstEntryOfRow[k] + row.columns.length;
  });
  const columnOfEntry = new Int32Array(firstEntryOfRow[rows.length]);
  const coefficientOfEntry = new Float64Array(firstEntryOfRow[rows.length]);
  rows.forEach((row, k) => {
    columnOfEntry.set(row.columns, firstEntryOfRow[k]);
    row.columns.forEach((column, i) => {
      coefficientOfEntry[firstEntryOfRow[k] + i] = row.coefficientOf(column);
    });
  });
  return {
    count: rows.length,
    firstEntryOfRow,
    columnOfEntry,
    coefficientOfEntry,
    lowerOfRow: new Float64Array(rows.length).fill(-Infinity),
    upperOfRow: Float64Array.from(rows, (row) => row.upper),
    minimumToOpenOfRow: Float64Array.from(rows, (row) => row.minimumToOpen),
    labelOfRow: rows.map((row) => row.label),
  };
}
