// What the host is told: the environment, local.settings.json below it, and host.json with its AzureFunctionsJobHost__a__b overrides.
// Names are case-insensitive and `:` is `__`, as in .NET configuration. A host.json section that would change what
// functions do and that is not implemented here stops the start, by name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOfMistake, withoutMark } from '../../lib/json-text.ts';
import { parseTimeSpan } from './schedule.ts';

export type Environment = Record<string, string | undefined>;

/** host.json or local.settings.json cannot be used; the message names the file and the entry. */
export class HostConfigError extends Error {}

const OVERRIDE = 'azurefunctionsjobhost:';
const DEFAULT_TIMEOUT = 30 * 60_000;
const DEFAULT_BODY_LIMIT = 100 * 1024 * 1024;
/** Entries that change behaviour, with the values that mean "off". */
const REFUSED: [pattern: RegExp, off: RegExp][] = [
  [/^functions(:|$)/, /^$/],
  [/^customhandler(:|$)/, /^$/],
  [/^retry(:|$)/, /^$/],
  [/^extensions:http:customheaders(:|$)/, /^$/],
  [/^extensions:http:hsts:isenabled$/, /^false$/i],
  [/^extensions:http:max(outstanding|concurrent)requests$/, /^-1$/],
  [/^extensions:http:dynamicthrottlesenabled$/, /^false$/i],
];

export class Settings {
  readonly #settings = new Map<string, string>();
  readonly #hostJson: Map<string, string>;
  /** Every setting, for the process environment of the bundle. */
  readonly all: Record<string, string> = {};
  /** Milliseconds, or undefined for no limit. */
  readonly functionTimeout: number | undefined;
  readonly bodyLimit: number;
  readonly routePrefix: string;

  /** Reads both files of the app; HostConfigError when one cannot be used. */
  constructor(appRoot: string, environment: Environment) {
    for (const [name, value] of Object.entries({ ...localValues(appRoot), ...environment })) {
      if (value !== undefined) this.all[name] = value;
    }
    for (const [name, value] of Object.entries(localValues(appRoot))) this.#settings.set(canonical(name), value);
    for (const [name, value] of Object.entries(environment)) {
      if (value !== undefined) this.#settings.set(canonical(name), value);
    }
    this.#hostJson = readHostJson(appRoot);
    for (const [name, value] of this.#settings) {
      if (name.startsWith(OVERRIDE)) this.#hostJson.set(name.slice(OVERRIDE.length), value);
    }
    refuseUnsupported(this.#hostJson);
    this.functionTimeout = functionTimeout(this.#hostJson.get('functiontimeout'));
    this.routePrefix = withoutOuterSlashes(this.#hostJson.get('extensions:http:routeprefix') ?? 'api');
    const limit = this.get('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT') ?? '';
    this.bodyLimit = /^\d+$/.test(limit) ? Number(limit) : DEFAULT_BODY_LIMIT;
  }

  /** The value of an app setting, whatever the case of its name. */
  get(name: string): string | undefined {
    return this.#settings.get(canonical(name));
  }

  /** Replaces each %SETTING%; an Error names one that does not exist. */
  resolve(text: string): string {
    return text.replace(/%([^%]+)%/g, (_, name: string) => {
      const value = this.get(name);
      if (value === undefined) throw new Error(`'%${name}%' does not resolve to a value.`);
      return value;
    });
  }

  /** AzureWebJobs.<name>.Disabled, or with underscores where a shell knows no dots. */
  isDisabled(functionName: string): boolean {
    const value =
      this.get(`AzureWebJobs.${functionName}.Disabled`) ?? this.get(`AzureWebJobs_${functionName}_Disabled`);
    return value !== undefined && /^\s*(true|1)\s*$/i.test(value);
  }

  /** logging.logLevel of host.json: lower-case category prefix to level; `default` for the rest. */
  logLevels(): Map<string, string> {
    const prefix = 'logging:loglevel:';
    const levels = [...this.#hostJson].filter(([name]) => name.startsWith(prefix));
    return new Map(levels.map(([name, level]) => [name.slice(prefix.length), level.toLowerCase()]));
  }
}

function canonical(name: string): string {
  return name.replaceAll('__', ':').toLowerCase();
}

function readJson(appRoot: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(appRoot, name), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(withoutMark(text));
  } catch {
    throw new HostConfigError(
      `${name} is not valid JSON (${placeOfMistake(withoutMark(text))}); comments and trailing commas are not read.`,
    );
  }
}

/** What `Values` says; nothing where there is no such file. Throws HostConfigError. */
export function localValues(appRoot: string): Record<string, string> {
  const file = readJson(appRoot, 'local.settings.json');
  const flat = flatten(file ?? {});
  if (flat.get('isencrypted')?.toLowerCase() === 'true') {
    throw new HostConfigError('local.settings.json is encrypted: the embedded host cannot read it.');
  }
  if (!isObject(file) || !isObject(file.Values)) return {};
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(file.Values)) {
    if (typeof value !== 'string')
      throw new HostConfigError(`local.settings.json: the value of ${name} is not a string.`);
    values[name] = value;
  }
  return values;
}

function readHostJson(appRoot: string): Map<string, string> {
  const flat = flatten(readJson(appRoot, 'host.json') ?? { version: '2.0' });
  if (flat.get('version') !== '2.0') throw new HostConfigError('host.json: version must be "2.0".');
  return flat;
}

function refuseUnsupported(hostJson: Map<string, string>): void {
  for (const [name, value] of hostJson) {
    if (REFUSED.some(([pattern, off]) => pattern.test(name) && !off.test(value))) {
      throw new HostConfigError(`host.json: ${name.replaceAll(':', '.')} is not supported by the embedded host.`);
    }
  }
}

function functionTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return DEFAULT_TIMEOUT;
  if (text.trim() === '-1') return undefined;
  try {
    const timeout = parseTimeSpan(text);
    if (timeout >= 1000) return timeout;
  } catch {}
  throw new HostConfigError('host.json: functionTimeout is neither a TimeSpan of at least one second nor -1.');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON value as .NET configuration sees it: lower-case paths joined by `:`, leaves as text. */
function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map(path ? [[path, String(value ?? '')]] : []);
  const entries = Object.entries(value);
  return new Map(
    entries.flatMap(([name, item]) => [...flatten(item, path ? `${path}:${name.toLowerCase()}` : name.toLowerCase())]),
  );
}

function withoutOuterSlashes(path: string): string {
  const parts = path.split('/');
  const first = parts.findIndex((part) => part !== '');
  return first < 0 ? '' : parts.slice(first, parts.findLastIndex((part) => part !== '') + 1).join('/');
}
