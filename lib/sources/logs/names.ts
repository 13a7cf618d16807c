// Whom a line names, by the names that a directory may have for them.
import type { AliasKind } from '../../catalog/index.ts';
import { accountOf } from './formats/account.ts';

/** An address may be a UPN or that of the mailbox. */
export function namesOf(user: string | null): Readonly<Partial<Record<AliasKind, string>>> {
  const account = accountOf(user);
  if (account === null) return {};
  if ('upn' in account) return { user_principal_name: account.upn, mail: account.upn };
  const { domain, name } = account;
  if (domain === null && name.startsWith('S-1-')) return { security_identifier: name };
  return { domain_account: domain === null ? name : `${domain}\\${name}` };
}
