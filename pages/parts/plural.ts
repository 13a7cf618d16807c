/** Of a number as it is written: English and German have one form for 1, and one for all others. */
export const either = (count: number | string, one: string, many: string): string =>
  String(count) === '1' ? one : many;
