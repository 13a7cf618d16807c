// How the text of each setting is read. Messages say what is wrong and never repeat the text: it may be a secret that
// stands in the wrong place.
import { z } from 'zod';
import { datasets, isDatasetName } from '../catalog/index.ts';
import { checked } from '../checked.ts';
import { ConfigError } from '../errors.ts';
import { scheduleProblem } from '../ncrontab.ts';
import { caFileProblem } from '../net/authorities.ts';
import { hasCredentials, SECRET_REFERENCE, SecretReference } from '../secrets.ts';

/** A file, whatever is in it: whoever opens it says what is wrong. */
export const path = z.string().refine((text) => !text.includes('\0'), 'must be a path');

export const caFile = checked((text) => (text.includes('\0') ? 'must be a path' : caFileProblem(text)));

export const schedule = checked(scheduleProblem);

export const days = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a number of days')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 3650, 'must be between 1 and 3650 days');

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

export const names = list.refine(
  (items) => items.length > 0 && items.every((item) => /^[a-z][a-z0-9-]{0,63}$/.test(item)),
  'must be names in lower case, with commas between them',
);

export const httpsUrl = checked((text) => {
  if (!URL.canParse(text) || !text.startsWith('https://')) return 'must be an https address';
  return hasCredentials(text) ? 'must hold neither user nor password' : null;
});

/** SPKI in DER, in base64: 12 bytes that name the algorithm (RFC 8410), and the key. */
export const ed25519Key = z
  .string()
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/, 'must be an Ed25519 public key, SPKI in DER, as base64');

const KEY_LENGTH = 16;

/** A key by reference, read once at start, so that a missing or short one is told before it is needed. */
export const key = checked((text) => {
  if (!SECRET_REFERENCE.test(text)) return 'must refer to a secret, not be one';
  return secretProblem(text, (value) =>
    value.length < KEY_LENGTH ? `refers to a key of fewer than ${KEY_LENGTH} characters` : null,
  );
}).transform((text) => new SecretReference(text));

/** One key, or two while they are exchanged; read at each use. */
export const keys = list.pipe(
  z
    .array(checked((text) => (SECRET_REFERENCE.test(text) ? null : 'must refer to secrets, not be one')))
    .min(1, 'must refer to a secret')
    .max(2, 'must refer to two secrets at most')
    .transform((references) => references.map((reference) => new SecretReference(reference))),
);

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
