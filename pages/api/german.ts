// What the API refuses a request with, in German: it says so in English, with details that have no code. A code that is added to
// the API has words here, or nothing compiles; test/pages/german.test.ts looks for those of settings.
import type { RefusalCode } from '../../lib/http/problem.ts';
import { own } from '../parts/own.ts';

export const refusals: Readonly<Record<RefusalCode | 'internal', string>> = {
  busy: 'Gerade werden zu viele große Antworten erstellt. Versuchen Sie es gleich noch einmal.',
  'content-encoding': 'Der Inhalt der Anfrage ist komprimiert.',
  'content-type': 'Der Inhalt der Anfrage ist von einer Art, die nicht gelesen wird.',
  gone: 'Das gab es, und jetzt nicht mehr.',
  'hold-changed':
    'Es ist nicht mehr das zurückgehalten, was Sie gesehen haben: Nichts wurde entschieden. Sehen Sie noch einmal nach.',
  internal: 'Das war ein Fehler des Kollektors.',
  'invalid-request': 'Die Anfrage ist nicht gültig. Was erlaubt ist, sagt die API auf Englisch:',
  key: 'Der Schlüssel fehlt oder ist falsch.',
  'length-required': 'Die Länge des Inhalts fehlt.',
  'metrics-off': 'Es werden keine Messwerte gezeigt: METRICS_TOKENS nennt kein lesbares Token.',
  'no-channel': 'Für Benachrichtigungen ist kein Kanal eingerichtet.',
  'no-role': 'Dieser Schlüssel hat keine Rolle dafür. Rollen gibt API_ROLES.',
  'not-configured': 'Die Quellendatei dieses Kollektors hat diese Quelle nicht.',
  'not-found': 'Unter dieser Kennung gibt es nichts, oder nicht mehr.',
  'not-gzip': 'Der Inhalt ist nicht so komprimiert, wie die Anfrage sagt.',
  'not-polled-here':
    'Dieser Kollektor fragt diese Quelle nicht ab: Sie ist falsch eingestellt, aus, oder einem anderen zugeteilt.',
  'not-ready': 'Das ist noch nicht bereit.',
  'nothing-held': 'Es wird nichts zurückgehalten, worüber zu entscheiden wäre.',
  preparing: 'Versionen können noch nicht verglichen werden: Nach einer Aktualisierung wird das erst vorbereitet.',
  purpose: 'Der Zweck dieser Einsicht fehlt oder ist nicht eingestellt.',
  sender: 'Der Name des Absenders ist nicht zulässig.',
  'several-keys': 'Die Anfrage hat mehrere Schlüssel.',
  'sign-in-refused': 'Die Quelle hat die letzten Anmeldungen abgelehnt. Weitere Versuche könnten das Konto sperren.',
  'timeline-off': 'Die Zeitleiste einer Person ist aus (PERSON_TIMELINE).',
  token: 'Das Token fehlt oder ist falsch.',
  'too-large': 'Der Inhalt der Anfrage ist zu groß.',
};

/** In one sentence each. */
export type Meaning = readonly [cause: string, todo: string];

const NEWER_NODE = 'Nehmen Sie das Image 4-node24, oder ein neueres Node.js.';
const LONGER = 'Nehmen Sie ein zufälliges von 32 Zeichen oder mehr: openssl rand -hex 32';

/** Of errors in settings: 503 until they are mended. */
export const settings: Readonly<Record<string, Meaning>> = {
  'ca-file': [
    'Eine CA-Datei (`caFile`) kann nicht gelesen werden.',
    'Legen Sie das Zertifikat der CA dorthin, als PEM oder DER, und lassen Sie den Prozess es lesen.',
  ],
  'certificate-file': [
    'Die Zertifikatsdatei einer Quelle (`certificateFile`) kann nicht gelesen werden.',
    'Legen Sie Zertifikat und privaten Schlüssel als PEM dorthin, und lassen Sie den Prozess sie lesen.',
  ],
  'collector-runs': [
    'Es läuft noch ein Kollektor.',
    'Halten Sie alle an, und legen Sie die Sicherung neu an ihre Stelle.',
  ],
  'credentials-missing': ['Eine Quelle hat keine Zugangsdaten.', 'Setzen Sie `clientSecret` oder `certificateFile`.'],
  'database-ca': [
    '`DATABASE_CA_FILE` kann nicht gelesen werden.',
    'Legen Sie das Zertifikat der CA von SQL Server dorthin, und lassen Sie den Prozess es lesen.',
  ],
  'database-setting': [
    '`DATABASE` ist keine Verbindungszeichenfolge für SQL Server.',
    'Berichtigen Sie sie: Server, Database, User Id, Password und Encrypt.',
  ],
  'key-too-short': ['Ein Geheimnis ist zu kurz.', LONGER],
  'no-log': ['Die Quelle liest keine Logs.', 'Nennen Sie eine mit `paths`.'],
  'node-version': ['Diese Version von Node.js ist zu alt.', NEWER_NODE],
  'other-key': [
    '`AUDIT_KEY` ist nicht der, mit dem diese Datenbank benutzt wurde.',
    'Setzen Sie die Schlüssel aus der Zeit der Sicherung ein: Sonst werden Hashes nicht wiedergefunden.',
  ],
  'proxy-credentials': [
    'Die Zugangsdaten für den Proxy einer Quelle können nicht gelesen werden.',
    '`proxyCredentials` muss ein Geheimnis der Form user:password nennen.',
  ],
  'role-keys': [
    'Schlüssel von `API_ROLES` können nicht gelesen werden.',
    'Warum, sagen `npm run check` und, wer Operator ist, die Warnungen unter Status.',
  ],
  'secret-missing': [
    'Ein Geheimnis fehlt oder kann nicht gelesen werden.',
    'Setzen Sie die Umgebungsvariable, oder legen Sie die Datei hin und lassen Sie den Prozess sie lesen.',
  ],
  settings: [
    'Eine Einstellung fehlt oder ist falsch.',
    'Berichtigen Sie sie; der Kollektor geht dann von selbst weiter.',
  ],
  'unknown-parameter': [
    '`include` oder `exclude` nennt, was es bei dieser Quelle nicht gibt oder was nicht weggelassen werden kann.',
    'Berichtigen Sie die Namen in der Quellendatei; welche es gibt, sagt `GET /api/parameters`.',
  ],
};

/** What else answers 503 is the database: its driver has codes without number. */
const DATABASE = 'Die Datenbank kann gerade nicht benutzt werden.';

/** Null for a code of a newer collector. */
export function germanOf(code: string, status: number): string | null {
  const known: Readonly<Record<string, string>> = refusals;
  return own(known, code) ?? own(settings, code)?.join(' ') ?? (status === 503 ? DATABASE : null);
}
