import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { partOf } from '../../pages/docs/references.ts';

it('what references name stands in their places, at any depth', () => {
  const description = {
    paths: { '/a': { get: { responses: { 200: { $ref: '#/components/responses/list' }, 204: null } } } },
    components: {
      responses: { list: { schema: { items: [{ $ref: '#/components/schemas/row' }] } } },
      schemas: { row: { type: ['string', 'null'] } },
    },
  };
  expect(partOf(description, ['paths', '/a', 'get', 'responses'])).toEqual({
    200: { schema: { items: [{ type: ['string', 'null'] }] } },
    204: null,
  });
});

it('no operation of the description names what it does not have, or itself', () => {
  const description = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
  const named = JSON.stringify(description).match(/"#\/components\/[^"]*"/g) ?? [];
  expect(named.length).toBeGreaterThan(100);
  const missing = named.filter((one) => partOf(description, JSON.parse(one).split('/').slice(1)) === undefined);
  expect(missing).toEqual([]);
  expect(JSON.stringify(partOf(description, ['paths']))).not.toContain('"$ref"');
});
