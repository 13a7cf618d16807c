// Omnissa Workspace ONE UEM (AirWatch): users, devices, apps, positions, mobile data, and the console's own state.
import { Apart } from '../apart.ts';
import { Silent } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { perPoll } from '../per-poll.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';
import { device } from './parameters-device.ts';
import { systemInfo } from './parameters-infrastructure.ts';
import { Details } from './read-details.ts';
import { readDevices } from './read-devices.ts';
import { readLists } from './read-lists.ts';
import { readsLocations } from './read-locations.ts';
import { readsUsage, readUsage } from './read-usage.ts';
import { readUsers } from './read-users.ts';

export const connector: ConnectorModule<WorkspaceOneConfig> = {
  mappingVersion: 2,
  create: (config, collection) => {
    const client = perPoll((context) => new WorkspaceOneClient(config, context));
    return {
      poll: (context) => poll(config, collection, context, client(context)),
      describe: (context) => describe(client(context)),
    };
  },
};

/** One that fails does not keep the others from being read; its error is thrown last. */
async function* poll(
  config: WorkspaceOneConfig,
  collection: Collection,
  context: PollContext,
  client: WorkspaceOneClient,
): AsyncGenerator<PollStep, void, void> {
  const progress = new Progress(checkpointShape, context.checkpoint);
  const apart = new Apart(context);
  const { personalDevices, parallelRequests, timeZoneOffsetMinutes } = config;
  const reading = { client, config, collection, progress, context };
  yield* apart.read('emm_user', readUsers(reading));
  const devices = {
    ...reading,
    apart,
    details: new Details(client, collection, context.log),
    apps: config.apps ? { client, collection, personalDevices, parallelRequests, silent: silentDevices() } : null,
    locations: readsLocations(collection) ? { client, collection, timeZoneOffsetMinutes } : null,
  };
  yield* apart.read('device', readDevices(devices));
  if (readsUsage(collection)) yield* apart.read('data_usage', readUsage(reading));
  const lists = { client, collection, parallelRequests, log: context.log };
  for (const dataset of ['configuration', 'infrastructure'] as const)
    yield* apart.read(dataset, readLists(lists, dataset));
  apart.end();
}

const ids = device.parameters.filter(({ field }) => field === 'external_id');
const silentDevices = () => new Silent((record) => mapRecord(ids, record).external_id);

async function describe(client: WorkspaceOneClient): Promise<Description> {
  const info = await client.record('/api/system/info', systemInfo.parameters, { accept: [404] });
  const version = typeof info?.ProductVersion === 'string' ? info.ProductVersion : '';
  const known = /^\d+(\.\d+){0,4}$/.test(version);
  return { product: 'Omnissa Workspace ONE UEM', version: known ? version : 'unknown' };
}
