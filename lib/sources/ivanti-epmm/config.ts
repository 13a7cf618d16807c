// What a source of type `ivanti-epmm` says in the sources file.
import { z } from 'zod';
import { emmConfig, httpsUrl, secretReference } from '../config.ts';

/** Names become part of a request's address, which servers refuse beyond some 8 KB. */
const CUSTOM_ATTRIBUTES = 50;

export const ivantiEpmmConfig = emmConfig.extend({
  type: z.literal('ivanti-epmm'),
  url: httpsUrl
    .transform((url) => url.replace(/\/$/, ''))
    .describe('Address of EPMM; of a Connected Cloud with its path: https://host/customer/rest'),
  username: z
    .string()
    .regex(/^[^:]+$/, 'a colon ends a user name in HTTP Basic (RFC 7617)')
    .describe('Local account with the roles that reading needs'),
  password: secretReference.describe('Its password'),
  adminDeviceSpaceId: z.int().min(0).default(1).describe('Device space that is read; 1 is the global one'),
  apps: z.boolean().default(true).describe('false: no apps'),
  customAttributes: z
    .array(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_ .-]{0,63}$/, 'name of a custom device attribute'))
    .max(CUSTOM_ATTRIBUTES)
    .default([])
    .describe('Custom attributes of devices to read, by their names without `custom.device.`'),
  parallelRequests: z.int().min(1).max(8).default(2).describe('Requests for apps at a time'),
});

export type IvantiEpmmConfig = z.infer<typeof ivantiEpmmConfig>;
