// What a source of type `ivanti-neurons` says in the sources file.
// https://help.ivanti.com/mi/help/en_US/cld/8x/api/MDMCustomerIntegrationAPIGuide/MDMCustomerIntegrationAPIGuide.pdf
import { z } from 'zod';
import { emmConfig, httpsUrl, secretReference } from '../config.ts';

export const ivantiNeuronsConfig = emmConfig.extend({
  type: z.literal('ivanti-neurons'),
  url: httpsUrl
    .transform((url) => new URL(url).origin)
    .describe('Address of the cluster that hosts the tenant: https://eu1.mobileiron.com'),
  username: z
    .string()
    .regex(/^[^:]+$/, 'a colon ends a user name in HTTP Basic (RFC 7617)')
    .describe('API user of the tenant'),
  password: secretReference.describe('Its password'),
  apps: z.boolean().default(true).describe('false: no apps of devices'),
  appRequestsPerMinute: z
    .int()
    .min(1)
    .max(60_000)
    .default(30)
    .describe('Devices whose apps are asked for in a minute; the service allows 30'),
  appMinutes: z
    .int()
    .min(1)
    .max(50)
    .default(10)
    .describe('How long a poll reads apps at most; the next one goes on with the devices that are left'),
  customAttributes: z
    .array(z.string().regex(/^[^.[\]]{1,64}$/, 'name of a custom device attribute'))
    .max(50)
    .default([])
    .describe('Custom attributes of devices to read, by their names'),
  pageSize: z.int().min(1).max(500).default(500).describe('Rows of a page; the service refuses more than 500'),
});

export type IvantiNeuronsConfig = z.infer<typeof ivantiNeuronsConfig>;
