// What the pages make of an answer that is no success: the cause decides what they say.
import { expect, it } from '@jest/globals';
import { problemOf } from '../../pages/api/problem.ts';

const said = (code: string) => ({ type: `urn:emm-lens:problem:${code}`, title: 'A title.', detail: 'What to do.' });

it.each([
  [401, null, 'key', ''],
  [403, null, 'right', ''],
  [503, said('settings'), 'settings', 'What to do.'],
  [503, said('secret-missing'), 'settings', 'What to do.'],
  [503, said('esocket'), 'unavailable', 'What to do.'],
  [503, null, 'foreign', ''],
  [404, said('not-found'), 'gone', 'What to do.'],
  [404, null, 'foreign', ''],
  [410, said('gone'), 'gone', 'What to do.'],
  [409, said('nothing-held'), 'refused', 'What to do.'],
  [400, said('invalid-request'), 'refused', 'What to do.'],
  [500, said('internal'), 'failed', 'What to do.'],
  [500, null, 'failed', ''],
  [502, null, 'foreign', ''],
  [0, null, 'foreign', ''],
])('%d with %j is of the cause %s', (status, body, reason, detail) => {
  expect(problemOf(status, body)).toMatchObject({ reason, status, detail });
});
