// Sign-ins to Microsoft Entra ID, through Microsoft Graph.
import { Apart } from '../apart.ts';
import type { ConnectorModule } from '../contract.ts';
import { GraphClient } from '../graph/client.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import type { EntraSignInsConfig } from './config.ts';
import { readSignIns } from './read.ts';

export const connector: ConnectorModule<EntraSignInsConfig> = {
  mappingVersion: 1,
  create: (config) => ({
    async *poll(context) {
      const graph = new GraphClient(config, context);
      const progress = new Progress(checkpointShape, context.checkpoint);
      const apart = new Apart(context);
      const reading = { config, graph, context, progress };
      yield* apart.read('app_access', readSignIns(reading, 'interactive'));
      if (config.nonInteractive) yield* apart.read('app_access', readSignIns(reading, 'nonInteractive'));
      apart.end();
    },
    describe: async () => ({ product: 'Microsoft Entra ID (Graph v1.0)', version: 'unknown' }),
  }),
};
