import { expect, it } from '@jest/globals';
import { loadSettings } from '../../lib/settings/index.ts';
import { ownKey } from '../../local/own-key.ts';

const DESK = 'service-desk=file:/run/secrets/desk-key';

it('the own key of a start has a role beside those that are given, and is another one at each start', () => {
  const { key, environment } = ownKey(DESK);
  expect(environment.API_ROLES).toMatch(/^service-desk=file:\/run\/secrets\/desk-key,operator=env:\w+$/);
  const [, name = ''] = /env:(\w+)$/.exec(environment.API_ROLES ?? '') ?? [];
  expect(environment[name]).toBe(key);
  expect(ownKey(DESK).key).not.toBe(key);
});

it.each([undefined, '', ' ', ' , '])('where API_ROLES is %j there is no role to add: it stays as it is', (given) => {
  expect(ownKey(given).environment).toEqual({});
});

it('what it adds keeps a list of roles readable, and a mistake in it one', () => {
  const problems = (given: string) =>
    loadSettings({ ...ownKey(given).environment }).problems.filter(({ setting }) => setting === 'API_ROLES');
  expect(problems(DESK)).toEqual([]);
  expect(problems(`${DESK},`)).toEqual([]);
  expect(problems('desk=file:/x')).toHaveLength(1);
});
