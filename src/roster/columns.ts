import {
  activities,
  blockedWhats,
  costCategories,
  decisionActions,
  laterStatuses,
  organisationKinds,
  personKinds,
  planStatuses,
  reaches,
  quotaDimensions,
  sexes,
  wishTargets,
  type Activity,
  type Blocked,
  type Budget,
  type City,
  type Criterion,
  type CostCategory,
  type Crossing,
  type Decision,
  type Distance,
  type Flow,
  type Host,
  type Lodging,
  type Mark,
  type Opening,
  type Organisation,
  type Outcome,
  type PairOverride,
  type PastPlacement,
  type PersonKind,
  type PlanRow,
  type Preference,
  type Profile,
  type Project,
  type QualityRule,
  type Quota,
  type RosterFile,
  type Student,
} from './types.js';

/** How the text of a cell becomes a value; what may stand in it is said by the schema of the record. */
export type CellFormat =
  | 'id'
  | 'ids'
  | 'text'
  | 'texts'
  | 'country'
  | 'whole'
  | 'wholes'
  | 'decimal'
  | 'money'
  | 'date'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'languages';

/** The record of each file. */
export interface RecordOfFile {
  students: Student;
  organisations: Organisation;
  hosts: Host;
  openings: Opening;
  flows: Flow;
  projects: Project;
  profiles: Profile;
  crosswalk: Crossing;
  preferences: Preference;
  budgets: Budget;
  quotas: Quota;
  decisions: Decision;
  lodging: Lodging;
  blocked: Blocked;
  pairs: PairOverride;
  outcomes: Outcome;
  quality: QualityRule;
  plan: PlanRow;
  distances: Distance;
  cities: City;
  criteria: Criterion;
  marks: Mark;
  history: PastPlacement;
}

/** One column of a roster file and the field it fills. */
export interface Column {
  readonly column: string;
  readonly field: string;
  readonly format: CellFormat;
  readonly required: boolean;
  /** File whose ids stand in this column; null where it refers to nothing. */
  readonly refersTo: RosterFile | null;
  /** The words allowed, for choices. */
  readonly choices: readonly string[] | null;
  /** What the cell says, for documents and templates. */
  readonly means: string;
}

type Words = readonly PersonKind[] | readonly Activity[] | readonly CostCategory[] | readonly string[];
type Row<File extends RosterFile> = readonly [
  column: string,
  field: keyof RecordOfFile[File] & string,
  format: CellFormat,
  means: string,
  more?: { readonly required?: true; readonly refersTo?: RosterFile; readonly choices?: Words },
];

function columnsOf<File extends RosterFile>(rows: readonly Row<File>[]): readonly Column[] {
  return rows.map(([column, field, format, means, more]) => ({
    column,
    field,
    format,
    means,
    required: more?.required ?? false,
    refersTo: more?.refersTo ?? null,
    choices: more?.choices ?? null,
  }));
}

const must = { required: true } as const;
const toOrganisation = { refersTo: 'organisations' } as const;
const toProject = { refersTo: 'projects' } as const;
const toProfile = { refersTo: 'profiles' } as const;
const toHost = { refersTo: 'hosts' } as const;
const toOpening = { refersTo: 'openings' } as const;
const toFlow = { refersTo: 'flows' } as const;
const toStudent = { refersTo: 'students' } as const;

/** All columns of all files: the one table that reading, writing and the documents share. Order here is the order of writing. */
export const columnsOfFile: { readonly [file in RosterFile]: readonly Column[] } = {
  students: columnsOf<'students'>([
    ['id', 'id', 'id', 'the person', must],
    ['kind', 'kind', 'choice', 'kind of mobility', { required: true, choices: personKinds }],
    ['activity', 'activity', 'choice', 'what the person will do', { choices: activities }],
    ['online', 'online', 'flag', 'the placement is online; blank: no'],
    ['sender', 'senderId', 'id', 'sending organisation', toOrganisation],
    ['school', 'schoolId', 'id', 'school', toOrganisation],
    ['project', 'projectId', 'id', 'funded project', toProject],
    ['profile', 'profileId', 'id', 'study profile: its id, or a code: ISCED-F, `isco:7411`, `esco:7411.1`', toProfile],
    ['outcomes', 'outcomes', 'texts', 'learning outcomes expected; blank: those of the profile'],
    ['eqf_level', 'eqfLevel', 'whole', 'level of the qualification, 1 to 8'],
    ['languages', 'languages', 'languages', 'languages with CEFR level, `en:B1|it:A2`'],
    ['birth_date', 'birthDay', 'date', 'date of birth'],
    ['graduated', 'graduatedDay', 'date', 'day of graduation of a recent graduate'],
    ['available_from', 'availableFromDay', 'date', 'first day the placement may cover'],
    ['available_to', 'availableToDay', 'date', 'last day the placement may cover'],
    ['wished_days', 'wishedDays', 'whole', 'length the person would like'],
    ['selection_list', 'selectionList', 'text', 'list the person was ranked on'],
    ['points', 'points', 'whole', 'points on that list, more is better'],
    ['lot', 'lot', 'whole', 'number drawn, breaks ties; blank: from the seed'],
    ['needs', 'needs', 'texts', 'neutral requirement codes, `|` between'],
    ['fewer_opportunities', 'fewerOpportunities', 'flag', 'blank: no'],
    ['sex', 'sex', 'choice', 'used by quotas only', { choices: sexes }],
    ['group', 'group', 'text', 'people of one group stay together'],
    ['minimum', 'minimum', 'whole', 'least placements; blank 1'],
    ['maximum', 'maximum', 'whole', 'most placements; blank 1'],
    ['different_hosts', 'differentHosts', 'flag', 'never twice at one host; blank: no'],
    ['required', 'required', 'flag', 'must be placed; blank: no'],
    ['needs_accompanying', 'needsAccompanying', 'flag', 'blank: yes for short-term, no for others'],
    ['inclusion_cost', 'inclusionCents', 'money', 'inclusion support a placement; blank 0'],
    ['green_travel', 'greenTravel', 'flag', 'by train, bus or shared car for most of the way; blank: no'],
    ['travel_days', 'travelDays', 'whole', 'travel days paid by the rule pack; blank 0'],
    ['linguistic_support', 'linguisticSupport', 'flag', 'has it, paid by the rule pack; blank: no'],
  ]),
  organisations: columnsOf<'organisations'>([
    ['id', 'id', 'id', 'the organisation', must],
    ['kind', 'kind', 'choice', 'sender, school or partner', { required: true, choices: organisationKinds }],
    ['name', 'name', 'text', 'name'],
    ['country', 'country', 'country', 'two capital letters'],
    ['city', 'city', 'text', 'city'],
    ['latitude', 'latitude', 'decimal', 'degrees'],
    ['longitude', 'longitude', 'decimal', 'degrees'],
    ['oid', 'oid', 'text', 'organisation ID'],
    ['sender', 'senderId', 'id', 'for a school, the sender it belongs to', toOrganisation],
  ]),
  hosts: columnsOf<'hosts'>([
    ['id', 'id', 'id', 'the company', must],
    ['name', 'name', 'text', 'name'],
    ['partner', 'partnerId', 'id', 'hosting partner', toOrganisation],
    ['city', 'city', 'text', 'city'],
    ['country', 'country', 'country', 'two capital letters'],
    ['latitude', 'latitude', 'decimal', 'degrees'],
    ['longitude', 'longitude', 'decimal', 'degrees'],
    ['minimum_age', 'minimumAge', 'whole', 'age on the start day'],
    ['hazard', 'hazard', 'flag', 'hazardous work; blank: no'],
    ['night', 'night', 'flag', 'night work; blank: no'],
    ['languages', 'languages', 'languages', 'one of these at its level'],
    ['needs_met', 'needsMet', 'texts', 'requirement codes the company meets'],
    ['tutor_named', 'tutorNamed', 'flag', 'blank: not said'],
    ['seats', 'seats', 'whole', 'over all its openings on any one day; blank: no such limit'],
    ['quality', 'quality', 'whole', '0 to 100'],
    ['sector', 'sector', 'text', 'free code'],
  ]),
  openings: columnsOf<'openings'>([
    ['id', 'id', 'id', 'the opening', must],
    ['host', 'hostId', 'id', 'company', { required: true, refersTo: 'hosts' }],
    ['flow', 'flowId', 'id', 'group journey it belongs to', toFlow],
    ['profiles', 'profileIds', 'ids', 'profiles or codes accepted; blank: any', toProfile],
    ['profile_fits', 'profileFits', 'wholes', 'what each of these is worth, 0 to 100; blank: by equal digits'],
    ['kinds', 'kinds', 'choices', 'kinds accepted; blank: any', { choices: personKinds }],
    ['activities', 'activities', 'choices', 'activities accepted; blank: any', { choices: activities }],
    ['start', 'startDay', 'date', "first day; blank: the flow's, or a window"],
    ['end', 'endDay', 'date', 'last day'],
    ['window_from', 'windowFromDay', 'date', 'first day of the window'],
    ['window_to', 'windowToDay', 'date', 'last day of the window'],
    ['days', 'lengthDays', 'whole', 'length inside the window'],
    ['seats', 'seats', 'whole', 'seats; 0 closes the opening', must],
    ['minimum_to_open', 'minimumToOpen', 'whole', 'none or at least so many; blank 0'],
    ['languages', 'languages', 'languages', 'languages asked, all of them'],
    ['outcomes', 'outcomes', 'texts', 'learning outcomes offered'],
    ['minimum_outcomes', 'minimumOutcomes', 'whole', 'per cent of the outcomes expected that must be offered; blank: the option'],
    ['online', 'online', 'flag', 'blank: no'],
    ['reach', 'reach', 'choice', "how far from home; blank: the flow's, else transnational", { choices: reaches }],
    ['cost_travel', 'travelCents', 'money', 'travel, a placement; blank: by the rule pack, else 0'],
    ['cost_per_day', 'perDayCents', 'money', 'individual support, a day; blank: by the rule pack, else 0'],
    ['cost_course', 'courseCents', 'money', 'course fee, a placement; blank: by the rule pack, else 0'],
    ['cost_other', 'otherCents', 'money', 'other, a placement; blank 0'],
  ]),
  flows: columnsOf<'flows'>([
    ['id', 'id', 'id', 'the journey', must],
    ['partner', 'partnerId', 'id', 'hosting partner', toOrganisation],
    ['city', 'city', 'text', 'city'],
    ['country', 'country', 'country', 'two capital letters'],
    ['start', 'startDay', 'date', 'first day', must],
    ['end', 'endDay', 'date', 'last day', must],
    ['minimum', 'minimum', 'whole', 'none or at least so many learners; blank 0'],
    ['maximum', 'maximum', 'whole', 'most learners; blank: no such limit'],
    ['beds', 'beds', 'whole', 'beds on every day; blank: no such limit'],
    ['learners_per_accompanying', 'learnersPerAccompanying', 'whole', 'N learners for one accompanying person; blank: none needed'],
    [
      'accompanying_scope',
      'accompanyingScope',
      'choice',
      'counted over the flow or per sender; blank: flow',
      { choices: ['flow', 'sender'] },
    ],
    ['accompanying_to_name', 'accompanyingToName', 'flag', 'missing ones are reported, not refused; blank: no'],
    ['cost_accompanying', 'accompanyingCents', 'money', 'for one accompanying person; blank: by the rule pack, else 0'],
    ['preparatory_visitors', 'preparatoryVisitors', 'whole', 'who went on the preparatory visit; blank 0'],
    ['reach', 'reach', 'choice', 'how far from home; blank: transnational', { choices: reaches }],
    ['status', 'status', 'text', 'free'],
  ]),
  projects: columnsOf<'projects'>([
    ['id', 'id', 'id', 'the project', must],
    ['code', 'code', 'text', 'grant number'],
    ['action', 'action', 'text', 'KA121, KA122 or free; blank: as the code says'],
    ['call_year', 'callYear', 'whole', 'year of the call'],
    ['national_agency', 'nationalAgency', 'text', 'National Agency'],
    ['start', 'startDay', 'date', 'first day'],
    ['end', 'endDay', 'date', 'last day'],
    ['cap', 'cap', 'whole', 'most participants, accompanying persons not counted; blank: 30 for KA122, else no such limit'],
  ]),
  profiles: columnsOf<'profiles'>([
    ['id', 'id', 'id', 'the profile', must],
    ['name', 'name', 'text', 'name'],
    ['isced', 'isced', 'text', 'ISCED-F code, 2 to 4 digits'],
    ['esco', 'esco', 'text', 'ESCO occupation: code or address'],
    ['isco', 'isco', 'text', 'ISCO-08 group, 1 to 4 digits'],
    ['outcomes', 'outcomes', 'texts', 'learning outcomes expected'],
  ]),
  crosswalk: columnsOf<'crosswalk'>([
    ['from', 'fromId', 'id', 'profile or code of a person', { required: true, refersTo: 'profiles' }],
    ['to', 'toId', 'id', 'profile or code that an opening accepts', { required: true, refersTo: 'profiles' }],
    ['fit', 'fit', 'whole', 'what this is worth, 0 to 100; 0 forbids it', must],
  ]),
  preferences: columnsOf<'preferences'>([
    ['student', 'studentId', 'id', 'who wishes: a person', toStudent],
    ['host', 'hostId', 'id', 'who wishes: a company', toHost],
    ['target_kind', 'targetKind', 'choice', 'what is wished', { required: true, choices: wishTargets }],
    ['target', 'target', 'text', 'its id, city, country, or period `2026-03-01/2026-03-31`', must],
    ['rank', 'rank', 'whole', '1 is best; ties are ordinary', must],
  ]),
  budgets: columnsOf<'budgets'>([
    ['id', 'id', 'id', 'the budget', must],
    ['limit', 'limitCents', 'money', 'euros', must],
    ['project', 'projectId', 'id', 'blank: any', toProject],
    ['sender', 'senderId', 'id', 'blank: any', toOrganisation],
    ['school', 'schoolId', 'id', 'blank: any', toOrganisation],
    ['partner', 'partnerId', 'id', 'blank: any', toOrganisation],
    ['host', 'hostId', 'id', 'blank: any', toHost],
    ['opening', 'openingId', 'id', 'blank: any', toOpening],
    ['flow', 'flowId', 'id', 'blank: any', toFlow],
    ['kind', 'kind', 'choice', 'blank: any', { choices: personKinds }],
    ['category', 'category', 'choice', 'blank: all costs', { choices: costCategories }],
  ]),
  quotas: columnsOf<'quotas'>([
    ['id', 'id', 'id', 'the quota', must],
    ['minimum', 'minimum', 'whole', 'least placements; blank 0'],
    ['maximum', 'maximum', 'whole', 'most placements; blank: no such limit'],
    ['sender', 'senderId', 'id', 'blank: any', toOrganisation],
    ['school', 'schoolId', 'id', 'blank: any', toOrganisation],
    ['project', 'projectId', 'id', 'blank: any', toProject],
    ['profile', 'profileId', 'id', 'blank: any', toProfile],
    ['country', 'country', 'country', 'blank: any'],
    ['city', 'city', 'text', 'blank: any'],
    ['partner', 'partnerId', 'id', 'blank: any', toOrganisation],
    ['host', 'hostId', 'id', 'blank: any', toHost],
    ['opening', 'openingId', 'id', 'blank: any', toOpening],
    ['kind', 'kind', 'choice', 'blank: any, accompanying persons too', { choices: personKinds }],
    ['sex', 'sex', 'choice', 'blank: any', { choices: sexes }],
    ['fewer_opportunities', 'fewerOpportunities', 'flag', 'blank: any'],
    ['flow', 'flowId', 'id', 'blank: any', toFlow],
    ['each', 'each', 'choices', 'holds for each value of these columns by itself', { choices: quotaDimensions }],
  ]),
  decisions: columnsOf<'decisions'>([
    ['student', 'studentId', 'id', 'person', { required: true, refersTo: 'students' }],
    ['action', 'action', 'choice', 'what was decided', { required: true, choices: decisionActions }],
    ['opening', 'openingId', 'id', 'target of pin, forbid, override', toOpening],
    ['host', 'hostId', 'id', 'target of pin, forbid', toHost],
    ['flow', 'flowId', 'id', 'target of pin, forbid', toFlow],
    ['other', 'otherId', 'id', 'the other person of together and apart', toStudent],
    [
      'scope',
      'scope',
      'choice',
      'same opening, host, flow or city; blank: flow, else city and dates',
      { choices: ['opening', 'host', 'flow', 'city'] },
    ],
    ['weight', 'weight', 'whole', 'points of match quality for together or apart; blank: a rule'],
    ['reason', 'reason', 'text', 'why; an override needs one'],
    ['by', 'by', 'text', 'who decided'],
    ['when', 'when', 'text', 'when'],
  ]),
  lodging: columnsOf<'lodging'>([
    ['city', 'city', 'text', 'city', must],
    ['from', 'fromDay', 'date', 'first day', must],
    ['to', 'toDay', 'date', 'last day', must],
    ['beds', 'beds', 'whole', 'beds on each of these days', must],
  ]),
  blocked: columnsOf<'blocked'>([
    ['from', 'fromDay', 'date', 'first day', must],
    ['to', 'toDay', 'date', 'last day', must],
    ['what', 'what', 'choice', 'no stay on these days, or no first and no last day; blank: stay', { choices: blockedWhats }],
    ['host', 'hostId', 'id', 'blank: any', toHost],
    ['city', 'city', 'text', 'blank: any'],
    ['partner', 'partnerId', 'id', 'blank: any', toOrganisation],
    ['flow', 'flowId', 'id', 'blank: any', toFlow],
    ['school', 'schoolId', 'id', 'blank: any', toOrganisation],
    ['sender', 'senderId', 'id', 'blank: any', toOrganisation],
    ['student', 'studentId', 'id', 'blank: any', toStudent],
    ['reason', 'reason', 'text', 'why'],
  ]),
  pairs: columnsOf<'pairs'>([
    ['student', 'studentId', 'id', 'person', { required: true, refersTo: 'students' }],
    ['opening', 'openingId', 'id', 'opening, or else the flow', toOpening],
    ['flow', 'flowId', 'id', 'flow, for an accompanying person', toFlow],
    ['score', 'score', 'whole', 'replaces the score'],
    ['cost', 'costCents', 'money', 'replaces the cost'],
    ['forbidden', 'forbidden', 'flag', 'blank: no'],
  ]),
  outcomes: columnsOf<'outcomes'>([
    ['placement', 'placement', 'text', 'pseudonym of the placement', must],
    ['host', 'hostId', 'id', 'company', { required: true, refersTo: 'hosts' }],
    ['completed', 'completed', 'flag', 'blank: not said'],
    ['category', 'category', 'text', 'what was rated'],
    ['indicator', 'indicator', 'text', 'by which indicator'],
    ['source', 'source', 'text', 'source of verification'],
    ['rating', 'rating', 'whole', '0 to 100'],
    ['status_after_6', 'statusAfter6', 'choice', 'after six months; blank: not known', { choices: laterStatuses }],
    ['status_after_12', 'statusAfter12', 'choice', 'after twelve months; blank: not known', { choices: laterStatuses }],
  ]),
  quality: columnsOf<'quality'>([
    ['category', 'category', 'text', 'category of ratings, or `completed`, `after-6`, `after-12`', must],
    ['indicator', 'indicator', 'text', 'blank: every one'],
    ['source', 'source', 'text', 'source of verification; blank: every one'],
    ['weight', 'weight', 'whole', 'weight of each rating; blank 1, 0: only for the minimum'],
    ['minimum', 'minimum', 'whole', "least mean of a host's ratings; blank: none"],
  ]),
  plan: columnsOf<'plan'>([
    ['student', 'studentId', 'id', 'person', { required: true, refersTo: 'students' }],
    ['opening', 'openingId', 'id', 'opening, or else the flow', toOpening],
    ['flow', 'flowId', 'id', 'flow, for an accompanying person', toFlow],
    ['start', 'startDay', 'date', 'first day, where the opening has several'],
    ['status', 'status', 'choice', 'how far it has come', { required: true, choices: planStatuses }],
  ]),
  distances: columnsOf<'distances'>([
    ['from', 'fromId', 'id', 'school or sender', { required: true, refersTo: 'organisations' }],
    ['host', 'hostId', 'id', 'to a company, or else to a partner', toHost],
    ['partner', 'partnerId', 'id', 'to all of a hosting partner', toOrganisation],
    ['km', 'km', 'whole', 'one way', must],
  ]),
  cities: columnsOf<'cities'>([
    ['city', 'city', 'text', 'city', must],
    ['country', 'country', 'country', 'two capital letters', must],
    ['latitude', 'latitude', 'decimal', 'degrees', must],
    ['longitude', 'longitude', 'decimal', 'degrees', must],
  ]),
  criteria: columnsOf<'criteria'>([
    ['list', 'list', 'text', 'selection list; blank: every list'],
    ['criterion', 'id', 'id', 'what is marked', must],
    ['weight', 'weight', 'whole', 'points for each mark; blank 1'],
    ['minimum', 'minimum', 'whole', 'marks under it exclude; blank: none do'],
    ['tie', 'tie', 'whole', 'place in the order that decides equal points; blank: does not'],
  ]),
  marks: columnsOf<'marks'>([
    ['student', 'studentId', 'id', 'person', { required: true, refersTo: 'students' }],
    ['criterion', 'criterionId', 'id', 'a criterion of criteria.csv', must],
    ['mark', 'mark', 'whole', 'more is better', must],
  ]),
  history: columnsOf<'history'>([
    ['student', 'studentId', 'id', 'person', { required: true, refersTo: 'students' }],
    ['round', 'round', 'text', 'name of the earlier round', must],
    ['host', 'hostId', 'id', 'company, also one that is gone; blank: was left out', toHost],
    ['sector', 'sector', 'text', "blank: the company's"],
  ]),
};

/** Files are read in this order, so that what a row refers to is known by then. */
export const readingOrder = [
  'organisations',
  'projects',
  'profiles',
  'crosswalk',
  'hosts',
  'flows',
  'openings',
  'students',
  'preferences',
  'budgets',
  'quotas',
  'decisions',
  'lodging',
  'blocked',
  'pairs',
  'outcomes',
  'quality',
  'plan',
  'distances',
  'cities',
  'criteria',
  'marks',
  'history',
] as const satisfies readonly RosterFile[];
