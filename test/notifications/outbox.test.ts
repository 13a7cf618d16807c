// From what is found to what is sent: once, by one collector, until it is delivered.
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConfigError, SourceError } from '../../lib/errors.ts';
import { channelsOf } from '../../lib/notifications/channels.ts';
import { type Channel, deliver, outcomeOf } from '../../lib/notifications/deliver.ts';
import { signingIn } from '../../lib/notifications/mail-sign-in.ts';
import type { Message } from '../../lib/notifications/message.ts';
import { claim, dueDeliveries, note, undelivered } from '../../lib/notifications/outbox.ts';
import { signedHeaders } from '../../lib/notifications/webhook.ts';
import { tellOperators } from '../../lib/operations/notify.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { httpsServer } from '../net/servers.ts';
import { operatorsOf } from '../operations/application.ts';
import { silent } from '../privacy/fixture.ts';
import { emptyTables, writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import {
  authority,
  clock,
  HOUR_MS,
  Kept,
  LOST,
  mailAt,
  PLAN,
  SECRET,
  STALE,
  settingsOf,
  webhookAt,
} from './channels.ts';

const stop = new AbortController().signal;

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
      const settings = settingsOf(webhookAt(server.port));
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
        const settings = settingsOf({ NOTIFY_QUIET_HOURS: quiet });
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

    it('are all sent by the collector that signs in, and delayed by none that finds it at it', async () => {
      const { store } = open();
      await note(store, [LOST, STALE], ['mail'], PLAN);
      const [first, second] = [new Kept('mail'), new Kept('mail')];
      const account = { host: 'mail.example.org', port: 587, user: 'lens', password: 'right' };
      const signIn = (login: () => Promise<void>) => () =>
        signingIn(store, account, { key: 'k'.repeat(16), asked: false }, login);
      const { promise: signsIn, resolve: begins } = Promise.withResolvers<void>();
      const { promise: othersLooked, resolve: goOn } = Promise.withResolvers<void>();
      first.sends = signIn(async () => {
        begins();
        await othersLooked;
      });
      second.sends = signIn(async () => {});
      const sending = delivering(first);
      await signsIn;
      const warned: string[] = [];
      const log = { ...silent, warn: (line: string) => void warned.push(line) };
      await deliver({ store, channels: [second], kinds: null, stop, log });
      goOn();
      await sending;
      expect(first.messages.map(({ kind }) => kind)).toEqual(['polls-lost', 'source-stale']);
      expect((await rows()).map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
        ['delivered', 1],
        ['delivered', 1],
      ]);
      expect(warned).toEqual([]);
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
      const settings = settingsOf({ ...webhookAt(server.port), ...mailAt(dripping.address()) });
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

    it('that a slow channel has not begun after a minute wait for the next round, and the other channel has all of them', async () => {
      const { store } = open();
      const source = new ScriptedSource(store);
      await source.poll(() => wholePass(devices(20)));
      const refused = JSON.stringify({ tries: [Date.now()], secrets: [] });
      await store.write(({ db }) => db.updateTable('source_state').set({ sign_in: refused }).execute());
      const minute = new AbortController();
      const bound = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(minute.signal);
      const [fast, slow] = [new Kept('webhook'), new Kept('mail')];
      const { promise: isFastDone, resolve } = Promise.withResolvers<void>();
      fast.sends = async () => {
        if (fast.messages.length === 2) resolve();
      };
      slow.sends = async () => {
        await isFastDone;
        minute.abort(new DOMException('', 'TimeoutError'));
      };
      const app = { ...application(source, () => []), settings: settingsOf() };
      const kindsAfter = async () => {
        await tellOperators(app, [fast, slow], silent);
        return [fast, slow].map(({ messages }) => messages.map(({ kind }) => kind));
      };
      const [first, second] = ['sign-in-refused', 'source-stale'];
      expect(await kindsAfter()).toEqual([[first, second], [first]]);
      expect(bound.mock.calls).toEqual([[60_000]]);
      bound.mockRestore();
      expect(await kindsAfter()).toEqual([
        [first, second],
        [first, second],
      ]);
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
});
