// What a simulated system is to the fleet: how it starts, and what a source is told that reads it.
import type { Authority } from './authority.ts';
import type { Estate } from './estate/estate.ts';

/** What every simulated server needs. */
export interface Hosting {
  authority: Authority;
  /** Real time, for tokens and certificates. */
  clock: () => number;
  /** The loopback port of the listener that is made next; 0, the default, is any that is free. */
  nextPort?: () => number;
}

/** How long clients are made to wait by limits and slow reports: as by the vendor, less, or not at all. */
export type Waits = 'real' | 'short' | 'none';

export interface SystemOptions extends Hosting {
  estate: Estate;
  /** Default: real. */
  waits?: Waits;
}

export interface System {
  close(): Promise<void>;
}

/** As JSON has it. */
export type Setting = string | number | boolean | readonly Setting[] | { readonly [name: string]: Setting };

/** What a source is told of a system. */
export interface Access {
  readonly settings: Readonly<Record<string, Setting>>;
  /** In clear text, by the settings that refer to them. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Of a sources file, but for the places of secrets and authority, which are up to whoever writes it. */
export interface Entry extends Access {
  readonly type: string;
  readonly name: string;
  readonly managesDevices: boolean;
  /** Of a log whose lines a shipper pushes: the file that it follows, and its key. */
  readonly pushed?: { readonly file: string; readonly key: string } | undefined;
}

export interface FleetMember<S extends System = System> {
  /** Of its source (default: the type). */
  readonly sourceName?: string;
  /** Whether devices are enrolled in it. */
  readonly managesDevices: boolean;
  start(options: SystemOptions): Promise<S>;
  access(system: S): Access;
}
