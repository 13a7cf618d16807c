// JSON whose numbers may be ids: of 16 digits and more several are one number, and what is told apart by them would be one.

/** Behind what may stand before a value; digits within texts are mostly behind a quote. */
const LONG = /[:,[\s]-?\d{16}/;
const INTEGER = /^-?\d+$/;

/** As JSON.parse; integers that no number is exactly are texts, as they are written. */
export const parseExactly = (text: string): unknown => JSON.parse(text, LONG.test(text) ? exact : undefined);

/** `context` has the text of a value. https://tc39.es/proposal-json-parse-with-source/ */
function exact(_name: string, value: unknown, ...[context]: readonly unknown[]): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source: unknown = Reflect.get(Object(context), 'source');
  return typeof source === 'string' && INTEGER.test(source) ? source : value;
}

/** A number that was never given: nothing but zeros, as a GUID too. */
export const isNoId = (id: string): boolean => /^[0-]*$/.test(id);
