// Every app setting, declared once: how its text is read, and what is said of it; docs/configure.md and
// local.settings.sample.json are compared.
import type { z } from 'zod';
import * as values from './values.ts';

export interface Declaration {
  readonly description: string;
  /** As text, as an operator would write it; without one, and without `optional`, the setting must be there. */
  readonly default?: string;
  readonly optional?: true;
  /** Of one whose absence lets more happen: empty text is a mistake then, as a variable that was not set leaves it. */
  readonly refusesEmpty?: true;
  readonly example: string;
}

/** By the reader, of which each setting has one of its own. */
const said = new WeakMap<z.ZodType, Declaration>();

function declare<T extends z.ZodType>({ reader, ...declaration }: Declaration & { readonly reader: T }): T {
  const own = reader.clone();
  said.set(own, declaration);
  return own;
}
const optional = <T extends z.ZodType>({
  reader,
  ...declaration
}: Omit<Declaration, 'optional' | 'default'> & { readonly reader: T }): z.ZodOptional<T> =>
  declare({ ...declaration, reader: reader.optional(), optional: true });

export const READERS = {
  DATABASE: declare({
    reader: values.database,
    description:
      'The database: `sqlite:<path>`, a connection string for SQL Server without a password, or a reference to one that has it',
    example: 'file:/run/secrets/database',
  }),
  DATABASE_CA_FILE: optional({
    reader: values.caFile,
    description: 'File (PEM or DER) with the private CA of SQL Server',
    example: '/run/config/sql-ca.pem',
  }),
  SOURCES_FILE: declare({
    reader: values.path,
    description: 'JSON file that lists the sources; editors check it against `sources.schema.json`',
    default: 'sources.json',
    example: '/run/config/sources.json',
  }),
  RULES_FILE: optional({
    reader: values.path,
    description: "JSON file with the company's own rules for what sources tell; none where absent",
    example: '/run/config/rules.json',
  }),
  COLLECTOR_SOURCES: optional({
    reader: values.names,
    description: 'Names of the sources that this collector polls; all where absent',
    example: 'intune-hq,directory',
  }),
  POLL_SCHEDULE: declare({
    reader: values.schedule,
    description:
      'When sources without a schedule of their own are polled (NCRONTAB, six fields, in the time zone that TZ names)',
    default: '0 */15 * * * *',
    example: '0 */15 * * * *',
  }),
  RETENTION_DAYS: declare({
    reader: values.days,
    description: 'Days until events are deleted, for existing and deleted users alike',
    default: '30',
    example: '30',
  }),
  RETENTION_OVERRIDES: declare({
    reader: values.retentionOverrides,
    description: 'Other numbers of days for single datasets',
    default: '',
    example: 'change=90,poll_run=14',
  }),
  UNVERIFIED_DAYS: declare({
    reader: values.days,
    description:
      'Days after which rows leave that no collector has configured any more, or that no complete pass has confirmed',
    default: '30',
    example: '30',
  }),
  LICENSE_URL: optional({
    reader: values.httpsUrl,
    description: 'Where the licence check sends its counts; nothing is sent where absent',
    example: 'https://licence.example.org/check',
  }),
  LICENSE_CA_FILE: optional({
    reader: values.caFile,
    description: 'File (PEM or DER) with the private CA of that address',
    example: '/run/config/licence-ca.pem',
  }),
  LICENSE_PUBLIC_KEY: optional({
    reader: values.ed25519Key,
    description:
      "Key that answers to the licence check are verified with, in place of the vendor's in the package: of a simulated vendor. Leave it out otherwise",
    example: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
  }),
  LICENSE_SCHEDULE: declare({
    reader: values.schedule,
    description: 'When the licence check runs (NCRONTAB, six fields, in the time zone that TZ names)',
    default: '0 20 3 * * *',
    example: '0 20 3 * * *',
  }),
  PURPOSES: declare({
    reader: values.names,
    description: 'Purposes that callers of the API may name when they read events or exports',
    default: 'service-desk,security-incident,subject-access,audit',
    example: 'service-desk,security-incident,subject-access,audit',
  }),
  API_ROLES: optional({
    reader: values.roleKeys,
    description:
      'What function keys may ask for: `<role>=<reference to the key>`, with commas between them; a key with several roles stands there several times, and one that does not may ask for nothing. Every key may ask for everything where absent; empty text is a mistake',
    refusesEmpty: true,
    example: 'operator=file:/run/secrets/operator-key,service-desk=file:/run/secrets/desk-key',
  }),
  PERSON_TIMELINE: declare({
    reader: values.onOrOff,
    description:
      'Whether `/api/users/{id}/timeline` answers what happened around one person, over all events: `on` or `off`',
    default: 'off',
    example: 'on',
  }),
  LOG_FORMAT: declare({
    reader: values.logFormat,
    description: 'How lines of the log are written: `text`, or `json`, one object a line',
    default: 'text',
    example: 'json',
  }),
  METRICS_TOKENS: optional({
    reader: values.keys,
    description:
      'Token of 16 characters or more that whoever scrapes `/api/metrics` sends, by reference; two with a comma between them while they are exchanged. No metrics are told where absent',
    example: 'file:/run/secrets/metrics-token',
  }),
  NOTIFY_NAME: declare({
    reader: values.name,
    description: 'Name of this installation in notifications',
    default: 'emm-lens',
    example: 'emm-lens-berlin',
  }),
  NOTIFY_WEBHOOK_URL: optional({
    reader: values.httpsUrl,
    description: 'Where notifications are posted, as signed CloudEvents; none are where absent',
    example: 'https://alerts.example.org/emm-lens',
  }),
  NOTIFY_WEBHOOK_SECRETS: optional({
    reader: values.keys,
    description:
      'Secret that they are signed with, by reference; two with a comma between them while they are exchanged',
    example: 'file:/run/secrets/webhook',
  }),
  NOTIFY_WEBHOOK_CA_FILE: optional({
    reader: values.caFile,
    description: 'File (PEM or DER) with the private CA of that address',
    example: '/run/config/alerts-ca.pem',
  }),
  NOTIFY_MAIL_SERVER: optional({
    reader: values.mailServer,
    description:
      'Mail server that notifications go through: `smtp://` with STARTTLS, which is required, or `smtps://`; none are mailed where absent',
    example: 'smtp://mail.example.org:587',
  }),
  NOTIFY_MAIL_CA_FILE: optional({
    reader: values.caFile,
    description: 'File (PEM or DER) with the private CA of that server',
    example: '/run/config/mail-ca.pem',
  }),
  NOTIFY_MAIL_USER: optional({
    reader: values.text,
    description: 'Account at that server; it is not signed in to where absent',
    example: 'emm-lens',
  }),
  NOTIFY_MAIL_PASSWORD: optional({
    reader: values.secret,
    description: 'Its password, by reference',
    example: 'file:/run/secrets/mail-password',
  }),
  NOTIFY_MAIL_FROM: optional({
    reader: values.mailAddressOnly,
    description: 'Sender of notifications',
    example: 'emm-lens@example.org',
  }),
  NOTIFY_MAIL_TO: optional({
    reader: values.mailAddresses,
    description: 'Their recipients, 20 at most: functions rather than people',
    example: 'mobile-operations@example.org',
  }),
  NOTIFY_KINDS: optional({
    reader: values.kinds,
    description: 'Kinds of warnings that are told; all where absent',
    example: 'source-stale,hold-opened,sign-in-refused',
  }),
  NOTIFY_STALE_HOURS: declare({
    reader: values.hours,
    description: 'Hours without a complete pass after which a source is told to be stale',
    default: '72',
    example: '24',
  }),
  NOTIFY_EXPIRY_DAYS: declare({
    reader: values.days,
    description: 'Days before its end at which a certificate, token or licence is told',
    default: '30',
    example: '14',
  }),
  NOTIFY_REMINDER_HOURS: declare({
    reader: values.hours,
    description: 'Hours after which what lasts is told again',
    default: '24',
    example: '168',
  }),
  NOTIFY_QUIET_HOURS: optional({
    reader: values.quietHours,
    description: 'When only what is urgent is told: from, to and time zone',
    example: '22:00-06:00 Europe/Berlin',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional({
    reader: values.httpsUrl,
    description:
      'Where traces and metrics are sent by OTLP, as JSON: `/v1/traces` and `/v1/metrics` below this address. Nothing is sent where absent',
    example: 'https://otel-collector.example.org:4318',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional({
    reader: values.httpsUrl,
    description: 'The whole address for traces, in place of the one above; traces alone where the others are absent',
    example: 'https://otel-collector.example.org:4318/v1/traces',
  }),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: optional({
    reader: values.httpsUrl,
    description: 'The same for metrics',
    example: 'https://otel-collector.example.org:4318/v1/metrics',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: optional({
    reader: values.otlpHeaders,
    description: 'Headers that go with them (`name=value,name=value`), by reference',
    example: 'file:/run/secrets/otlp-headers',
  }),
  OTEL_EXPORTER_OTLP_CERTIFICATE: optional({
    reader: values.caFile,
    description: 'File (PEM or DER) with the private CA of these addresses',
    example: '/run/config/otel-ca.pem',
  }),
  OTEL_SERVICE_NAME: declare({
    reader: values.serviceName,
    description: 'What the collector is called in traces and metrics that are sent',
    default: 'emm-lens',
    example: 'emm-lens',
  }),
  APPLICATION_INSIGHTS: optional({
    reader: values.applicationInsights,
    description:
      'Connection string of an Application Insights resource, by reference; nothing is sent there where absent. Not `APPLICATIONINSIGHTS_CONNECTION_STRING`, which the runtime reads itself',
    example: 'file:/run/secrets/application-insights',
  }),
  AUDIT_KEY: declare({
    reader: values.key,
    description: 'Key of the hashes in the access log, 16 characters or more, by reference',
    example: 'file:/run/secrets/audit-key',
  }),
  PHONE_KEY: declare({
    reader: values.key,
    description: 'Key of the hashes of phone numbers, 16 characters or more, by reference',
    example: 'file:/run/secrets/phone-key',
  }),
};

export type SettingName = keyof typeof READERS;

/** By name. */
export const DECLARATIONS: Readonly<Record<string, Declaration>> = Object.fromEntries(
  Object.entries<z.ZodType>(READERS).map(([name, reader]) => {
    const declaration = said.get(reader);
    if (!declaration) throw new RangeError(`${name} is not declared`);
    return [name, declaration];
  }),
);
