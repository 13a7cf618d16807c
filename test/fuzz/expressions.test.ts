// Regular expressions run inside of the engine, where no steps can be counted: that none backtracks is proved instead.
import { describe, expect, it } from '@jest/globals';
import { expressionsIn } from './expressions.ts';
import { growthOf } from './pattern-growth.ts';

describe('the proof', () => {
  it.each([
    [/(a+)+$/, 'exponential'],
    [/^(?:a|a)*b/, 'exponential'],
    [/^(\w|\d)+;/, 'exponential'],
    [/\s*[,=]\s*/, 'polynomial'],
    [/\d+(\.\d+){1,4}/, 'polynomial'],
    [/^a*a*b/, 'polynomial'],
    [/^(?:(?:a*b)|a)*/, 'polynomial'],
    [/\s+$/, 'polynomial'],
    [/^\s+/, 'linear'],
    [/\s+/g, 'linear'],
    [/^[^;]*[/+]json\s*(;|$)/i, 'linear'],
    [/^(\\.|[^\\,+])*/s, 'linear'],
    [/(?:\\[0-9a-f]{2})+|\\(.)/g, 'linear'],
    [/^\d{1,20}(\.\d{1,20}){1,4}/, 'linear'],
  ])('finds %s to be %s', (expression, growth) => expect(growthOf(expression)).toBe(growth));

  it.each([/(a)\1/, /a(?=b)/, /(?<!a)b/])('refuses to speak about %s', (expression) => {
    expect(() => growthOf(expression)).toThrow(/look-around|back-reference/);
  });
});

describe('every regular expression of ours', () => {
  const expressions = expressionsIn(['lib', 'functions', 'local/host']);

  it('is found', () => expect(expressions.length).toBeGreaterThan(80));

  it('does work in proportion to its text, whatever the text is', () => {
    const growing = expressions
      .map(({ file, expression }) => `${file} ${expression} ${growthOf(expression)}`)
      .filter((line) => !line.endsWith(' linear'));
    expect(growing).toEqual([]);
  });
});
