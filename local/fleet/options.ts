// What `npm run fleet -- intune active-directory --users N` may say.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { COMPANY_HELP, COMPANY_OPTIONS, companySize, numberOf, readArguments } from './arguments.ts';
import type { FleetOptions } from './index.ts';
import { isSourceType, managesDevices, SOURCE_TYPE_NAMES, type SystemTypeName } from './members.ts';

export interface RunOptions {
  readonly types: readonly SystemTypeName[];
  readonly fleet: FleetOptions;
  /** Where a collector finds authority, secrets and sources file. */
  readonly folder: string;
}

const YEAR_2100 = 4_102_444_800_000;
const MOST_PORT = 65_535;
const MOST_INTERVAL = 86_400_000;

const HELP = `npm run fleet -- [types] [options]
  types          the systems to start (all): ${SOURCE_TYPE_NAMES.join(', ')}
${COMPANY_HELP}
  --port P       port of the first server, on 127.0.0.1; each further one takes the next (any)
  --folder PATH  where sources file, authority and secrets are written (.data/fleet)
  --logs PATH    where servers write the logs of the company (none)
  --tick N       a company that has lived through so many steps (0)
  --tick-interval MS   it lives: a step whenever so many milliseconds have passed (it stands still)
  --step MS      what passes for it with a step (the interval, or a minute)
  --epoch MS     when it began, in milliseconds since 1970 (today, 00:00 UTC)`;

/** Null where help was asked for or an option is wrong: it is told, and `process.exitCode` set. */
export const runOptions = (args: readonly string[]): RunOptions | null =>
  readArguments(HELP, () => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...COMPANY_OPTIONS,
        port: { type: 'string', default: '0' },
        folder: { type: 'string', default: '.data/fleet' },
        logs: { type: 'string' },
        tick: { type: 'string', default: '0' },
        'tick-interval': { type: 'string' },
        step: { type: 'string' },
        epoch: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return null;
    const types = typesOf(positionals);
    const { 'tick-interval': interval, step, epoch, logs } = values;
    const { apps, ...company } = companySize(values);
    return {
      types,
      folder: values.folder,
      fleet: {
        ...company,
        appsPerDevice: apps,
        types: types.filter(managesDevices),
        nextPort: portsFrom(numberOf('port', values.port, MOST_PORT)),
        tick: numberOf('tick', values.tick),
        ...(interval === undefined ? {} : { tickIntervalMs: numberOf('tick-interval', interval, MOST_INTERVAL) }),
        ...(logs === undefined ? {} : { logs: resolve(logs) }),
        ...(step === undefined ? {} : { stepMs: numberOf('step', step) }),
        ...(epoch === undefined ? {} : { epoch: numberOf('epoch', epoch, YEAR_2100) }),
      },
    };
  });

/** In the fleet's own order, whatever that of the arguments. */
function typesOf(names: readonly string[]): readonly SystemTypeName[] {
  const unknown = names.filter((name) => !isSourceType(name));
  if (unknown.length > 0)
    throw new RangeError(`There is no system ${unknown.join(', ')}; there are ${SOURCE_TYPE_NAMES.join(', ')}.`);
  return names.length === 0 ? SOURCE_TYPE_NAMES : SOURCE_TYPE_NAMES.filter((type) => names.includes(type));
}

function portsFrom(first: number): () => number {
  let next = first;
  return () => (first === 0 ? 0 : next++);
}
