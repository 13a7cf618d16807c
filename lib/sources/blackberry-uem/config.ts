// What a source of type `blackberry-uem` says in the sources file: one tenant of BlackBerry UEM, on-premises or cloud.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_17_1_rest/gettingStarted.html
import { z } from 'zod';
import { emmConfig, httpsUrl, secretReference } from '../config.ts';

export const blackberryUemConfig = emmConfig
  .extend({
    type: z.literal('blackberry-uem'),
    url: httpsUrl.describe('Address of the web services: https://uem01.example.org:18084, or that of the cloud tenant'),
    tenantId: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/)
      .describe('SRP id of the tenant: S12345678'),
    username: z.string().min(1).optional().describe('On-premises: an administrator whose role may only view'),
    password: secretReference.optional().describe('Of that administrator'),
    provider: z.enum(['LOCAL', 'AD']).default('LOCAL').describe('LOCAL: an account of UEM itself; AD: of a directory'),
    domain: z.string().min(1).optional().describe('Of an account of provider AD: corp.example.org'),
    clientId: z.string().min(1).optional().describe('OAuth instead of user name and password: the client'),
    clientSecret: secretReference.optional().describe('Of that client'),
    tokenUrl: httpsUrl.optional().describe('Token endpoint at another address than that of BlackBerry'),
    apps: z.boolean().default(true).describe('false: no apps; one request per device less'),
    parallelRequests: z.int().min(1).max(16).default(4).describe('How many users or devices are asked for at a time'),
    pageSize: z.int().min(1).max(1000).default(1000).describe('Users on a page'),
    utcOffset: z
      .string()
      .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'hours and minutes: +01:00')
      .default('+00:00')
      .describe('Of the server, for the few dates that it tells without a zone'),
  })
  .refine((c) => (c.username !== undefined) !== (c.clientId !== undefined), {
    error: 'needs username and password, or clientId and clientSecret, and not both',
    path: ['username'],
  })
  .refine((c) => (c.username === undefined) === (c.password === undefined), {
    error: 'belongs to username',
    path: ['password'],
  })
  .refine((c) => (c.clientId === undefined) === (c.clientSecret === undefined), {
    error: 'belongs to clientId',
    path: ['clientSecret'],
  })
  .refine((c) => (c.provider === 'AD') === (c.domain !== undefined), {
    error: 'belongs to provider AD, which needs it',
    path: ['domain'],
  });

export type BlackberryUemConfig = z.infer<typeof blackberryUemConfig>;

/** Where everything is read: the only address that ever gets the account's header or token. */
export const baseOf = ({ url, tenantId }: BlackberryUemConfig): string => `${new URL(url).origin}/${tenantId}/api/v1`;

/** BlackBerry Enterprise Identity, which issues tokens for tenants on-premises and in the cloud alike. */
export const tokenUrlOf = ({ tokenUrl, tenantId }: BlackberryUemConfig): string =>
  tokenUrl ?? `https://idp.blackberry.com/op/tenant/${tenantId}/token`;
