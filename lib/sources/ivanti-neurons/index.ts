// Ivanti Neurons for MDM (MobileIron Cloud): one tenant, with the device spaces that its API user may see.
import { Apart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, PollContext, PollStep } from '../contract.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import { NeuronsClient } from './client.ts';
import type { IvantiNeuronsConfig } from './config.ts';
import { DueApps } from './due-apps.ts';
import { readApps } from './read-apps.ts';
import { type DeviceReading, findDue, listed, readDevices } from './read-devices.ts';
import { readSpaces, readTenant } from './read-tenant.ts';
import { readUsers } from './read-users.ts';

export const connector: ConnectorModule<IvantiNeuronsConfig> = {
  mappingVersion: 2,
  create: (config, collection) => ({
    poll: (context) => poll(config, collection, context),
    describe: async () => ({ product: 'Ivanti Neurons for MDM', version: 'unknown' }),
  }),
};

/** Of each device space: more than a poll asks for at the rate that the service allows, and no more memory than that takes. */
const DEVICES_DUE = 5_000;

/** Accounts, devices, apps, tenant. One that fails does not keep the others from being read; its error is thrown last. */
async function* poll(
  config: IvantiNeuronsConfig,
  collection: Collection,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  const neurons = new NeuronsClient(config, context.http);
  const progress = new Progress(checkpointShape, context.checkpoint);
  const apart = new Apart(context);
  yield* apart.read('emm_user', readUsers({ neurons, entity: collection.entity('account'), progress }));
  const tenant = { neurons, collection, log: context.log };
  const spaces = yield* apart.read('configuration', readSpaces(tenant));
  if (spaces) {
    const due = config.apps ? new DueApps(progress, DEVICES_DUE, context) : null;
    const fields = new Set(collection.collectedOf('device').keys());
    const devices = { neurons, collection, fields, progress, spaces, due, clock: context.clock };
    const sawAll = yield* apart.read('device', readDevices(devices));
    // Without the devices nobody knows whose apps have to be read.
    if (due && sawAll !== undefined)
      yield* apart.read('device_app', readAppsDue({ ...devices, due }, sawAll, config, context));
  }
  yield* apart.read('infrastructure', readTenant(tenant));
  apart.end();
}

async function* readAppsDue(
  devices: DeviceReading & { readonly due: DueApps },
  sawAll: boolean,
  config: IvantiNeuronsConfig,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  const { neurons, collection, progress, due } = devices;
  const { appRequestsPerMinute: requestsPerMinute, appMinutes, timeBudgetSeconds, personalDevices } = config;
  // The rest of the poll needs its time, too.
  const milliseconds = Math.min(appMinutes * 60_000, timeBudgetSeconds * 500);
  if (!sawAll) yield* findDue(devices, due);
  if (due.ahead > 0)
    context.log.warn('Devices say that they check in later than now: their apps are read once a day.', {
      devices: due.ahead,
    });
  const entity = collection.entity('deviceApp');
  yield* readApps({
    neurons,
    entity,
    progress,
    due,
    listed: () => listed(devices),
    context,
    personalDevices,
    milliseconds,
    requestsPerMinute,
  });
}
