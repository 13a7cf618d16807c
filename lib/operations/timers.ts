// Which timers the bundle registers, from settings that may be wrong: then there are none, and health and the log say so.

import { polledHere } from '../app.ts';
import type { Environment } from '../settings/index.ts';
import { loadSettings, readSources } from '../settings/index.ts';

/** Name and schedule of each source that this collector polls. */
export function timersOf(environment: Environment): readonly { name: string; schedule: string }[] {
  const { settings } = loadSettings(environment);
  if (!settings) return [];
  const { sources } = readSources(settings.SOURCES_FILE);
  return polledHere(sources, settings).map(({ name, config }) => ({
    name,
    schedule: config.schedule ?? settings.POLL_SCHEDULE,
  }));
}

export const licenseSchedule = (environment: Environment): string =>
  loadSettings(environment).settings?.LICENSE_SCHEDULE ?? EVERY_NIGHT;

/** Only where no setting could be read: then the check says what is wrong, and sends nothing. */
const EVERY_NIGHT = '0 20 3 * * *';
