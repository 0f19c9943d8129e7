import type { AcceptedProfile, ItemFacts, PersonFacts } from './facts.js';
import { GrowingInts, Interner, PairInterner } from './grow.js';
import {
  acceptsProfile,
  activityAgrees,
  blockedAgrees,
  countryAgrees,
  dayOfAge,
  kindAgrees,
  languageAgrees,
  needsAgree,
  qualityAgrees,
  reachAgrees,
  outcomesAgree,
} from './rules.js';
import type { Slices } from './slices.js';
import type { Slots } from './slots.js';
import { reasonCodes } from './types.js';

/**
 * The eligible slots of every person, by an indexed join.
 *
 * The rules that do not look at days depend on a few attributes of the person (kind, activity, profile, …) and a few of the item. So people of
 * the same attributes walk the same path in a tree of nodes: a node holds the slots that pass the rules so far, sorted by start day, and is
 * made once, from its parent's slots grouped by the attribute that the next rule reads. The days (project, availability, graduation, age) are windows
 * over a node: two binary searches and a scan of what starts inside.
 *
 * Refusals follow without listing what is refused. Let A(r) be the items with a variant that passes the rules up to r. An item is refused by
 * r exactly when it is in A(r − 1) and not in A(r), so a count of refusals is a difference of two sizes, and the sizes are kept with the node.
 *
 * Cost: Σ over nodes of the parent's size, plus for a person O(log) per size and its own eligible slots (and those that start in its window
 * and end after it, or before its required age). Nodes are dropped all together when they hold more than `entryLimit` slots.
 */

const entryLimit = 12_000_000;

/** Nodes up to this size are filtered slot by slot; larger ones are grouped first. */
const smallNode = 256;

/**
 * Windows of at most this share of a node are read slot by slot. By nodes, the languages of 100,000 people × 25,000 openings make more of them than
 * can be kept: they were thrown away and made again all the time (8.4 s for the join).
 */
const narrowShare = 1 / 4;

/** Days before and after all of the calendar. */
const [everyDay, neverDay] = [-(2 ** 31), 2 ** 31 - 1];

/** Items that pass the rules up to duration, language, age and needs. */
type Sizes = readonly [number, number, number, number];

/** What language, age and needs read of slots[k], beside each other as the days are. */
interface Care {
  readonly languages: Int32Array;
  /** Years asked and one more; 0: any age. */
  readonly ages: Uint8Array;
  readonly needs: Int32Array;
}

/** Slots that passed some rules, by start day, then slot. */
class Node {
  /** For each further attribute value of a person: the slots left. Maps are made when first needed: most nodes are leaves. */
  children: Map<number, Node> | null = null;
  sizeOfWindow: Map<number, number> | null = null;
  /** Slots by value of the attribute that the next rule reads. */
  groups: Map<number, Int32Array> | null = null;
  /** Made when the node is first read slot by slot. */
  care: Care | null = null;

  constructor(
    readonly slots: Int32Array,
    /** Days of slots[k], beside each other: a scan over a window reads little else. */
    readonly startDays: Int32Array,
    readonly endDays: Int32Array,
    /** Items with a slot here. */
    readonly size: number,
    readonly shortestDays: number,
    readonly longestDays: number,
    /** Greatest age that an item here asks; −1 none. */
    readonly oldestAge: number,
    /** The last day of all slots. */
    readonly lastDay: number,
  ) {}

  /** True where no item has a second slot. */
  get isSingle(): boolean {
    return this.size === this.slots.length;
  }
}

/** An attribute that one rule reads, of items and of people, as small numbers. An item may have several values (accepted profiles): one that agrees is enough. */
interface Level {
  /** The values of item k: valueOfEntry[firstEntryOfItem[k]] … */
  readonly firstEntryOfItem: Int32Array;
  readonly valueOfEntry: Int32Array;
  readonly read: (person: PersonFacts) => Reading;
}

/** What a rule says to people with one value of its attribute. */
interface Reading {
  readonly key: number;
  /** 1 at each value of items that agrees. */
  readonly agrees: Uint8Array;
  /** Those values. */
  readonly agreeing: Int32Array;
}

export class Join {
  /** Eligible slots of the last person asked, unordered: found.subarray(0, foundCount). */
  found = new Int32Array(256);
  foundCount = 0;

  private scratch = new Int32Array(1024);
  private entries = 0;
  private readonly stampOfItem: Int32Array;
  private stamp = 0;
  private readonly ageOfItem: Int32Array;
  /** Whether days of everybody are blocked somewhere. */
  private readonly hasBlocked: boolean;
  /** All 0 between two calls. */
  private readonly deepestOfItem: Uint8Array;
  /** By day of birth (null: not known), then years and one more: the first day on which somebody is as old; `everyDay` at 0. */
  private readonly firstDays = new Map<number | null, Int32Array>();
  private readonly oldestAge: number;
  /** Of a scan: items that came as far as each rule and no further. */
  private readonly countOfDepth = new Int32Array(5);
  private readonly durations = new PairInterner<number, number>();
  /** All slots of openings; all slots of flows. */
  private readonly bases: readonly [Node, Node];

  private constructor(
    private readonly items: readonly ItemFacts[],
    private readonly slots: Slots,
    /** kind, activity, profile, outcomes, country, reach, quality */
    private readonly still: readonly Level[],
    private readonly language: Level,
    private readonly needs: Level,
    slotsByStart: Int32Array,
  ) {
    this.stampOfItem = new Int32Array(items.length);
    this.hasBlocked = items.some(({ blocked }) => blocked.length > 0);
    this.ageOfItem = Int32Array.from(items, (item) => item.requiredAge);
    this.oldestAge = this.ageOfItem.reduce((oldest, age) => Math.max(oldest, age), -1);
    this.deepestOfItem = new Uint8Array(items.length);
    const isFlow = (slot: number) => slots.openingOfSlot[slot]! < 0;
    this.bases = [this.node(slotsByStart.filter((slot) => !isFlow(slot))), this.node(slotsByStart.filter(isFlow))];
  }

  /** Prepares the index over all items. */
  static *over(items: readonly ItemFacts[], slots: Slots): Slices<Join> {
    const kind = yield* level(
      items,
      (item) => (item.opening === null ? `flow ${item.flow?.learnersPerAccompanying !== null}` : item.opening.kinds.join()),
      (person) => person.student.kind,
      kindAgrees,
    );
    const activity = yield* level(
      items,
      (item) => (item.opening === null ? 'flow' : `${item.opening.online} ${item.opening.activities.join()}`),
      (person) => person.student.activity ?? '',
      activityAgrees,
    );
    const profile = yield* levelOf<AcceptedProfile | null>(
      items,
      (item) => (item.profiles.length === 0 ? [['', null]] : item.profiles.map((accepted) => [accepted.id, accepted])),
      (person) => person.student.profileId ?? '',
      (person, accepted) => accepted === null || acceptsProfile(person, accepted),
    );
    const asksOutcomes = items.some(({ minimumOutcomes }) => minimumOutcomes > 0);
    const outcomes = yield* level(
      items,
      ({ opening, minimumOutcomes }) =>
        minimumOutcomes === 0 ? '' : `${minimumOutcomes} ${[...(opening?.outcomes ?? [])].sort().join('\n')}`,
      (person) => (asksOutcomes ? [...person.expected].sort().join('\n') : ''),
      outcomesAgree,
    );
    const country = yield* level(
      items,
      (item) => `${item.opening?.online ?? false} ${item.reach === 'transnational'} ${item.country ?? ''}`,
      (person) => person.country ?? '',
      countryAgrees,
    );
    // People of many cities are one where no item asks for theirs.
    const isNear = items.some((item) => item.reach !== 'transnational');
    const isLocal = items.some((item) => item.reach === 'local');
    const reach = yield* level(
      items,
      (item) =>
        item.reach === 'transnational' ? '' : `${item.opening?.online ?? false} ${item.reach} ${item.country ?? ''} ${item.city ?? ''}`,
      (person) => (!isNear ? '' : isLocal ? `${person.country ?? ''} ${person.city ?? ''}` : (person.country ?? '')),
      reachAgrees,
    );
    const quality = yield* level(
      items,
      (item) => `${item.passesGate}`,
      () => '',
      qualityAgrees,
    );
    const keyOfLanguages = onceEach(levelsKey);
    const keyOfNeeds = onceEach(sortedLines);
    const language = yield* level(
      items,
      (item) => (item.opening === null ? 'flow' : `${levelsKey(item.opening.languages)}/${levelsKey(item.host?.languages ?? [])}`),
      (person) => keyOfLanguages(person.student.languages),
      languageAgrees,
    );
    const needs = yield* level(
      items,
      (item) => (item.opening === null ? 'flow' : sortedLines([...item.needsMet])),
      (person) => keyOfNeeds(person.student.needs),
      needsAgree,
    );
    const slotsByStart = yield* byStart(slots);
    return new Join(items, slots, [kind, activity, profile, outcomes, country, reach, quality], language, needs, slotsByStart);
  }

  /**
   * Finds the person's eligible slots (in `found`) and adds the refusals of all others to refusals[at + code].
   */
  ask(person: PersonFacts, refusals: Int32Array, at: number): void {
    if (this.entries > entryLimit) this.forget();
    const codes = reasonCodes.indexOf('kind');
    let node = this.bases[person.accompanying ? 1 : 0];
    for (let k = 0; k < this.still.length; k++) {
      const next = this.child(node, this.still[k]!, person);
      refusals[at + codes + k] = node.size - next.size;
      node = next;
    }
    const inProject = this.sizeIn(node, person.projectFromDay, person.projectToDay);
    const from = Math.max(person.projectFromDay, person.fromDay);
    const to = Math.min(person.projectToDay, person.toDay);
    const inPeriod = this.sizeIn(node, from, to);
    const latest = person.latestStartDay;
    const inGraduation = latest === Number.POSITIVE_INFINITY ? inPeriod : this.sizeIn(node, from, to, latest);
    const lasting = this.lasting(node, person);
    const first = this.position(lasting, from);
    const last = this.endOf(lasting, to, latest);
    const [inDuration, inLanguage, inAge, inAll] =
      last - first <= narrowShare * lasting.slots.length
        ? this.scan(lasting, first, last, person, to)
        : this.descend(lasting, person, from, to);
    const inCare = this.foundCount;
    this.dropBlocked(person);
    const inFree = this.foundCount === inCare ? inAll : this.sizeOfFound(lasting);
    const sizes = [node.size, inProject, inPeriod, inGraduation, inDuration, inLanguage, inAge, inAll, inFree];
    for (let k = 0; k + 1 < sizes.length; k++) refusals[at + codes + this.still.length + k] = sizes[k]! - sizes[k + 1]!;
  }

  /** Takes the slots on blocked days out of `found`. */
  private dropBlocked(person: PersonFacts): void {
    if (!this.hasBlocked && person.blocked.length === 0) return;
    const { itemOfSlot, startDayOfSlot, endDayOfSlot } = this.slots;
    let kept = 0;
    for (let k = 0; k < this.foundCount; k++) {
      const slot = this.found[k]!;
      const item = this.items[itemOfSlot[slot]!]!;
      if (blockedAgrees(person, item, startDayOfSlot[slot]!, endDayOfSlot[slot]!)) this.found[kept++] = slot;
    }
    this.foundCount = kept;
  }

  /** Language, age and needs by further nodes, for windows that hold many slots. Sizes after each rule; leaves the eligible slots in `found`. */
  private descend(node: Node, person: PersonFacts, from: number, to: number): Sizes {
    const latest = person.latestStartDay;
    const inDuration = this.sizeIn(node, from, to, latest);
    const spoken = this.child(node, this.language, person);
    const inLanguage = this.sizeIn(spoken, from, to, latest);
    const inAge = this.sizeOfAge(spoken, person, from, to, inLanguage);
    const cared = this.child(spoken, this.needs, person);
    this.collect(cared, person, from, to);
    return [inDuration, inLanguage, inAge, this.sizeOfFound(cared)];
  }

  /** The same, slot by slot, for what starts at positions first … last − 1: an item counts as far as its best variant comes. */
  private scan(node: Node, first: number, last: number, person: PersonFacts, to: number): Sizes {
    const { itemOfSlot } = this.slots;
    const { slots, startDays, endDays, isSingle } = node;
    const { deepestOfItem, countOfDepth } = this;
    const { languages, ages, needs } = (node.care ??= this.careOf(node));
    const speaks = this.language.read(person).agrees;
    const firstDayOfAge = this.firstDaysOf(person.student.birthDay);
    const meets = this.needs.read(person).agrees;
    if (this.found.length < last - first) this.found = new Int32Array(2 * (last - first));
    const { found } = this;
    let foundCount = 0;
    countOfDepth.fill(0);
    for (let k = first; k < last; k++) {
      if (endDays[k]! > to) continue;
      let depth = 1;
      if (speaks[languages[k]!] === 1) {
        depth = 2;
        if (startDays[k]! >= firstDayOfAge[ages[k]!]!) {
          depth = 3;
          if (meets[needs[k]!] === 1) {
            depth = 4;
            found[foundCount++] = slots[k]!;
          }
        }
      }
      if (!isSingle) {
        const item = itemOfSlot[slots[k]!]!;
        const before = deepestOfItem[item]!;
        if (before >= depth) continue;
        countOfDepth[before]!--;
        deepestOfItem[item] = depth;
      }
      countOfDepth[depth]!++;
    }
    if (!isSingle) for (let k = first; k < last; k++) deepestOfItem[itemOfSlot[slots[k]!]!] = 0;
    this.foundCount = foundCount;
    const inAll = countOfDepth[4]!;
    const inAge = inAll + countOfDepth[3]!;
    const inLanguage = inAge + countOfDepth[2]!;
    return [inLanguage + countOfDepth[1]!, inLanguage, inAge, inAll];
  }

  private careOf({ slots }: Node): Care {
    this.entries += 3 * slots.length;
    const items = slots.map((slot) => this.slots.itemOfSlot[slot]!);
    // Levels where each item has one value: its entry stands at the item's own place.
    return {
      languages: items.map((item) => this.language.valueOfEntry[item]!),
      ages: Uint8Array.from(items, (item) => this.ageOfItem[item]! + 1),
      needs: items.map((item) => this.needs.valueOfEntry[item]!),
    };
  }

  private child(node: Node, level: Level, person: PersonFacts): Node {
    const reading = level.read(person);
    const known = node.children?.get(reading.key);
    if (known !== undefined) return known;
    const slots =
      reading.agreeing.length === reading.agrees.length
        ? node.slots
        : node.slots.length <= smallNode
          ? this.filtered(node, level, reading)
          : this.gathered(node, level, reading);
    const made = slots.length === node.slots.length ? sibling(node) : this.node(slots);
    this.entries += 8;
    node.children ??= new Map();
    node.children.set(reading.key, made);
    return made;
  }

  /** The slots of a node that agree, one by one. */
  private filtered(node: Node, level: Level, { agrees }: Reading): Int32Array {
    const { itemOfSlot } = this.slots;
    const { firstEntryOfItem, valueOfEntry } = level;
    const { slots } = node;
    if (this.scratch.length < slots.length) this.scratch = new Int32Array(2 * slots.length);
    const kept = this.scratch;
    let length = 0;
    for (let k = 0; k < slots.length; k++) {
      const item = itemOfSlot[slots[k]!]!;
      const end = firstEntryOfItem[item + 1]!;
      for (let entry = firstEntryOfItem[item]!; entry < end; entry++) {
        if (agrees[valueOfEntry[entry]!] === 0) continue;
        kept[length++] = slots[k]!;
        break;
      }
    }
    return length === slots.length ? slots : kept.slice(0, length);
  }

  /** The same by way of the groups that agree, each slot once and in the node's order; where they hold much of the node, one by one is faster. */
  private gathered(node: Node, level: Level, reading: Reading): Int32Array {
    node.groups ??= this.groupsOf(node, level);
    const parts: Int32Array[] = [];
    for (const value of reading.agreeing) {
      const part = node.groups.get(value);
      if (part !== undefined) parts.push(part);
    }
    if (parts.length === node.groups.size) return node.slots;
    if (parts.length === 1) return parts[0]!;
    const merged = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
    if (merged.length * 8 > node.slots.length) return this.filtered(node, level, reading);
    let length = 0;
    for (const part of parts) {
      merged.set(part, length);
      length += part.length;
    }
    const { startDayOfSlot } = this.slots;
    merged.sort((a, b) => startDayOfSlot[a]! - startDayOfSlot[b]! || a - b);
    return merged.filter((slot, k) => k === 0 || merged[k - 1] !== slot);
  }

  private lasting(node: Node, person: PersonFacts): Node {
    // Lengths are read from the slots, so this rule filters instead of grouping.
    const value = this.durations.of(person.shortestDays, person.longestDays);
    const known = node.children?.get(value);
    if (known !== undefined) return known;
    const { shortestDays, longestDays } = person;
    const all = node.shortestDays >= shortestDays && node.longestDays <= longestDays;
    const made = all
      ? sibling(node)
      : this.node(
          node.slots.filter((slot) => {
            const days = this.slots.endDayOfSlot[slot]! - this.slots.startDayOfSlot[slot]! + 1;
            return days >= shortestDays && days <= longestDays;
          }),
        );
    node.children ??= new Map();
    node.children.set(value, made);
    return made;
  }

  private groupsOf(node: Node, level: Level): Map<number, Int32Array> {
    const lists = new Map<number, number[]>();
    for (const slot of node.slots) {
      const item = this.slots.itemOfSlot[slot]!;
      for (let entry = level.firstEntryOfItem[item]!; entry < level.firstEntryOfItem[item + 1]!; entry++) {
        const value = level.valueOfEntry[entry]!;
        const list = lists.get(value);
        if (list === undefined) lists.set(value, [slot]);
        else if (list[list.length - 1] !== slot) list.push(slot);
      }
    }
    this.entries += node.slots.length;
    return new Map([...lists].map(([value, list]) => [value, Int32Array.from(list)]));
  }

  private node(slots: Int32Array): Node {
    this.entries += 3 * slots.length;
    let shortest = Number.POSITIVE_INFINITY;
    let longest = 0;
    let oldest = -1;
    let lastDay = everyDay;
    let size = 0;
    this.stamp++;
    const startDays = new Int32Array(slots.length);
    const endDays = new Int32Array(slots.length);
    for (let k = 0; k < slots.length; k++) {
      const slot = slots[k]!;
      const days = (endDays[k] = this.slots.endDayOfSlot[slot]!) - (startDays[k] = this.slots.startDayOfSlot[slot]!) + 1;
      const item = this.slots.itemOfSlot[slot]!;
      shortest = Math.min(shortest, days);
      longest = Math.max(longest, days);
      lastDay = Math.max(lastDay, endDays[k]!);
      oldest = Math.max(oldest, this.ageOfItem[item]!);
      if (this.stampOfItem[item] !== this.stamp) {
        this.stampOfItem[item] = this.stamp;
        size++;
      }
    }
    return new Node(slots, startDays, endDays, size, shortest, longest, oldest, lastDay);
  }

  /** First position in a node whose slot starts on `day` or later. */
  private position(node: Node, day: number): number {
    let low = 0;
    let high = node.slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (node.startDays[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where those end that start by the latest day and could end inside the window. */
  private endOf(node: Node, to: number, latestStartDay: number): number {
    return this.position(node, Math.min(to - node.shortestDays + 2, latestStartDay + 1));
  }

  /** Items with a slot inside the window that starts by the latest day. */
  private sizeIn(node: Node, from: number, to: number, latestStartDay = Number.POSITIVE_INFINITY): number {
    const { startDays, lastDay } = node;
    if (startDays.length === 0 || (from <= startDays[0]! && to >= lastDay && latestStartDay >= startDays[startDays.length - 1]!))
      return node.size;
    if (isEven(node) || latestStartDay !== Number.POSITIVE_INFINITY)
      return this.countIn(node, this.position(node, from), this.endOf(node, to, latestStartDay), to);
    const key = (Math.max(from, -200_000) + 200_000) * 1_048_576 + Math.min(to, 200_000) + 200_000;
    const known = node.sizeOfWindow?.get(key);
    if (known !== undefined) return known;
    const size = this.countIn(node, this.position(node, from), this.endOf(node, to, latestStartDay), to);
    this.entries += 8;
    node.sizeOfWindow ??= new Map();
    node.sizeOfWindow.set(key, size);
    return size;
  }

  /** Items among the slots first … last − 1 of a node that end in time. */
  private countIn(node: Node, first: number, last: number, to: number): number {
    if (isEven(node)) return Math.max(0, last - first);
    let size = 0;
    this.stamp++;
    for (let k = first; k < last; k++) size += this.countOnce(node.slots[k]!, to);
    return size;
  }

  private countOnce(slot: number, to: number): number {
    const item = this.slots.itemOfSlot[slot]!;
    if (this.slots.endDayOfSlot[slot]! > to || this.stampOfItem[item] === this.stamp) return 0;
    this.stampOfItem[item] = this.stamp;
    return 1;
  }

  /** Items with a slot inside the window that the person is old enough for. */
  private sizeOfAge(node: Node, person: PersonFacts, from: number, to: number, inWindow: number): number {
    if (this.oldEnough(node, person, from)) return inWindow;
    const last = this.endOf(node, to, person.latestStartDay);
    let size = 0;
    this.stamp++;
    for (let k = this.position(node, from); k < last; k++) {
      if (this.isOldEnough(person, node.slots[k]!)) size += this.countOnce(node.slots[k]!, to);
    }
    return size;
  }

  /** True where age refuses nothing in this node from this day on. */
  private oldEnough(node: Node, person: PersonFacts, from: number): boolean {
    return node.oldestAge < 0 || from >= this.firstDaysOf(person.student.birthDay)[node.oldestAge + 1]!;
  }

  private isOldEnough(person: PersonFacts, slot: number): boolean {
    const age = this.ageOfItem[this.slots.itemOfSlot[slot]!]!;
    return this.slots.startDayOfSlot[slot]! >= this.firstDaysOf(person.student.birthDay)[age + 1]!;
  }

  private firstDaysOf(birthDay: number | null): Int32Array {
    let days = this.firstDays.get(birthDay);
    if (days === undefined) {
      days = new Int32Array(this.oldestAge + 2).fill(neverDay);
      if (birthDay !== null) for (let age = 0; age <= this.oldestAge; age++) days[age + 1] = dayOfAge(birthDay, age);
      days[0] = everyDay;
      this.firstDays.set(birthDay, days);
    }
    return days;
  }

  private collect(node: Node, person: PersonFacts, from: number, to: number): void {
    const first = this.position(node, from);
    const last = this.endOf(node, to, person.latestStartDay);
    const anyAge = this.oldEnough(node, person, from);
    if (this.found.length < last - first) this.found = new Int32Array(2 * (last - first));
    this.foundCount = 0;
    for (let k = first; k < last; k++) {
      const slot = node.slots[k]!;
      if (this.slots.endDayOfSlot[slot]! <= to && (anyAge || this.isOldEnough(person, slot))) this.found[this.foundCount++] = slot;
    }
  }

  private sizeOfFound(node: Node): number {
    if (node.isSingle) return this.foundCount;
    let size = 0;
    this.stamp++;
    for (let k = 0; k < this.foundCount; k++) size += this.countOnce(this.found[k]!, Number.POSITIVE_INFINITY);
    return size;
  }

  private forget(): void {
    for (const base of this.bases) {
      base.children = null;
      base.sizeOfWindow = null;
      base.groups = null;
    }
    this.entries = 0;
  }
}

/** A level where an item has one value, and any item with it speaks for all. */
function level(
  items: readonly ItemFacts[],
  itemKey: (item: ItemFacts) => string,
  personKey: (person: PersonFacts) => string,
  agrees: (person: PersonFacts, item: ItemFacts) => boolean,
): Slices<Level> {
  return levelOf<ItemFacts>(items, (item) => [[itemKey(item), item]], personKey, agrees);
}

function* levelOf<Value>(
  items: readonly ItemFacts[],
  valuesOf: (item: ItemFacts) => readonly (readonly [string, Value])[],
  personKey: (person: PersonFacts) => string,
  agrees: (person: PersonFacts, value: Value) => boolean,
): Slices<Level> {
  const numbers = new Interner();
  const values: Value[] = [];
  const firstEntryOfItem = new Int32Array(items.length + 1);
  const valueOfEntry = new GrowingInts();
  for (let k = 0; k < items.length; k++) {
    for (const [key, value] of valuesOf(items[k]!)) {
      const number = numbers.of(key);
      if (number === values.length) values.push(value);
      valueOfEntry.push(number);
    }
    firstEntryOfItem[k + 1] = valueOfEntry.length;
    if ((k & 127) === 127) yield;
  }
  // Who is online is never read like who is not.
  const readings = [new Map<string, Reading>(), new Map<string, Reading>()] as const;
  const read = (person: PersonFacts) => {
    const own = readings[person.student.online ? 1 : 0];
    const key = personKey(person);
    let reading = own.get(key);
    if (reading === undefined) {
      const verdicts = Uint8Array.from(values, (value) => (agrees(person, value) ? 1 : 0));
      reading = {
        key: readings[0].size + readings[1].size,
        agrees: verdicts,
        agreeing: Int32Array.from(verdicts.keys()).filter((value) => verdicts[value] === 1),
      };
      own.set(key, reading);
    }
    return reading;
  };
  return { firstEntryOfItem, valueOfEntry: valueOfEntry.toArray(), read };
}

/** What is read of a list of a person, once for each list: people who say the same often share one. */
function onceEach<Item>(keyOf: (list: readonly Item[]) => string): (list: readonly Item[]) => string {
  const known = new Map<readonly Item[], string>();
  return (list) => {
    let key = known.get(list);
    if (key === undefined) known.set(list, (key = keyOf(list)));
    return key;
  };
}

function sortedLines(texts: readonly string[]): string {
  return [...texts].sort().join('\n');
}

/** True where each item has one slot and all last as long: whatever starts in time ends in time, and is counted without a look. */
function isEven({ isSingle, shortestDays, longestDays }: Node): boolean {
  return isSingle && shortestDays === longestDays;
}

/** The same slots one rule further on: the rule refused none. */
function sibling(node: Node): Node {
  const { slots, startDays, endDays, size, shortestDays, longestDays, oldestAge, lastDay } = node;
  return new Node(slots, startDays, endDays, size, shortestDays, longestDays, oldestAge, lastDay);
}

function levelsKey(levels: readonly { readonly language: string; readonly level: number }[]): string {
  return levels
    .map(({ language, level }) => `${language}:${level}`)
    .sort()
    .join();
}

/** All slots by start day, then slot: a counting sort over days. */
function* byStart(slots: Slots): Slices<Int32Array> {
  const { startDayOfSlot } = slots;
  const count = startDayOfSlot.length;
  const order = new Int32Array(count);
  if (count === 0) return order;
  let first = startDayOfSlot[0]!;
  let last = first;
  for (let slot = 0; slot < count; slot++) {
    first = Math.min(first, startDayOfSlot[slot]!);
    last = Math.max(last, startDayOfSlot[slot]!);
  }
  yield;
  const next = new Int32Array(last - first + 2);
  for (let slot = 0; slot < count; slot++) next[startDayOfSlot[slot]! - first + 1]!++;
  for (let day = 1; day < next.length; day++) next[day]! += next[day - 1]!;
  yield;
  for (let slot = 0; slot < count; slot++) order[next[startDayOfSlot[slot]! - first]!++] = slot;
  return order;
}
