import { eurosOfCents } from '../basics/money.js';
import type { Roster } from '../roster/types.js';
import type { Known } from '../solution/answers.js';
import type { Gain, PriceRow, PriceTable, Unit, VerifiedPrice } from '../solution/price-answers.js';
import { placeWords } from './answers.js';
import { say } from './catalogue.js';
import { groupDigits } from './words.js';

/** Of limits that were not solved again so many are shown. */
const boundsShown = 5;

/** Prices as lines for a coordinator. Nobody is named. */
export function linesOfPrices(table: PriceTable, roster: Roster): string[] {
  if (table.unitCount === 0) return [say('price.none')];
  const left = table.unitCount - table.rows.length - table.unknownCount;
  const isSure = ({ unit, atMost, verified }: PriceRow): boolean =>
    verified !== null || unit.kind === 'budget' || (atMost.placed === 0 && atMost.score === 0);
  const bounded = table.rows.filter((row) => !isSure(row));
  const shown = [...table.rows.filter(isSure), ...bounded.slice(0, boundsShown)];
  return [
    say('price.head'),
    ...shown.map((row) => `  ${wordsOfPrice(row, roster)}`),
    ...(bounded.length > boundsShown ? [say('price.more', { count: bounded.length - boundsShown })] : []),
    ...(left > 0 ? [say('price.left', { count: left })] : []),
    ...(table.unknownCount > 0 ? [say('price.leftUnknown', { count: table.unknownCount })] : []),
    ...(table.repeatable ? [] : [say('price.clock')]),
  ];
}

/** One limit in one or two sentences. */
export function wordsOfPrice({ unit, atMost, verified }: PriceRow, roster: Roster): string {
  const words = capital(wordsOfUnit(unit, roster));
  if (verified !== null) return wordsOfVerified(words, unit, verified);
  if (atMost.placed === 0 && atMost.score === 0) return say('price.nothing', { unit: words, range: '' });
  if (atMost.placed === null && atMost.score === null) return say('price.open', { unit: words });
  const gain = [
    ...((atMost.placed ?? 0) === 0 ? [] : [say('price.placed', { count: atMost.placed! })]),
    ...((atMost.score ?? 0) === 0 ? [] : [say('price.score', { count: atMost.score! })]),
  ].join(', ');
  if (gain === '') return say('price.open', { unit: words });
  return say('price.bound', { unit: words, gain });
}

/** `one more seat in O4 (host, city)` without the "one more". */
export function wordsOfUnit({ kind, id, step }: Pick<Unit, 'kind' | 'id' | 'step'>, roster: Roster): string {
  const hostName = kind === 'host-seats' ? (roster.hosts.find((host) => host.id === id)?.name ?? id) : id;
  const isOpening = kind === 'opening-seats' || kind === 'window-days';
  const what = isOpening ? placeWords({ openingId: id, flowId: null }, roster) : hostName;
  return say(`price.${kind}`, { what, money: groupDigits(eurosOfCents(step)) });
}

function wordsOfVerified(unit: string, { step }: Unit, { gains, holdsFor, isCutOff, leastCents }: VerifiedPrice): string {
  const first = gains[0]!;
  if (!isExact(first)) return say('price.range', { unit, gain: wordsOfGain(first) });
  const isNothing = first.placed.most === 0 && first.score.most === 0;
  const range = rangeOf((holdsFor ?? 1) - 1, isCutOff, isNothing);
  const last = gains[gains.length - 1]!;
  const then = isCutOff || last === first ? '' : say('price.then', { units: wordsOfAmount(last.units, step), gain: wordsOfGain(last) });
  const least = leastCents === null ? '' : say('price.least', { money: groupDigits(eurosOfCents(leastCents)) });
  return `${say(isNothing ? 'price.nothing' : 'price.gain', { unit, gain: wordsOfGain(first), range })}${then}${least}`;
}

/** How far what was said of one unit holds: for so many after it. */
function rangeOf(next: number, isCutOff: boolean, isNothing: boolean): string {
  if (next < 1) return '';
  if (isNothing) return say('price.nothingMore', { count: next + 1 });
  return say(isCutOff ? 'price.holdsAtLeast' : 'price.holdsFor', { count: next });
}

function wordsOfAmount(units: number, step: number): string {
  return step === 1 ? String(units) : `${groupDigits(eurosOfCents(units * step))} €`;
}

function wordsOfGain({ placed, score }: Gain): string {
  const parts = [
    ...(placed.most === 0 ? [] : [say('price.placed', { count: wordsOfKnown(placed) })]),
    ...(score.most === 0 ? [] : [say('price.score', { count: wordsOfKnown(score) })]),
  ];
  return parts.length === 0 ? '0' : parts.join(', ');
}

function isExact({ placed, score }: Gain): boolean {
  return placed.least !== null && placed.least === placed.most && score.least !== null && score.least === score.most;
}

/** A number as it is known: exact, between two, or only from below. */
export function wordsOfKnown({ least, most }: Known): string {
  if (most === null) return say('price.unknown', { least: least ?? 0 });
  return least === most ? groupDigits(String(most)) : say('price.between', { least: least ?? 0, most });
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
