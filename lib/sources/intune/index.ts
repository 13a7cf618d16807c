// Microsoft Intune and the Entra ID users that its devices belong to, through Microsoft Graph.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, Description, PollContext, PollStep, SourceReader } from '../contract.ts';
import { Progress } from '../progress.ts';
import { checkpointShape, type IntuneCheckpoint } from './checkpoint.ts';
import { GraphClient } from './client.ts';
import type { IntuneConfig } from './config.ts';
import { readApps } from './read-apps.ts';
import { readCorners } from './read-corners.ts';
import { readDeviceKeys, readDevices } from './read-devices.ts';
import { readUsers } from './read-users.ts';
import { Spool } from './spool.ts';

export const connector: ConnectorModule<IntuneConfig> = {
  mappingVersion: 2,
  create: (config, collection) => new Intune(config, collection),
};

class Intune implements SourceReader {
  readonly #config: IntuneConfig;
  readonly #collection: Collection;

  constructor(config: IntuneConfig, collection: Collection) {
    this.#config = config;
    this.#collection = collection;
  }

  /** Users, devices, apps, infrastructure. One that fails does not keep the others from being read; its error is thrown last. */
  async *poll(context: PollContext): AsyncGenerator<PollStep, void, void> {
    const graph = new GraphClient(this.#config, context);
    const progress = new Progress(checkpointShape, context.checkpoint);
    const failures: SourceError[] = [];
    const user = this.#collection.entity('user');
    yield* readApart(readUsers({ graph, entity: user, progress, clock: context.clock }), 'emm_user', context, failures);
    yield* this.#readDevicesAndApps(graph, progress, context, failures);
    for (const dataset of ['infrastructure', 'configuration'] as const) {
      const corners = readCorners({ dataset, graph, collection: this.#collection, log: context.log });
      yield* readApart(corners, dataset, context, failures);
    }
    if (failures[0]) throw failures[0];
  }

  async describe(): Promise<Description> {
    return { product: 'Microsoft Intune (Graph v1.0)', version: 'unknown' };
  }

  async *#readDevicesAndApps(
    graph: GraphClient,
    progress: Progress<IntuneCheckpoint>,
    context: PollContext,
    failures: SourceError[],
  ): AsyncGenerator<PollStep, void, void> {
    const { apps, personalDevices } = this.#config;
    await using spool = new Spool();
    const onDevice = (id: string, ownership: unknown) =>
      apps === 'off' ? Promise.resolve() : spool.addDevice(id, ownership);
    const devices = {
      graph,
      entity: this.#collection.entity('managedDevice'),
      collection: this.#collection,
      progress,
      onDevice,
    };
    const sawAll = yield* readApart(readDevices(devices), 'device', context, failures);
    // Without the devices there is nobody whose apps could be told complete.
    if (apps === 'off' || sawAll === undefined) return;
    const entity = this.#collection.entity(apps === 'report' ? 'AppInvRawData' : 'detectedApp');
    const reading = { graph, context, entity, spool, personalDevices, log: context.log };
    const read = async function* (): AsyncGenerator<PollStep, void, void> {
      if (!sawAll) await readDeviceKeys(devices);
      yield* readApps(reading);
    };
    yield* readApart(read(), 'device_app', context, failures);
  }
}
