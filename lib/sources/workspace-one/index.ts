// Omnissa Workspace ONE UEM (AirWatch): users, devices, apps, positions, mobile data, and the console's own state.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep, SourceReader } from '../contract.ts';
import { Progress } from '../progress.ts';
import { checkpointShape, type WorkspaceOneCheckpoint } from './checkpoint.ts';
import { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';
import { systemInfo } from './parameters-infrastructure.ts';
import { Details } from './read-details.ts';
import { type DeviceReading, readDevices } from './read-devices.ts';
import { readLists } from './read-lists.ts';
import { readsLocations } from './read-locations.ts';
import { readsUsage, readUsage } from './read-usage.ts';
import { readUsers } from './read-users.ts';

export const connector: ConnectorModule<WorkspaceOneConfig> = {
  mappingVersion: 1,
  create: (config, collection) => new WorkspaceOne(config, collection),
};

class WorkspaceOne implements SourceReader {
  readonly #config: WorkspaceOneConfig;
  readonly #collection: Collection;

  constructor(config: WorkspaceOneConfig, collection: Collection) {
    this.#config = config;
    this.#collection = collection;
  }

  /** One that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const collection = this.#collection;
    const config = this.#config;
    const client = new WorkspaceOneClient(config, context);
    const progress = new Progress(checkpointShape, context.checkpoint);
    const failures: SourceError[] = [];
    yield* readApart(readUsers({ client, config, collection, progress }), 'emm_user', context, failures);
    const devices = this.#devices(client, progress, context, failures);
    yield* readApart(readDevices(devices), 'device', context, failures);
    if (readsUsage(collection))
      yield* readApart(readUsage({ client, config, collection, progress, context }), 'data_usage', context, failures);
    const lists = { client, collection, parallelRequests: config.parallelRequests, log: context.log };
    yield* readApart(readLists(lists, 'configuration'), 'configuration', context, failures);
    yield* readApart(readLists(lists, 'infrastructure'), 'infrastructure', context, failures);
    if (failures[0]) throw failures[0];
  }

  async describe(context: PollContext): Promise<Description> {
    const client = new WorkspaceOneClient(this.#config, context);
    const info = await client.record('/api/system/info', systemInfo.parameters);
    const version = typeof info?.ProductVersion === 'string' ? info.ProductVersion : '';
    const known = /^\d+(\.\d+){0,4}$/.test(version);
    return { product: 'Omnissa Workspace ONE UEM', version: known ? version : 'unknown' };
  }

  #devices(
    client: WorkspaceOneClient,
    progress: Progress<WorkspaceOneCheckpoint>,
    context: PollContext,
    failures: SourceError[],
  ): DeviceReading {
    const collection = this.#collection;
    const { apps, personalDevices, parallelRequests, timeZoneOffsetMinutes } = this.#config;
    return {
      client,
      config: this.#config,
      details: new Details(client, collection, context.log),
      progress,
      context,
      apps: apps ? { client, collection, personalDevices, parallelRequests } : null,
      locations: readsLocations(collection) ? { client, collection, timeZoneOffsetMinutes } : null,
      failures,
    };
  }
}
