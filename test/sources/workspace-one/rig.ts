// A simulated tenant of Workspace ONE, and polls of it.
import type { Description } from '../../../lib/sources/contract.ts';
import type { Estate } from '../../../local/fleet/estate/estate.ts';
import { workspaceOne as simulated, type WorkspaceOne } from '../../../local/fleet/workspace-one/index.ts';
import { type Poll, type PollOptions, simulate } from '../polled.ts';
import type { Settings } from '../source-of.ts';

export interface Rig {
  readonly estate: Estate;
  readonly server: WorkspaceOne;
  /** Settings that sign in by Basic. */
  readonly basic: Settings;
  poll(options?: PollOptions): Promise<Poll>;
  describe(): Promise<Description>;
  /** Forgets what was asked. */
  reset(): void;
  /** `METHOD path?query` of everything that was asked. */
  asked(): string[];
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const company = simulate({ users, devices, appsPerDevice }, 'workspace-one');
  const { estate, authority } = company;
  const server = await simulated.start({ estate, authority, clock: () => Date.now() });
  const { credentials } = server;
  process.env.TEST_WS1_SECRET = credentials.clientSecret;
  process.env.TEST_WS1_TENANT = credentials.tenantCode;
  process.env.TEST_WS1_PASSWORD = credentials.password;
  const settings = {
    url: server.url,
    tenantCode: 'env:TEST_WS1_TENANT',
    clientId: credentials.clientId,
    clientSecret: 'env:TEST_WS1_SECRET',
    tokenUrl: server.tokenUrl,
    pageSize: 15,
    personalDevices: true,
    parallelRequests: 16,
  };
  return {
    estate,
    server,
    basic: {
      clientId: undefined,
      clientSecret: undefined,
      tokenUrl: undefined,
      username: credentials.username,
      password: 'env:TEST_WS1_PASSWORD',
    },
    poll: (options) => company.poll(settings, options),
    describe: () => company.describe(settings),
    reset: () => {
      server.faults.clear();
      server.requests.length = 0;
      server.settings.timeZoneOffsetMinutes = 0;
      server.settings.decimalComma = false;
    },
    asked: () => server.requests.map(({ method, path, query }) => `${method} ${path}?${query}`),
    close: async () => {
      await server.close();
      company.remove();
    },
  };
}
