// What every source that is read through Microsoft Graph says in the sources file, and which addresses its cloud has.
// https://learn.microsoft.com/graph/deployments
import { z } from 'zod';
import { httpsUrl, secretReference } from '../config.ts';

/** Keys of a type's configuration; `oneCredential` is its check. */
export const graphAccess = {
  tenantId: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/)
    .describe('Tenant id, or one of its domains'),
  clientId: z.string().min(1).describe('Application (client) id of the app registration'),
  clientSecret: secretReference.optional().describe('Secret of the app registration'),
  certificateFile: z.string().optional().describe('PEM file with certificate and private key, instead of a secret'),
  cloud: z.enum(['worldwide', 'usgov', 'usgov-dod', 'china']).default('worldwide').describe('GCC is in worldwide'),
  graphUrl: httpsUrl.optional().describe('Graph at another address: private endpoint, test'),
  authorityHost: httpsUrl.optional().describe('Sign-in at another address'),
} as const;

export type GraphAccess = z.infer<z.ZodObject<typeof graphAccess>>;

export const hasOneCredential = (c: Pick<GraphAccess, 'clientSecret' | 'certificateFile'>): boolean =>
  (c.clientSecret === undefined) !== (c.certificateFile === undefined);
export const ONE_CREDENTIAL = {
  error: 'needs clientSecret or certificateFile, and not both',
  path: ['clientSecret'],
};

const CLOUDS = {
  worldwide: { graph: 'https://graph.microsoft.com', authority: 'https://login.microsoftonline.com' },
  usgov: { graph: 'https://graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  'usgov-dod': { graph: 'https://dod-graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  china: { graph: 'https://microsoftgraph.chinacloudapi.cn', authority: 'https://login.chinacloudapi.cn' },
} as const;

export interface Addresses {
  /** Origin of Graph: the only one that ever gets the token. */
  readonly graphOrigin: string;
  readonly authorityHost: string;
  /** Entra names the resource by the cloud's own Graph address, wherever that is reached. */
  readonly scope: string;
  /** Instance discovery asks the worldwide public cloud, which others neither need nor may reach. */
  readonly instanceDiscovery: boolean;
}

export function addressesOf(access: GraphAccess): Addresses {
  const cloud = CLOUDS[access.cloud];
  return {
    graphOrigin: new URL(access.graphUrl ?? cloud.graph).origin,
    authorityHost: access.authorityHost ?? cloud.authority,
    scope: `${cloud.graph}/.default`,
    instanceDiscovery: access.cloud === 'worldwide' && access.authorityHost === undefined,
  };
}
