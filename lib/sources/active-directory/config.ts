// What the sources file says of a directory: where it is, who reads it, which people, and the time limits.
// Plain LDAP cannot be configured: ldap:// always means StartTLS, before the password is sent.
import { FilterParser } from 'ldapts';
import { z } from 'zod';
import { hasCredentials } from '../../secrets.ts';
import { baseConfig, secretReference } from '../config.ts';

function isDirectoryUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  const bare = !hasCredentials(text) && search === '' && hash === '';
  return /^ldaps?:$/.test(protocol) && hostname !== '' && bare && /^\/?$/.test(pathname);
}

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text);
    return true;
  } catch {
    return false;
  }
}

/** DN, UPN or DOMAIN\user: AD refuses a bare sAMAccountName, and OpenLDAP everything but a DN. */
const BIND_NAME = /^([A-Za-z][\w-]*=.+|[^@\\=]+@[^@\\=]+|[^@\\=]+\\[^@\\=]+)$/;

export const directoryConfig = baseConfig.extend({
  type: z.literal('active-directory'),
  url: z
    .string()
    .refine(isDirectoryUrl, 'must be ldaps://host[:port], or ldap://host[:port] for StartTLS')
    .describe('One domain controller or directory server; ldap:// is upgraded by StartTLS before anything is sent'),
  serverName: z
    .string()
    .min(1)
    .optional()
    .describe('Name in the certificate, where it differs from the host in the url'),
  bindDn: z
    .string()
    .regex(BIND_NAME, 'must be a DN, user@domain or DOMAIN\\user')
    .describe('The account that reads: DN, UPN or DOMAIN\\user; an ordinary account without further rights suffices'),
  password: secretReference.describe('Password of that account, by reference'),
  baseDn: z
    .string()
    .min(1)
    .optional()
    .describe('Where people are looked for; the whole domain, or all naming contexts, where absent'),
  flavour: z
    .enum(['auto', 'active-directory', 'openldap'])
    .default('auto')
    .describe('Kind of directory; auto: as its root entry says'),
  filter: z
    .string()
    .refine(isFilter, 'must be an LDAP filter (RFC 4515): (department=Sales)')
    .optional()
    .describe('Only people who match this as well'),
  pageSize: z.int().min(1).max(1000).default(500).describe('Entries a page; AD allows 1000 at most'),
  operationTimeoutSeconds: z.int().min(1).max(600).default(120).describe('For one page, all its entries included'),
  idleTimeoutSeconds: z.never().optional().describe('Not for LDAP: operationTimeoutSeconds'),
  proxy: z.never().optional().describe('Not for LDAP'),
  proxyCredentials: z.never().optional().describe('Not for LDAP'),
});

export type DirectoryConfig = z.infer<typeof directoryConfig>;
