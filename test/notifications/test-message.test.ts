// POST /api/notifications/test: through each channel, with what became of it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationEndpoints } from '../../lib/operations/notification-endpoints.ts';
import { clientOf } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { ScriptedSource } from '../ingest/scripted.ts';
import { httpsServer, privateAuthority } from '../net/servers.ts';
import { operatorsOf, WHO } from '../operations/application.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { authority, mailAt, settingsOf, webhookAt } from './channels.ts';

const other = privateAuthority();
afterAll(other.remove);
const judge = judgeOf(notificationEndpoints);

onEachEngine((open) => {
  const { application } = operatorsOf(open);
  beforeEach(async () => emptyTables(open().store));

  describe('a test', () => {
    const called = async (environment: Readonly<Record<string, string>>, stopping = new AbortController().signal) => {
      const { store } = open();
      const app = { ...application(new ScriptedSource(store), () => []), settings: settingsOf(environment), stopping };
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

    it('that a stop of the collector cuts says so, and nothing of polls', async () => {
      const stopping = new AbortController();
      const server = await httpsServer(authority, () => stopping.abort());
      const hanging = createServer((socket) => {
        socket.resume().write('220 mail.example.org ESMTP\r\n');
      }).listen(0, '127.0.0.1');
      await once(hanging, 'listening');
      const environment = { ...webhookAt(server.port), ...mailAt(hanging.address()) };
      const { body, text: whole } = await called(environment, stopping.signal);
      expect(body).toMatchObject({ items: ['webhook', 'mail'].map((channel) => ({ channel, code: 'stopped' })) });
      expect(whole).not.toMatch(/poll|page/);
      hanging.close();
      await server.close();
    });

    it('is a conflict where no channel is configured, and nothing is noted then', async () => {
      expect((await called({})).status).toBe(409);
      expect(await open().store.db.selectFrom('operator_journal').select('id').execute()).toEqual([]);
    });
  });
});
