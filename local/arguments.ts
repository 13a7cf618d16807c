// Options of the programs of this folder.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigError } from '../lib/errors.ts';

/** As `parseArgs`. Throws ConfigError with the usage where one is wrong. */
export function argumentsOf<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch {
    throw wrongOption('An option or argument is wrong.', usage);
  }
}

export const wrongOption = (message: string, usage: string): ConfigError =>
  new ConfigError(message, { code: 'option', hint: usage });
