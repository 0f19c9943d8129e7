import type { Roster } from '../roster/types.js';
import type { ItemFacts, PersonFacts } from './facts.js';
import { Join } from './join.js';
import type { Lookup } from './lookup.js';
import { failingOfPerson, failingRule } from './rules.js';
import type { Slices } from './slices.js';
import type { Slots } from './slots.js';
import { decisionNames, isSoundOverride, pairNames } from './targets.js';
import { reasonCodes } from './types.js';

const noItems: ReadonlySet<number> = new Set();

/** Lists up to this length are sorted by straight insertion: a call of the engine's sort takes as long. */
const shortList = 32;

/** The same list in ascending order. */
function sortedSlots(slots: Int32Array<ArrayBuffer>): Int32Array {
  if (slots.length > shortList) return slots.sort();
  for (let k = 1; k < slots.length; k++) {
    const slot = slots[k]!;
    let at = k;
    for (; at > 0 && slots[at - 1]! > slot; at--) slots[at] = slots[at - 1]!;
    slots[at] = slot;
  }
  return slots;
}

/** Which slots a person may have: the rules of the join, then what decisions and pairs.csv say of single openings. */
export class Eligibility {
  private constructor(
    private readonly roster: Roster,
    private readonly lookup: Lookup,
    private readonly items: readonly ItemFacts[],
    private readonly slots: Slots,
    private readonly join: Join,
    private readonly itemsOfOpening: ReadonlyMap<string, readonly number[]>,
    private readonly itemsOfHost: ReadonlyMap<string, readonly number[]>,
    private readonly itemsOfFlow: ReadonlyMap<string, readonly number[]>,
    private readonly datedOpeningCount: number,
    private readonly flowCount: number,
  ) {}

  static *over(roster: Roster, lookup: Lookup, items: readonly ItemFacts[], slots: Slots, openingCount: number): Slices<Eligibility> {
    const join = yield* Join.over(items, slots);
    const [ofOpening, ofHost, ofFlow] = [new Map<string, number[]>(), new Map<string, number[]>(), new Map<string, number[]>()];
    const note = (map: Map<string, number[]>, key: string | undefined, item: number) => {
      if (key === undefined) return;
      const list = map.get(key);
      if (list === undefined) map.set(key, [item]);
      else list.push(item);
    };
    let dated = 0;
    for (let k = 0; k < items.length; k++) {
      note(ofOpening, items[k]!.opening?.id, k);
      note(ofHost, items[k]!.opening?.hostId, k);
      note(ofFlow, items[k]!.flow?.id, k);
      if (k < openingCount && slots.firstSlotOfItem[k + 1]! > slots.firstSlotOfItem[k]!) dated++;
      if ((k & 127) === 127) yield;
    }
    return new Eligibility(roster, lookup, items, slots, join, ofOpening, ofHost, ofFlow, dated, items.length - openingCount);
  }

  /** Eligible slots, ascending, good until the next call; refusals are written to refusals[at + code]. */
  of(
    person: PersonFacts,
    refusals: Int32Array,
    at: number,
  ): { readonly slots: Int32Array; readonly overridden: ReadonlySet<number> | null } {
    const isNamed = this.lookup.pairsOfStudent.has(person.student.id) || this.lookup.rulingsOfStudent.has(person.student.id);
    const forbidden = isNamed ? this.forbiddenItems(person) : noItems;
    if (this.roster.options.eligible === 'listed') return { slots: this.listed(person, forbidden, refusals, at), overridden: null };
    this.join.ask(person, refusals, at);
    let eligible: Int32Array<ArrayBuffer> = this.join.found.subarray(0, this.join.foundCount);
    if (person.isExcluded || person.past !== null) eligible = this.allowedAlone(person, eligible, refusals, at);
    let overridden: Set<number> | null = null;
    if (forbidden.size > 0) {
      eligible = eligible.filter((slot) => !forbidden.has(this.slots.itemOfSlot[slot]!));
      for (const item of forbidden) {
        this.unrefuse(person, item, refusals, at);
        refusals[at]!++;
      }
    }
    const granted = isNamed ? this.overriddenItems(person) : noItems;
    if (granted.size > 0) {
      overridden = new Set();
      const has = new Set(eligible);
      for (const item of granted) {
        if (forbidden.has(item)) continue;
        this.unrefuse(person, item, refusals, at);
        for (let slot = this.slots.firstSlotOfItem[item]!; slot < this.slots.firstSlotOfItem[item + 1]!; slot++)
          if (!has.has(slot)) overridden.add(slot);
      }
      eligible = Int32Array.from([...eligible, ...overridden]);
    }
    return { slots: sortedSlots(eligible), overridden };
  }

  /** What the rules about single people leave; an item they refuse counts once, however many dates it has. */
  private allowedAlone(person: PersonFacts, eligible: Int32Array<ArrayBuffer>, refusals: Int32Array, at: number): Int32Array<ArrayBuffer> {
    const refused = new Set<number>();
    const kept = eligible.filter((slot) => {
      const item = this.slots.itemOfSlot[slot]!;
      const code = failingOfPerson(person, this.items[item]!);
      if (code !== null && !refused.has(item)) {
        refused.add(item);
        refusals[at + reasonCodes.indexOf(code)]!++;
      }
      return code === null;
    });
    return kept;
  }

  private listed(person: PersonFacts, forbidden: ReadonlySet<number>, refusals: Int32Array, at: number): Int32Array {
    const chosen = this.itemsOfPairs(person, false);
    const slots: number[] = [];
    let refused = person.accompanying ? this.flowCount : this.datedOpeningCount;
    for (const item of chosen) {
      if (forbidden.has(item) || this.isUndated(item)) continue;
      refused--;
      for (let slot = this.slots.firstSlotOfItem[item]!; slot < this.slots.firstSlotOfItem[item + 1]!; slot++) slots.push(slot);
    }
    refusals[at] = forbidden.size;
    refusals[at + reasonCodes.indexOf('not-listed')] = refused - forbidden.size;
    return Int32Array.from(slots).sort();
  }

  /** Items of the person's sort that pairs.csv or a decision forbids; those without dates are left out. */
  private forbiddenItems(person: PersonFacts): Set<number> {
    const found = this.itemsOfPairs(person, true);
    for (const ruling of this.lookup.rulingsOfStudent.get(person.student.id) ?? []) {
      if (ruling.action !== 'forbid') continue;
      const near =
        ruling.openingId !== null
          ? this.itemsOfOpening.get(ruling.openingId)
          : ruling.hostId !== null
            ? this.itemsOfHost.get(ruling.hostId)
            : ruling.flowId !== null
              ? this.itemsOfFlow.get(ruling.flowId)
              : undefined;
      for (const item of near ?? []) if (this.isOfSort(person, item) && decisionNames(ruling, this.items[item]!)) found.add(item);
    }
    return found;
  }

  private itemsOfPairs(person: PersonFacts, forbiddenOnly: boolean): Set<number> {
    const found = new Set<number>();
    for (const pair of this.lookup.pairsOfStudent.get(person.student.id) ?? []) {
      if (forbiddenOnly && !pair.forbidden) continue;
      const near = person.accompanying ? this.itemsOfFlow.get(pair.flowId ?? '') : this.itemsOfOpening.get(pair.openingId ?? '');
      for (const item of near ?? []) if (this.isOfSort(person, item) && pairNames(pair, this.items[item]!)) found.add(item);
    }
    return found;
  }

  private overriddenItems(person: PersonFacts): Set<number> {
    const found = new Set<number>();
    for (const ruling of this.lookup.rulingsOfStudent.get(person.student.id) ?? []) {
      if (!isSoundOverride(ruling)) continue;
      for (const item of this.itemsOfOpening.get(ruling.openingId!) ?? []) {
        if (this.isOfSort(person, item) && decisionNames(ruling, this.items[item]!)) found.add(item);
      }
    }
    return found;
  }

  private isOfSort(person: PersonFacts, item: number): boolean {
    return person.accompanying === (this.items[item]!.opening === null) && !this.isUndated(item);
  }

  private isUndated(item: number): boolean {
    return this.slots.firstSlotOfItem[item + 1] === this.slots.firstSlotOfItem[item];
  }

  /** Takes back the refusal that the join counted for an item: the rule that stopped its best variant. */
  private unrefuse(person: PersonFacts, item: number, refusals: Int32Array, at: number): void {
    let best = -1;
    for (let slot = this.slots.firstSlotOfItem[item]!; slot < this.slots.firstSlotOfItem[item + 1]!; slot++) {
      const { startDayOfSlot, endDayOfSlot } = this.slots;
      const rule = failingRule(person, this.items[item]!, startDayOfSlot[slot]!, endDayOfSlot[slot]!);
      if (rule === null) return;
      best = Math.max(best, reasonCodes.indexOf(rule));
    }
    if (best >= 0) refusals[at + best]!--;
  }
}
