import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { operations } from './stage.ts';

/** What a call, an attribute or a table of the pages names as an operation. */
const NAMED = [/\bmay\(((?:'[\w-]+'(?:, )?)+)\)/g, /\bneeds="([\w-]+)"/g, /\bconst NEEDS\b[^=]*= \{([^}]*)\}/g];
const quoted = (text: string): readonly string[] =>
  [...text.replaceAll(/^ *['\w-]+:/gm, '').matchAll(/[\w-]+/g)].map(([name]) => name);

describe('the pages', () => {
  it('ask for rights to operations that the API has', () => {
    const named = globSync('pages/**/*.{ts,tsx}').flatMap((file) => {
      const code = readFileSync(file, 'utf8');
      return NAMED.flatMap((pattern) => [...code.matchAll(pattern)].flatMap(([, names = '']) => quoted(names)));
    });
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !operations.includes(name))).toEqual([]);
  });
});
