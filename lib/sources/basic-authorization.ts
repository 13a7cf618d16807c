// HTTP Basic (RFC 7617), as UTF-8: what products without tokens want, and what clients of OAuth sign in with.

/** The value of the `Authorization` header: a secret, as the password in it is. */
export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
