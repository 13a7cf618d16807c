// The report AppInvRawData: one row for each app on each device. Rows are made while they are read, so that four million
// of them need no memory; what is the same for all rows of a device or an app is made once.

import type { AppVersion } from '../estate/catalogue.ts';
import { appsOf, type Device } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { OPERATING_SYSTEM } from '../estate/models.ts';

const CHUNK = 262_144;

const OF_APP: Readonly<Record<string, (app: AppVersion) => string>> = {
  ApplicationKey: ({ id }) => id,
  ApplicationName: ({ title }) => title.name,
  ApplicationPublisher: ({ title }) => title.publisher,
  ApplicationShortVersion: ({ version }) => version.split('.').slice(0, 2).join('.'),
  ApplicationVersion: ({ version }) => version,
};

const OF_DEVICE: Readonly<Record<string, (device: Device, estate: Estate) => string>> = {
  DeviceId: ({ id }) => id,
  DeviceName: ({ name }) => name,
  OSDescription: ({ platform }) => OPERATING_SYSTEM[platform],
  OSVersion: ({ osVersion }) => osVersion,
  Platform: ({ platform }) => (platform === 'android' ? 'AndroidWorkProfile' : OPERATING_SYSTEM[platform]),
  UserId: (device, estate) => estate.ownerOf(device)?.id ?? '',
  EmailAddress: (device, estate) => estate.ownerOf(device)?.mail ?? '',
  UserName: (device, estate) => estate.ownerOf(device)?.displayName ?? '',
};

/** In the order in which they come without `select`. */
export const APP_REPORT_COLUMNS: readonly string[] = [
  'ApplicationKey',
  'ApplicationName',
  'ApplicationPublisher',
  'ApplicationShortVersion',
  'ApplicationVersion',
  'DeviceId',
  'DeviceName',
  'OSDescription',
  'OSVersion',
  'Platform',
  'UserId',
  'EmailAddress',
  'UserName',
];

/** RFC 4180, quoted only where needed. */
const quoted = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;

/** The rows of one device as text. Runs of columns of one kind are joined beforehand. */
function rowMaker(estate: Estate, columns: readonly string[]): (device: Device) => string {
  const runs: { app: boolean; names: string[] }[] = [];
  for (const name of columns) {
    const app = name in OF_APP;
    const last = runs.at(-1);
    if (last && last.app === app) last.names.push(name);
    else runs.push({ app, names: [name] });
  }
  const appRuns = new Map<AppVersion, string[]>();
  const textOfApp = (app: AppVersion): string[] => {
    const known = appRuns.get(app);
    if (known) return known;
    const made = runs.map(({ app: isApp, names }) =>
      isApp ? names.map((name) => quoted(OF_APP[name]?.(app) ?? '')).join(',') : '',
    );
    appRuns.set(app, made);
    return made;
  };
  return (device) => {
    const deviceRuns = runs.map(({ app, names }) =>
      app ? '' : names.map((name) => quoted(OF_DEVICE[name]?.(device, estate) ?? '')).join(','),
    );
    let rows = '';
    for (const app of appsOf(device)) {
      const appText = textOfApp(app);
      for (let i = 0; i < runs.length; i++) rows += (i === 0 ? '' : ',') + (runs[i]?.app ? appText[i] : deviceRuns[i]);
      rows += '\r\n';
    }
    return rows;
  };
}

/** The file, with a byte order mark as Intune writes it, in pieces of about 256 KB. */
export function* appReport(estate: Estate, columns: readonly string[]): Generator<Buffer> {
  const rowsOf = rowMaker(estate, columns);
  let text = `\uFEFF${columns.join(',')}\r\n`;
  // A snapshot: devices that vanish while the report is written are in it still.
  for (const device of [...estate.devicesOf('intune')]) {
    text += rowsOf(device);
    if (text.length >= CHUNK) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}
