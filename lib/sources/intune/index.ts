// Microsoft Intune and the Entra ID users that its devices belong to, through Microsoft Graph.
import { Apart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, PollContext, PollStep } from '../contract.ts';
import { GraphClient } from '../graph/client.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import type { IntuneConfig } from './config.ts';
import { readApps } from './read-apps.ts';
import { readCorners } from './read-corners.ts';
import { type DeviceReading, readDeviceKeys, readDevices } from './read-devices.ts';
import { readUsers } from './read-users.ts';
import { Spool } from './spool.ts';

export const connector: ConnectorModule<IntuneConfig> = {
  mappingVersion: 3,
  create: (config, collection) => ({
    poll: (context) => poll(config, collection, context),
    describe: async () => ({ product: 'Microsoft Intune (Graph v1.0)', version: 'unknown' }),
  }),
};

/** Users, devices, apps, infrastructure. One that fails does not keep the others from being read; its error is thrown last. */
async function* poll(
  config: IntuneConfig,
  collection: Collection,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  const graph = new GraphClient(config, context);
  const progress = new Progress(checkpointShape, context.checkpoint);
  const apart = new Apart(context);
  const { clock, log } = context;
  yield* apart.read('emm_user', readUsers({ graph, entity: collection.entity('user'), progress, clock }));
  await using spool = new Spool();
  const list = { graph, entity: collection.entity('managedDevice'), collection, progress };
  const devices = { ...list, spool: config.apps === 'off' ? null : spool };
  const sawAll = yield* apart.read('device', readDevices(devices));
  // Without the devices there is nobody whose apps could be told complete.
  if (config.apps !== 'off' && sawAll !== undefined)
    yield* apart.read('device_app', readAppsOf({ ...list, spool }, sawAll, config, context));
  for (const dataset of ['infrastructure', 'configuration'] as const)
    yield* apart.read(dataset, readCorners({ dataset, graph, collection, log }));
  apart.end();
}

async function* readAppsOf(
  devices: DeviceReading & { readonly spool: Spool },
  sawAll: boolean,
  { apps, personalDevices }: IntuneConfig,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  const { graph, collection, spool } = devices;
  if (!sawAll) await readDeviceKeys(devices);
  const entity = collection.entity(apps === 'report' ? 'AppInvRawData' : 'detectedApp');
  yield* readApps({ graph, context, entity, spool, personalDevices, log: context.log });
}
