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
  'no-channel': 'Für Benachrichtigungen ist kein Weg eingestellt.',
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

/** Of errors in settings: 503 until they are mended. */
export const settings: Readonly<Record<string, string>> = {
  'ca-file': 'Eine CA-Datei kann nicht gelesen werden.',
  'certificate-file': 'Die Zertifikatsdatei einer Quelle (certificateFile) kann nicht gelesen werden.',
  'collector-runs': 'Es läuft noch ein Kollektor.',
  'credentials-missing': 'Eine Quelle hat keine Zugangsdaten.',
  'database-ca': 'DATABASE_CA_FILE kann nicht gelesen werden.',
  'database-setting': 'DATABASE ist keine Verbindungszeichenfolge für SQL Server.',
  'key-too-short': 'Ein Geheimnis ist zu kurz.',
  'no-log': 'Die Quelle liest keine Logs.',
  'node-version': 'Diese Version von Node.js ist zu alt.',
  'other-key': 'AUDIT_KEY ist nicht der, mit dem diese Datenbank benutzt wurde.',
  'proxy-credentials': 'Die Zugangsdaten für den Proxy einer Quelle können nicht gelesen werden.',
  'role-keys': 'Schlüssel von API_ROLES können nicht gelesen werden.',
  'secret-missing': 'Ein Geheimnis fehlt oder kann nicht gelesen werden.',
  settings: 'Eine Einstellung fehlt oder ist falsch.',
  'unknown-parameter':
    'include oder exclude nennen, was es bei dieser Quelle nicht gibt oder was nicht weggelassen werden kann.',
};

/** What else answers 503 is the database: its driver has codes without number. */
const DATABASE = 'Die Datenbank kann gerade nicht benutzt werden.';

/** Null for a code of a newer collector. */
export function germanOf(code: string, status: number): string | null {
  const known: Readonly<Record<string, string>> = { ...refusals, ...settings };
  return own(known, code) ?? (status === 503 ? DATABASE : null);
}
