import { eurosOfCents } from '../basics/money.js';
import { compareText } from '../basics/order.js';
import { groupDigits, kindWords, statementWords } from '../explain/words.js';
import type { PlacementRow } from '../report/outcome.js';
import { type BudgetLoad, budgetLoads } from '../report/scope.js';
import type { Budget, LanguageLevel } from '../roster/types.js';
import { unitsOf } from './agreement.js';
import {
  type Book,
  dayText,
  inGroups,
  guardianContact,
  isMinor,
  lengthOf,
  nameOfStudent,
  partyOfHost,
  partyOfOrganisation,
  profileName,
} from './book.js';
import { reasonsOf, reservesOf } from './letters.js';
import type { TemplateData } from './tags.js';

export const packRoles = ['partner', 'host', 'sender'] as const;
export type PackRole = (typeof packRoles)[number];

/** What one receiver gets: its own people and nothing of anybody else. */
export interface Pack {
  readonly role: PackRole;
  readonly id: string;
  readonly placements: readonly PlacementRow[];
  readonly data: TemplateData;
}

/** Packs of all partners, hosts and senders that have somebody in the plan (senders: also somebody who was left out), by role and id. */
export function packsOf(book: Book): Pack[] {
  const byDay = [...book.placements].sort(
    (a, b) =>
      a.startDay - b.startDay ||
      compareText(nameOfStudent(book, a.studentId), nameOfStudent(book, b.studentId)) ||
      compareText(a.studentId, b.studentId),
  );
  const loads = budgetLoads(book.roster, book.placements);
  const senderIds = [...book.placements, ...book.unplaced].map(({ senderId }) => senderId).filter((id) => id !== null);
  const bySender = new Map(inGroups(byDay, ({ senderId }) => senderId));
  return [
    ...inGroups(byDay, ({ partnerId }) => partnerId).map(([id, own]) => partnerPack(book, id, own, loads)),
    ...inGroups(byDay, ({ hostId }) => hostId).map(([id, own]) => hostPack(book, id, own, loads)),
    ...[...new Set(senderIds)].sort(compareText).map((id) => senderPack(book, id, bySender.get(id) ?? [], loads)),
  ];
}

function partnerPack(book: Book, id: string, placements: readonly PlacementRow[], loads: readonly BudgetLoad[]): Pack {
  const party = partyOfOrganisation(book, id);
  const people = placements.map((placement) => {
    const student = book.student(placement.studentId);
    const person = book.records.students.get(placement.studentId);
    const isUnderAge = isMinor(student, placement.startDay);
    const own = [person?.phone, person?.email].filter((part) => part != null).join(' · ');
    return {
      person: nameOfStudent(book, placement.studentId),
      kind: kindWords[placement.kind],
      minor: minorText(isUnderAge),
      sender: partyOfOrganisation(book, placement.senderId).name,
      host: placement.hostId === null ? '–' : partyOfHost(book, placement.hostId).name,
      city: placement.city ?? '–',
      ...datesOf(placement),
      languages: languagesText(student?.languages ?? []),
      needs: student?.needs.join(', ') ?? '',
      contact_of_person:
        isUnderAge === true
          ? [own, guardianText(person?.guardian ?? null, guardianContact(person))].filter((part) => part !== '').join('\n')
          : own,
      support: groupDigits(eurosOfCents(placement.costByCategory.individual)),
    };
  });
  return {
    role: 'partner',
    id,
    placements,
    data: { ...headOf(party), people_count: String(placements.length), people, ...budgetData(loads, ({ partnerId }) => partnerId === id) },
  };
}

function hostPack(book: Book, id: string, placements: readonly PlacementRow[], loads: readonly BudgetLoad[]): Pack {
  const party = partyOfHost(book, id);
  const partner = partyOfOrganisation(book, book.host(id)?.partnerId ?? null);
  const people = placements.map((placement) => {
    const student = book.student(placement.studentId);
    return {
      person: nameOfStudent(book, placement.studentId),
      minor: minorText(isMinor(student, placement.startDay)),
      profile: profileName(book, student?.profileId ?? null),
      ...datesOf(placement),
      languages: languagesText(student?.languages ?? []),
      needs: student?.needs.join(', ') ?? '',
      outcomes: unitsOf(book, placement)
        .map(({ title }) => title)
        .join(', '),
    };
  });
  const openings = new Set(book.roster.openings.filter(({ hostId }) => hostId === id).map((opening) => opening.id));
  return {
    role: 'host',
    id,
    placements,
    data: {
      ...headOf(party),
      mentor: party.mentor,
      has_partner: partner.name !== '',
      partner_name: partner.name,
      partner_contact: [partner.contact, partner.phone, partner.email].filter((part) => part !== '').join(' · '),
      people_count: String(placements.length),
      people,
      ...budgetData(loads, (budget) => budget.hostId === id || (budget.openingId !== null && openings.has(budget.openingId))),
    },
  };
}

function senderPack(book: Book, id: string, placements: readonly PlacementRow[], loads: readonly BudgetLoad[]): Pack {
  const party = partyOfOrganisation(book, id);
  const reserves = reservesOf(book);
  const people = placements.map((placement) => ({
    person: nameOfStudent(book, placement.studentId),
    kind: kindWords[placement.kind],
    school: partyOfOrganisation(book, placement.schoolId).name,
    host: placement.hostId === null ? '–' : partyOfHost(book, placement.hostId).name,
    partner: partyOfOrganisation(book, placement.partnerId).name,
    city: placement.city ?? '–',
    country: placement.country ?? '–',
    ...datesOf(placement),
    cost: groupDigits(eurosOfCents(placement.costCents)),
  }));
  const unplaced = book.unplaced
    .filter(({ senderId }) => senderId === id)
    .map((row) => {
      const reserve = reserves.get(row.studentId);
      const [reason = '', ...more] = reasonsOf(row);
      return {
        person: nameOfStudent(book, row.studentId),
        state:
          row.statement !== 'taken'
            ? row.statement === 'not-needed'
              ? 'not needed'
              : statementWords[row.statement]
            : reserve === undefined
              ? 'waiting'
              : `reserve ${reserve.reserve} of ${reserve.list}`,
        reason: [reason, ...more].join('\n'),
      };
    });
  return {
    role: 'sender',
    id,
    placements,
    data: {
      ...headOf(party),
      people_count: String(placements.length),
      unplaced_count: String(unplaced.length),
      people,
      unplaced,
      has_unplaced: unplaced.length > 0,
      ...budgetData(loads, ({ senderId }) => senderId === id),
    },
  };
}

function headOf({ name, address, contact, phone, email }: ReturnType<typeof partyOfHost>) {
  return { name, address, contact: [contact, phone, email].filter((part) => part !== '').join(' · ') };
}

function datesOf(placement: PlacementRow) {
  return { start: dayText(placement.startDay), end: dayText(placement.endDay), days: String(lengthOf(placement)) };
}

/** Budgets that name the receiver hold its placements only, so nothing of another shows in what was spent. */
function budgetData(loads: readonly BudgetLoad[], isOwn: (budget: Budget) => boolean) {
  const budgets = loads
    .filter(({ budget }) => isOwn(budget))
    .map(({ budget, spentCents, leftCents }) => ({
      budget: budget.category === null ? budget.id : `${budget.id} (${budget.category})`,
      limit: groupDigits(eurosOfCents(budget.limitCents)),
      spent: groupDigits(eurosOfCents(spentCents)),
      left: groupDigits(eurosOfCents(leftCents)),
    }));
  return { budgets, has_budgets: budgets.length > 0 };
}

const cefr = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];

export function languagesText(languages: readonly LanguageLevel[]): string {
  return languages.map(({ language, level }) => `${language} ${cefr[level - 1] ?? ''}`.trim()).join(', ');
}

function minorText(minor: boolean | null): string {
  return minor === null ? 'not known' : minor ? 'yes' : 'no';
}

function guardianText(name: string | null, contact: string): string {
  const text = [name ?? '', contact].filter((part) => part !== '').join(', ');
  return text === '' ? '' : `Guardian: ${text}`;
}
