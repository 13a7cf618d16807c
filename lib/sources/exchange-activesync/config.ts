// What a log of Exchange ActiveSync has in the sources file.
import { z } from 'zod';
import { logConfig, unmanagedIds } from '../logs/config.ts';

export const exchangeActiveSyncConfig = logConfig.extend({
  type: z.literal('exchange-activesync'),
  frontEnd: z
    .boolean()
    .default(true)
    .describe(
      'The paths hold the logs of the front end too: requests that it refused are counted there, and not a second time at the back end. false: of the back end alone',
    ),
  hours: z
    .boolean()
    .default(false)
    .describe(
      'true: what people do (send, fetch, search, answer a meeting, move) is told by the hour with first and last time, as what devices do by themselves; else by the day, without times',
    ),
  requests: z.boolean().default(false).describe('true: single requests, beside the counts'),
  unmanagedIds,
});

export type ExchangeActiveSyncConfig = z.infer<typeof exchangeActiveSyncConfig>;
