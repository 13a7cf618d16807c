// Instants as Active Directory stores them. Milliseconds since 1970 in, text out.

/** Never: accountExpires of most people. */
export const NEVER = '9223372036854775807';

/** FILETIME: 100 ns since 1601-01-01 UTC, as a decimal number. */
export function fileTime(milliseconds: number): string {
  return String((BigInt(Math.floor(milliseconds)) + 11_644_473_600_000n) * 10_000n);
}

/** GeneralizedTime with the tenth of a second that is always 0. */
export function generalizedTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/g, '')}.0Z`;
}
