import { documentParts, fields, paragraph, table } from './word-xml.js';

/** The packs that come with the program: who comes (or goes) when, for a hosting partner, a host, a sender. */
export function packParts(kind: 'pack-partner' | 'pack-host' | 'pack-sender'): Map<string, string> {
  switch (kind) {
    case 'pack-partner':
      return documentParts(
        [
          ...head('Who comes to you', 'Hosting partner'),
          list('people', [
            ['Person', 'person', 29],
            ['Kind', 'kind', 24],
            ['Minor', 'minor', 12],
            ['From', 'sender', 24],
            ['Host, city', 'host}, {city', 29],
            ['First day', 'start', 19],
            ['Last day', 'end', 19],
            ['Days', 'days', 11],
            ['Languages', 'languages', 19],
            ['Needs', 'needs', 13],
            // Wide enough for an e-mail address that is not broken.
            ['Contact', 'contact_of_person', 40],
            ['Support, €', 'support', 18],
          ]),
          ...budgets,
          paragraph(
            'These data were given for hosting these people. Please keep them safe and delete them when they are no longer needed for it.',
            'small',
          ),
        ],
        { title: 'Hosting partner pack', landscape: true, footer: '{name}' },
      );
    case 'pack-host':
      return documentParts(
        [
          ...head('Who comes to you', 'Host'),
          paragraph('{#has_partner}', 'small'),
          paragraph('Your contact: {partner_name} {partner_contact}'),
          paragraph('{/has_partner}', 'small'),
          list('people', [
            ['Person', 'person', 38],
            ['Minor', 'minor', 14],
            ['Study profile', 'profile', 36],
            ['First day', 'start', 22],
            ['Last day', 'end', 22],
            ['Days', 'days', 13],
            ['Languages', 'languages', 28],
            ['Needs', 'needs', 28],
            ['Learning outcomes', 'outcomes', 56],
          ]),
          ...budgets,
          paragraph(
            'These data were given for hosting these people. Please keep them safe and delete them when they are no longer needed for it.',
            'small',
          ),
        ],
        { title: 'Host pack', landscape: true, footer: '{name}' },
      );
    case 'pack-sender':
      return documentParts(
        [
          ...head('Where your people go', 'Sending organisation'),
          list('people', [
            ['Person', 'person', 38],
            ['Kind', 'kind', 24],
            ['School', 'school', 30],
            ['Host', 'host', 38],
            ['Partner', 'partner', 29],
            ['City', 'city}, {country', 26],
            ['First day', 'start', 20],
            ['Last day', 'end', 20],
            ['Days', 'days', 12],
            ['Cost, €', 'cost', 20],
          ]),
          paragraph('{#has_unplaced}', 'small'),
          paragraph('Not placed: {unplaced_count}', 'heading'),
          list('unplaced', [
            ['Person', 'person', 50],
            ['State', 'state', 50],
            ['Reason', 'reason', 157],
          ]),
          paragraph('{/has_unplaced}', 'small'),
          ...budgets,
        ],
        { title: 'Sender pack', landscape: true, footer: '{name}' },
      );
  }
}

function head(title: string, role: string): string[] {
  return [
    paragraph(title, 'title'),
    paragraph(`${role}: {name}`, 'subtitle'),
    fields(
      [
        ['Address', '{address}'],
        ['Contact', '{contact}'],
      ],
      1,
    ),
    paragraph('People: {people_count}', 'heading'),
  ];
}

/** A table with a row for each item of a list; widths in millimetres. */
function list(name: string, columns: readonly (readonly [title: string, tag: string, width: number])[]): string {
  const last = columns.length - 1;
  return table(
    columns.map(([, , width]) => width),
    [
      { header: true, cells: columns.map(([title]) => ({ text: title, kind: 'label', shade: true })) },
      { cells: columns.map(([, tag], k) => ({ text: `${k === 0 ? `{#${name}}` : ''}{${tag}}${k === last ? `{/${name}}` : ''}` })) },
    ],
  );
}

const budgets = [
  paragraph('{#has_budgets}', 'small'),
  paragraph('Budgets', 'heading'),
  list('budgets', [
    ['Budget', 'budget', 80],
    ['Limit, €', 'limit', 35],
    ['Spent, €', 'spent', 35],
    ['Left, €', 'left', 35],
  ]),
  paragraph('{/has_budgets}', 'small'),
];
