// Omnissa Workspace ONE UEM (AirWatch): users, devices, apps, positions, mobile data, and the console's own state.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import { Collection } from '../collection.ts';
import type { Connector, ConnectorModule, Description, PollContext, PollStep } from '../contract.ts';
import { Progress } from './checkpoint.ts';
import { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';
import { facts } from './facts.ts';
import { entities, entitiesFor, leftOut, numbersLeftOut } from './parameters.ts';
import { systemInfo } from './parameters-infrastructure.ts';
import { Details } from './read-details.ts';
import { type DeviceReading, readDevices } from './read-devices.ts';
import { readLists } from './read-lists.ts';
import { readsLocations } from './read-locations.ts';
import { readsUsage, readUsage } from './read-usage.ts';
import { readUsers } from './read-users.ts';

export const workspaceOne: ConnectorModule<WorkspaceOneConfig> = {
  facts,
  entities,
  leftOut,
  create: (config) => new WorkspaceOne(config),
};

class WorkspaceOne implements Connector {
  readonly mappingVersion = 1;
  readonly collection: Collection;
  readonly #config: WorkspaceOneConfig;

  constructor(config: WorkspaceOneConfig) {
    this.#config = config;
    const { profile, include, phoneNumbers, location, roaming } = config;
    const exclude = [...config.exclude, ...numbersLeftOut[phoneNumbers]];
    const switches = { profile, include, location, roaming, exclude };
    this.collection = new Collection(entitiesFor(config.apps), switches, ['external_id', 'app_id']);
  }

  /** One that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const { collection } = this;
    const config = this.#config;
    const client = new WorkspaceOneClient(config, context);
    const progress = new Progress(context.checkpoint);
    const failures: SourceError[] = [];
    yield* readApart(readUsers({ client, config, collection }), 'emm_user', context, failures);
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
    progress: Progress,
    context: PollContext,
    failures: SourceError[],
  ): DeviceReading {
    const { collection } = this;
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
