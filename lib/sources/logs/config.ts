// What every source of logs has in the sources file. A type's `config.ts` extends it.
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { checked } from '../../checked.ts';
import { commonConfig, purpose, schedule, secretReference } from '../config.ts';
import { ENCODINGS } from './lines.ts';

export const path = checked((text) =>
  isAbsolute(text) && text.length <= 4_096 ? null : 'must be an absolute path: /logs/W3SVC2 or /logs/*/u_ex*.log',
);

const timeZone = checked((text) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) && null;
  } catch {
    return 'must be a time zone: Europe/Berlin, UTC or +02:00';
  }
});

export const zone = timeZone.default('UTC').describe('Time zone of times that name none');

/** Of logs and exports that tell of devices which no system knows. */
export const unmanagedIds = purpose
  .optional()
  .describe(
    'What the ids of devices that no system knows are needed for in clear, as the record of processing names it; a keyed hash alone is stored where absent',
  );

const KEYS =
  'must be one key, or two while senders change from the old one to the new one: take out what no sender shows any more';

export const logConfig = commonConfig
  .extend({
    purpose,
    schedule: schedule.default('0 * * * * *').describe('NCRONTAB, six fields; every minute where absent'),
    paths: z
      .array(path)
      .max(200)
      .default([])
      .describe(
        'Directories (their files), files, and globs (`*`, `?`, `[..]`, `**`): local, or mounted; none where lines are pushed alone',
      ),
    push: z
      .strictObject({
        keys: z
          .array(secretReference)
          .min(1, KEYS)
          .max(2, KEYS)
          .describe('What senders show, by reference: one, or two while one takes the place of the other'),
        fields: z
          .string()
          .min(1)
          .max(8_192)
          .transform((text) => text.replace(/^#Fields:\s*/i, ''))
          .optional()
          .describe(
            'Columns of W3C lines as `#Fields` names them, until a sender names others; of a mapping the header line',
          ),
      })
      .optional()
      .describe('Lines come by POST /api/ingest/{source} too'),
    encoding: z.enum(ENCODINGS).default('utf-8').describe('Of files without a byte order mark'),
    zone,
    from: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('Files that were last written before are not opened; a day before the first poll where absent'),
  })
  .refine(({ paths, push }) => paths.length > 0 || push !== undefined, 'paths, or push: nothing could be read');

export type LogConfig = z.infer<typeof logConfig>;
