// How values of BlackBerry UEM become values of the catalogue, where no other product sends them so.
import { instantOf, isDate, momentAt } from '../instant.ts';
import { ofText, type Transform } from '../transforms.ts';

/** Sizes are megabytes with a fraction; 0 where the device did not report. */
export const megabytes: Transform = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return undefined;
  return value === 0 ? null : Math.round(value * 1_048_576);
};

const OWNERSHIPS: Readonly<Record<string, string>> = { CORPORATE: 'company', PERSONAL: 'personal' };

export const ownership: Transform = (value) =>
  typeof value === 'string' ? (OWNERSHIPS[value.toUpperCase()] ?? 'unknown') : 'unknown';

/** Reasons are named only while a device breaks a rule: one without any complies (see `deviceRow`). */
export const compliance: Transform = (value) => {
  if (!Array.isArray(value)) return undefined;
  return value.length > 0 ? 'noncompliant' : 'compliant';
};

/** objectGUID of the directory's entry, in the order of its text form; hyphens came and went with versions. */
export const directoryGuid = ofText((text) => {
  const digits = text.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
});

/** An app that has a disposition was assigned by an administrator. */
export const assigned: Transform = (value) => (typeof value === 'string' ? true : undefined);

/** The topic stands in the subject: `C=CA,CN=APSP:..,UID=com.apple.mgmt.External..`. */
export const topicOfSubject = ofText((text) => /\bUID=([^,]+)/.exec(text)?.[1] ?? null);

/** The end of the licences of one kind that run out first. */
export const earliestEnd: Transform = (value) => {
  if (!Array.isArray(value)) return undefined;
  const ends = value.flatMap((item: unknown) => {
    const end: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'expirationDate') : undefined;
    return typeof end === 'string' ? (instantOf(end)?.getTime() ?? []) : [];
  });
  return ends.length === 0 ? null : new Date(Math.min(...ends));
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `12-Mar-2027 13:00:00`, in the zone of the server, or RFC 3339: the reference shows both for the same property. */
export const expiryDate = (utcOffset: string): Transform => {
  const offset = minutesOf(utcOffset);
  return ofText((text) => {
    if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return instantOf(text);
    const parts = /^(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2})$/.exec(text);
    const month = MONTHS.indexOf(parts?.[2]?.toLowerCase() ?? '');
    if (!parts || month === -1) return undefined;
    const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((i) => Number(parts[i]));
    if (day === undefined || year === undefined || hour === undefined || minute === undefined) return undefined;
    const at = Date.UTC(year, month, day, hour, minute - offset, second);
    return isDate(year, month + 1, day) ? momentAt(at) : undefined;
  });
};

/** Of `+01:00`; those before UTC are negative. */
function minutesOf(utcOffset: string): number {
  const [hours = 0, minutes = 0] = utcOffset.slice(1).split(':').map(Number);
  return (utcOffset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
