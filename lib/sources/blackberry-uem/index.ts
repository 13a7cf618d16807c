// BlackBerry UEM, on-premises or cloud, through its REST web services.
import { SourceError } from '../../errors.ts';
import { Apart } from '../apart.ts';
import { Silent } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, PollContext, PollStep } from '../contract.ts';
import { perPoll } from '../per-poll.ts';
import { Progress } from '../progress.ts';
import { mustStartOver } from '../resumed-pass.ts';
import { checkpointShape } from './checkpoint.ts';
import { PRODUCT, UemClient } from './client.ts';
import type { BlackberryUemConfig } from './config.ts';
import { DeviceRows } from './device-row.ts';
import { configurationParts } from './parameters-configuration.ts';
import { infrastructureParts } from './parameters-infrastructure.ts';
import { readDevices } from './read-devices.ts';
import { readUemParts } from './read-parts.ts';
import { readUsers } from './read-users.ts';
import { readVersion, UNKNOWN } from './version.ts';

export const connector: ConnectorModule<BlackberryUemConfig> = {
  mappingVersion: 2,
  create: (config, collection) => {
    const client = perPoll((context) => new UemClient(config, context));
    return {
      poll: (context) => poll(config, collection, context, client(context)),
      describe: async (context) => ({ product: PRODUCT, version: await readVersion(client(context)) }),
    };
  },
};

/** One dataset that fails does not keep the others from being read; its error is thrown last. */
async function* poll(
  config: BlackberryUemConfig,
  collection: Collection,
  context: PollContext,
  uem: UemClient,
): AsyncGenerator<PollStep, void, void> {
  // Before anything else: an account that is refused is not tried again with every part.
  await uem.signIn();
  const progress = new Progress(checkpointShape, context.checkpoint);
  const apart = new Apart(context);
  const { personalDevices: personalApps, parallelRequests, pageSize, utcOffset } = config;
  const users = { uem, entity: collection.entity('user'), progress, pageSize };
  yield* apart.read('emm_user', readUsers(users));
  const silent = () => new Silent(({ guid }) => guid);
  const ofApps = { uem, personalApps, parallelRequests, silent: silent() };
  const apps = config.apps ? { ...ofApps, entity: collection.entity('userDeviceApplication') } : null;
  const rows = new DeviceRows(collection, personalApps);
  const devices = { uem, rows, progress, pageSize, parallelRequests, apart, apps, silent: silent() };
  // A list of users that shifted may be read for their devices; one that fails would fail again.
  if (apart.failures.every(mustStartOver)) yield* apart.read('device', readDevices(devices));
  const parts = { uem, collection, version: await versionOf(uem), log: context.log };
  yield* apart.read('configuration', readUemParts({ ...parts, dataset: 'configuration', parts: configurationParts }));
  const infrastructure = infrastructureParts(utcOffset);
  yield* apart.read('infrastructure', readUemParts({ ...parts, dataset: 'infrastructure', parts: infrastructure }));
  apart.end();
}

/** Nothing depends on it but which parts are asked for: what cannot tell it is told by the parts themselves. */
async function versionOf(uem: UemClient): Promise<string> {
  try {
    return await readVersion(uem);
  } catch (error) {
    if (error instanceof SourceError && error.refusedSignIns === 0) return UNKNOWN;
    throw error;
  }
}
