// Ids that are written in more than one way: a poll that is told another spelling is told no other record.

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A GUID in small letters, and a number without the fraction that some write: 12.0 is 12. */
export function canonicalId(text: string): string {
  if (text.length === 36) return GUID.test(text) ? text.toLowerCase() : text;
  return text.endsWith('.0') && /^\d+\.0$/.test(text) ? text.slice(0, -2) : text;
}
