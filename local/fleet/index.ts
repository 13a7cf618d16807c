// The simulated fleet: one company, and the vendors' servers that speak of it, all on loopback with a private authority.
// It stands in for real systems in tests, benches, `npm start` and `npm run fleet`, and knows nothing of the code that
// reads it.
import { type Authority, createAuthority } from './authority.ts';
import { Estate } from './estate/estate.ts';
import { liveOneTick } from './estate/life.ts';
import { type License, startLicense } from './license/index.ts';
import { startLogs } from './logs/index.ts';
import type { Entry, Hosting, System, Waits } from './member.ts';
import { entryOf, isWhole, SOURCE_TYPE_NAMES, type Systems, type SystemTypeName, startSystems } from './members.ts';

export interface FleetOptions extends Partial<Pick<Hosting, 'clock' | 'nextPort'>> {
  users: number;
  devices: number;
  /** Default 40. */
  appsPerDevice?: number;
  seed: number;
  /** The management systems that the company runs, which share its devices (default: Intune alone). */
  types?: readonly SystemTypeName[];
  /** Starts after so many ticks. */
  tick?: number;
  /** Lives by itself when given. */
  tickIntervalMs?: number;
  /** The fleet's own time that passes with a tick (default: the interval, or a minute). */
  stepMs?: number;
  /** The fleet's time at tick 0, in milliseconds (default: the begin of the clock's UTC day). The same seed, epoch, step and tick make the same fleet. */
  epoch?: number;
  waits?: Waits;
  /** Where servers of the company write their logs; none where absent. */
  logs?: string;
  /** Told after each tick that came by itself. */
  onTick?: (tick: number) => void;
}

export interface RunningFleet {
  authority: Authority;
  systems: Partial<Systems>;
  license: License;
  estate: Estate;
  /** What a sources file says of a system that runs. */
  entry(type: SystemTypeName): Entry;
  /** And of its logs. */
  readonly logEntries: readonly Entry[];
  /** One step of life; answers the number of steps so far. */
  tick(): number;
  close(): Promise<void>;
}

export interface Fleet extends RunningFleet {
  systems: Systems;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

function createEstate(options: FleetOptions, now: number): Estate {
  const estate = new Estate({
    users: options.users,
    devices: options.devices,
    appsPerDevice: options.appsPerDevice ?? 40,
    seed: options.seed,
    ...(options.types ? { types: options.types } : {}),
    epoch: options.epoch ?? now - (now % DAY),
    stepMs: options.stepMs ?? options.tickIntervalMs ?? MINUTE,
    ...(options.tickIntervalMs === undefined
      ? {}
      : { ticksADay: Math.max(1, Math.floor(DAY / options.tickIntervalMs)) }),
  });
  for (let i = 0; i < (options.tick ?? 0); i++) liveOneTick(estate);
  return estate;
}

/** Starts all systems on 127.0.0.1. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { systems, ...fleet } = await startFleetOf(SOURCE_TYPE_NAMES, options);
  if (!isWhole(systems)) throw new TypeError('a system has not started');
  return { ...fleet, systems };
}

/** Starts the named systems. */
export async function startFleetOf(types: readonly SystemTypeName[], options: FleetOptions): Promise<RunningFleet> {
  const { clock = Date.now, nextPort = () => 0, waits = 'real', onTick = () => {}, tickIntervalMs } = options;
  const estate = createEstate(options, clock());
  const hosting = { authority: createAuthority(clock()), clock, nextPort };
  const systems = await startSystems(types, { ...hosting, estate, waits });
  const license = await startLicense(hosting);
  const logs = options.logs === undefined ? undefined : startLogs({ estate, folder: options.logs, clock });
  const tick = (): number => {
    liveOneTick(estate);
    logs?.write(estate.ticks);
    return estate.ticks;
  };
  const timer = tickIntervalMs === undefined ? undefined : setInterval(() => onTick(tick()), tickIntervalMs);
  return {
    authority: hosting.authority,
    systems,
    license,
    estate,
    entry: (type) => entryOf(systems, type),
    logEntries: logs?.entries ?? [],
    tick,
    close: async () => {
      clearInterval(timer);
      const running: readonly System[] = [license, ...Object.values(systems)];
      await Promise.all(running.map((system) => system.close()));
    },
  };
}
