// Who a line names, in the three ways that a directory can resolve.

export type Account =
  | { readonly upn: string }
  /** `domain` is the NetBIOS name; null where the line has the bare name. */
  | { readonly domain: string | null; readonly name: string };

/** `DOMAIN\user` (its backslash doubled or not), `user@domain`, or a bare name. */
export function accountOf(user: string | null): Account | null {
  if (user === null) return null;
  const backslash = user.indexOf('\\');
  let behind = backslash + 1;
  while (behind > 0 && user.charAt(behind) === '\\') behind += 1;
  const name = user.slice(behind).trim();
  if (name === '' || name === '-') return null;
  if (name.includes('@')) return { upn: name };
  return { domain: backslash > 0 ? user.slice(0, backslash) : null, name };
}
