/** What a generated roster is made of. Whole numbers; the same options give the same tables. */
export interface GenerateOptions {
  /** Learners; accompanying persons come on top. Families with fixed margins ignore it. */
  readonly people: number;
  readonly openings: number;
  readonly seed: number;
  /** Senders that have a budget, at 85 % of what they would spend freely; 0: none. */
  readonly budgets: number;
  /** Wishes of a person. */
  readonly wishes: number;
  /** Short-term openings are gathered in flows of 6 to 15 learners. */
  readonly flows: boolean;
  /** Fewest learners of a flow that travels; 0: no such rule. Needs flows. */
  readonly flowMinimum: number;
  /** One accompanying person for every started dozen of learners of a flow. Needs flows. */
  readonly accompanying: boolean;
}

export const families = [
  'national',
  'intervet-wb',
  'qqvet',
  'vision',
  'school',
  'intervet-staff',
  'rotation',
  'applicants',
  'one-school',
  'consortium',
  'pilot-first',
  'pilot-changed',
  'pilot-second',
] as const;
export type Family = (typeof families)[number];

/** What a family is when nothing else is said; families with fixed margins use the seed only. */
export const defaultsOf: Record<Family, GenerateOptions> = {
  national: { people: 5000, openings: 1250, seed: 1, budgets: 0, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
  'intervet-wb': { people: 426, openings: 423, seed: 1, budgets: 6, wishes: 3, flows: true, flowMinimum: 4, accompanying: true },
  qqvet: { people: 510, openings: 600, seed: 1, budgets: 6, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
  vision: { people: 48, openings: 40, seed: 1, budgets: 4, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
  school: { people: 24, openings: 16, seed: 1, budgets: 1, wishes: 3, flows: true, flowMinimum: 0, accompanying: true },
  'intervet-staff': { people: 208, openings: 23, seed: 1, budgets: 0, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
  rotation: { people: 24, openings: 36, seed: 1, budgets: 0, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
  'one-school': { people: 23, openings: 12, seed: 1, budgets: 1, wishes: 2, flows: true, flowMinimum: 10, accompanying: true },
  consortium: { people: 420, openings: 198, seed: 1, budgets: 1, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
  'pilot-first': { people: 48, openings: 25, seed: 1, budgets: 0, wishes: 2, flows: true, flowMinimum: 4, accompanying: true },
  'pilot-changed': { people: 50, openings: 24, seed: 1, budgets: 0, wishes: 2, flows: true, flowMinimum: 4, accompanying: true },
  'pilot-second': { people: 41, openings: 24, seed: 1, budgets: 0, wishes: 2, flows: true, flowMinimum: 4, accompanying: true },
  applicants: { people: 180, openings: 40, seed: 1, budgets: 3, wishes: 3, flows: false, flowMinimum: 0, accompanying: false },
};
