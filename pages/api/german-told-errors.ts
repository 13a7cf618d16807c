// What the other side says in a code, in German: a status, a result of LDAP, the number of a refusal. See german-errors.ts.
import type { HintedStatus } from '../../lib/net/failure.ts';
import type { NoToken } from '../../lib/source-codes.ts';
import type { HintedResult } from '../../lib/sources/active-directory/errors.ts';
import type { HintedRefusal } from '../../lib/sources/graph/token.ts';
import type { Meaning } from './german.ts';
import { AGAIN } from './german-source-errors.ts';

const UNKNOWN_REQUEST: Meaning = [
  'Der Server nimmt diese Anfrage so nicht an.',
  'Diese Version des Produkts kennt sie vielleicht nicht: Prüfen Sie Adresse, Version und Einstellungen.',
];
const LATER: Meaning = ['Der Server ist überlastet oder bittet, später wiederzukommen.', AGAIN];
const NO_CERTIFICATE: Meaning = [
  'Ein Webserver vor dem Produkt hat die Verbindung abgelehnt: Mancher verlangt ein Zertifikat des Clients, das EMM Lens nicht hat.',
  'Nehmen Sie die Adresse der API davon aus.',
];
const REDIRECT: Meaning = [
  'Der Server leitet um, oft zu einer Anmeldeseite. Umleitungen wird nicht gefolgt.',
  'Prüfen Sie Adresse und `proxy`; nehmen Sie die Adresse von der Anmeldung am Proxy aus.',
];

const statuses: Readonly<Record<HintedStatus, Meaning>> = {
  304: [
    'Ein Cache dazwischen antwortet, es habe sich nichts geändert, obwohl danach nicht gefragt war.',
    'Nehmen Sie die Adresse vom Cache aus; prüfen Sie `proxy`.',
  ],
  400: UNKNOWN_REQUEST,
  401: [
    'Der Server weist das Konto ab.',
    'Prüfen Sie das Konto und sein Geheimnis: abgelaufen, ersetzt oder gesperrt? Sonst die Adresse: Dort kann ein anderes Produkt antworten.',
  ],
  403: [
    'Dem Konto fehlt eine Berechtigung für diesen Teil der API.',
    'Geben Sie sie ihm, oder lassen Sie diesen Teil aus.',
  ],
  404: [
    'Der Server kennt diese Adresse nicht.',
    'Prüfen Sie die Adresse, die Lizenz und die Version des Produkts: Dort kann ein anderes antworten.',
  ],
  405: UNKNOWN_REQUEST,
  406: UNKNOWN_REQUEST,
  407: ['Der Proxy verlangt eine Anmeldung, oder lehnt sie ab.', 'Prüfen Sie `proxyCredentials`.'],
  415: UNKNOWN_REQUEST,
  429: LATER,
  495: NO_CERTIFICATE,
  496: NO_CERTIFICATE,
  501: UNKNOWN_REQUEST,
  503: LATER,
  504: LATER,
  511: REDIRECT,
};

export function statusMeaning(status: number): Meaning {
  const known: Readonly<Record<number, Meaning>> = statuses;
  if (known[status]) return known[status];
  if (status >= 500)
    return [`Der Server hatte einen Fehler (Status ${status}).`, `${AGAIN} Bleibt es so, sehen Sie in sein Log.`];
  return status >= 400
    ? [`Der Server lehnt die Anfrage ab (Status ${status}).`, 'Prüfen Sie Adresse und `proxy`.']
    : REDIRECT;
}

const ENCRYPTED = 'Nehmen Sie ldaps://, oder ldap:// mit einem Server, der StartTLS kann.';

export const results: Readonly<Record<HintedResult, Meaning>> = {
  1: [
    'Das Verzeichnis hält die Verbindung für nicht angemeldet, oder kann die Suche nicht ausführen.',
    'Sehen Sie in sein Log.',
  ],
  2: ['Der Server versteht die Anfrage nicht.', 'Ist er ein Verzeichnis, und erlaubt er seitenweises Lesen?'],
  3: [
    'Der Server beendete die Suche nach seiner Höchstzeit (MaxQueryDuration).',
    'Verkleinern Sie `pageSize`, oder indizieren Sie, was `filter` nennt.',
  ],
  4: [
    'Der Server kürzte die Antwort auf seine Höchstzahl.',
    'Heben Sie sie für das Konto an; bei OpenLDAP: `limits ... size.prtotal=unlimited`.',
  ],
  8: ['Der Server verlangt Verschlüsselung.', ENCRYPTED],
  10: ['Die Basis liegt auf einem anderen Server.', 'Nennen Sie in `url` einen, der sie hat.'],
  11: [
    'Eine Grenze der Verwaltung wurde erreicht.',
    'Heben Sie sie für das Konto an, oder verkleinern Sie `pageSize`; bei OpenLDAP höchstens `size.pr`.',
  ],
  12: ['Der Server lehnt seitenweises Lesen ab.', 'Erlauben Sie es dem Konto.'],
  13: ['Der Server verlangt Verschlüsselung.', ENCRYPTED],
  32: ['Die Basis gibt es nicht, oder das Konto darf sie nicht sehen.', 'Prüfen Sie `baseDn`.'],
  34: ['`baseDn` oder `bindDn` ist kein gültiger Name.', 'Berichtigen Sie ihn.'],
  48: [
    'Der Server erlaubt dem Konto diese Art der Anmeldung nicht.',
    'Erlauben Sie sie, oder nennen Sie ein anderes Konto.',
  ],
  49: [
    'Das Verzeichnis lehnt die Anmeldung ab: falsches Kennwort, unbekanntes, gesperrtes, deaktiviertes oder abgelaufenes Konto.',
    'Prüfen Sie `bindDn` und das Geheimnis; was davon es ist, sagt der Wortlaut, wenn der Server es sagt.',
  ],
  50: ['Das Konto darf hier nicht lesen.', 'Geben Sie ihm das Recht, die Basis zu lesen.'],
  51: ['Der Server ist ausgelastet.', AGAIN],
  52: ['Der Server fährt herunter oder ist noch nicht bereit.', AGAIN],
  53: [
    'Der Server weigert sich: Er kennt eine Seite nicht mehr, oder eine Richtlinie steht gegen das Konto.',
    `${AGAIN} Bleibt es so, sehen Sie nach den Richtlinien für das Konto.`,
  ],
};

export const refusals: Readonly<Record<HintedRefusal, Meaning>> = {
  '7000215': ['Das Geheimnis der App ist falsch.', 'Gebraucht wird sein Wert, nicht seine ID.'],
  '7000222': ['Das Geheimnis der App ist abgelaufen.', 'Legen Sie in der App-Registrierung ein neues an.'],
  '700016': ['Diese App gibt es in diesem Mandanten nicht.', 'Prüfen Sie `clientId` und `tenantId`.'],
  '700027': [
    'Das Zertifikat ist nicht das der App-Registrierung, oder es ist abgelaufen.',
    'Hinterlegen Sie dort das richtige, oder erneuern Sie es.',
  ],
  '90002': ['Diesen Mandanten gibt es nicht.', 'Prüfen Sie `tenantId` und `cloud`.'],
};

/** What a server answered that had to give a token. */
export const noToken: Readonly<Record<Exclude<NoToken, `http-${number}`>, string>> = {
  'long-head': 'mit zu langen Kopfzeilen',
  'not-json': 'mit etwas, das kein JSON ist, oft der Seite eines Proxys',
  'token-ended': 'mit einem Token, das schon abgelaufen war',
  'too-large': 'mit zu viel',
  'wrong-shape': 'in einer Form, die niemanden anmeldet',
};
