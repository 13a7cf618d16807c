// Answers of the vendor, in the hands of a collector: what is not proven to be its newest word changes nothing.
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Expected, judgeAnswer } from '../../lib/license/answer.ts';
import { VENDOR_KEY } from '../../lib/license/vendor-key.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const serverId = '0a8f1f0e-6d53-4a0c-9f53-1d4bb4f4e3a1';
const now = new Date('2026-06-10T12:00:00Z');
const expected: Expected = {
  publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  serverId,
  now,
  last: null,
};
const whole = {
  format: 1,
  serverId,
  issuedAt: '2026-06-10T11:59:00Z',
  newestVersion: '1.2.3',
  securityNote: { code: 'EL-2026-001', text: 'Zähler, 数 – “quoted”.' },
  minimumSchema: 3,
  validUntil: '2020-01-01T00:00:00Z',
  licensed: { devices: 1, servers: 2 },
  later: ['a key that a later version adds, as servers is one'],
};
const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const signatureOf = (body: Buffer): string => sign(null, body, privateKey).toString('base64');
const judge = (value: unknown, of: Partial<Expected> = {}) =>
  judgeAnswer(bytes(value), signatureOf(bytes(value)), { ...expected, ...of });

describe('an answer of the vendor', () => {
  it('is accepted with its signature, and with no key that is not there', () => {
    expect(judge(whole)).toBe('accepted');
    expect(judge({ format: 1, serverId, issuedAt: whole.issuedAt })).toBe('accepted');
  });

  it('is ignored where one byte of it, or of its signature, is another', () => {
    const body = bytes(whole);
    const signature = signatureOf(body);
    const other = Buffer.from(body);
    other[40] = (other[40] ?? 0) ^ 1;
    expect(judgeAnswer(other, signature, expected)).toBe('wrong-signature');
    for (const wrong of [signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')), '', 'x', 'A'.repeat(9_000)])
      expect(judgeAnswer(body, wrong, expected)).toBe('wrong-signature');
    expect(judgeAnswer(body, undefined, expected)).toBe('unsigned');
    expect(judge(whole, { publicKey: VENDOR_KEY })).toBe('wrong-signature');
    expect(judge(whole, { publicKey: 'no key' })).toBe('wrong-signature');
  });

  it.each<[string, unknown, string]>([
    ['of another installation', { ...whole, serverId: '1a8f1f0e-6d53-4a0c-9f53-1d4bb4f4e3a1' }, 'other-server'],
    ['of last month', { ...whole, issuedAt: '2026-05-10T12:00:00Z' }, 'out-of-date'],
    ['of next week', { ...whole, issuedAt: '2026-06-17T12:00:00Z' }, 'out-of-date'],
    ['of another format', { ...whole, format: 2 }, 'unknown-format'],
    ['that is a list', [], 'unknown-format'],
    ['with a version that is none', { ...whole, newestVersion: '<b>1</b>' }, 'unknown-format'],
    [
      'with a text that is too long',
      { ...whole, securityNote: { code: 'a', text: 'x'.repeat(501) } },
      'unknown-format',
    ],
    ['with an escape', { ...whole, securityNote: { code: 'a', text: '\u001b[2J' } }, 'unknown-format'],
    ['with a line', { ...whole, securityNote: { code: 'a', text: 'a\nb' } }, 'unknown-format'],
    ['that turns the direction', { ...whole, securityNote: { code: 'a', text: 'a\u202eb' } }, 'unknown-format'],
    ['with a number below none', { ...whole, licensed: { devices: -1 } }, 'unknown-format'],
    ['that is no JSON', '<html>', 'not-json'],
    ['that is deep', '['.repeat(30_000) + ']'.repeat(30_000), 'not-json'],
  ])('%s is ignored although it is signed', (_name, value, code) => {
    expect(judge(value)).toBe(code);
  });

  it('is ignored where a newer one was accepted, or another of the same time; the same again is no news', () => {
    const last = JSON.stringify(whole);
    expect(judge({ ...whole, issuedAt: '2026-06-10T11:58:00Z' }, { last })).toBe('replayed');
    expect(judge({ ...whole, newestVersion: '0.1' }, { last })).toBe('replayed');
    expect(judge(whole, { last })).toBe('accepted');
    expect(judge({ ...whole, issuedAt: '2026-06-10T11:59:01Z' }, { last })).toBe('accepted');
  });

  it('is older than one that a newer version accepted, also where this version cannot read that one', () => {
    const last = JSON.stringify({ ...whole, format: 2, licensed: 'none' });
    expect(judge({ ...whole, issuedAt: '2026-06-10T11:58:00Z' }, { last })).toBe('replayed');
    expect(judge({ ...whole, issuedAt: '2026-06-10T11:59:01Z' }, { last })).toBe('accepted');
  });
});
