// BlackBerry UEM, on-premises or cloud, through its REST web services.
import { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep, SourceReader } from '../contract.ts';
import { Progress } from '../progress.ts';
import { mustStartOver } from '../resumed-pass.ts';
import { checkpointShape, type UemCheckpoint } from './checkpoint.ts';
import { PRODUCT, UemClient } from './client.ts';
import type { BlackberryUemConfig } from './config.ts';
import { DeviceRows } from './device-row.ts';
import { configurationParts } from './parameters-configuration.ts';
import { infrastructureParts } from './parameters-infrastructure.ts';
import { readDevices } from './read-devices.ts';
import { readUemParts, type UemPartReading } from './read-parts.ts';
import { readUsers } from './read-users.ts';
import { readVersion, UNKNOWN } from './version.ts';

export const connector: ConnectorModule<BlackberryUemConfig> = {
  mappingVersion: 1,
  create: (config, collection) => new BlackberryUem(config, collection),
};

class BlackberryUem implements SourceReader {
  readonly #config: BlackberryUemConfig;
  readonly #collection: Collection;

  constructor(config: BlackberryUemConfig, collection: Collection) {
    this.#config = config;
    this.#collection = collection;
  }

  /** One dataset that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const uem = new UemClient(this.#config, context);
    // Before anything else: an account that is refused is not tried again with every part.
    await uem.signIn();
    const progress = new Progress(checkpointShape, context.checkpoint);
    const failures: SourceError[] = [];
    const users = { uem, entity: this.#collection.entity('user'), progress, pageSize: this.#config.pageSize };
    yield* readApart(readUsers(users), 'emm_user', context, failures);
    // A list of users that shifted may be read for their devices; one that fails would fail again.
    if (failures.every(mustStartOver))
      yield* readApart(this.#readDevices(uem, progress, context, failures), 'device', context, failures);
    yield* this.#readParts(uem, context, failures);
    if (failures[0]) throw failures[0];
  }

  async describe(context: PollContext): Promise<Description> {
    return { product: PRODUCT, version: await readVersion(new UemClient(this.#config, context)) };
  }

  #readDevices(uem: UemClient, progress: Progress<UemCheckpoint>, context: PollContext, failures: SourceError[]) {
    const { apps, personalDevices, parallelRequests, pageSize } = this.#config;
    const rows = new DeviceRows(this.#collection, personalDevices);
    const ofApps = () => ({
      uem,
      entity: this.#collection.entity('userDeviceApplication'),
      personalApps: personalDevices,
      parallelRequests,
    });
    const reading = { uem, rows, progress, pageSize, parallelRequests, context, failures };
    return readDevices({ ...reading, apps: apps ? ofApps() : null });
  }

  async *#readParts(
    uem: UemClient,
    context: PollContext,
    failures: SourceError[],
  ): AsyncGenerator<PollStep, void, void> {
    const collection = this.#collection;
    const reading = { uem, collection, version: await versionOf(uem), log: context.log };
    const infrastructure = infrastructureParts(this.#config.utcOffset);
    const readings: readonly UemPartReading[] = [
      { ...reading, dataset: 'configuration', parts: configurationParts },
      { ...reading, dataset: 'infrastructure', parts: infrastructure },
    ];
    for (const one of readings) yield* readApart(readUemParts(one), one.dataset, context, failures);
  }
}

/** Nothing depends on it but which parts are asked for: what cannot tell it is told by the parts themselves. */
async function versionOf(uem: UemClient): Promise<string> {
  try {
    return await readVersion(uem);
  } catch (error) {
    if (error instanceof SourceError) return UNKNOWN;
    throw error;
  }
}
