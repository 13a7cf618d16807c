import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { hasherOf, keyOfUse } from '../lib/keyed-hash.ts';

it('hashes of many values are HMAC-SHA256, as anybody can make them', () => {
  const secret = 'a test key of thirty-two letters';
  const hash = hasherOf(secret, 'name');
  for (const value of ['', 'anna@corp.example', 'bücher', 'x'.repeat(1_000)])
    expect(hash(value)).toBe(createHmac('sha256', keyOfUse(secret, 'name')).update(value).digest('hex').slice(0, 32));
});
