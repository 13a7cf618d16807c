// Lines of wrong settings in German: the API says what is wrong, these what has to stand there. A setting that is added has
// words here, or nothing compiles. Loaded when settings are wrong.
import type { SettingName } from '../../lib/settings/declarations.ts';
import { own } from '../parts/own.ts';

const CA = 'eine lesbare Datei mit dem Zertifikat der eigenen CA, als PEM oder DER';
const HTTPS = 'eine Adresse mit https, ohne Benutzer und Kennwort';
const KEY = 'der Verweis auf ein lesbares Geheimnis von 16 Zeichen oder mehr, nicht das Geheimnis selbst';
const SECRET = 'der Verweis auf ein Geheimnis, nicht das Geheimnis selbst';
const SECRETS = 'der Verweis auf ein Geheimnis, während eines Tauschs auf zwei mit Komma dazwischen';
const NAMES = 'Namen in Kleinbuchstaben, mit Komma dazwischen';
const DAYS = 'eine Zahl von Tagen, 1 bis 3650';
const HOURS = 'eine Zahl von Stunden, 1 bis 2160';
const SCHEDULE = 'ein Zeitplan in NCRONTAB mit sechs Feldern';
const FILE = 'der Pfad einer Datei';

const needed: Readonly<Record<SettingName, string>> = {
  DATABASE:
    '`sqlite:<Pfad>`, eine Verbindungszeichenfolge für SQL Server mit Server und ohne Kennwort, oder der Verweis auf ein Geheimnis, das eine enthält',
  DATABASE_CA_FILE: CA,
  SOURCES_FILE: FILE,
  RULES_FILE: FILE,
  COLLECTOR_SOURCES: NAMES,
  POLL_SCHEDULE: SCHEDULE,
  RETENTION_DAYS: DAYS,
  RETENTION_OVERRIDES: '`<Datenbestand>=<Tage>`, mit Komma dazwischen',
  UNVERIFIED_DAYS: DAYS,
  LICENSE_URL: HTTPS,
  LICENSE_CA_FILE: CA,
  LICENSE_PUBLIC_KEY: 'ein öffentlicher Ed25519-Schlüssel, SPKI in DER, als Base64',
  LICENSE_SCHEDULE: SCHEDULE,
  PURPOSES: NAMES,
  API_ROLES:
    '`<Rolle>=<Verweis auf den Schlüssel>`, mit Komma dazwischen; ohne die Einstellung darf jeder Schlüssel alles',
  PERSON_TIMELINE: '`on` oder `off`',
  LOG_FORMAT: '`text` oder `json`',
  METRICS_TOKENS: SECRETS,
  NOTIFY_NAME: 'ein Name in Kleinbuchstaben',
  NOTIFY_WEBHOOK_URL: HTTPS,
  NOTIFY_WEBHOOK_SECRETS: SECRETS,
  NOTIFY_WEBHOOK_CA_FILE: CA,
  NOTIFY_MAIL_SERVER: '`smtp://<Host>:<Port>` (STARTTLS) oder `smtps://<Host>:<Port>`, ohne Benutzer und Kennwort',
  NOTIFY_MAIL_CA_FILE: CA,
  NOTIFY_MAIL_USER: 'eine Zeile von höchstens 256 Zeichen',
  NOTIFY_MAIL_PASSWORD: SECRET,
  NOTIFY_MAIL_FROM: 'eine einfache Mailadresse',
  NOTIFY_MAIL_TO: 'einfache Mailadressen, höchstens 20, mit Komma dazwischen',
  NOTIFY_KINDS: 'Arten von Warnungen, mit Komma dazwischen',
  NOTIFY_STALE_HOURS: HOURS,
  NOTIFY_EXPIRY_DAYS: DAYS,
  NOTIFY_REMINDER_HOURS: HOURS,
  NOTIFY_QUIET_HOURS: '`<von>-<bis> <Zeitzone>`',
  OTEL_EXPORTER_OTLP_ENDPOINT: HTTPS,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: HTTPS,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: HTTPS,
  OTEL_EXPORTER_OTLP_HEADERS: 'der Verweis auf ein Geheimnis der Form `name=wert`, mit Komma dazwischen',
  OTEL_EXPORTER_OTLP_CERTIFICATE: CA,
  OTEL_SERVICE_NAME: 'Buchstaben, Ziffern und `.-_`, höchstens 64',
  APPLICATION_INSIGHTS:
    'der Verweis auf ein Geheimnis mit der Verbindungszeichenfolge: InstrumentationKey und IngestionEndpoint mit https',
  AUDIT_KEY: KEY,
  PHONE_KEY: KEY,
};

/** Null for what is no such line, and for a setting of a newer collector. */
export function settingInGerman(line: string): string | null {
  const [, ignored, nearest] = /^(\S+) is set, and ignored: it is no setting\. (\S+) is one\.$/.exec(line) ?? [];
  if (ignored !== undefined && nearest !== undefined)
    return `\`${ignored}\` bleibt unbeachtet: Das ist keine Einstellung. \`${nearest}\` ist eine.`;
  const [, name = '', problem = '', example = ''] = /^([A-Z_]+) (.*)\. Example: (.*)$/.exec(line) ?? [];
  const what = own<string>(needed, name);
  if (what === undefined) return null;
  const [, needs] = /^is missing, and (\S+) needs it$/.exec(problem) ?? [];
  const wrong = needs ? `fehlt, und \`${needs}\` braucht es` : problem === 'is missing' ? 'fehlt' : 'ist falsch';
  return `\`${name}\` ${wrong}. Dort muss stehen: ${what}. Beispiel: \`${example}\``;
}
