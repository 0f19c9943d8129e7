import { documentParts, fields, paragraph, table, type TableRow } from './word-xml.js';

/** The learning agreement that comes with the program: sections and fields as in the annex that VET mobility projects sign. */
export function agreementParts(): Map<string, string> {
  return documentParts(
    [
      paragraph('Learning Agreement', 'title'),
      paragraph('Erasmus+ mobility in vocational education and training · project {project_code} · activity: {activity}', 'subtitle'),
      ...participants(),
      paragraph('2  Duration and place', 'heading'),
      fields([
        ['First day', '{start}'],
        ['Last day', '{end}'],
        ['Length', '{days} days, first and last included'],
        ['Place', '{city}, {country}'],
      ]),
      paragraph('3  Qualification', 'heading'),
      fields(
        [
          ['Qualification', '{qualification}'],
          ['Study profile', '{profile}'],
          ['EQF level / NQF level', '{eqf_level} / {nqf_level}'],
          ['Progress so far in relation to the learning pathway', '{progress}'],
          ['Enclosures (Europass CV, Certificate Supplement, Mobility, language or skills passport, units, other)', '{enclosures}'],
        ],
        1,
      ),
      paragraph('4  Learning outcomes to be achieved', 'heading'),
      paragraph('{#units}', 'small'),
      fields(
        [
          ['Unit {unit_number}', '{unit_title}'],
          ['ECVET points', '{unit_points}'],
          ['Learning outcomes', '{unit_outcomes}'],
          ['Learning activities (where, which tasks)', '{unit_activities}'],
          ['Enclosures', '{unit_enclosures}'],
        ],
        1,
      ),
      paragraph('{/units}', 'small'),
      paragraph('5  Assessment and documentation', 'heading'),
      fields(
        [
          ['Assessed by (name, organisation, role)', '{assessed_by}'],
          ['Date', '{assessed_on}'],
          ['Method', '{assessment}'],
          ['How and when it is recorded', '{recorded}'],
        ],
        1,
      ),
      paragraph('6  Validation and recognition', 'heading'),
      fields(
        [
          ['Validated by (name, organisation, role)', '{validated_by}'],
          ['Date', '{validated_on}'],
          ['How the outcomes are validated and recognised', '{validation}'],
        ],
        1,
      ),
      paragraph('7  Signatures', 'heading'),
      paragraph('To be signed by all before the first day.', 'small'),
      signatures(),
    ],
    { title: 'Learning Agreement', footer: 'Learning Agreement · {learner_id} · {start} to {end}' },
  );
}

function participants(): string[] {
  const organisation = (of: string, person: string): string =>
    fields([
      ['Name', `{${of}_name}`],
      ['Address', `{${of}_address}`],
      ['Telephone', `{${of}_phone}`],
      ['E-mail', `{${of}_email}`],
      ['Website', `{${of}_website}`],
      ['Contact person', `{${of}_contact}`],
      [person, `{${of}_mentor}`],
    ]);
  const section = (flag: string, blocks: readonly string[]): string[] => [
    paragraph(`{#${flag}}`, 'small'),
    ...blocks,
    paragraph(`{/${flag}}`, 'small'),
  ];
  return [
    paragraph('1  Participants', 'heading'),
    paragraph('Sending organisation', 'text', { bold: true }),
    organisation('sender', 'Tutor'),
    ...section('has_school', [paragraph('School', 'text', { bold: true }), organisation('school', 'Tutor')]),
    paragraph('Host organisation', 'text', { bold: true }),
    organisation('host', 'Mentor'),
    ...section('has_partner', [paragraph('Intermediary organisation', 'text', { bold: true }), organisation('partner', 'Mentor')]),
    paragraph('Learner', 'text', { bold: true }),
    fields([
      ['Name', '{learner_name}'],
      ['Address', '{learner_address}'],
      ['Telephone', '{learner_phone}'],
      ['E-mail', '{learner_email}'],
      ['Date of birth', '{birth_date}'],
      ['Sex', '{sex}'],
      ['Parent or guardian', '{guardian_name}'],
      ['Their contact', '{guardian_contact}'],
    ]),
  ];
}

function signatures(): string {
  const label = (text: string) => ({ text, kind: 'label', shade: true }) as const;
  const rows: TableRow[] = [
    { header: true, cells: ['For', 'Name and role', 'Place', 'Date', 'Signature'].map(label) },
    {
      height: 14,
      cells: [label('Sending organisation'), { text: '{sender_contact}' }, { text: '' }, { text: '{signed_sender}' }, { text: '' }],
    },
    { height: 14, cells: [label('Host organisation'), { text: '{host_contact}' }, { text: '' }, { text: '{signed_host}' }, { text: '' }] },
    { height: 14, cells: [label('Learner'), { text: '{learner_name}' }, { text: '' }, { text: '{signed_learner}' }, { text: '' }] },
    {
      height: 14,
      cells: [label('Parent or guardian, of a minor'), { text: '{guardian_name}' }, { text: '' }, { text: '' }, { text: '' }],
    },
  ];
  return table([34, 46, 28, 24, 38], rows);
}
