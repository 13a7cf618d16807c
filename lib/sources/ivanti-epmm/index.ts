// Ivanti EPMM (MobileIron Core), through its V2 interface.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import { Collection } from '../collection.ts';
import type { Connector, ConnectorModule, Description, PollContext, PollStep } from '../contract.ts';
import { EpmmClient } from './client.ts';
import type { IvantiEpmmConfig } from './config.ts';
import { facts } from './facts.ts';
import { entities, entitiesFor, leftOut } from './parameters.ts';
import { appInventory, deviceAppInventory } from './parameters-app.ts';
import { customParameters, phoneNumbers, unmaskedNumbers } from './parameters-device.ts';
import { system } from './parameters-system.ts';
import { type DeviceReading, readDevices } from './read-devices.ts';
import { readConfiguration, readInfrastructure, readUsers } from './read-lists.ts';
import * as epmmValues from './transforms.ts';

export const ivantiEpmm: ConnectorModule<IvantiEpmmConfig> = {
  facts,
  entities,
  leftOut,
  create: (config) => new IvantiEpmm(config),
};

/** Fields that name a row; one of them is read whatever the lists of the source say. */
const KEYS = ['external_id', 'device_external_id', 'app_id'];

class IvantiEpmm implements Connector {
  readonly mappingVersion = 1;
  readonly collection: Collection;
  readonly #config: IvantiEpmmConfig;

  constructor(config: IvantiEpmmConfig) {
    this.#config = config;
    const { profile, location, roaming, customAttributes } = config;
    const numbers = { full: [], masked: unmaskedNumbers, off: [...unmaskedNumbers, ...phoneNumbers] };
    // That the source names them is what collects them.
    const include = [...config.include, ...customParameters(customAttributes).map(({ wire }) => wire)];
    const exclude = [...config.exclude, ...numbers[config.phoneNumbers]];
    this.collection = new Collection(entitiesFor(config), { profile, include, exclude, location, roaming }, KEYS);
  }

  /** One dataset that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const epmm = new EpmmClient(this.#config, context.http);
    const { collection } = this;
    const failures: SourceError[] = [];
    const lists = { epmm, collection, log: context.log };
    const usersByPrincipal = (yield* readApart(readUsers(lists), 'emm_user', context, failures)) === false;
    const devices = { ...this.#devices(epmm, context, failures), usersByPrincipal };
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

  #devices(epmm: EpmmClient, context: PollContext, failures: SourceError[]): Omit<DeviceReading, 'usersByPrincipal'> {
    const { collection } = this;
    const { apps, personalDevices, parallelRequests: width, location } = this.#config;
    const inventory = () => [appInventory, deviceAppInventory].map(({ name }) => collection.entity(name));
    const reading = apps ? { epmm, entities: inventory(), personalDevices, width } : null;
    return { epmm, collection, context, apps: reading, location, failures };
  }
}
