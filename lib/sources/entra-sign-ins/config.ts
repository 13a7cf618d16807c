// What a source of type `entra-sign-ins` says in the sources file.
import { z } from 'zod';
import { baseConfig, purpose } from '../config.ts';
import { graphAccess, hasOneCredential, ONE_CREDENTIAL } from '../graph/config.ts';

export const entraSignInsConfig = baseConfig
  .extend({
    type: z.literal('entra-sign-ins'),
    purpose,
    ...graphAccess,
    nonInteractive: z
      .boolean()
      .default(false)
      .describe(
        'true: apps that renewed their access by themselves, too: many times as many, of the beta version of Graph',
      ),
    platforms: z
      .enum(['mobile', 'all'])
      .default('mobile')
      .describe('mobile: iOS, iPadOS, Android and Windows Mobile, as the sign-in says it; all: computers too'),
    people: z
      .enum(['entra-id', 'upn'])
      .default('entra-id')
      .describe('By what people are found; upn: where no source tells Entra ids, which Intune does'),
    from: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(
        'The first poll reads sign-ins since then, as far as the tenant keeps them; of the day before where absent',
      ),
    windowMinutes: z
      .union([z.literal(10), z.literal(15), z.literal(20), z.literal(30), z.literal(60)])
      .default(30)
      .describe('Asked for at a time: what is told of it commits together'),
    overlapHours: z
      .int()
      .min(1)
      .max(24)
      .default(6)
      .describe('So far back it is looked once an hour for sign-ins that Entra tells late'),
  })
  .refine(hasOneCredential, ONE_CREDENTIAL);

export type EntraSignInsConfig = z.infer<typeof entraSignInsConfig>;
