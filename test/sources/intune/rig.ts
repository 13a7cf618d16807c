// A simulated tenant of Intune, and polls of it.
import type { Estate } from '../../../local/fleet/estate/estate.ts';
import { type Intune, intune as simulated } from '../../../local/fleet/intune/index.ts';
import { type Poll, type PollOptions, simulate } from '../polled.ts';

export interface Rig {
  readonly estate: Estate;
  readonly graph: Intune;
  poll(options?: PollOptions): Promise<Poll>;
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const company = simulate({ users, devices, appsPerDevice }, 'intune');
  const { estate, authority } = company;
  const graph = await simulated.start({ estate, authority, clock: Date.now, waits: 'none' });
  graph.delta.pageSize = 15;
  process.env.TEST_INTUNE_SECRET = graph.clientSecret;
  const settings = {
    tenantId: graph.tenantId,
    clientId: graph.clientId,
    clientSecret: 'env:TEST_INTUNE_SECRET',
    graphUrl: graph.url,
    authorityHost: graph.authorityHost,
    personalDevices: true,
  };
  return {
    estate,
    graph,
    poll: (options) => company.poll(settings, options),
    close: async () => {
      await graph.close();
      company.remove();
    },
  };
}

/** The Entra users of the estate, by id. */
export function entraUsers(estate: Estate): string[] {
  return estate.people.flatMap((p) => (p && p.origin !== 'directory' ? [p.id] : [])).sort();
}
