// Times of the wire (ISO 8601). One that names no zone is UTC's: JavaScript would take it for the zone of the collector.
// https://tc39.es/ecma262/#sec-date-time-string-format

const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(:\d{2}(\.\d+)?)?)$/i;

/** Undefined where the text is no time, or names no date. */
export function instantOf(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const at = new Date(text.replace(WITHOUT_ZONE, '$1T$2Z'));
  return Number.isNaN(at.getTime()) ? undefined : at;
}
