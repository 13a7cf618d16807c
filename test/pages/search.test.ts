import { expect, it } from '@jest/globals';
import { type Description, operationsWith } from '../../pages/docs/search.ts';

const operation = (operationId: string, summary: string, tag: string) => ({ operationId, summary, tags: [tag] });
const description: Pick<Description, 'paths'> = {
  paths: {
    '/api/devices': { get: operation('list', 'Devices that a system manages', 'Devices') },
    '/api/devices/{id}/apps': { get: operation('apps', 'What is installed on it', 'Devices') },
    '/api/search': {
      get: operation('get', 'By name or number', 'Search'),
      post: operation('post', 'The same', 'Search'),
    },
  },
};

it.each([
  ['', ['list', 'apps', 'get', 'post']],
  ['  ', ['list', 'apps', 'get', 'post']],
  ['/devices/', ['apps']],
  ['INSTALLED', ['apps']],
  ['devices what', ['apps']],
  ['search number', ['get']],
  ['nothing like it', []],
])('operations are found by all words of path, summary and tag: %j', (phrase, found) => {
  expect(operationsWith(description, phrase).map(({ operationId }) => operationId)).toEqual(found);
});
