// Ivanti Neurons for MDM (MobileIron Cloud): one tenant, with the device spaces that its API user may see.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep, SourceReader } from '../contract.ts';
import { Progress } from '../progress.ts';
import { checkpointShape, type NeuronsCheckpoint } from './checkpoint.ts';
import { NeuronsClient } from './client.ts';
import type { IvantiNeuronsConfig } from './config.ts';
import { DueApps } from './due-apps.ts';
import { readApps } from './read-apps.ts';
import { findDue, readDevices } from './read-devices.ts';
import { readSpaces, readTenant } from './read-tenant.ts';
import { readUsers } from './read-users.ts';

export const connector: ConnectorModule<IvantiNeuronsConfig> = {
  mappingVersion: 1,
  create: (config, collection) => new IvantiNeurons(config, collection),
};

/** Of each device space: more than a poll asks for at the rate that the service allows, and no more memory than that takes. */
const DEVICES_DUE = 5_000;

class IvantiNeurons implements SourceReader {
  readonly #config: IvantiNeuronsConfig;
  readonly #collection: Collection;

  constructor(config: IvantiNeuronsConfig, collection: Collection) {
    this.#config = config;
    this.#collection = collection;
  }

  /** Accounts, devices, apps, tenant. One that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const collection = this.#collection;
    const neurons = new NeuronsClient(this.#config, context.http);
    const progress = new Progress(checkpointShape, context.checkpoint);
    const failures: SourceError[] = [];
    const users = readUsers({ neurons, entity: collection.entity('account'), progress });
    yield* readApart(users, 'emm_user', context, failures);
    const tenant = { neurons, collection, log: context.log };
    const spaces = yield* readApart(readSpaces(tenant), 'configuration', context, failures);
    if (spaces) yield* this.#readDevicesAndApps(neurons, progress, spaces, context, failures);
    yield* readApart(readTenant(tenant), 'infrastructure', context, failures);
    if (failures[0]) throw failures[0];
  }

  async describe(): Promise<Description> {
    return { product: 'Ivanti Neurons for MDM', version: 'unknown' };
  }

  async *#readDevicesAndApps(
    neurons: NeuronsClient,
    progress: Progress<NeuronsCheckpoint>,
    spaces: readonly string[],
    context: PollContext,
    failures: SourceError[],
  ): AsyncGenerator<PollStep, void, void> {
    const collection = this.#collection;
    const { apps, appRequestsPerMinute, appMinutes, timeBudgetSeconds, personalDevices } = this.#config;
    // The rest of the poll needs its time, too.
    const milliseconds = Math.min(appMinutes * 60_000, timeBudgetSeconds * 500);
    const due = apps ? new DueApps(progress, DEVICES_DUE) : null;
    const fields = new Set(collection.collectedOf('device').keys());
    const devices = { neurons, collection, fields, progress, spaces, due };
    const sawAll = yield* readApart(readDevices(devices), 'device', context, failures);
    // Without the devices nobody knows whose apps have to be read.
    if (!due || sawAll === undefined) return;
    const entity = collection.entity('deviceApp');
    const reading = { neurons, entity, progress, due, context, personalDevices, milliseconds };
    const read = async function* (): AsyncGenerator<PollStep, void, void> {
      if (!sawAll) yield* findDue(devices, due);
      yield* readApps({ ...reading, requestsPerMinute: appRequestsPerMinute });
    };
    yield* readApart(read(), 'device_app', context, failures);
  }
}
