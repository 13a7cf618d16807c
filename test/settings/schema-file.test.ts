import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { sourcesSchema } from '../../lib/settings/index.ts';

it('sources.schema.json is what `npm run schema` writes', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../../sources.schema.json', import.meta.url), 'utf8'));
  expect(file).toEqual(sourcesSchema());
});
