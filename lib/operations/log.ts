// The logger that connectors and polls write to, over an invocation's context. Details are counts, codes and names of
// ours; what stands under the name of a personal field of the catalogue is not shown.
import { personalFieldNames } from '../catalog/index.ts';
import { ConfigError, describeError } from '../errors.ts';
import { inWords, type Logger } from '../logger.ts';

export interface ContextLog {
  debug(...args: unknown[]): void;
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
}

type Details = Parameters<Logger['info']>[1];

/** `poll ended source=intune read=1500 seconds=2.4` */
export function loggerOver(context: ContextLog): Logger {
  const line = (message: string, details: Details = {}) =>
    [
      message,
      ...Object.entries(details).map(
        ([name, value]) => `${name}=${personalFieldNames.has(name) ? '[not shown]' : shown(value)}`,
      ),
    ].join(' ');
  return {
    debug: (message, details) => context.debug(line(message, details)),
    info: (message, details) => context.info(line(message, details)),
    warn: (message, details) => context.warn(line(message, details)),
    error: (message, details) => context.error(line(message, details)),
  };
}

const shown = (value: string | number | boolean): string =>
  typeof value === 'string' && /\s/.test(value) ? JSON.stringify(value) : String(value);

/** Outside of an invocation: the runtime takes what a worker prints as its log. */
export const consoleLogger: Logger = loggerOver({
  debug: () => {},
  info: (line) => console.log(line),
  warn: (line) => console.warn(inWords('warning', String(line))),
  error: (line) => console.error(inWords('error', String(line))),
});

/** Logs what failed, its code and what to do. Wrong settings, which fail every duty alike, are told once. */
export function logFailure(log: Pick<ContextLog, 'error'>, what: string, error: unknown): void {
  const { code, message, hint } = describeError(error);
  if (error instanceof ConfigError && told.has(hint)) return;
  if (error instanceof ConfigError) told.add(hint);
  log.error(`${what} failed (${code}): ${message}\n${hint}`);
}
const told = new Set<string>();
