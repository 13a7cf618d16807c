// A simulated tenant of UEM, and polls of it.
import type { Description } from '../../../lib/sources/contract.ts';
import { type BlackberryUem, blackberryUem as simulated } from '../../../local/fleet/blackberry-uem/index.ts';
import type { Estate } from '../../../local/fleet/estate/estate.ts';
import { type Poll, type PollOptions, simulate } from '../polled.ts';
import type { Settings } from '../source-of.ts';

export interface Rig {
  readonly estate: Estate;
  readonly uem: BlackberryUem;
  /** Settings that sign in by OAuth. */
  readonly oauth: Settings;
  poll(options?: PollOptions): Promise<Poll>;
  describe(): Promise<Description>;
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const company = simulate({ users, devices, appsPerDevice }, 'blackberry-uem');
  const { estate, authority } = company;
  const uem = await simulated.start({ estate, authority, clock: () => Date.now() });
  process.env.TEST_UEM_PASSWORD = uem.password;
  process.env.TEST_UEM_CLIENT_SECRET = uem.clientSecret;
  const settings = {
    url: uem.url,
    tenantId: uem.tenantId,
    username: uem.username,
    password: 'env:TEST_UEM_PASSWORD',
    pageSize: 6,
    personalDevices: true,
  };
  return {
    estate,
    uem,
    oauth: {
      username: undefined,
      password: undefined,
      clientId: uem.clientId,
      clientSecret: 'env:TEST_UEM_CLIENT_SECRET',
      tokenUrl: uem.tokenUrl,
    },
    poll: (options) => company.poll(settings, options),
    describe: () => company.describe(settings),
    close: async () => {
      await uem.close();
      company.remove();
    },
  };
}
