// POST /api/notifications/test: a message through each channel now, and what became of it.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { choice, flag, itemsOf, json, openObject, textOrNull } from '../http/json-schema.ts';
import { conflict } from '../http/problem.ts';
import { consoleLogger } from '../log.ts';
import type { Channel } from '../notifications/deliver.ts';
import { journal } from './journal.ts';
import type { OperatorDependencies } from './operator.ts';

const TRIED = openObject<Awaited<ReturnType<typeof tryOne>>>({
  channel: choice(['webhook', 'mail']),
  delivered: flag,
  code: textOrNull('Why it was not delivered'),
  hint: textOrNull('What to do about it'),
});

export const notificationEndpoints: readonly Endpoint<OperatorDependencies>[] = [
  {
    name: 'notifications-test',
    method: 'POST',
    route: 'notifications/test',
    authLevel: 'function',
    tag: 'Notifications',
    roles: ['operator'],
    summary: 'Send a test message through each channel',
    description:
      'Quiet hours do not hold it back. A mail server that refused the password twice within half an hour is not asked.',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: { description: 'What became of it, by channel', content: json(itemsOf(TRIED)) },
    problems: [409],
    handle: async (request, dependencies) => {
      const { application: app, clock } = dependencies;
      const { channelsOf } = await import('../notifications/channels.ts');
      const channels = channelsOf({ ...app, clock, signal: app.stopping, log: consoleLogger });
      if (channels.length === 0)
        throw conflict(
          'no-channel',
          'No channel is configured.',
          'Set NOTIFY_WEBHOOK_URL or NOTIFY_MAIL_SERVER: docs/notifications.md.',
        );
      const details = { channels: channels.map(({ name }) => name) };
      await journal(dependencies, request, { operation: 'notifications-test', source: null, details });
      return { body: { items: await Promise.all(channels.map((channel) => tryOne(channel, clock))) }, access: [] };
    },
  },
];

/** With the code and hint of a failure, which name nobody. */
async function tryOne(channel: Channel, clock: Clock) {
  const message = { id: randomUUID(), at: clock.now().toISOString(), kind: 'test', phase: 'test' } as const;
  try {
    await channel.send({ ...message, count: 0, items: [] }, true);
    return { channel: channel.name, delivered: true, code: null, hint: null };
  } catch (error) {
    const { code, hint } = describeError(error);
    return { channel: channel.name, delivered: false, code, hint };
  }
}
