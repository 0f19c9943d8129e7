import { ageOn, dayOf, isoOfDay, overlap, parseIsoDay, weekdayOf } from '../../src/basics/day.js';
import { fieldsOfIsco } from '../../src/basics/isco.js';
import { distanceKm } from '../../src/basics/distance.js';
import type { Flow, Host, LanguageLevel, Opening, Roster, Student } from '../../src/roster/types.js';
import { type ReasonCode, reasonCodes } from '../../src/instance/types.js';

/** People × slots, rule by rule, from the records: what the join must equal. */
export interface Reference {
  /** `student|opening or flow|start` → score, cents, overridden. */
  readonly pairs: ReadonlyMap<string, readonly [number, number, number]>;
  /** student → refusals by code. */
  readonly refusals: ReadonlyMap<string, readonly number[]>;
}

/** What a profile or code is in each scheme. */
function codesOf(roster: Roster, id: string) {
  const row = roster.profiles.find((profile) => profile.id === id);
  const bare = row === undefined ? /^(isco|esco):(.*)$/.exec(id) : null;
  const esco = row?.esco ?? (bare?.[1] === 'esco' ? bare[2]! : null);
  const ofEsco = esco === null ? null : (/^([0-9]{4})([.].*)?$/.exec(esco)?.[1] ?? null);
  return {
    isced: row?.isced ?? (/^[0-9]{2,4}$/.test(id) ? id : null),
    isco: row?.isco ?? (bare?.[1] === 'isco' ? bare[2]! : ofEsco),
    esco,
  };
}

/** Whether the rule holds for a profile and an accepted one, the score part, and the most that a stated fit counts for. */
function fitOf(roster: Roster, own: string, accepted: string): { holds: boolean; part: number; most: number } {
  if (own === accepted) return { holds: true, part: 100, most: 100 };
  const [a, b] = [codesOf(roster, own), codesOf(roster, accepted)];
  const isRow = (id: string) => roster.profiles.some((profile) => profile.id === id);
  const under = (side: string, id: string, codes: typeof a): number => {
    if (isRow(side)) return side === id ? 5 : 0;
    if (side.startsWith('esco:')) return codes.esco === side.slice(5) ? 5 : 0;
    const [code, start] = side.startsWith('isco:') ? [codes.isco, side.slice(5)] : [codes.isced, side];
    return code !== null && code.slice(0, start.length) === start ? start.length : 0;
  };
  const rows = roster.crosswalk
    .map(({ fromId, toId, fit }) => [under(fromId, own, a), under(toId, accepted, b), fit] as const)
    .filter(([from, to]) => from > 0 && to > 0)
    .sort((x, y) => y[0] + y[1] - x[0] - x[1] || y[0] - x[0] || x[2] - y[2]);
  if (rows.length > 0) return { holds: rows[0]![2] > 0, part: rows[0]![2], most: rows[0]![2] };
  if (a.esco !== null && a.esco === b.esco) return { holds: true, part: 100, most: 100 };
  const byDigits = (x: string, y: string, most: number, grades: readonly number[]) => {
    const shared = [4, 3, 2, 1, 0].find((count) => x.length >= count && y.length >= count && x.slice(0, count) === y.slice(0, count))!;
    return { holds: shared >= Math.min(roster.options.profileDigits, x.length, y.length), part: Math.min(most, grades[shared]!), most };
  };
  const fields = [0, 0, 40, 70, 100];
  const all = [
    ...(a.isced !== null && b.isced !== null ? [byDigits(a.isced, b.isced, 100, fields)] : []),
    ...(a.isco !== null && b.isco !== null ? [byDigits(a.isco, b.isco, 100, [0, 10, 40, 70, 100])] : []),
  ];
  if (all.length === 0) {
    const [isco, isced] = a.isco !== null ? [a.isco, b.isced] : [b.isco, a.isced];
    if (isco !== null && isced !== null)
      for (const row of fieldsOfIsco) if (isco.startsWith(row.group)) all.push(byDigits(row.field, isced, row.fit, fields));
  }
  return {
    holds: all.some(({ holds }) => holds),
    part: Math.max(0, ...all.map(({ part }) => part)),
    most: Math.max(0, ...all.filter(({ holds }) => holds).map(({ most }) => most)),
  };
}

/** Outcomes expected of a person, and how many of them an opening offers. */
function outcomesOf(roster: Roster, student: Student, opening: Opening): [expected: number, covered: number] {
  const ofProfile = roster.profiles.find((candidate) => candidate.id === student.profileId)?.outcomes ?? [];
  const expected = [...new Set(student.outcomes.length > 0 ? student.outcomes : ofProfile)];
  return [expected.length, expected.filter((outcome) => opening.outcomes.includes(outcome)).length];
}

/** Every rating of a host (of all hosts: null) that counts: its row of quality.csv, weight, rating, placement. */
function ratingsOf(roster: Roster, hostId: string | null) {
  const found: { rule: number; weight: number; rating: number; placement: string }[] = [];
  const ends = new Set<string>();
  for (const row of roster.outcomes.filter((outcome) => hostId === null || outcome.hostId === hostId)) {
    const { placement, category, indicator, source, rating } = row;
    const fitting = roster.quality
      .map((rule, k) => ({ ...rule, k }))
      .filter((rule) => rule.category === category && [null, indicator].includes(rule.indicator) && [null, source].includes(rule.source))
      .sort((a, b) => Number(b.indicator !== null) - Number(a.indicator !== null) || Number(b.source !== null) - Number(a.source !== null));
    if (rating !== null && roster.quality.length === 0) found.push({ rule: -1, weight: 1, rating, placement });
    if (rating !== null && fitting.length > 0) found.push({ rule: fitting[0]!.k, weight: fitting[0]!.weight, rating, placement });
    const isGood = (status: string) => !['unemployed', 'inactive'].includes(status);
    for (const [name, good] of [
      ['completed', row.completed],
      ['after-6', row.statusAfter6 === null ? null : isGood(row.statusAfter6)],
      ['after-12', row.statusAfter12 === null ? null : isGood(row.statusAfter12)],
    ] as const) {
      const rule = roster.quality.findIndex((candidate) => candidate.category === name);
      if (good === null || rule < 0 || ends.has(`${name} ${placement}`)) continue;
      ends.add(`${name} ${placement}`);
      found.push({ rule, weight: roster.quality[rule]!.weight, rating: good ? 100 : 0, placement });
    }
  }
  return found;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function qualityOf(roster: Roster, hostId: string): number | null {
  const all = ratingsOf(roster, null).filter(({ weight }) => weight > 0);
  const own = ratingsOf(roster, hostId).filter(({ weight }) => weight > 0);
  const mean = (list: typeof all) => sumOf(list.map(({ weight, rating }) => weight * rating)) / sumOf(list.map(({ weight }) => weight));
  const prior = roster.hosts.find(({ id }) => id === hostId)?.quality ?? (all.length === 0 ? null : Math.floor(mean(all)));
  if (prior === null || own.length === 0) return prior;
  const n = new Set(own.map(({ placement }) => placement)).size;
  const k = roster.options.qualityPrior;
  // Means of these few small numbers are a rounding error away from what they are.
  return Math.floor((k * prior + n * mean(own)) / (k + n) + 1e-9);
}

function isAsked(roster: Roster, hostId: string): boolean {
  const { minimumQuality, tutorNamed, checks } = roster.options.hostGate;
  if ((qualityOf(roster, hostId) ?? 0) < minimumQuality) return false;
  if (tutorNamed && roster.hosts.find(({ id }) => id === hostId)?.tutorNamed !== true) return false;
  const own = ratingsOf(roster, hostId);
  return roster.quality.every(({ minimum }, k) => {
    const ratings = own.filter(({ rule }) => rule === k).map(({ rating }) => rating);
    if (checks === 'none' || minimum === null) return true;
    return ratings.length === 0 ? checks === 'rated' : sumOf(ratings) / ratings.length >= minimum;
  });
}

const organisation = (roster: Roster, id: string | null) => roster.organisations.find((candidate) => candidate.id === id);
const atLeast = (student: Student, asked: LanguageLevel) =>
  student.languages.some((own) => own.language === asked.language && own.level >= asked.level);

function datesOf(roster: Roster, opening: Opening): [number, number][] {
  const flow = roster.flows.find((candidate) => candidate.id === opening.flowId);
  if (opening.startDay !== null && opening.endDay !== null) return [[opening.startDay, opening.endDay]];
  if (opening.windowFromDay !== null && opening.windowToDay !== null && opening.lengthDays !== null) {
    const found: [number, number][] = [];
    for (let day = opening.windowFromDay; day + opening.lengthDays - 1 <= opening.windowToDay; day++) {
      if (weekdayOf(day) === roster.options.variantWeekday) found.push([day, day + opening.lengthDays - 1]);
    }
    return found;
  }
  return flow === undefined ? [] : [[flow.startDay, flow.endDay]];
}

function ruleAgainst(
  roster: Roster,
  student: Student,
  opening: Opening | null,
  flow: Flow | undefined,
  start: number,
  end: number,
): ReasonCode | null {
  const host: Host | undefined = roster.hosts.find((candidate) => candidate.id === opening?.hostId);
  const online = student.online || (opening?.online ?? false);
  if (opening === null ? flow?.learnersPerAccompanying === null : opening.kinds.length > 0 && !opening.kinds.includes(student.kind))
    return 'kind';
  if (opening !== null) {
    if (opening.online !== student.online) return 'activity';
    if (opening.activities.length > 0 && student.activity !== null && !opening.activities.includes(student.activity)) return 'activity';
    if (opening.profileIds.length > 0) {
      const { profileId } = student;
      if (profileId === null || !opening.profileIds.some((id) => fitOf(roster, profileId, id).holds)) return 'profile';
    }
    const [expected, covered] = outcomesOf(roster, student, opening);
    if (expected > 0 && (100 * covered) / expected < (opening.minimumOutcomes ?? roster.options.minimumOutcomes)) return 'outcomes';
  }
  const home = organisation(roster, student.senderId)?.country ?? organisation(roster, student.schoolId)?.country ?? null;
  const away =
    opening !== null
      ? (host?.country ?? organisation(roster, host?.partnerId ?? null)?.country ?? null)
      : (flow?.country ?? organisation(roster, flow?.partnerId ?? null)?.country ?? null);
  const reach = opening?.reach ?? flow?.reach ?? 'transnational';
  if (!online && reach === 'transnational' && home !== null && away !== null && home === away) return 'country';
  if (!online && reach !== 'transnational') {
    if (home === null || home !== away) return 'reach';
    const tidy = (text: string | null | undefined) => text?.normalize('NFC').trim().toLowerCase() ?? null;
    const own = tidy(organisation(roster, student.schoolId)?.city ?? organisation(roster, student.senderId)?.city);
    const there = opening !== null ? host?.city : flow?.city;
    const there2 = tidy(there ?? organisation(roster, (opening !== null ? host?.partnerId : flow?.partnerId) ?? null)?.city);
    if (reach === 'local' && (own === null || own !== there2)) return 'reach';
  }
  if (opening !== null && !isAsked(roster, opening.hostId)) return 'quality';
  const project = roster.projects.find((candidate) => candidate.id === student.projectId);
  if ((project?.startDay ?? start) > start || (project?.endDay ?? end) < end) return 'project-dates';
  if ((student.availableFromDay ?? start) > start || (student.availableToDay ?? end) < end) return 'period';
  if (student.kind === 'graduate' && student.graduatedDay !== null) {
    const [year, month, date] = isoOfDay(student.graduatedDay).split('-').map(Number) as [number, number, number];
    const months = 12 * year + (month - 1) + roster.options.graduateMonths;
    let last: number | null = null;
    for (let at = date; last === null; at--) last = dayOf(Math.floor(months / 12), (months % 12) + 1, at);
    if (start > last) return 'graduation';
  }
  const days = end - start + 1;
  const { durations, fewerOpportunitiesLeast, adultAge } = roster.options;
  const [least, most] = durations[`${student.kind}/${student.activity}`] ?? durations[student.kind] ?? [0, 1e9];
  const eased = student.kind === 'short-term' && student.fewerOpportunities ? Math.min(least, fewerOpportunitiesLeast) : least;
  if (!online && (days < eased || days > most)) return 'duration';
  if (opening === null) return isBlocked(roster, student, opening, flow, start, end) ? 'blocked' : null;
  if (!opening.languages.every((asked) => atLeast(student, asked))) return 'language';
  if (host !== undefined && host.languages.length > 0 && !host.languages.some((asked) => atLeast(student, asked))) return 'language';
  const age = student.birthDay === null ? -1 : ageOn(student.birthDay, start);
  if (host !== undefined && host.minimumAge !== null && age < host.minimumAge) return 'age';
  if ((host?.hazard || host?.night) && age < adultAge) return 'age';
  if (!student.needs.every((need) => host?.needsMet.includes(need))) return 'needs';
  if (isBlocked(roster, student, opening, flow, start, end)) return 'blocked';
  const limits = roster.criteria.filter(({ minimum }) => minimum !== null);
  const markOf = (criterion: string) =>
    roster.marks.find(({ studentId, criterionId }) => studentId === student.id && criterionId === criterion)?.mark ?? 0;
  if (student.selectionList !== null && limits.some(({ id, minimum }) => markOf(id) < minimum!)) return 'selection';
  const { repeat } = roster.options;
  const before = repeat === 'allowed' ? [] : roster.history.filter(({ studentId, hostId }) => studentId === student.id && hostId !== null);
  if (before.some(({ hostId }) => hostId === opening.hostId)) return 'repeat';
  const worked = before.map(({ hostId, sector }) => sector ?? roster.hosts.find(({ id }) => id === hostId)?.sector ?? null);
  return repeat === 'not-sector' && host?.sector !== null && worked.includes(host?.sector ?? '') ? 'repeat' : null;
}

function isBlocked(roster: Roster, student: Student, opening: Opening | null, flow: Flow | undefined, start: number, end: number): boolean {
  if (student.online || opening?.online === true) return false;
  const host = roster.hosts.find((candidate) => candidate.id === opening?.hostId);
  const tidy = (text: string | null | undefined) => text?.normalize('NFC').trim().toLowerCase() ?? null;
  const partnerOf = (id: string | null | undefined) => organisation(roster, id ?? null);
  const city = host?.city ?? partnerOf(host?.partnerId)?.city ?? flow?.city ?? partnerOf(flow?.partnerId)?.city;
  return roster.blocked.some((row) => {
    const scope = [
      [row.hostId, opening?.hostId],
      [row.city === null ? null : tidy(row.city), tidy(city)],
      [row.partnerId, host?.partnerId ?? flow?.partnerId],
      [row.flowId, flow?.id],
      [row.schoolId, student.schoolId],
      [row.senderId, student.senderId],
      [row.studentId, student.id],
    ];
    if (!scope.every(([wanted, found]) => wanted === null || wanted === found)) return false;
    for (let at = start; at <= end; at++) {
      const counts = row.what === 'stay' || at === start || at === end;
      if (counts && row.fromDay <= at && at <= row.toDay) return true;
    }
    return false;
  });
}

function scoreOf(roster: Roster, student: Student, opening: Opening, start: number, end: number): number {
  const host = roster.hosts.find((candidate) => candidate.id === opening.hostId);
  const partner = organisation(roster, host?.partnerId ?? null);
  const weights = roster.options.weights;
  const tidy = (text: string | null | undefined) => text?.normalize('NFC').trim().toLowerCase() ?? null;
  const ofRank = (rank: number) => Math.max(10, 100 - 20 * (rank - 1));
  const grade = (id: string, k: number) => {
    if (student.profileId === null) return 0;
    const { holds, part, most } = fitOf(roster, student.profileId, id);
    const stated = opening.profileFits[k];
    return stated === undefined ? part : holds ? Math.min(stated, most) : 0;
  };
  const profile = opening.profileIds.length === 0 ? 50 : Math.max(...opening.profileIds.map(grade));
  const [expected, covered] = outcomesOf(roster, student, opening);
  const ranks = roster.preferences
    .filter(
      (wish) =>
        wish.studentId === student.id &&
        {
          opening: wish.target === opening.id,
          host: wish.target === opening.hostId,
          city: tidy(wish.target) === tidy(host?.city ?? partner?.city),
          country: wish.target === (host?.country ?? partner?.country ?? null),
          period:
            wish.targetKind === 'period' &&
            overlap(start, end, parseIsoDay(wish.target.slice(0, 10))!, parseIsoDay(wish.target.slice(11))!),
          student: false,
        }[wish.targetKind],
    )
    .map((wish) => ofRank(wish.rank));
  const hostRanks = roster.preferences
    .filter((wish) => wish.hostId === opening.hostId && wish.targetKind === 'student' && wish.target === student.id)
    .map((wish) => ofRank(wish.rank));
  const [from, to] = [
    [organisation(roster, student.schoolId), organisation(roster, student.senderId)],
    [host, partner],
  ].map((candidates) => candidates.find((place) => place !== undefined && place.latitude !== null && place.longitude !== null));
  const km = from === undefined || to === undefined ? null : distanceKm(from.latitude!, from.longitude!, to.latitude!, to.longitude!);
  return (
    weights.profile * profile +
    weights.outcomes * (expected === 0 ? 0 : Math.floor((100 * covered) / expected)) +
    weights.wish * Math.max(0, ...ranks) +
    weights.hostWish * Math.max(0, ...hostRanks) +
    weights.quality * (qualityOf(roster, opening.hostId) ?? 0) +
    weights.distance * (km === null ? 0 : Math.max(0, 100 - Math.floor(km / 25)))
  );
}

export function referenceOf(roster: Roster): Reference {
  const pairs = new Map<string, readonly [number, number, number]>();
  const refusals = new Map<string, number[]>();
  for (const student of roster.students) {
    const counts = reasonCodes.map(() => 0);
    refusals.set(student.id, counts);
    const targets: { id: string; opening: Opening | null; flow: Flow | undefined; dates: [number, number][] }[] =
      student.kind === 'accompanying'
        ? roster.flows.map((flow) => ({ id: flow.id, opening: null, flow, dates: [[flow.startDay, flow.endDay]] }))
        : roster.openings.map((opening) => ({
            id: opening.id,
            opening,
            flow: roster.flows.find((flow) => flow.id === opening.flowId),
            dates: datesOf(roster, opening),
          }));
    for (const { id, opening, flow, dates } of targets) {
      const row = roster.pairs.find(
        (pair) => pair.studentId === student.id && (opening === null ? pair.flowId === flow?.id : pair.openingId === opening.id),
      );
      const mine = roster.decisions.filter((decision) => decision.studentId === student.id);
      const forbidden =
        row?.forbidden ||
        mine.some(
          (decision) =>
            decision.action === 'forbid' &&
            ((decision.openingId !== null && decision.openingId === opening?.id) ||
              (decision.hostId !== null && decision.hostId === opening?.hostId) ||
              (decision.flowId !== null && decision.flowId === flow?.id)),
        );
      const override = opening !== null && mine.some((decision) => decision.action === 'override' && decision.openingId === opening.id);
      let worst = -1;
      for (const [start, end] of dates) {
        const rule = ruleAgainst(roster, student, opening, flow, start, end);
        const listed = roster.options.eligible === 'listed';
        const code = forbidden ? 'forbidden' : listed ? (row === undefined ? 'not-listed' : null) : override ? null : rule;
        if (code !== null) {
          if (worst < 99) worst = Math.max(worst, reasonCodes.indexOf(code));
          continue;
        }
        worst = 99;
        const days = end - start + 1;
        const online = student.online || (opening?.online ?? false);
        const cost =
          opening === null
            ? flow!.accompanyingCents
            : (online ? 0 : opening.travelCents + opening.perDayCents * days) +
              opening.courseCents +
              opening.otherCents +
              student.inclusionCents;
        pairs.set(`${student.id}|${id}|${start}`, [
          row?.score ?? (listed || opening === null ? 0 : scoreOf(roster, student, opening, start, end)),
          row?.costCents ?? (listed ? 0 : cost),
          !listed && override && rule !== null ? 1 : 0,
        ]);
      }
      if (worst >= 0 && worst < 99) counts[worst]!++;
    }
  }
  return { pairs, refusals };
}
