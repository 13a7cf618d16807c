// What a source of type `intune` says in the sources file.
import { z } from 'zod';
import { emmConfig } from '../config.ts';
import { graphAccess, hasOneCredential, ONE_CREDENTIAL } from '../graph/config.ts';

export const intuneConfig = emmConfig
  .extend({
    type: z.literal('intune'),
    ...graphAccess,
    apps: z
      .enum(['report', 'relation', 'off'])
      .default('report')
      .describe('report: one export job; relation: one request per app; off: no apps'),
  })
  .refine(hasOneCredential, ONE_CREDENTIAL);

export type IntuneConfig = z.infer<typeof intuneConfig>;
