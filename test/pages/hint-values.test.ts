// German words of a code keep what the English hint has of the case.
import { expect, it } from '@jest/globals';
import { meaningOf } from '../../pages/api/german-errors.ts';
import { valuesOf } from '../../pages/parts/hint-values.ts';

it.each([
  ['secret-missing', 'The secret env:GRAPH_KEY is not set. Set that environment variable.', ['env:GRAPH_KEY']],
  ['ca-file', '/etc/ca/own.pem must be a readable file of 1 MB at most, PEM or DER.', ['/etc/ca/own.pem']],
  ['unknown-parameter', 'Correct `Foo`, `device.imeii` in the sources file.', ['Foo', 'device.imeii']],
  [
    'sign-in-http-302',
    'The token server redirects (status 302): check graphUrl, login.example.com:8443, and `proxy`.',
    ['graphUrl', 'login.example.com:8443'],
  ],
  ['not-supported', 'Ivanti EPMM 12.1.0.0 does not know a call for device_app: it stays.', ['device_app']],
  [
    'etimeout',
    'Raise DATABASE_TIMEOUT_MS (`https://db.example.com/a`).',
    ['DATABASE_TIMEOUT_MS', 'https://db.example.com/a'],
  ],
  // What the German words have, too, is not said twice.
  ['407', 'Check `proxyCredentials`.', ['proxyCredentials']],
  ['http-407', 'Check `proxyCredentials`.', []],
  ['timeout', 'It did not answer in time. Look at the firewall; the next poll tries again at 10.', []],
])('of %s: %s', (code, hint, values) => {
  expect(valuesOf(hint, meaningOf(code)?.join(' ') ?? '')).toEqual(values);
});
