// The channels that settings name: each sends a message, and throws what may be said of a failure.
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Settings } from '../settings/index.ts';
import type { Store } from '../store/index.ts';
import type { Channel } from './deliver.ts';
import type { Login } from './mail.ts';
import type { Message } from './message.ts';

export interface Using {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Of one try, whatever comes meanwhile. */
const TRY_MS = 60_000;

/** Those that are configured. */
export const channelNames = (
  settings: Pick<Settings, 'NOTIFY_WEBHOOK_URL' | 'NOTIFY_MAIL_SERVER'>,
): readonly string[] => [
  ...(settings.NOTIFY_WEBHOOK_URL === undefined ? [] : ['webhook']),
  ...(settings.NOTIFY_MAIL_SERVER === undefined ? [] : ['mail']),
];

export const channelsOf = (using: Using): readonly Channel[] => [...webhookOf(using), ...mailOf(using)];

function webhookOf({ settings, clock, signal, log }: Using): readonly Channel[] {
  const { NOTIFY_WEBHOOK_URL: url, NOTIFY_WEBHOOK_SECRETS: references, NOTIFY_WEBHOOK_CA_FILE: caFile } = settings;
  if (url === undefined || references === undefined) return [];
  const send = async (message: Message): Promise<void> => {
    const [{ postEvent, secretsOf }, { createHttpClient }] = await Promise.all([
      import('./webhook.ts'),
      import('../net/client.ts'),
    ]);
    const secrets = secretsOf(references);
    using http = createHttpClient({
      caFile,
      caFileKey: '`NOTIFY_WEBHOOK_CA_FILE`',
      signal,
      // What asks to wait is waited for by the outbox.
      isOnce: true,
      clock,
      random: Math.random,
      log,
      limits: { idleMs: TRY_MS },
    });
    await postEvent(http, { url, secrets, name: settings.NOTIFY_NAME, now: clock.now() }, message);
  };
  return [{ name: 'webhook', send }];
}

function mailOf({ settings, store, signal, log }: Using): readonly Channel[] {
  const { NOTIFY_MAIL_SERVER: at, NOTIFY_MAIL_FROM: from, NOTIFY_MAIL_TO: to, NOTIFY_MAIL_CA_FILE: caFile } = settings;
  const { NOTIFY_NAME: name, NOTIFY_MAIL_USER: user, NOTIFY_MAIL_PASSWORD: reference, PHONE_KEY } = settings;
  if (at === undefined || from === undefined || to === undefined) return [];
  const send = async (message: Message, asked: boolean): Promise<void> => {
    const [{ sendMail }, { signingIn }] = await Promise.all([import('./mail.ts'), import('./mail-sign-in.ts')]);
    const account = user !== undefined && reference && { user, password: reference.read() };
    const signIn = (login: Login): Promise<void> =>
      account
        ? signingIn(store, { host: at.host, port: at.port, ...account }, { key: PHONE_KEY.read(), asked }, () =>
            login(account),
          )
        : Promise.resolve();
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]);
    const refused = await sendMail({ ...at, from, to, caFile, signal: bounded, signIn }, name, message);
    if (refused > 0) log.warn('The mail server refused some recipients of a notification.', { refused });
  };
  return [{ name: 'mail', send }];
}
