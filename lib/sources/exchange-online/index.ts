// Mailboxes of Exchange Online, and what people did with mail, through the usage reports of Microsoft Graph.
import { Apart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { ConnectorModule, PollContext, PollStep } from '../contract.ts';
import { GraphClient } from '../graph/client.ts';
import { Progress } from '../progress.ts';
import { checkpointShape } from './checkpoint.ts';
import type { ExchangeOnlineConfig } from './config.ts';
import { readActivity } from './read-activity.ts';
import { readMailboxes } from './read-mailboxes.ts';

export const connector: ConnectorModule<ExchangeOnlineConfig> = {
  mappingVersion: 1,
  create: (config, collection) => ({
    poll: (context) => poll(config, collection, context),
    describe: async () => ({ product: 'Exchange Online (Graph v1.0 reports)', version: 'unknown' }),
  }),
};

const LAG_MS = 2 * 86_400_000;

async function* poll(
  config: ExchangeOnlineConfig,
  collection: Collection,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  const reports = { graph: new GraphClient(config, context), context };
  const progress = new Progress(checkpointShape, context.checkpoint);
  const apart = new Apart(context);
  const day = yield* apart.read('mailbox', readMailboxes(reports, collection, progress));
  // Of a tenant without a mailbox, or whose report of them could not be read: what there should be by now.
  const last = day ?? new Date(context.clock.now().getTime() - LAG_MS).toISOString().slice(0, 10);
  if (config.activity) yield* apart.read('pim_activity', readActivity(reports, collection, progress, last));
  apart.end();
}
