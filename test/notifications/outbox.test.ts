// From what is found to what is sent: once, by one collector, until it is delivered.
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConfigError, SourceError } from '../../lib/errors.ts';
import { channelsOf } from '../../lib/notifications/channels.ts';
import { type Channel, deliver, outcomeOf } from '../../lib/notifications/deliver.ts';
import { signingIn } from '../../lib/notifications/mail-sign-in.ts';
import type { Message } from '../../lib/notifications/message.ts';
import { claim, dueDeliveries, note, undelivered } from '../../lib/notifications/outbox.ts';
import { signedHeaders } from '../../lib/notifications/webhook.ts';
import { notificationEndpoints } from '../../lib/operations/notification-endpoints.ts';
import { tellOperators } from '../../lib/operations/notify.ts';
import { loadSettings, NOTIFIED } from '../../lib/settings/index.ts';
import { writeStoredValue } from '../../lib/store/stored-values.ts';
import type { Warning } from '../../lib/warning-kinds.ts';
import { clientOf } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { httpsServer, privateAuthority } from '../net/servers.ts';
import { operatorsOf, WHO } from '../operations/application.ts';
import { keyIn } from '../operations/ingest.ts';
import { silent } from '../privacy/fixture.ts';
import { emptyTables, writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const { authority, caFile, remove } = privateAuthority();
const other = privateAuthority();
afterAll(() => {
  remove();
  other.remove();
});
const clock = { now: () => new Date() };
const stop = new AbortController().signal;
const HOUR_MS = 3_600_000;
const SECRET = keyIn('TEST_WEBHOOK_SECRET');
const GIVEN = {
  // Not how the database of the tests is set up.
  NOTIFY_KINDS: 'source-stale,sign-in-refused',
  DATABASE: 'sqlite::memory:',
  AUDIT_KEY: 'env:TEST_WEBHOOK_SECRET',
  PHONE_KEY: 'env:TEST_WEBHOOK_SECRET',
};
const webhookAt = (port: number) => ({
  NOTIFY_WEBHOOK_URL: `https://127.0.0.1:${port}/events`,
  NOTIFY_WEBHOOK_SECRETS: 'env:TEST_WEBHOOK_SECRET',
  NOTIFY_WEBHOOK_CA_FILE: caFile,
});
const mailAt = (address: ReturnType<Server['address']>) => ({
  NOTIFY_MAIL_SERVER: `smtp://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
  NOTIFY_MAIL_FROM: 'lens@example.org',
  NOTIFY_MAIL_TO: 'ops@example.org',
});
const judge = judgeOf(notificationEndpoints);
const PLAN = { kinds: NOTIFIED, reminderMs: 24 * HOUR_MS, isQuiet: false };
const LOST: Warning = { kind: 'polls-lost', source: 'intune', line: 'The last 3 polls were lost.' };
const STALE: Warning = { kind: 'source-stale', source: 'intune', line: 'No complete pass.' };

/** Keeps what it is given; throws what there is to throw. */
class Kept implements Channel {
  readonly name = 'webhook';
  readonly messages: Message[] = [];
  failure: Error | null = null;
  async send(message: Message): Promise<void> {
    this.messages.push(message);
    if (this.failure) throw this.failure;
  }
}

describe('a message that was not delivered', () => {
  const NOW = new Date('2026-11-30T08:00:00Z');
  const tried = (attempts: number, hoursAgo = 0) =>
    outcomeOf(
      { id: 1, kind: 'x', message: {} as Message, attempts, occurred_at: new Date(NOW.getTime() - hoursAgo * HOUR_MS) },
      failing,
      NOW,
    );
  let failing: Error = new Error("erika's password");
  const minutes = (outcome: ReturnType<typeof tried>) =>
    outcome.next_attempt_at && (outcome.next_attempt_at.getTime() - NOW.getTime()) / 60_000;

  it('is tried less and less often, for a day, and told by a code alone', () => {
    expect([1, 2, 3, 6, 7, 30].map((attempts) => minutes(tried(attempts)))).toEqual([1, 2, 4, 32, 60, 60]);
    expect(tried(30, 23)).toEqual({ outcome: 'failed', error_code: 'internal', next_attempt_at: null });
  });

  it('waits for as long as the receiver asks for, up to half a day', () => {
    for (const [retryAfterSeconds, wait] of [
      [30, 1],
      [1800, 30],
      [864_000, 720],
    ] as const) {
      failing = new SourceError('It asks to wait.', { code: 'http-429', hint: '', retryAfterSeconds });
      expect(minutes(tried(1))).toBe(wait);
    }
  });
});

onEachEngine((open) => {
  const { application } = operatorsOf(open);
  beforeEach(async () => emptyTables(open().store));
  const delivering = (channel: Channel, kinds: readonly string[] | null = null) =>
    deliver({ store: open().store, channels: [channel], kinds, stop, log: silent });
  const rows = () => open().store.db.selectFrom('notification_delivery').selectAll().orderBy('id').execute();
  const asIfDue = () =>
    open().store.write(({ db }) =>
      db
        .updateTable('notification_delivery')
        .set({ next_attempt_at: new Date(0) })
        .where('outcome', 'is', null)
        .execute(),
    );

  describe('notifications', () => {
    it('of a source that went stale are posted, signed, once, and again when it is over', async () => {
      const { store } = open();
      const received: { headers: IncomingHttpHeaders; body: string }[] = [];
      const server = await httpsServer(authority, async (request, response) => {
        received.push({ headers: request.headers, body: await text(request) });
        response.writeHead(204).end();
      });
      const { settings } = loadSettings({ ...GIVEN, ...webhookAt(server.port) });
      if (!settings) throw new Error('the settings are wrong');
      const source = new ScriptedSource(store);
      // It tells a time of its own, which lies back.
      await source.poll(() => wholePass(devices(20)));
      const app = { ...application(source, () => []), settings };
      const channels = channelsOf({ ...app, clock, signal: stop, log: silent });
      for (const _ of [1, 2]) await tellOperators(app, channels, silent);
      await store.write(({ db }) => db.deleteFrom('source_state').execute());
      await writeFreely(store, ({ db }) =>
        db
          .updateTable('notification')
          .set({ seen_at: new Date(0) })
          .execute(),
      );
      await tellOperators(app, channels, silent);
      await server.close();
      expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
        { type: 'emm-lens.source-stale.opened', data: { items: [{ source: source.name, about: 'device' }] } },
        { type: 'emm-lens.source-stale.over', data: { items: [{ source: source.name, about: 'device' }] } },
      ]);
      for (const { headers, body } of received) {
        const at = new Date(Number(headers['webhook-timestamp']) * 1000);
        const expected = signedHeaders({ id: JSON.parse(body).id, at, body }, [SECRET]);
        expect(headers['webhook-signature']).toBe(expected['webhook-signature']);
      }
      expect((await rows()).map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered']);
      expect(await store.db.selectFrom('notification').select('id').execute()).toEqual([]);
    });

    it('that are not urgent wait in quiet hours, by the time of their zone', async () => {
      const { store } = open();
      const source = new ScriptedSource(store);
      await source.poll(() => wholePass(devices(20)));
      const refused = JSON.stringify({ tries: [Date.now()], secrets: [] });
      await store.write(({ db }) => db.updateTable('source_state').set({ sign_in: refused }).execute());
      const hourIn = (offset: number) => new Date(Date.now() + offset * HOUR_MS).toISOString().slice(11, 16);
      const told = async (quiet: string) => {
        const { settings } = loadSettings({ ...GIVEN, NOTIFY_QUIET_HOURS: quiet });
        if (!settings) throw new Error('the settings are wrong');
        const channel = new Kept();
        await tellOperators({ ...application(source, () => []), settings }, [channel], silent);
        return channel.messages.map(({ kind }) => kind);
      };
      expect(await told(`${hourIn(-1)}-${hourIn(1)} UTC`)).toEqual(['sign-in-refused']);
      expect(await told(`${hourIn(-1)}-${hourIn(1)} Asia/Tokyo`)).toEqual(['source-stale']);
    });

    it('are made once, however many collectors look at once', async () => {
      const { store } = open();
      await Promise.all([1, 2, 3].map(() => note(store, [LOST, STALE], ['webhook', 'mail'], PLAN)));
      expect((await rows()).map(({ channel, kind }) => `${channel} ${kind}`)).toEqual([
        'webhook polls-lost',
        'mail polls-lost',
        'webhook source-stale',
        'mail source-stale',
      ]);
    });

    it('are sent by one collector, however many send at once', async () => {
      await note(open().store, [LOST, STALE], ['webhook'], PLAN);
      const channel = new Kept();
      await Promise.all([1, 2, 3].map(() => delivering(channel)));
      expect(channel.messages.map(({ kind }) => kind).sort()).toEqual(['polls-lost', 'source-stale']);
    });

    it('are sent again, with the same id, where their sender died after it had claimed them', async () => {
      const { store } = open();
      await note(store, [LOST], ['webhook'], PLAN);
      const [due] = await dueDeliveries(store, 'webhook', null, await store.now());
      if (!due) throw new Error('nothing is due');
      expect(await claim(store, due, await store.now())).not.toBeNull();
      expect(await claim(store, due, await store.now())).toBeNull();
      const channel = new Kept();
      await delivering(channel);
      expect(channel.messages).toEqual([]);
      await asIfDue();
      await delivering(channel);
      expect(channel.messages.map(({ id }) => id)).toEqual([due.message.id]);
    });

    it('that cannot be delivered wait, and are warned of: first after a while, then for good until one gets through', async () => {
      const { store } = open();
      await note(store, [LOST, STALE], ['webhook'], PLAN);
      const channel = new Kept();
      channel.failure = new ConfigError("erika's secret", { code: 'secret-missing', hint: '' });
      await delivering(channel);
      // What holds up one would hold up the next.
      expect(channel.messages).toHaveLength(1);
      expect(await undelivered(store, ['webhook'])).toEqual([]);
      for (let n = 0; n < 6; n += 1) {
        await asIfDue();
        await delivering(channel);
      }
      const warned = { kind: 'notification-failed', source: null, about: 'webhook' };
      expect(await undelivered(store, ['webhook'])).toMatchObject([warned]);
      const made = (hoursAgo: number) =>
        store.write(({ db }) =>
          db
            .updateTable('notification_delivery')
            .set({ occurred_at: new Date(Date.now() - hoursAgo * HOUR_MS) })
            .execute(),
        );
      await made(23.9);
      await asIfDue();
      await delivering(channel);
      // A day later nothing is news any more.
      await made(24);
      await asIfDue();
      await delivering(channel);
      expect((await rows()).map(({ outcome, error_code }) => [outcome, error_code])).toEqual([
        ['failed', 'secret-missing'],
        ['failed', 'too-late'],
      ]);
      expect(channel.messages).toHaveLength(8);
      expect(await undelivered(store, ['webhook'])).toMatchObject([warned]);
      // That of a channel that is none any more tells nobody anything.
      expect(await undelivered(store, ['mail'])).toEqual([]);
      channel.failure = null;
      await note(store, [{ ...LOST, source: 'epmm' }], ['webhook'], PLAN);
      await delivering(channel);
      expect(await undelivered(store, ['webhook'])).toEqual([]);
    });

    it('are cut after a minute where a server goes on sending lines, and come by the other channel meanwhile', async () => {
      const { store } = open();
      const late = new AbortController();
      const bound = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
      const posted = Promise.withResolvers<void>();
      const server = await httpsServer(authority, (_, response) => {
        response.writeHead(204).end(() => posted.resolve());
      });
      const dripping = createServer((socket) => {
        socket.write('220 mail.example.org ESMTP\r\n');
        socket.once('data', async () => {
          socket.write('250-X\r\n');
          await posted.promise;
          late.abort(new DOMException('', 'TimeoutError'));
        });
      }).listen(0, '127.0.0.1');
      await once(dripping, 'listening');
      const { settings } = loadSettings({ ...GIVEN, ...webhookAt(server.port), ...mailAt(dripping.address()) });
      if (!settings) throw new Error('the settings are wrong');
      const channels = channelsOf({ settings, store, clock, signal: stop, log: silent });
      await note(store, [LOST], ['webhook', 'mail'], PLAN);
      await deliver({ store, channels, kinds: null, stop, log: silent });
      expect(bound.mock.calls).toEqual([[60_000]]);
      bound.mockRestore();
      expect((await rows()).map(({ channel, outcome, error_code }) => [channel, outcome, error_code])).toEqual([
        ['webhook', 'delivered', null],
        ['mail', null, 'timeout'],
      ]);
      dripping.close();
      await server.close();
    });

    it('wait for the end of quiet hours, and hold up nothing urgent, however many they are', async () => {
      const { store } = open();
      await note(store, [STALE], ['webhook'], PLAN);
      const [waiting] = (await rows()).map(({ id: _, ...row }) => row);
      if (!waiting) throw new Error('nothing was noted');
      // For which this version has no words: a collector that has some sends it.
      const newer = { ...waiting, kind: 'of-a-newer-version' };
      await store.write((tx) => tx.insert('notification_delivery', [newer, ...Array(59).fill(waiting)]));
      await note(store, [STALE, LOST], ['webhook'], PLAN);
      const channel = new Kept();
      await delivering(channel, ['polls-lost']);
      expect(channel.messages.map(({ kind }) => kind)).toEqual(['polls-lost']);
      for (const _ of [1, 2]) await delivering(channel);
      expect(channel.messages).toHaveLength(61);
      expect((await rows()).flatMap(({ kind, attempts }) => (attempts === 0 ? [kind] : []))).toEqual([newer.kind]);
    });
  });

  describe('a test', () => {
    const called = async (environment: Readonly<Record<string, string>>) => {
      const { store } = open();
      const { settings } = loadSettings({ ...GIVEN, ...environment });
      if (!settings) throw new Error('the settings are wrong');
      const app = { ...application(new ScriptedSource(store), () => []), settings };
      const call = clientOf(notificationEndpoints, async () => ({ ...app.api, application: app }));
      const answer = await call('notifications/test', { method: 'POST', headers: WHO });
      for (const endpoint of notificationEndpoints) judge(endpoint, answer);
      return answer;
    };

    it('goes through each channel, says what became of it, and who asked', async () => {
      let status = 202;
      const types: string[] = [];
      const server = await httpsServer(authority, async (request, response) => {
        types.push(JSON.parse(await text(request)).type);
        response.writeHead(status, { location: 'https://elsewhere.example.org/' }).end('erika');
      });
      const environment = webhookAt(server.port);
      const tried = { channel: 'webhook', delivered: true, code: null, hint: null };
      expect((await called(environment)).body).toEqual({ items: [tried] });
      for (status of [302, 429, 500, 503, 504]) {
        const { body, text: whole } = await called(environment);
        expect(body).toMatchObject({ items: [{ channel: 'webhook', delivered: false, code: `http-${status}` }] });
        // It has no proxy, and is no poll.
        expect(whole).not.toMatch(/erika|elsewhere|poll|`proxy`|caFile/);
      }
      const distrusted = await called({ ...environment, NOTIFY_WEBHOOK_CA_FILE: other.caFile });
      expect(distrusted.body).toMatchObject({
        items: [{ code: 'tls', hint: expect.stringContaining('`NOTIFY_WEBHOOK_CA_FILE`') }],
      });
      await server.close();
      expect(types).toEqual(Array(6).fill('emm-lens.test.test'));
      const journal = await open().store.db.selectFrom('operator_journal').selectAll().execute();
      expect(journal).toMatchObject(
        Array(7).fill({ operation: 'notifications-test', details: '{"channels":["webhook"]}' }),
      );
      expect(journal[0]?.principal).toContain('olga');
    });

    it('is a conflict where no channel is configured, and nothing is noted then', async () => {
      expect((await called({})).status).toBe(409);
      expect(await open().store.db.selectFrom('operator_journal').select('id').execute()).toEqual([]);
    });
  });

  describe('a mail server that refused the password', () => {
    const account = { host: 'mail.example.org', port: 587, user: 'lens', password: 'wrong' };
    const refused = new SourceError('Refused.', { code: 'sign-in-refused', hint: '', refusedSignIns: 1 });
    const later = new SourceError('Later.', { code: 'try-later', hint: '' });
    const ended = new SourceError('It ended.', { code: 'reset', hint: '' });
    const tried: string[] = [];
    beforeEach(() => {
      tried.length = 0;
    });
    const sign = (password: string, answer: Error | null | Promise<Error>, asked = false) =>
      signingIn(open().store, { ...account, password }, { key: 'k'.repeat(16), asked }, async () => {
        tried.push(password);
        const thrown = await answer;
        if (thrown) throw thrown;
      }).catch(({ code }) => code);

    it('is not asked again with it until it has waited, and at once with another', async () => {
      expect(await sign('wrong', refused)).toBe('sign-in-refused');
      expect(await sign('wrong', refused)).toBe('sign-in-waits');
      expect(tried).toEqual(['wrong']);
      expect(await sign('right', null)).toBeUndefined();
      expect(await sign('wrong', refused)).toBe('sign-in-refused');
      const stored = await open().store.db.selectFrom('setting').select('value').execute();
      expect(JSON.stringify(stored)).not.toMatch(/wrong|right/);
    });

    it.each([
      ['that it refuses', refused, 'sign-in-waits'],
      ['that it cannot check for now, of which it may be asked again', later, 'try-later'],
      ['with which the connection ends', ended, 'sign-in-waits'],
    ])('is asked twice within half an hour with one %s, whoever asks', async (_, answer, second) => {
      expect(await sign('one', answer)).toBe(answer.code);
      expect(await sign('one', answer)).toBe(second);
      for (const password of ['one', 'two', 'three']) await sign(password, answer, true);
      expect(tried).toHaveLength(2);
      expect(await sign('four', null, true)).toBe('sign-in-waits');
    });

    it('is asked by one at a time, and twice, however many ask at once', async () => {
      for (const round of [1, 1, 0]) {
        const before = tried.length;
        const answer = Promise.withResolvers<Error>();
        let others = 11;
        const ask = async () => {
          const code = await sign('wrong', answer.promise, true);
          // All but one have their answer while that one is under way.
          others -= 1;
          if (others === 0) answer.resolve(refused);
          return code;
        };
        const codes = (await Promise.all(Array.from({ length: 12 }, ask))).sort();
        expect(codes).toEqual([...Array(round).fill('sign-in-refused'), ...Array(12 - round).fill('sign-in-waits')]);
        expect(tried.length - before).toBe(round);
      }
    });

    it('is held to be asked, and then to have refused, where whoever asked it died', async () => {
      const at = Date.now();
      const afterIts = async (tries: readonly number[], until: number) => {
        await writeStoredValue(open().store, 'mail-sign-in', { tries, secrets: [], until });
        return sign('one', null, true);
      };
      expect(await afterIts([at], at + 50_000)).toBe('sign-in-waits');
      expect(await afterIts([at - 1, at], at - 1)).toBe('sign-in-waits');
      expect(await afterIts([at], at - 1)).toBeUndefined();
      // A clock that ran ahead.
      expect(await afterIts([at], at + 3_600_000)).toBeUndefined();
    });
  });
});
