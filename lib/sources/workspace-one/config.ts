// What a source of type `workspace-one` says in the sources file, and where its tokens come from.
import { z } from 'zod';
import { emmConfig, httpsUrl, secretReference } from '../config.ts';

const fields = emmConfig.extend({
  type: z.literal('workspace-one'),
  url: httpsUrl.describe('Address of the API server: https://as1234.awmdm.com'),
  tenantCode: secretReference.describe('REST API key (aw-tenant-code) of the organisation group'),
  clientId: z.string().min(1).optional().describe('OAuth client, with clientSecret'),
  clientSecret: secretReference.optional().describe('Secret of the OAuth client'),
  region: z
    .enum(['na', 'emea', 'apac', 'uat'])
    .optional()
    .describe('Region of the token server: where the tenant is hosted'),
  tokenUrl: httpsUrl.optional().describe('Token endpoint at another address, in place of `region`'),
  username: z.string().min(1).optional().describe('Administrator account with an API role, instead of an OAuth client'),
  password: secretReference.optional().describe('Its password'),
  organizationGroupId: z
    .int()
    .positive()
    .optional()
    .describe('Number of the organisation group to read; that of the account where absent'),
  timeZoneOffsetMinutes: z
    .int()
    .min(-840)
    .max(840)
    .default(0)
    .describe('Dates come without a zone: minutes that they are ahead of UTC; 0 on shared SaaS'),
  apps: z.boolean().default(true).describe('false: no apps of devices'),
  telephony: z
    .boolean()
    .default(false)
    .describe('true: numbers of calls and messages of each device and day, whatever the profile is'),
  pageSize: z.int().min(1).max(500).default(500).describe('Rows of a page; the server gives 500 at most'),
  parallelRequests: z.int().min(1).max(16).default(4).describe('How many requests are under way at once'),
});

type Fields = z.infer<typeof fields>;

const usesClient = (c: Fields): boolean => c.clientId !== undefined || c.clientSecret !== undefined;
const usesAccount = (c: Fields): boolean => c.username !== undefined || c.password !== undefined;

export const workspaceOneConfig = fields
  .refine((c) => usesClient(c) !== usesAccount(c), {
    error: 'needs clientId and clientSecret, or username and password, and not both',
    path: ['clientId'],
  })
  .refine((c) => (c.clientId === undefined) === (c.clientSecret === undefined), {
    error: 'clientId and clientSecret need each other',
    path: ['clientSecret'],
  })
  .refine((c) => (c.username === undefined) === (c.password === undefined), {
    error: 'username and password need each other',
    path: ['password'],
  })
  .refine((c) => !usesClient(c) || (c.region === undefined) !== (c.tokenUrl === undefined), {
    error: 'an OAuth client needs region or tokenUrl, and not both',
    path: ['region'],
  });

export type WorkspaceOneConfig = z.infer<typeof workspaceOneConfig>;

/** https://docs.omnissa.com/bundle/WorkspaceONE-UEM-Console-BasicsVSaaS/page/UsingUEMFunctionalityWithRESTAPI.html */
export function tokenAddress({ region, tokenUrl }: WorkspaceOneConfig): string {
  return tokenUrl ?? `https://${region}.uemauth.workspaceone.com/connect/token`;
}
