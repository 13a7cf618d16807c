// A simulated tenant of Workspace ONE, and polls of it.
import type { WorkspaceOne } from '../../../local/fleet/workspace-one/index.ts';
import { type Rig as RigOf, type RigOptions, references, startRigOf } from '../polled.ts';
import type { Settings } from '../source-of.ts';

export interface Rig extends RigOf<WorkspaceOne> {
  readonly server: WorkspaceOne;
  /** Settings that sign in by Basic. */
  readonly basic: Settings;
  /** Forgets what was asked. */
  reset(): void;
  /** `METHOD path?query` of everything that was asked. */
  asked(): string[];
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const rig = await startRigOf('workspace-one', { settings: { pageSize: 15, parallelRequests: 16 }, ...options });
  const server = rig.system;
  const { username, password } = server.credentials;
  const account = { username, ...references('workspace-one', { password }) };
  return {
    ...rig,
    server,
    basic: { clientId: undefined, clientSecret: undefined, tokenUrl: undefined, ...account },
    reset: () => {
      server.faults.clear();
      server.requests.length = 0;
      server.settings.timeZoneOffsetMinutes = 0;
      server.settings.decimalComma = false;
    },
    asked: () => server.requests.map(({ method, path, query }) => `${method} ${path}?${query}`),
  };
}
