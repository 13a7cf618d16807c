// Ivanti EPMM (MobileIron Core), through its V2 interface.
import { Apart } from '../apart.ts';
import { Silent } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep } from '../contract.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import { EpmmClient } from './client.ts';
import type { IvantiEpmmConfig } from './config.ts';
import { appInventory, deviceAppInventory } from './parameters-app.ts';
import { system } from './parameters-system.ts';
import { readDevices } from './read-devices.ts';
import { readConfiguration, readInfrastructure, readUsers } from './read-lists.ts';
import { version as versionOf } from './transforms.ts';

export const connector: ConnectorModule<IvantiEpmmConfig> = {
  mappingVersion: 2,
  create: (config, collection) => ({
    poll: (context) => poll(config, collection, context),
    describe: ({ http }) => describe(new EpmmClient(config, http)),
  }),
};

/** One dataset that fails does not keep the others from being read; its error is thrown last. */
async function* poll(
  config: IvantiEpmmConfig,
  collection: Collection,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  const epmm = new EpmmClient(config, context.http);
  const apart = new Apart(context);
  const progress = new Progress(checkpointShape, context.checkpoint);
  const lists = { epmm, collection, progress, log: context.log };
  const usersByPrincipal = (yield* apart.read('emm_user', readUsers(lists))) === false;
  const { personalDevices, parallelRequests: width, location } = config;
  const inventory = () => [appInventory, deviceAppInventory].map(({ name }) => collection.entity(name));
  const silent = new Silent((record) => record['common.uuid']);
  const apps = config.apps ? { epmm, entities: inventory(), personalDevices, width, silent } : null;
  const devices = { epmm, collection, context, progress, apart, apps, location, usersByPrincipal };
  yield* apart.read('device', readDevices(devices));
  yield* apart.read('configuration', readConfiguration(lists));
  yield* apart.read('infrastructure', readInfrastructure(lists));
  apart.end();
}

async function describe(epmm: EpmmClient): Promise<Description> {
  const version = versionOf((await epmm.record(system.path)).vspVersion);
  return { product: 'Ivanti EPMM', version: typeof version === 'string' ? version : 'unknown' };
}
