/** What each kind of template may say, and what it must. A template that is replaced is held against this table before anything is printed. */

export interface TagTable {
  /** Tags that stand for a text. */
  readonly fields: readonly string[];
  /** Lists: `{#units}` … `{/units}` repeats what is between, once for each item; inside, the tags of the item and all fields may stand. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Yes or no: `{#is_minor}` … `{/is_minor}` stands or not, `{^is_minor}` … `{/is_minor}` the other way round. */
  readonly flags: readonly string[];
  /** Without these the paper would not say whom or what it is about. */
  readonly required: readonly string[];
}

const contacts = (of: string) =>
  ['name', 'address', 'phone', 'email', 'website', 'contact', 'mentor'].map((field) => `${of}_${field}` as const);

const letter = {
  sender: ['sender_name', 'sender_address', 'sender_phone', 'sender_email', 'sender_contact'],
  person: ['learner_id', 'learner_name', 'learner_address', 'guardian_name', 'project_code'],
} as const;

export const templateKinds = [
  'agreement',
  'letter-placed',
  'letter-waiting',
  'letter-not-placed',
  'pack-partner',
  'pack-host',
  'pack-sender',
] as const;
export type TemplateKind = (typeof templateKinds)[number];

const budgetsOfPack = ['budget', 'limit', 'spent', 'left'] as const;

export const tagsOfTemplate: Readonly<Record<TemplateKind, TagTable>> = {
  agreement: {
    fields: [
      'learner_id',
      'project_code',
      'activity',
      ...contacts('sender'),
      ...contacts('host'),
      ...contacts('partner'),
      ...contacts('school'),
      'learner_name',
      'learner_address',
      'learner_phone',
      'learner_email',
      'birth_date',
      'sex',
      'guardian_name',
      'guardian_contact',
      'start',
      'end',
      'days',
      'city',
      'country',
      'qualification',
      'profile',
      'eqf_level',
      'nqf_level',
      'progress',
      'enclosures',
      'assessed_by',
      'assessed_on',
      'assessment',
      'recorded',
      'validated_by',
      'validated_on',
      'validation',
      'signed_learner',
      'signed_sender',
      'signed_host',
    ],
    lists: { units: ['unit_number', 'unit_title', 'unit_points', 'unit_outcomes', 'unit_activities', 'unit_enclosures'] },
    flags: ['has_partner', 'has_school', 'is_minor'],
    required: ['learner_name', 'host_name', 'sender_name', 'start', 'end', 'units'],
  },
  'letter-placed': {
    fields: [...letter.sender, ...letter.person],
    lists: { placements: ['host_name', 'partner_name', 'city', 'country', 'start', 'end', 'days'] },
    flags: ['is_minor'],
    required: ['learner_name', 'placements', 'start', 'end'],
  },
  'letter-waiting': {
    fields: [...letter.sender, ...letter.person, 'reserve_number', 'selection_list', 'open_places'],
    lists: { reasons: ['reason'] },
    flags: ['is_minor', 'has_reserve_number'],
    required: ['learner_name'],
  },
  'letter-not-placed': {
    fields: [...letter.sender, ...letter.person],
    lists: { reasons: ['reason'] },
    flags: ['is_minor'],
    required: ['learner_name', 'reasons', 'reason'],
  },
  'pack-partner': {
    fields: ['name', 'address', 'contact', 'people_count'],
    lists: {
      people: [
        'person',
        'kind',
        'minor',
        'sender',
        'host',
        'city',
        'start',
        'end',
        'days',
        'languages',
        'needs',
        'contact_of_person',
        'support',
      ],
      budgets: budgetsOfPack,
    },
    flags: ['has_budgets'],
    required: ['name', 'people', 'person', 'start', 'end'],
  },
  'pack-host': {
    fields: ['name', 'address', 'contact', 'mentor', 'people_count', 'partner_name', 'partner_contact'],
    lists: { people: ['person', 'minor', 'profile', 'start', 'end', 'days', 'languages', 'needs', 'outcomes'], budgets: budgetsOfPack },
    flags: ['has_budgets', 'has_partner'],
    required: ['name', 'people', 'person', 'start', 'end'],
  },
  'pack-sender': {
    fields: ['name', 'address', 'contact', 'people_count', 'unplaced_count'],
    lists: {
      people: ['person', 'kind', 'school', 'host', 'partner', 'city', 'country', 'start', 'end', 'days', 'cost'],
      unplaced: ['person', 'state', 'reason'],
      budgets: budgetsOfPack,
    },
    flags: ['has_budgets', 'has_unplaced'],
    required: ['name', 'people', 'person', 'start', 'end'],
  },
};

/** What fills a template: texts, lists of texts, and flags, one of each name in the table. */
export type TemplateData = Readonly<Record<string, string | boolean | readonly Readonly<Record<string, string>>[]>>;
