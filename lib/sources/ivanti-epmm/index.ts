// Ivanti EPMM (MobileIron Core), through its V2 interface.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep, SourceReader } from '../contract.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import { EpmmClient } from './client.ts';
import type { IvantiEpmmConfig } from './config.ts';
import { appInventory, deviceAppInventory } from './parameters-app.ts';
import { system } from './parameters-system.ts';
import { type DeviceReading, readDevices } from './read-devices.ts';
import { readConfiguration, readInfrastructure, readUsers } from './read-lists.ts';
import * as epmmValues from './transforms.ts';

export const connector: ConnectorModule<IvantiEpmmConfig> = {
  mappingVersion: 1,
  create: (config, collection) => new IvantiEpmm(config, collection),
};

class IvantiEpmm implements SourceReader {
  readonly #config: IvantiEpmmConfig;
  readonly #collection: Collection;

  constructor(config: IvantiEpmmConfig, collection: Collection) {
    this.#config = config;
    this.#collection = collection;
  }

  /** One dataset that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const epmm = new EpmmClient(this.#config, context.http);
    const collection = this.#collection;
    const failures: SourceError[] = [];
    const progress = new Progress(checkpointShape, context.checkpoint);
    const lists = { epmm, collection, progress, log: context.log };
    const usersByPrincipal = (yield* readApart(readUsers(lists), 'emm_user', context, failures)) === false;
    const devices = { ...this.#devices(epmm, context, failures), progress, usersByPrincipal };
    yield* readApart(readDevices(devices), 'device', context, failures);
    yield* readApart(readConfiguration(lists), 'configuration', context, failures);
    yield* readApart(readInfrastructure(lists), 'infrastructure', context, failures);
    if (failures[0]) throw failures[0];
  }

  async describe({ http }: PollContext): Promise<Description> {
    const record = await new EpmmClient(this.#config, http).record(system.path);
    const version = epmmValues.version(record?.vspVersion);
    return { product: 'Ivanti EPMM', version: typeof version === 'string' ? version : 'unknown' };
  }

  #devices(
    epmm: EpmmClient,
    context: PollContext,
    failures: SourceError[],
  ): Omit<DeviceReading, 'usersByPrincipal' | 'progress'> {
    const collection = this.#collection;
    const { apps, personalDevices, parallelRequests: width, location } = this.#config;
    const inventory = () => [appInventory, deviceAppInventory].map(({ name }) => collection.entity(name));
    const reading = apps ? { epmm, entities: inventory(), personalDevices, width } : null;
    return { epmm, collection, context, apps: reading, location, failures };
  }
}
