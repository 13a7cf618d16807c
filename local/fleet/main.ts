// npm run fleet: the simulated systems, all or some, until SIGINT or SIGTERM. It writes a folder that a collector can read
// them with, and prints the sources file. As a child process it tells its parent instead, and ends with it.
import { resolve } from 'node:path';
import { endWith } from '../ending.ts';
import { isServed, writeFolder } from './folder.ts';
import { type RunningFleet, startFleetOf } from './index.ts';
import { isSourceType } from './members.ts';
import { type RunOptions, runOptions } from './options.ts';
import { type Lost, lose, type Ready, type Tick } from './told.ts';

const options = runOptions(process.argv.slice(2));
if (options) await run({ ...options, folder: resolve(options.folder) });

async function run(wanted: RunOptions): Promise<void> {
  const alone = process.send === undefined;
  if (alone && (await isServed(wanted.folder)))
    refuse(`A fleet runs already that has written ${wanted.folder}: end it, or take another --folder.`);
  const starting = start(wanted);
  endWith(async () => (await starting).close());
  const fleet = await starting;
  if (alone) print(wanted, fleet);
  else {
    process.on('message', (message) => obey(fleet, message));
    tellParent(readyOf(wanted, fleet));
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

async function start({ types, fleet }: RunOptions): Promise<RunningFleet> {
  try {
    // A company that is looked at is not to wait for its apps as one that is worked with.
    return await startFleetOf(types, {
      ...fleet,
      waits: 'short',
      onTick: (tick) => tellParent({ type: 'tick', tick }),
    });
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
function tellParent(message: Ready | Tick | Lost): void {
  process.send?.(message, undefined, undefined, () => {});
}

function readyOf({ types }: RunOptions, { authority, license, estate, entry, logEntries }: RunningFleet): Ready {
  const { epoch, stepMs } = estate.options;
  return {
    type: 'ready',
    caPem: authority.caPem,
    entries: [...types.map(entry), ...logEntries],
    license: { url: license.url, publicKey: license.vendor.publicKey },
    estate: { tick: estate.ticks, epoch, stepMs },
  };
}

/** The sources file goes to the output, and what a person wants to know beside it. */
function print(wanted: RunOptions, fleet: RunningFleet): void {
  const ready = readyOf(wanted, fleet);
  const { caFile, sourcesFile, sources } = writeFolder(wanted.folder, ready);
  console.log(JSON.stringify({ sources }, null, 2));
  console.error(`
${fleet.estate.userCount} people and ${fleet.estate.deviceCount} devices, until Ctrl-C or SIGTERM.
SOURCES_FILE=${sourcesFile}
LICENSE_URL=${fleet.license.url}
LICENSE_PUBLIC_KEY=${fleet.license.vendor.publicKey}
LICENSE_CA_FILE=${caFile}`);
}
