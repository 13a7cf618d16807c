// What every source has in the sources file, whatever its product. A product's `config.ts` extends it.

import { isSupportedCountry } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { NamedSwitch } from '../catalog/index.ts';
import { checked } from '../checked.ts';
import { scheduleProblem } from '../ncrontab.ts';
import { caFileProblem } from '../net/authorities.ts';
import { PHONE_POLICIES } from '../numbers/policy.ts';
import { hasCredentials, SECRET_REFERENCE, SecretReference } from '../secrets.ts';
import { PROFILES } from './parameters.ts';

/** `env:NAME` or `file:/path`; the secret itself in its place is refused, so that it never stands in a file of ours. */
export const secretReference = z
  .string()
  .regex(SECRET_REFERENCE, 'must refer to a secret, not be one: env:NAME or file:/run/secrets/name')
  .transform((reference) => new SecretReference(reference));

const CREDENTIALS = 'must hold no user name and no password';
const holdsNone = (address: string): boolean => !hasCredentials(address);

/** Of a management system. */
export const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https address: https://emm.example.org' })
  .refine(holdsNone, CREDENTIALS);

export const schedule = checked((text) => {
  const problem = scheduleProblem(text);
  return problem && `${problem}. Example: 0 */15 * * * *`;
});

/** Of what tells of people's doings. */
export const purpose = z
  .string()
  .regex(/^\S.{7,399}$/s, 'must say in some words what it is read for: 8 to 400 characters')
  .describe('What it is read for, as the record of processing names it: without one nothing is read');

const collecting = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, a letter first, 40 at most: intune-hq')
    .describe('Name of the source: stands in the API, in logs and in the name of its timer'),
  schedule: schedule.optional().describe('NCRONTAB, six fields; POLL_SCHEDULE where absent'),
  enabled: z.boolean().default(true).describe('false: not polled; its rows leave after UNVERIFIED_DAYS'),
  profile: z.enum(PROFILES).default('core').describe('How much is read: core, extended or sensitive'),
  include: z.array(z.string()).default([]).describe('Single parameters beyond the profile, by their wire names'),
  exclude: z.array(z.string()).default([]).describe('Single parameters to leave out, by their wire names'),
  phoneNumbers: z
    .enum(PHONE_POLICIES)
    .default('masked')
    .describe('masked: country and prefix, and a keyed hash to find a number by'),
  country: checked((text) => (isSupportedCountry(text) ? null : 'must be a country as ISO 3166-1 writes it: DE'))
    .optional()
    .describe('Of phone numbers that are written without one, as ISO 3166-1 writes it: DE'),
  personalDevices: z
    .boolean()
    .default(false)
    .describe(
      'true: devices that are personally owned, or of unknown ownership, are read as those of the company are: apps, and positions, roaming and data usage where these are on',
    ),
};

const budget = {
  timeBudgetSeconds: z
    .int()
    .min(10)
    .max(3300)
    .default(3000)
    .describe('A poll stops after this and goes on with the next one'),
};

const network = {
  caFile: checked(caFileProblem).optional().describe('File (PEM or DER) with the private CA of the source'),
  proxy: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address: http://proxy.example.org:3128' })
    .refine(holdsNone, `${CREDENTIALS}: name them in proxyCredentials`)
    .optional()
    .describe('HTTP proxy for this source'),
  proxyCredentials: secretReference.optional().describe('Where the proxy asks for them: `user:password`, by reference'),
  connectTimeoutSeconds: z.int().min(1).max(120).default(15).describe('For TCP and TLS together'),
  idleTimeoutSeconds: z
    .int()
    .min(1)
    .max(600)
    .optional()
    .describe('Without a byte of an answer, while one is awaited; 60 where absent'),
};

/** Of every source. */
export const commonConfig = z.strictObject({ ...collecting, ...budget });

/** Of one that is asked over a network. */
export const baseConfig = z.strictObject({ ...collecting, ...network, ...budget });

export type BaseConfig = z.infer<typeof commonConfig> &
  Partial<Pick<z.infer<typeof baseConfig>, keyof typeof network>> & {
    /** What it is read for, where that must be said. */
    readonly purpose?: string;
    /** Of one whose lines are pushed. */
    readonly push?: { readonly keys: readonly SecretReference[] } | undefined;
  } & Readonly<Partial<Record<NamedSwitch, string>>>;

/** What every management system has beyond that. Off by default: both say where somebody is. */
export const emmConfig = baseConfig.extend({
  location: z.boolean().default(false).describe('true: positions of devices, as `location` events'),
  roaming: z
    .boolean()
    .default(false)
    .describe('true: the network and country that a device is in, and `roaming` intervals from them'),
});
