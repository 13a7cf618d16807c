// What a source of type `exchange-online` says in the sources file.
import { z } from 'zod';
import { baseConfig, purpose, schedule } from '../config.ts';
import { graphAccess, hasOneCredential, ONE_CREDENTIAL } from '../graph/config.ts';

export const exchangeOnlineConfig = baseConfig
  .extend({
    type: z.literal('exchange-online'),
    ...graphAccess,
    purpose,
    schedule: schedule.default('0 20 */6 * * *').describe('NCRONTAB, six fields; every six hours where absent'),
    activity: z
      .boolean()
      .default(true)
      .describe('false: mailboxes alone, and not how many mails a person sent on a day'),
  })
  .refine(hasOneCredential, ONE_CREDENTIAL);

export type ExchangeOnlineConfig = z.infer<typeof exchangeOnlineConfig>;
