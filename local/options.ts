// What `npm start -- --users N --devices N --seed S` may say.
import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly users: number;
  readonly devices: number;
  readonly apps: number;
  readonly seed: number;
  readonly port: number;
  /** Everything that the connectors can read, and not only what they read by default. */
  readonly all: boolean;
  /** Forgets what an earlier start stored. */
  readonly fresh: boolean;
}

const HELP = `npm start -- [options]        (without a local.settings.json: against the simulated fleet)
  --users N      people in the simulated company (1000)
  --devices N    their devices (1500)
  --apps N       apps on a device, about (40)
  --seed S       another company (1)
  --port P       port of the API (7071; 0: any)
  --all          read everything: all profiles, positions, roaming, personal devices, whole phone numbers
  --fresh        forget what an earlier start stored`;

/** Null where help was asked for or an option is wrong: it is told, and `process.exitCode` set. */
export function startOptions(args: readonly string[]): StartOptions | null {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        users: text('1000'),
        devices: text('1500'),
        apps: text('40'),
        seed: text('1'),
        port: text('7071'),
        all: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return null;
    }
    const number = (name: 'users' | 'devices' | 'apps' | 'seed' | 'port'): number => {
      if (!/^\d{1,9}$/.test(values[name])) throw new RangeError(`--${name} wants a number`);
      return Number(values[name]);
    };
    return {
      users: number('users'),
      devices: number('devices'),
      apps: number('apps'),
      seed: number('seed'),
      port: number('port'),
      all: values.all,
      fresh: values.fresh,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'wrong option'}\n\n${HELP}`);
    process.exitCode = 2;
    return null;
  }
}
