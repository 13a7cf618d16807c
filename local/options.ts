// What `npm start -- --users N --devices N --seed S` may say.
import { parseArgs } from 'node:util';
import {
  COMPANY_HELP,
  COMPANY_OPTIONS,
  type CompanySize,
  companySize,
  numberOf,
  readArguments,
} from './fleet/arguments.ts';

export interface StartOptions extends CompanySize {
  readonly port: number;
  /** Everything that the connectors can read, and not only what they read by default. */
  readonly all: boolean;
  /** Forgets what an earlier start stored. */
  readonly fresh: boolean;
  /** Lets a system lose many devices when they were read: their removal is held. */
  readonly hold: boolean;
}

const HELP = `npm start -- [options]        (without a local.settings.json: against the simulated fleet)
${COMPANY_HELP}
  --port P       port of the API (7071; 0: any)
  --all          read everything: all profiles, positions, roaming, personal devices, whole phone numbers
  --fresh        forget what an earlier start stored
  --hold         Intune loses a third of its devices once they were read: a removal that is held, to decide on`;

/** Null where help was asked for or an option is wrong: it is told, and `process.exitCode` set. */
export const startOptions = (args: readonly string[]): StartOptions | null =>
  readArguments(HELP, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...COMPANY_OPTIONS,
        port: { type: 'string', default: '7071' },
        all: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        hold: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const { port, all, fresh, hold, help } = values;
    return help ? null : { ...companySize(values), port: numberOf('port', port), all, fresh, hold };
  });
