/**
 * The wording of the letters. English is complete; the other languages are short and were not read by a speaker who answers for them: their
 * templates carry a warning in red that has to be taken out by whoever has read them.
 */
export interface LetterWords {
  /** Null: reviewed. */
  readonly unreviewed: string | null;
  readonly dear: string;
  /** Above a letter about a minor. */
  readonly toGuardian: string;
  readonly placed: {
    readonly title: string;
    readonly text: readonly string[];
    readonly columns: readonly [host: string, place: string, start: string, end: string, days: string];
    readonly consent: string;
    readonly next: readonly string[];
  };
  readonly waiting: {
    readonly title: string;
    readonly text: readonly string[];
    /** With `{reserve_number}` and `{selection_list}`. */
    readonly reserve: string;
    readonly next: readonly string[];
  };
  readonly notPlaced: { readonly title: string; readonly text: readonly string[] };
  readonly reasons: string;
  readonly appeal: string;
  readonly closing: string;
  readonly dateLine: string;
  readonly signature: string;
}

const english: LetterWords = {
  unreviewed: null,
  dear: 'Dear {learner_name},',
  toGuardian: 'To the parent or guardian of {learner_name}: {guardian_name}',
  placed: {
    title: 'Your placement abroad',
    text: ['we are glad to tell you that you have a place in project {project_code}. This is where and when you go:'],
    columns: ['Host', 'Place', 'First day', 'Last day', 'Days'],
    consent:
      'You are under age on the first day. We need the written consent of a parent or guardian before departure: please have it signed below.',
    next: [
      'Before the first day you, we and the host sign a Learning Agreement, which says what you will learn and do. Please tell us within 7 days of receiving this letter that you take this place, or that you cannot; it would then go to the next person.',
      'Travel, insurance and accommodation are arranged with you separately.',
    ],
  },
  waiting: {
    title: 'You are on the reserve list',
    text: [
      'you applied for a placement in project {project_code}. There is no place for you at this moment, but you stay on the reserve list.',
    ],
    reserve: 'Your number on the reserve list “{selection_list}” is {reserve_number}.',
    next: ['If a place that is allowed for you becomes free, we will tell you at once. You need not do anything.'],
  },
  notPlaced: {
    title: 'The result of your application',
    text: [
      'you applied for a placement in project {project_code}. We are sorry to tell you that none of the places on offer could be given to you.',
    ],
  },
  reasons: 'The reasons, as the rules were applied to each place on offer:',
  appeal:
    'If you think that a rule was applied wrongly or that something in your application was read wrongly, you may appeal in writing within 7 days of receiving this letter, to {sender_name}, {sender_contact}, {sender_email}. A person will look at your case and answer in writing.',
  closing: 'With kind regards',
  dateLine: 'Date:',
  signature: 'Signature of the parent or guardian:',
};

function unreviewed(language: string, own: string): string {
  return `UNREVIEWED TRANSLATION (${language}): have it read by a speaker before it is sent, then take this box out. ${own}`;
}

/** By language code. Serbian is in Latin script. */
export const letterWords: Readonly<Record<string, LetterWords>> = {
  en: english,
  it: {
    unreviewed: unreviewed('Italian', 'Traduzione non verificata.'),
    dear: 'Gentile {learner_name},',
    toGuardian: 'Al genitore o tutore di {learner_name}: {guardian_name}',
    placed: {
      title: 'Il tuo tirocinio all’estero',
      text: ['ti è stato assegnato un posto nel progetto {project_code}:'],
      columns: ['Azienda', 'Luogo', 'Primo giorno', 'Ultimo giorno', 'Giorni'],
      consent: 'Alla partenza sei minorenne: serve il consenso scritto di un genitore o tutore.',
      next: ['Comunicaci entro 7 giorni se accetti il posto.'],
    },
    waiting: {
      title: 'Sei nella lista di riserva',
      text: ['al momento non c’è un posto per te nel progetto {project_code}; resti nella lista di riserva.'],
      reserve: 'Il tuo numero nella lista “{selection_list}” è {reserve_number}.',
      next: ['Se si libera un posto, ti avviseremo subito.'],
    },
    notPlaced: {
      title: 'Esito della tua candidatura',
      text: ['purtroppo nessun posto del progetto {project_code} ha potuto esserti assegnato.'],
    },
    reasons: 'I motivi (in inglese):',
    appeal:
      'Puoi presentare ricorso scritto entro 7 giorni dal ricevimento di questa lettera a {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Cordiali saluti',
    dateLine: 'Data:',
    signature: 'Firma del genitore o tutore:',
  },
  es: {
    unreviewed: unreviewed('Spanish', 'Traducción sin revisar.'),
    dear: 'Estimado/a {learner_name}:',
    toGuardian: 'A la madre, el padre o tutor legal de {learner_name}: {guardian_name}',
    placed: {
      title: 'Tus prácticas en el extranjero',
      text: ['tienes una plaza en el proyecto {project_code}:'],
      columns: ['Empresa', 'Lugar', 'Primer día', 'Último día', 'Días'],
      consent: 'El primer día serás menor de edad: necesitamos el consentimiento por escrito de tu madre, padre o tutor legal.',
      next: ['Comunícanos en un plazo de 7 días si aceptas la plaza.'],
    },
    waiting: {
      title: 'Estás en la lista de reserva',
      text: ['por ahora no hay plaza para ti en el proyecto {project_code}; sigues en la lista de reserva.'],
      reserve: 'Tu número en la lista “{selection_list}” es el {reserve_number}.',
      next: ['Si queda libre una plaza, te avisaremos enseguida.'],
    },
    notPlaced: {
      title: 'Resultado de tu solicitud',
      text: ['lamentablemente no se te ha podido asignar ninguna plaza del proyecto {project_code}.'],
    },
    reasons: 'Los motivos (en inglés):',
    appeal:
      'Puedes reclamar por escrito en un plazo de 7 días desde la recepción de esta carta ante {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Un cordial saludo',
    dateLine: 'Fecha:',
    signature: 'Firma de la madre, el padre o tutor legal:',
  },
  fr: {
    unreviewed: unreviewed('French', 'Traduction non relue.'),
    dear: 'Bonjour {learner_name},',
    toGuardian: 'Au parent ou représentant légal de {learner_name} : {guardian_name}',
    placed: {
      title: 'Votre stage à l’étranger',
      text: ['une place vous est attribuée dans le projet {project_code} :'],
      columns: ['Entreprise', 'Lieu', 'Premier jour', 'Dernier jour', 'Jours'],
      consent: 'Vous serez mineur(e) le premier jour : il nous faut l’accord écrit d’un parent ou représentant légal.',
      next: ['Merci de nous dire dans les 7 jours si vous acceptez cette place.'],
    },
    waiting: {
      title: 'Vous êtes sur la liste de réserve',
      text: ['il n’y a pas de place pour vous pour le moment dans le projet {project_code} ; vous restez sur la liste de réserve.'],
      reserve: 'Votre numéro sur la liste « {selection_list} » est le {reserve_number}.',
      next: ['Si une place se libère, nous vous préviendrons aussitôt.'],
    },
    notPlaced: {
      title: 'Résultat de votre candidature',
      text: ['aucune place du projet {project_code} n’a malheureusement pu vous être attribuée.'],
    },
    reasons: 'Les raisons (en anglais) :',
    appeal:
      'Vous pouvez faire un recours écrit dans les 7 jours suivant la réception de cette lettre auprès de {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Cordialement',
    dateLine: 'Date :',
    signature: 'Signature du parent ou représentant légal :',
  },
  de: {
    unreviewed: unreviewed('German', 'Ungeprüfte Übersetzung.'),
    dear: 'Guten Tag {learner_name},',
    toGuardian: 'An die Eltern oder Sorgeberechtigten von {learner_name}: {guardian_name}',
    placed: {
      title: 'Ihr Praktikum im Ausland',
      text: ['Sie haben einen Platz im Projekt {project_code}:'],
      columns: ['Betrieb', 'Ort', 'Erster Tag', 'Letzter Tag', 'Tage'],
      consent: 'Am ersten Tag sind Sie minderjährig: Wir brauchen die schriftliche Zustimmung der Sorgeberechtigten.',
      next: ['Bitte sagen Sie uns innerhalb von 7 Tagen, ob Sie den Platz annehmen.'],
    },
    waiting: {
      title: 'Sie stehen auf der Nachrückliste',
      text: ['zurzeit gibt es im Projekt {project_code} keinen Platz für Sie; Sie bleiben auf der Nachrückliste.'],
      reserve: 'Ihre Nummer auf der Liste „{selection_list}“ ist {reserve_number}.',
      next: ['Wird ein Platz frei, melden wir uns sofort.'],
    },
    notPlaced: { title: 'Ergebnis Ihrer Bewerbung', text: ['leider konnte Ihnen kein Platz im Projekt {project_code} gegeben werden.'] },
    reasons: 'Die Gründe (auf Englisch):',
    appeal:
      'Sie können innerhalb von 7 Tagen nach Erhalt dieses Briefes schriftlich Einspruch erheben bei {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Mit freundlichen Grüßen',
    dateLine: 'Datum:',
    signature: 'Unterschrift der Sorgeberechtigten:',
  },
  pl: {
    unreviewed: unreviewed('Polish', 'Tłumaczenie niesprawdzone.'),
    dear: 'Dzień dobry, {learner_name},',
    toGuardian: 'Do rodzica lub opiekuna prawnego: {guardian_name} (uczestnik: {learner_name})',
    placed: {
      title: 'Staż za granicą',
      text: ['przyznano Ci miejsce w projekcie {project_code}:'],
      columns: ['Firma', 'Miejsce', 'Pierwszy dzień', 'Ostatni dzień', 'Dni'],
      consent: 'W pierwszym dniu będziesz osobą niepełnoletnią: potrzebna jest pisemna zgoda rodzica lub opiekuna prawnego.',
      next: ['Prosimy o informację w ciągu 7 dni, czy przyjmujesz miejsce.'],
    },
    waiting: {
      title: 'Jesteś na liście rezerwowej',
      text: ['w tej chwili nie ma dla Ciebie miejsca w projekcie {project_code}; pozostajesz na liście rezerwowej.'],
      reserve: 'Twój numer na liście „{selection_list}”: {reserve_number}.',
      next: ['Jeśli zwolni się miejsce, od razu damy znać.'],
    },
    notPlaced: { title: 'Wynik rekrutacji', text: ['niestety nie można było przyznać Ci żadnego miejsca w projekcie {project_code}.'] },
    reasons: 'Powody (po angielsku):',
    appeal: 'Możesz złożyć pisemne odwołanie w ciągu 7 dni od otrzymania tego listu do: {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Z poważaniem',
    dateLine: 'Data:',
    signature: 'Podpis rodzica lub opiekuna prawnego:',
  },
  sl: {
    unreviewed: unreviewed('Slovenian', 'Nepregledan prevod.'),
    dear: 'Pozdravljeni, {learner_name},',
    toGuardian: 'Staršu ali skrbniku osebe {learner_name}: {guardian_name}',
    placed: {
      title: 'Vaša praksa v tujini',
      text: ['dodeljeno vam je mesto v projektu {project_code}:'],
      columns: ['Podjetje', 'Kraj', 'Prvi dan', 'Zadnji dan', 'Dni'],
      consent: 'Prvi dan boste mladoletni: potrebujemo pisno soglasje starša ali skrbnika.',
      next: ['Prosimo, sporočite nam v 7 dneh, ali mesto sprejmete.'],
    },
    waiting: {
      title: 'Ste na rezervnem seznamu',
      text: ['trenutno v projektu {project_code} za vas ni mesta; ostajate na rezervnem seznamu.'],
      reserve: 'Vaša številka na seznamu »{selection_list}« je {reserve_number}.',
      next: ['Če se mesto sprosti, vas takoj obvestimo.'],
    },
    notPlaced: { title: 'Izid vaše prijave', text: ['žal vam v projektu {project_code} ni bilo mogoče dodeliti nobenega mesta.'] },
    reasons: 'Razlogi (v angleščini):',
    appeal: 'V 7 dneh po prejemu tega pisma se lahko pisno pritožite na: {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Lep pozdrav',
    dateLine: 'Datum:',
    signature: 'Podpis starša ali skrbnika:',
  },
  sr: {
    unreviewed: unreviewed('Serbian', 'Neproveren prevod.'),
    dear: 'Poštovani/a {learner_name},',
    toGuardian: 'Roditelju ili staratelju osobe {learner_name}: {guardian_name}',
    placed: {
      title: 'Vaša praksa u inostranstvu',
      text: ['dodeljeno Vam je mesto u projektu {project_code}:'],
      columns: ['Preduzeće', 'Mesto', 'Prvi dan', 'Poslednji dan', 'Dana'],
      consent: 'Prvog dana ćete biti maloletni: potrebna nam je pisana saglasnost roditelja ili staratelja.',
      next: ['Molimo Vas da nam u roku od 7 dana javite da li prihvatate mesto.'],
    },
    waiting: {
      title: 'Na rezervnoj ste listi',
      text: ['trenutno u projektu {project_code} nema mesta za Vas; ostajete na rezervnoj listi.'],
      reserve: 'Vaš broj na listi „{selection_list}“ je {reserve_number}.',
      next: ['Ako se mesto oslobodi, odmah ćemo Vam javiti.'],
    },
    notPlaced: { title: 'Ishod Vaše prijave', text: ['nažalost, nijedno mesto u projektu {project_code} nije moglo da Vam se dodeli.'] },
    reasons: 'Razlozi (na engleskom):',
    appeal: 'Možete uložiti pisanu žalbu u roku od 7 dana od prijema ovog pisma na: {sender_name}, {sender_contact}, {sender_email}.',
    closing: 'Srdačan pozdrav',
    dateLine: 'Datum:',
    signature: 'Potpis roditelja ili staratelja:',
  },
};
