// What the log of a standalone Sentry has in the sources file.
import { z } from 'zod';
import { logConfig } from '../logs/config.ts';

export const sentryConfig = logConfig.extend({ type: z.literal('sentry') });

export type SentryConfig = z.infer<typeof sentryConfig>;
