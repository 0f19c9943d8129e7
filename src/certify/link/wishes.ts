import type { Model } from '../../model/types.js';
import type { Student } from '../../roster/types.js';
import { isAccompanying, type Book } from '../rules/book.js';
import { lastRank, wishRankOf } from '../rules/score.js';
import { nameOfSite, type Site } from '../rules/site.js';
import { rankingOf } from '../rules/standing.js';
import type { FaultList } from './faults.js';

/** What the model says of wishes, where its way reads them: ranks of people and hosts pair by pair, and people by points, then lot. */
export class WishCheck {
  constructor(
    private readonly book: Book,
    private readonly model: Model,
    people: readonly Student[],
    private readonly faults: FaultList,
  ) {
    const { way } = book.options;
    const asked = way === 'tiers' || way === 'leximin-senders' ? undefined : way;
    const found = model.wishes?.way;
    if (found !== asked) faults.add('wishes', () => `The model goes by wishes in the way ${found ?? 'none'}; the options say ${way}.`);
    if (asked === 'stable' && found === 'stable') this.checkPlaces(people);
  }

  /** One pair of the model. */
  check(person: number, student: Student, site: Site, pair: number): void {
    const { wishes } = this.model;
    if (wishes === undefined) return;
    const rank = isAccompanying(student) ? 0 : Math.min(lastRank, wishRankOf(this.book, student, site) ?? 0);
    if (wishes.rankOfPair[pair] !== rank) this.report('wish-rank', person, student, site, wishes.rankOfPair[pair]!, rank);
    if (wishes.way !== 'stable') return;
    const hostRank = site.opening === null ? 0 : (this.book.hostRanks.get(site.opening.hostId)?.get(student.id) ?? 0);
    if (wishes.hostRankOfPair[pair] !== hostRank) this.report('host-rank', person, student, site, wishes.hostRankOfPair[pair]!, hostRank);
  }

  private report(code: string, person: number, student: Student, site: Site, found: number, wanted: number): void {
    this.faults.add(
      code,
      () => `${student.id} (person ${person}) in ${nameOfSite(site)} has the rank ${found} in the model; the wishes give ${wanted}.`,
    );
  }

  private checkPlaces(people: readonly Student[]): void {
    const { ranks } = rankingOf(this.book);
    const places = this.model.wishes!.placeOfPerson;
    const pointsOf = (person: number): number => ranks.get(people[person]!.id)?.[0] ?? -Infinity;
    const inOrder = new Int32Array(places.length).fill(-1);
    for (const [person, place] of places.entries()) if (place >= 0 && place < places.length) inOrder[place] = person;
    for (const [place, person] of inOrder.entries()) {
      const before = place === 0 ? -1 : inOrder[place - 1]!;
      const isSound =
        person >= 0 && (place === 0 || pointsOf(before) > pointsOf(person) || (pointsOf(before) === pointsOf(person) && before < person));
      if (!isSound) this.faults.add('place', () => `By points and lot nobody stands at place ${place} as the model has it.`);
    }
  }
}
