import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { sourcePage } from '../../local/source-page.ts';

const folder = new URL('../../docs/sources/', import.meta.url);
const types = Object.keys(SOURCE_TYPES);

it.each(types)('docs/sources/%s.md is what `npm run sources` writes', async (type) => {
  expect(readFileSync(new URL(`${type}.md`, folder), 'utf8')).toBe(await sourcePage(type));
});

it('docs/sources has a page for each product, and no other', () => {
  expect(readdirSync(folder).toSorted()).toEqual(types.map((type) => `${type}.md`).toSorted());
});
