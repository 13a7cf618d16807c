// Signed events: what a receiver by the Standard Webhooks scheme checks; and that nothing of a person is in any message.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mailOf } from '../../lib/notifications/mail.ts';
import { type Message, messageOf, PHASES } from '../../lib/notifications/message.ts';
import { planOf } from '../../lib/notifications/plan.ts';
import { eventOf, secretsOf, signedHeaders } from '../../lib/notifications/webhook.ts';
import { NOTIFIED } from '../../lib/settings/index.ts';
import { WARNING_KINDS } from '../../lib/warning-kinds.ts';
import { runs } from '../fuzz/runs.ts';

const AT = new Date('2026-11-30T08:00:00.900Z');
const SINCE = '2026-11-29T08:00:00.000Z';
const message = (more: Partial<Message> = {}): Message => ({
  id: 'one',
  at: AT.toISOString(),
  kind: 'source-stale',
  phase: 'opened',
  count: 1,
  items: [{ source: 'intune', about: 'device', since: SINCE }],
  ...more,
});

describe('an event', () => {
  it('is signed with each secret, over id, second and body', () => {
    const body = eventOf('lens', message());
    const raw = Buffer.from('0123456789abcdef0123456789abcdef');
    const headers = signedHeaders({ id: 'one', at: AT, body }, [`whsec_${raw.toString('base64')}`, 'plain']);
    const seconds = AT.getTime() / 1000 - 0.9;
    const by = (key: Buffer | string) =>
      `v1,${createHmac('sha256', key).update(`one.${seconds}.${body}`).digest('base64')}`;
    expect(headers['webhook-signature']).toBe(`${by(raw)} ${by('plain')}`);
    expect([headers['webhook-id'], headers['webhook-timestamp']]).toEqual(['one', String(seconds)]);
  });

  it('is signed as Standard Webhooks publishes it, and as our sample of a receiver checks it', async () => {
    const [secret, body] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '{"test": 2432232314}'];
    const of = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1_614_265_330_000), body };
    expect(signedHeaders(of, [secret])['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    const [, sample = ''] = readFileSync('docs/notifications.md', 'utf8').split(/```(?:js)?\n(?=import \{ createHmac)/);
    const code = `${sample.slice(0, sample.indexOf('```'))}export { isOurs };`;
    const { isOurs } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const now = { ...of, at: new Date() };
    for (const own of [secret, 'a secret that is text']) {
      expect(isOurs(signedHeaders(now, ['another', own]), body, own)).toBe(true);
      expect(isOurs(signedHeaders(now, ['another']), body, own)).toBe(false);
    }
    expect(isOurs(signedHeaders(of, [secret]), body, secret)).toBe(false);
  });

  it.each([
    ['0123456789abcde', true],
    ['0123456789abcdef', false],
    [`whsec_${Buffer.alloc(15).toString('base64')}`, true],
    [`whsec_${Buffer.alloc(16).toString('base64')}`, false],
    // Of which nothing is decoded.
    ['whsec_!!!!!!!!!!!!!!!!!!!!!!!!', true],
  ])('is signed with no key that can be guessed: %s', (secret, isRefused) => {
    const read = () => secretsOf([{ read: () => secret }]);
    if (isRefused) expect(read).toThrow(expect.objectContaining({ code: 'key-too-short' }));
    else expect(read()).toEqual([secret]);
  });

  it('is a CloudEvent, the same at each try', () => {
    expect(JSON.parse(eventOf('lens', message()))).toEqual({
      specversion: '1.0',
      id: 'one',
      source: '/emm-lens/lens',
      type: 'emm-lens.source-stale.opened',
      time: AT.toISOString(),
      datacontenttype: 'application/json',
      data: {
        kind: 'source-stale',
        phase: 'opened',
        title: WARNING_KINDS['source-stale'].title,
        hint: WARNING_KINDS['source-stale'].hint,
        urgent: false,
        count: 1,
        items: [{ source: 'intune', about: 'device', since: SINCE }],
      },
    });
  });
});

describe('a message', () => {
  it('names the first fifty, and counts all', () => {
    const items = Array.from({ length: 80 }, (_, n) => ({ source: `s${n}`, about: null, since: SINCE }));
    const long = messageOf({ ...message(), items });
    expect([long.count, long.items.length]).toEqual([80, 50]);
    const { subject, text } = mailOf('lens', long);
    expect(subject).toBe('[lens] New: A source is stale (80)');
    expect(text).toContain(`- s49, since ${SINCE}\nand 30 more\n`);
  });

  it('holds names of sources, words of ours and times, whatever warnings say', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        'erika.mustermann@example.org',
        'CN=Erika,OU=Köln',
        '+49 171 1234567',
        'Erika "Ö" <x>',
        'a\r\nBcc: b',
      ),
    );
    const source = fc.constantFrom('intune', 'epmm-hq', null);
    const about = fc.oneof(fc.constantFrom('device', 'device/values', 'apns-certificate', null), anything);
    const warning = fc.record({ kind: fc.constantFrom(...NOTIFIED), source, about, line: anything });
    const ours = new Set([...Object.values(WARNING_KINDS).flatMap(({ title, hint }) => [title, hint]), ...NOTIFIED]);
    const words = new Set(['intune', 'epmm-hq', ...Object.keys(PHASES)]);
    fc.assert(
      fc.property(fc.array(warning, { minLength: 1, maxLength: 6 }), (warnings) => {
        const { messages } = planOf([], warnings, AT, { kinds: NOTIFIED, reminderMs: 1, isQuiet: false });
        for (const told of messages) {
          const whole = messageOf({ ...told, id: 'one' });
          for (const text of stringsIn(JSON.parse(eventOf('lens', whole)).data))
            expect(
              ours.has(text) ||
                words.has(text) ||
                text === AT.toISOString() ||
                /^[a-z0-9][a-z0-9._/-]{0,63}$/.test(text),
            ).toBe(true);
          const { subject, text } = mailOf('lens', whole);
          expect(/^[\x20-\x7e]+$/.test(subject) && /^[\x20-\x7e\n]+$/.test(text)).toBe(true);
          for (const planted of ['@', '+49', 'CN=', 'Bcc'])
            expect(subject + text + JSON.stringify(whole)).not.toContain(planted);
        }
      }),
      runs(60),
    );
  });
});

const stringsIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(stringsIn);
