// npm run fleet: the simulated systems, all or some, until SIGINT or SIGTERM. It writes a folder that a collector can read
// them with, and prints the sources file. As a child process it tells its parent instead, and ends with it.
import { resolve } from 'node:path';
import { endWith } from '../ending.ts';
import { isServed, keepSecret, WEBHOOK_SECRET, writeFolder } from './folder.ts';
import { type RunningFleet, startFleetOf } from './index.ts';
import { isSourceType } from './members.ts';
import { type Notifications, startNotifications } from './notifications/index.ts';
import { type RunOptions, runOptions } from './options.ts';
import { type Lost, lose, type Notified, notifiedLine, type Ready, type Tick } from './told.ts';

const options = runOptions(process.argv.slice(2));
if (options) await run({ ...options, folder: resolve(options.folder) });

async function run(wanted: RunOptions): Promise<void> {
  const alone = process.send === undefined;
  if (alone && (await isServed(wanted.folder)))
    refuse(`A fleet runs already that has written ${wanted.folder}: end it, or take another --folder.`);
  const starting = start(wanted, alone ? (notified) => console.error(notifiedLine(notified)) : tellParent);
  endWith(async () => {
    const { fleet, notifications } = await starting;
    await Promise.all([fleet.close(), notifications.close()]);
  });
  const started = await starting;
  if (alone) print(wanted, started);
  else {
    process.on('message', (message) => obey(started.fleet, message));
    tellParent(readyOf(wanted, started));
  }
}

/** A third: collectors believe a tenth. */
const LOST = 1 / 3;

function obey({ estate }: RunningFleet, message: unknown): void {
  const asked = lose.safeParse(message).data;
  if (!asked || !isSourceType(asked.of)) return;
  const devices = estate.devicesOf(asked.of);
  tellParent({ type: 'lost', devices: estate.removeDevices(LOST, devices).length, before: devices.length });
}

interface Started {
  readonly fleet: RunningFleet;
  readonly notifications: Notifications;
}

async function start({ types, fleet }: RunOptions, tell: (notified: Notified) => void): Promise<Started> {
  try {
    // A company that is looked at is not to wait for its apps as one that is worked with.
    const running = await startFleetOf(types, {
      ...fleet,
      waits: 'short',
      onTick: (tick) => tellParent({ type: 'tick', tick }),
    });
    const hosting = {
      authority: running.authority,
      clock: Date.now,
      ...(fleet.nextPort && { nextPort: fleet.nextPort }),
    };
    return { fleet: running, notifications: await startNotifications(hosting, tell) };
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EADDRINUSE') throw error;
    return refuse(`Port ${Reflect.get(error, 'port')} is in use: another --port, or none, which takes free ones.`);
  }
}

function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}

/** Whoever listened may have gone in this moment: `disconnect` ends the fleet then, not a failure to tell it. */
function tellParent(message: Ready | Tick | Lost | Notified): void {
  process.send?.(message, undefined, undefined, () => {});
}

function readyOf({ types }: RunOptions, { fleet, notifications: { url, secret } }: Started): Ready {
  const { authority, license, estate, entry, logEntries } = fleet;
  const { epoch, stepMs } = estate.options;
  return {
    type: 'ready',
    caPem: authority.caPem,
    entries: [...types.map(entry), ...logEntries],
    license: { url: license.url, publicKey: license.vendor.publicKey },
    notifications: { url, secret },
    estate: { tick: estate.ticks, epoch, stepMs },
  };
}

/** The sources file goes to the output, and what a person wants to know beside it. */
function print(wanted: RunOptions, started: Started): void {
  const { fleet, notifications } = started;
  const ready = readyOf(wanted, started);
  const { caFile, sourcesFile, sources } = writeFolder(wanted.folder, ready);
  console.log(JSON.stringify({ sources }, null, 2));
  console.error(`
${fleet.estate.userCount} people and ${fleet.estate.deviceCount} devices, until Ctrl-C or SIGTERM.
SOURCES_FILE=${sourcesFile}
LICENSE_URL=${fleet.license.url}
LICENSE_PUBLIC_KEY=${fleet.license.vendor.publicKey}
LICENSE_CA_FILE=${caFile}
NOTIFY_WEBHOOK_URL=${notifications.url}
NOTIFY_WEBHOOK_SECRETS=${keepSecret(wanted.folder, WEBHOOK_SECRET, notifications.secret)}
NOTIFY_WEBHOOK_CA_FILE=${caFile}`);
}
