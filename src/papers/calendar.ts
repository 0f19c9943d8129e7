import { createHash } from 'node:crypto';
import { compareText } from '../basics/order.js';
import type { PlacementRow } from '../report/outcome.js';
import { type Book, partyOfHost, partyOfOrganisation } from './book.js';

/** A calendar (iCalendar, RFC 5545) with one event for each place and stay. It says how many come and no names: calendars are shared far. */
export function calendarOf(book: Book, title: string, placements: readonly PlacementRow[]): string {
  const groups = new Map<string, PlacementRow[]>();
  for (const placement of placements) {
    const key = JSON.stringify([
      placement.startDay,
      placement.endDay,
      placement.hostId,
      placement.flowId,
      placement.kind === 'accompanying',
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [placement]);
    else group.push(placement);
  }
  const events = [...groups]
    .sort((a, b) => a[1][0]!.startDay - b[1][0]!.startDay || compareText(a[0], b[0]))
    .flatMap(([key, group]) => eventLines(book, `${title} ${key}`, group));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//placewise//papers//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(title)}`,
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(book: Book, key: string, group: readonly PlacementRow[]): string[] {
  const first = group[0]!;
  const isAccompanying = first.kind === 'accompanying';
  const count = new Set(group.map(({ studentId }) => studentId)).size;
  const who = isAccompanying ? (count === 1 ? 'accompanying person' : 'accompanying persons') : count === 1 ? 'person' : 'people';
  const where =
    first.hostId === null ? partyOfOrganisation(book, first.partnerId).name || (first.flowId ?? '') : partyOfHost(book, first.hostId).name;
  const place = [first.city, first.country].filter((part) => part !== null).join(', ');
  const uid = createHash('sha256').update(key, 'utf16le').digest('hex').slice(0, 32);
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@placewise`,
    // The standard asks for a time of making; the first day stands for it, so that the same plan gives the same bytes.
    `DTSTAMP:${dateOf(first.startDay)}T000000Z`,
    `DTSTART;VALUE=DATE:${dateOf(first.startDay)}`,
    // The end of an all-day event is the day after its last.
    `DTEND;VALUE=DATE:${dateOf(first.endDay + 1)}`,
    `SUMMARY:${escaped(`${count} ${who} at ${where}`)}`,
    ...(place === '' ? [] : [`LOCATION:${escaped(place)}`]),
    ...(first.flowId === null ? [] : [`DESCRIPTION:${escaped(`Flow ${first.flowId}`)}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Line breaks and the marks of the format; other control characters have no place in a calendar. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

/** Lines of at most 75 bytes, never cut inside a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 75) {
      parts.push(part);
      part = '';
      bytes = 1;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
