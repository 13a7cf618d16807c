// The simulated fleet: one company, and the vendors' servers that speak of it, all on loopback with a private authority.
// It stands in for real systems in tests, benches and `npm start`, and knows nothing of the code that reads it.

import { type Directory, startDirectory } from './active-directory/index.ts';
import { type Authority, createAuthority } from './authority.ts';
import { startUem, type Uem } from './blackberry-uem/index.ts';
import { Estate } from './estate/estate.ts';
import type { Product } from './estate/products.ts';
import { type Graph, startGraph } from './intune/index.ts';
import { type Epmm, startEpmm } from './ivanti-epmm/index.ts';
import { type Neurons, startNeurons } from './ivanti-neurons/index.ts';
import { type License, startLicense } from './license/index.ts';
import { startWorkspaceOne, type WorkspaceOne } from './workspace-one/index.ts';

export interface FleetOptions {
  users: number;
  devices: number;
  /** Default 40. */
  appsPerDevice?: number;
  seed: number;
  /** The management systems that the company runs (default: Intune alone); each has a server here. */
  products?: readonly Product[];
  /** Starts after so many ticks. */
  tick?: number;
  /** Lives by itself when given. */
  tickIntervalMs?: number;
  /** The fleet's own time that passes with a tick (default: the interval, or a minute). */
  stepMs?: number;
  /** The fleet's time at tick 0, in milliseconds (default: the begin of the clock's UTC day). The same seed, epoch, step and tick make the same fleet. */
  epoch?: number;
  /** Real time, for tokens and certificates (default Date.now). */
  clock?: () => number;
  /** Told after each tick that came by itself. */
  onTick?: (tick: number) => void;
}

export interface Fleet {
  authority: Authority;
  graph: Graph;
  epmm: Epmm;
  uem: Uem;
  neurons: Neurons;
  workspaceOne: WorkspaceOne;
  directory: Directory;
  license: License;
  estate: Estate;
  /** One step of life; answers the number of steps so far. */
  tick(): number;
  close(): Promise<void>;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

function createEstate(options: FleetOptions, now: number): Estate {
  const estate = new Estate({
    users: options.users,
    devices: options.devices,
    appsPerDevice: options.appsPerDevice ?? 40,
    seed: options.seed,
    ...(options.products ? { products: options.products } : {}),
    epoch: options.epoch ?? now - (now % DAY),
    stepMs: options.stepMs ?? options.tickIntervalMs ?? MINUTE,
  });
  for (let i = 0; i < (options.tick ?? 0); i++) estate.tick();
  return estate;
}

/** Starts everything on 127.0.0.1, each server on a free port. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const clock = options.clock ?? Date.now;
  const estate = createEstate(options, clock());
  const authority = createAuthority(clock());
  const [graph, directory, license, epmm, uem, neurons, workspaceOne] = await Promise.all([
    startGraph({ estate, authority, clock }),
    startDirectory({ estate, authority, clock }),
    startLicense(authority, clock),
    startEpmm({ estate, authority, clock }),
    startUem({ estate, authority, clock }),
    startNeurons({ estate, authority, clock }),
    startWorkspaceOne({ estate, authority, clock }),
  ]);
  const tick = (): number => {
    estate.tick();
    return estate.ticks;
  };
  const live = (): void => {
    const count = tick();
    options.onTick?.(count);
  };
  const timer = options.tickIntervalMs === undefined ? undefined : setInterval(live, options.tickIntervalMs);
  return {
    authority,
    graph,
    epmm,
    uem,
    neurons,
    workspaceOne,
    directory,
    license,
    estate,
    tick,
    close: async () => {
      clearInterval(timer);
      await Promise.all([
        graph.close(),
        directory.close(),
        license.close(),
        epmm.close(),
        uem.close(),
        neurons.close(),
        workspaceOne.close(),
      ]);
    },
  };
}
