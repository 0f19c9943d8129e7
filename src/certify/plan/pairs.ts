import { ageOn, isoOfDay } from '../../basics/day.js';
import type { PlanReport } from '../types.js';
import { floorOf, refusalNow } from '../rules/earlier.js';
import { overrideOf, ruleRefusalOf } from '../rules/eligibility.js';
import { blockOf } from '../rules/blocked.js';
import { outcomesExpected, outcomesMissing } from '../rules/profiles.js';
import { nameOfSite } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';
import { checkDates, type Chosen, type Reading } from './chosen.js';

/** The rules about one person in one place; returns the overrides that the plan needs. */
export function* checkPairs(reading: Reading): Slices<PlanReport['overrides'][number][]> {
  const { book, chosen, chosenAt, faults } = reading;
  const overrides: PlanReport['overrides'][number][] = [];
  let looked = 0;
  for (const { site, stays } of chosenAt) {
    if (++looked % 500 === 0) yield;
    checkDates(reading, site, stays);
  }
  for (const [i, placed] of chosen.entries()) {
    if (i % 500 === 499) yield;
    const code = refusalNow(book, placed.person, placed.site);
    if (code !== null) {
      faults.push({
        code,
        message: `${placed.person.id} may not be in ${nameOfSite(placed.site)}: ${code === 'blocked' ? reasonOfBlock(book, placed) : reasonOf(book, code, placed)}.`,
      });
      continue;
    }
    const override = book.options.eligible === 'rules' ? overrideOf(book, placed.person, placed.site) : null;
    const rule = override === null ? null : ruleRefusalOf(book, placed.person, placed.site);
    if (override === null || rule === null || override.openingId === null) continue;
    overrides.push({ studentId: placed.person.id, openingId: override.openingId, rule, reason: override.reason ?? '' });
  }
  return overrides;
}

/** What stands against the pair, with the numbers that a reader can look up. */
function reasonOf(book: Reading['book'], code: string, { person, site }: Chosen): string {
  const { options } = book;
  const { opening, host } = site;
  switch (code) {
    case 'forbidden':
      return 'a decision or a row of pairs.csv forbids it';
    case 'not-listed':
      return 'only pairs of pairs.csv are eligible, and this is none';
    case 'kind':
      return opening === null || person.kind === 'accompanying'
        ? `kind ${person.kind} does not go ${opening === null ? 'into this flow' : 'into an opening'}`
        : `kind ${person.kind} is not among ${opening.kinds.join(', ')}`;
    case 'activity':
      return person.online !== opening?.online
        ? `one is online, the other is not`
        : `activity ${person.activity} is not among ${opening.activities.join(', ')}`;
    case 'profile':
      return `profile ${person.profileId ?? '(none)'} agrees with none of ${opening?.profileIds.join(', ')}`;
    case 'outcomes':
      return `of ${[...outcomesExpected(book, person)].join(', ')} it must offer ${opening?.minimumOutcomes ?? options.minimumOutcomes} per cent and offers no ${opening === null ? 'one' : outcomesMissing(book, person, opening).join(', ')}`;
    case 'country':
      return `both sender and host are in ${site.hostCountry}`;
    case 'reach':
      return `it is ${site.reach} and lies in ${site.hostCityKey ?? 'an unknown city'}, ${site.hostCountry ?? 'of an unknown country'}`;
    case 'project-dates':
      return `the dates lie outside project ${person.projectId}`;
    case 'period':
      return `available ${boundary(person.availableFromDay, 'from')}${boundary(person.availableToDay, 'to')}`.trimEnd();
    case 'graduation':
      return `graduated on ${person.graduatedDay === null ? 'an unknown day' : isoOfDay(person.graduatedDay)}, more than ${options.graduateMonths} months before`;
    case 'duration':
      return `${site.endDay - site.startDay + 1} days are outside what ${person.kind}${person.activity === null ? '' : ` (${person.activity})`} allows`;
    case 'language':
      return `speaks ${levels(person.languages)}; the opening asks ${levels(opening?.languages ?? [])}, the host one of ${levels(host?.languages ?? [])}`;
    case 'age':
      return person.birthDay === null
        ? 'an age is asked and the birth date is not known'
        : `aged ${ageOn(person.birthDay, site.startDay)} on the start day, asked ${Math.max(host?.minimumAge ?? 0, host?.hazard === true || host?.night === true ? options.adultAge : 0)}`;
    case 'needs':
      return `host ${host?.id ?? ''} does not meet ${person.needs.filter((need) => host?.needsMet.includes(need) !== true).join(', ')}`;
    case 'worse':
      return `it is worth less than the placement told, which is worth ${floorOf(book, person)}`;
    default:
      return code;
  }
}

function reasonOfBlock(book: Reading['book'], { person, site }: Chosen): string {
  const row = blockOf(book, person, site);
  if (row === null) return 'blocked';
  const days = `${isoOfDay(row.fromDay)} to ${isoOfDay(row.toDay)} ${row.what === 'stay' ? 'are' : 'may not be the first or last day and are'} blocked`;
  return row.reason === null ? days : `${days} (${row.reason})`;
}

function boundary(day: number | null, word: string): string {
  return day === null ? '' : `${word} ${isoOfDay(day)} `;
}

function levels(languages: Chosen['person']['languages']): string {
  const names = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
  return languages.length === 0 ? 'nothing' : languages.map(({ language, level }) => `${language} ${names[level - 1]}`).join(', ');
}
