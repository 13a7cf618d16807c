// The logger that connectors and polls write to, over an invocation's context. Details are counts, codes and names of
// ours; what stands under the name of a personal field of the catalogue is not shown. One event is one line where
// LOG_FORMAT is `json`.
import { personalFieldNames } from './catalog/index.ts';
import { correlation } from './correlation.ts';
import { ConfigError, describeError } from './errors.ts';
import { inWords, type Logger } from './logger.ts';

export interface ContextLog {
  readonly invocationId?: string;
  debug(...args: unknown[]): void;
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
}

type Details = NonNullable<Parameters<Logger['info']>[1]>;
type Level = 'debug' | 'info' | 'warning' | 'error';

/** Read with each line: it counts for what is said of wrong settings, too. */
const isJson = (): boolean => process.env.LOG_FORMAT?.trim() === 'json';

/** `poll ended source=intune read=1500 seconds=2.4 run=1b4e28ba`, or as JSON. */
export function loggerOver(context: ContextLog): Logger {
  const line = (level: Level, message: string, details: Details = {}, code?: string) => {
    const shown = Object.entries(details).map(
      ([name, value]) => [name, personalFieldNames.has(name) ? '[not shown]' : value] as const,
    );
    return isJson()
      ? jsonLine(level, message, { ...(code !== undefined && { code }), ...Object.fromEntries(shown) }, context)
      : [message, ...shown.map(([name, value]) => `${name}=${quoted(value)}`), ...belongsTo(context)].join(' ');
  };
  return {
    debug: (message, details) => context.debug(line('debug', message, details)),
    info: (message, details) => context.info(line('info', message, details)),
    warn: (message, details) => context.warn(line('warning', message, details)),
    error: (message, details, code) => context.error(line('error', message, details, code)),
  };
}

/** As much of an id as is enough to find others by: of the run, or of the request, whose problem has it in `instance`. */
const SHOWN_OF_ID = 8;

function belongsTo({ invocationId }: ContextLog): readonly string[] {
  const { run, request } = correlation() ?? {};
  const [name, id] = run === undefined ? ['request', invocationId ?? request] : ['run', run];
  return id === undefined ? [] : [`${name}=${id.slice(0, SHOWN_OF_ID)}`];
}

function jsonLine(level: Level, message: string, { code, source, ...details }: Details, of: ContextLog): string {
  const known = correlation();
  return JSON.stringify({
    time: new Date().toISOString(),
    level,
    code,
    message,
    source: source ?? known?.source,
    run: known?.run,
    request: of.invocationId ?? known?.request,
    trace: known?.trace,
    details,
  });
}

const quoted = (value: string | number | boolean): string =>
  typeof value === 'string' && value !== '[not shown]' && /\s/.test(value) ? JSON.stringify(value) : String(value);

/** Outside of an invocation: the runtime takes what a worker prints as its log. */
export const consoleLogger: Logger = loggerOver({
  debug: () => {},
  info: (line) => console.log(line),
  warn: (line) => console.warn(isJson() ? line : inWords('warning', String(line))),
  error: (line) => console.error(isJson() ? withoutWarn(String(line)) : inWords('error', String(line))),
});

/** The same JSON: the runtime takes every line with the word for a warning. */
const withoutWarn = (json: string): string =>
  json.replace(/warn/gi, (word) => `\\u00${word.charCodeAt(0).toString(16)}${word.slice(1)}`);

/** Logs what failed, its code and what to do. Wrong settings, which fail every duty alike, are told once. */
export function logFailure(log: Pick<Logger, 'error'>, what: string, error: unknown): void {
  const { code, message, hint } = describeError(error);
  if (error instanceof ConfigError && told.has(hint)) return;
  if (error instanceof ConfigError) told.add(hint);
  log.error(`${what} failed (${code}): ${message}\n${hint}`, {}, code);
}
const told = new Set<string>();

/** Of what is done again every few seconds: a failure is said once, and when it is over. */
export function logFailureOnce(log: Pick<Logger, 'error'>, what: string, error: unknown): void {
  const { code } = describeError(error);
  if (failing.get(what) !== code) logFailure(log, what, error);
  failing.set(what, code);
}

export function logSuccess(log: Pick<Logger, 'info'>, what: string): void {
  if (failing.delete(what)) log.info(`${what} works again.`);
}
/** Code of the last failure, by what failed. */
const failing = new Map<string, string>();
