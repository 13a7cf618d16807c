// What exports of Exchange's cmdlets have in the sources file.
import { z } from 'zod';
import { checked } from '../../checked.ts';
import { commonConfig, purpose, schedule } from '../config.ts';
import { path, unmanagedIds, zone } from '../logs/config.ts';

const culture = checked((text) => {
  try {
    return new Intl.DateTimeFormat(text) && null;
  } catch {
    return 'must be a culture: de-DE, en-US';
  }
});

/** https://encoding.spec.whatwg.org/#names-and-labels */
const encoding = checked((text) => {
  try {
    return new TextDecoder(text) && null;
  } catch {
    return 'must be an encoding: utf-8, utf-16le, windows-1252';
  }
});

export const exchangeExportsConfig = commonConfig.extend({
  type: z.literal('exchange-exports'),
  purpose,
  paths: z
    .array(path)
    .min(1)
    .max(200)
    .describe('Directories (their files), files, and globs (`*`, `?`, `[..]`, `**`): local, or mounted'),
  zone,
  schedule: schedule.default('0 10 * * * *').describe('NCRONTAB, six fields; every hour where absent'),
  encoding: encoding.default('utf-8').describe('Of files without a byte order mark: utf-8, utf-16le, windows-1252, ..'),
  culture: culture
    .optional()
    .describe('Of the account that exported, where dates are neither ISO 8601 nor `/Date(..)/`: de-DE, en-US, ..'),
  unmanagedIds,
  staleHours: z
    .int()
    .min(1)
    .max(720)
    .default(48)
    .describe('The newest export proves nothing gone any more once it is older than this'),
});

export type ExchangeExportsConfig = z.infer<typeof exchangeExportsConfig>;
