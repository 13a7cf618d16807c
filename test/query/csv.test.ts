import { describe, expect, it } from '@jest/globals';
import papaparse from 'papaparse';
import { csvOf as write } from '../../lib/query/csv.ts';

const HEAD = '\uFEFFsep=,\r\n';
type Fields = Parameters<typeof write>[0];
type Items = Parameters<typeof write>[1];

/** For people, without what stands before the names. */
function csvOf(fields: Fields, items: Items): string {
  const text = write(fields, items, false);
  expect(text.startsWith(HEAD)).toBe(true);
  return text.slice(HEAD.length);
}
const rawOf = (fields: Fields, items: Items): string => write(fields, items, true);

describe('CSV', () => {
  it.each(['=1+1', '+49***', '-1+1=0', '@SUM(A1)', ' =1', '\u00a0=1', '\u200b=1', '"=1', '＝1'])(
    'puts an apostrophe before %j',
    (text) => {
      expect(papaparse.parse<string[]>(csvOf(['a', 'b'], [{ a: text, b: 'x' }])).data[1]?.[0]).toBe(`'${text}`);
    },
  );

  it.each(['x;=1', 'x;\u00a0=1', 'x\t=1', '\t=1', 'x\n=1', '\r=1', 'a","b;=1', '=1;=2\t@3'])(
    'of %j holds no formula for a spreadsheet, whatever that takes for the end of a cell',
    (text) => {
      for (const end of [/,/, /;/, /\t/, /[,;\t]/])
        for (const cell of csvOf(['a', 'b'], [{ a: text, b: text }])
          .split(/\r\n|\r|\n/)
          .flatMap((line) => line.split(end)))
          expect(cell).not.toMatch(/^[\s"]*[=+\-@]/);
    },
  );

  it('leaves numbers, even negative ones, and harmless text alone', () => {
    expect(csvOf(['a', 'b', 'c'], [{ a: -1, b: 'a=b', c: true }])).toBe('a,b,c\r\n-1,a=b,true\r\n');
  });

  it('reads back whatever quotes, commas and line ends a cell holds', () => {
    const nasty = 'a"b,c\r\nd;e Ü 😀';
    expect(papaparse.parse<string[]>(csvOf(['a'], [{ a: nasty }])).data[1]).toEqual([nasty]);
  });

  it('writes objects as JSON and null as nothing', () => {
    expect(csvOf(['a', 'b'], [{ a: { x: 1 }, b: null }])).toBe('a,b\r\n"{""x"":1}",\r\n');
  });

  it.each([
    '350000000000017',
    '0151',
    '26.0',
    '10.0.19045',
    '1,5',
    '11/29/2026',
    '2026-11-29',
    '12E5',
    '+49 151 1234567',
    '-5',
  ])('tells a spreadsheet that %j is text', (text) => {
    expect(papaparse.parse<string[]>(csvOf(['a'], [{ a: text }])).data[1]).toEqual([`="${text}"`]);
  });

  it.each(['=1+1', '+49 151 1234567', '0151', '26.0', 'x;=1', '\t=1', 'a"b,c\r\nd Ü'])(
    'for machines is what it is, without a head: %j',
    (text) => {
      const written = rawOf(['a', 'b'], [{ a: text, b: -1 }]);
      expect(written.startsWith('a,b\r\n')).toBe(true);
      expect(papaparse.parse<string[]>(written).data[1]).toEqual([text, '-1']);
    },
  );

  it('of no rows still names its columns', () => expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n'));
});
