// How the text of each setting is read. Messages say what is wrong and never repeat the text: it may be a secret that
// stands in the wrong place.
import { z } from 'zod';
import { datasets, isDatasetName } from '../catalog/index.ts';
import { checked } from '../checked.ts';
import { ConfigError } from '../errors.ts';
import { scheduleProblem } from '../ncrontab.ts';
import { caFileProblem } from '../net/authorities.ts';
import { isRole, ROLES } from '../roles.ts';
import { hasCredentials, SECRET_REFERENCE, SecretReference } from '../secrets.ts';
import { WARNING_KINDS, type WarningKindName } from '../warning-kinds.ts';

/** A file, whatever is in it: whoever opens it says what is wrong. */
export const path = z.string().refine((text) => !text.includes('\0'), 'must be a path');

export const caFile = checked((text) => (text.includes('\0') ? 'must be a path' : caFileProblem(text)));

export const schedule = checked(scheduleProblem);

const between = (most: number, unit: string) =>
  z
    .string()
    .regex(/^\d{1,4}$/, `must be a number of ${unit}`)
    .transform(Number)
    .refine((n) => n >= 1 && n <= most, `must be between 1 and ${most} ${unit}`);

export const days = between(3650, 'days');
export const hours = between(2160, 'hours');

/** In one line. */
export const text = z.string().regex(/^[^\p{Cc}]{1,256}$/u, 'must be one line of 256 characters at most');

/** A switch. */
export const logFormat = z.enum(['text', 'json'], 'must be `text` or `json`');

export const onOrOff = z
  .string()
  .regex(/^(on|off)$/, 'must be `on` or `off`')
  .transform((text) => text === 'on');

export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const NAME = /^[a-z][a-z0-9-]{0,63}$/;
export const name = z.string().regex(NAME, 'must be a name in lower case');

export const names = list.refine(
  (items) => items.length > 0 && items.every((item) => NAME.test(item)),
  'must be names in lower case, with commas between them',
);

export const httpsUrl = checked((text) => {
  if (!URL.canParse(text) || !text.startsWith('https://')) return 'must be an https address';
  return hasCredentials(text) ? 'must hold neither user nor password' : null;
});

/** What is told to operators by webhook or mail; its own failure is not. */
export const NOTIFIED: readonly WarningKindName[] = Object.keys(WARNING_KINDS).filter(isNotified);
function isNotified(kind: string): kind is WarningKindName {
  return kind !== ('notification-failed' satisfies WarningKindName);
}

export const kinds = list.pipe(
  z.array(z.enum(NOTIFIED, `must be kinds of warnings, with commas between them: ${NOTIFIED.join(', ')}`)).min(1),
);

const ofAddress = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/;
const mailAddress = z.string().regex(ofAddress, 'must be plain mail addresses, with commas between them');
export const mailAddressOnly = z.string().regex(ofAddress, 'must be one plain mail address');
export const mailAddresses = list.pipe(z.array(mailAddress).min(1, 'must be mail addresses').max(20));

/** `smtp://host:587`, where STARTTLS is required, or `smtps://host:465`, TLS from the first byte. */
export const mailServer = checked((text) => {
  if (!URL.canParse(text) || !/^smtps?:\/\/[^/?#]+$/.test(text))
    return 'must be smtp://<host>:<port> (STARTTLS) or smtps://<host>:<port>';
  return hasCredentials(text) ? 'must hold neither user nor password' : null;
}).transform((text) => {
  const { protocol, hostname, port } = new URL(text);
  const isImplicit = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port === '' ? (isImplicit ? 465 : 587) : port),
    tls: isImplicit ? ('implicit' as const) : ('starttls' as const),
  };
});

/** `22:00-06:00 Europe/Berlin`. */
export const quietHours = checked((text) => {
  const zone = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d (\S{1,64})$/.exec(text)?.[1];
  return zone !== undefined && isZone(zone)
    ? null
    : 'must be <from>-<to> <time zone>, times as 22:00, the zone as Europe/Berlin';
}).transform((text) => {
  const [hours = '', zone = 'UTC'] = text.split(' ');
  const [from = '', to = ''] = hours.split('-');
  return { from, to, zone };
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** SPKI in DER, in base64: 12 bytes that name the algorithm (RFC 8410), and the key. */
export const ed25519Key = z
  .string()
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/, 'must be an Ed25519 public key, SPKI in DER, as base64');

const KEY_LENGTH = 16;

/** A secret by reference, read once at start, so that a missing or wrong one is told before it is needed. */
const secretOf = (problem: (value: string) => string | null) =>
  checked((text) =>
    SECRET_REFERENCE.test(text) ? secretProblem(text, problem) : 'must refer to a secret, not be one',
  ).transform((text) => new SecretReference(text));

export const key = secretOf((value) =>
  value.length < KEY_LENGTH ? `refers to a key of fewer than ${KEY_LENGTH} characters` : null,
);

/** Read at each use: whoever needs it says what is wrong. */
export const secret = checked((text) =>
  SECRET_REFERENCE.test(text) ? null : 'must refer to a secret, not be one',
).transform((text) => new SecretReference(text));

/** One key, or two while they are exchanged; read at each use. */
export const keys = list.pipe(
  z.array(secret).min(1, 'must refer to a secret').max(2, 'must refer to two secrets at most'),
);

const ROLE_KEYS = 50;

/** `<role>=<reference>`, with commas between them. A name is repeated, since it looks like one; nothing else of the text is. */
export const roleKeys = list.pipe(
  z
    .array(z.string())
    .min(1, 'must be <role>=<reference>, with commas between them, or left out: every key may ask for everything then')
    .max(ROLE_KEYS, `must be ${ROLE_KEYS} keys of roles at most`)
    .transform((items, context) =>
      items.flatMap((item, index) => {
        const [, role = '', reference = ''] = /^([a-z-]{1,40})\s*=\s*([^\s;]+)$/.exec(item) ?? [];
        if (isRole(role) && SECRET_REFERENCE.test(reference)) return [{ role, key: new SecretReference(reference) }];
        const problem =
          role === ''
            ? 'write <role>=<reference>, with commas between items'
            : isRole(role)
              ? 'a role refers to a key, and does not hold it'
              : `${role} is no role; roles are ${Object.keys(ROLES).join(', ')}`;
        context.addIssue({ code: 'custom', message: `cannot be read at item ${index + 1}: ${problem}` });
        return [];
      }),
    ),
);

export const otlpHeaders = secretOf((value) =>
  headersIn(value) === null ? 'refers to what is no list of name=value, with commas between them' : null,
);

/** As the specification has them: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export function headersIn(text: string): Readonly<Record<string, string>> | null {
  const pairs = text.split(',').map((pair) => /^\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=([ -~]*)$/.exec(pair));
  const headers = pairs.map((pair) => [pair?.[1] ?? '', decodedOrNull(pair?.[2]?.trim() ?? '')] as const);
  const known = headers.flatMap(([name, value]) => (name === '' || value === null ? [] : [[name, value] as const]));
  return known.length === pairs.length ? Object.fromEntries(known) : null;
}

function decodedOrNull(text: string): string | null {
  try {
    const value = decodeURIComponent(text);
    // No header could have it.
    return /[^\t\x20-\x7e\x80-\xff]/.test(value) ? null : value;
  } catch {
    return null;
  }
}

export const serviceName = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be letters, digits and .-_, 64 at most');

export const applicationInsights = secretOf((value) => {
  const { key: id, endpoint } = connectionOf(value);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    return 'refers to a connection string without an InstrumentationKey';
  return URL.canParse(endpoint) && endpoint.startsWith('https://')
    ? null
    : 'refers to a connection string without an IngestionEndpoint that is an https address';
});

/** https://learn.microsoft.com/azure/azure-monitor/app/connection-strings */
export function connectionOf(text: string): { readonly key: string; readonly endpoint: string } {
  const parts = text.split(';').map((part) => {
    const [name = '', ...value] = part.split('=');
    return [name.trim().toLowerCase(), value.join('=').trim()] as const;
  });
  const { instrumentationkey: id = '', ingestionendpoint: endpoint = '' } = Object.fromEntries(parts);
  return { key: id, endpoint };
}

function secretProblem(reference: string, problem: (value: string) => string | null): string | null {
  try {
    return problem(new SecretReference(reference).read());
  } catch (error) {
    // The setting has a name, and nothing of its value is told: some write the secret itself there.
    if (error instanceof ConfigError) {
      return `cannot be used: ${error.message.replace(`The secret ${reference}`, 'the secret that it names').replace(/\.$/, '')}`;
    }
    throw error;
  }
}

/** `sqlite:<path>`, a connection string without a password, or a reference to either. */
export const database = checked((text) =>
  SECRET_REFERENCE.test(text)
    ? secretProblem(text, (value) => addressProblem(value))
    : /(^|;)\s*(password|pwd|client secret|msi secret|token)\s*=/i.test(text)
      ? 'holds a secret: put the connection string into one and refer to that'
      : addressProblem(text),
).transform((text) => (SECRET_REFERENCE.test(text) ? new SecretReference(text) : text));

function addressProblem(address: string): string | null {
  if (/^sqlite:.+/s.test(address)) return null;
  if (/(^|;)\s*(server|data source|addr|address|network address)\s*=\s*[^;\s]/i.test(address)) return null;
  return 'is neither sqlite:<path> nor a connection string with a Server';
}

/** Datasets that are kept for a number of days. */
export const RETAINED: readonly string[] = datasets()
  .filter((d) => d.retentionDays !== null)
  .map((d) => d.name);

export const retentionOverrides = list.pipe(
  z.array(z.string()).transform((items, context) => {
    const overrides: Record<string, number> = {};
    for (const [index, item] of items.entries()) {
      const [, name, number = ''] = /^([A-Za-z_]{1,40})\s*=\s*(\S+)$/.exec(item) ?? [];
      const problem = overrideProblem(name, number, overrides);
      if (problem !== null)
        context.addIssue({ code: 'custom', message: `cannot be read at item ${index + 1}: ${problem}` });
      else if (name !== undefined) overrides[name] = Number(number);
    }
    return overrides;
  }),
);

/** Of one item. A name is repeated, since it looks like one; nothing else of the text is. */
function overrideProblem(
  name: string | undefined,
  number: string,
  before: Readonly<Record<string, number>>,
): string | null {
  const others = `datasets with days are ${RETAINED.join(', ')}`;
  if (name === undefined) return 'write <dataset>=<days>, with commas between items';
  if (!isDatasetName(name)) return `${name} is no dataset; ${others}`;
  if (!RETAINED.includes(name)) return `${name} is kept for as long as its source has it; ${others}`;
  if (Object.hasOwn(before, name)) return `${name} is named twice`;
  return /^\d{1,4}$/.test(number) && Number(number) >= 1 && Number(number) <= 3650
    ? null
    : `the days of ${name} must be a whole number between 1 and 3650`;
}
