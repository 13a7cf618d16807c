// Where all log lines pass: the hooks of the app first (they may change user lines), then the filter of host.json.
// Categories and the longest-prefix rule are those of the real host (logging.logLevel).
import { type Core, type LogKind, type LogLevel, ReadOnlyError } from './core.ts';

export type HostLogEntry = { level: LogLevel; category: string; message: string; invocationId?: string };
type Scope = { category: string; invocationId?: string; invocationContext?: object; hookData?: object };

const ORDER: readonly string[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

export class HostLog {
  /** Set once the core exists; the two need each other. */
  core: Core | undefined;
  readonly #levels: Map<string, string>;
  readonly #sink: (entry: HostLogEntry) => void;
  readonly #minimum = new Map<string, number>();

  constructor(levels: Map<string, string>, sink: (entry: HostLogEntry) => void) {
    this.#levels = levels;
    this.#sink = sink;
  }

  /** A line of the host's own. */
  write(level: LogLevel, category: string, message: string, invocationId?: string): void {
    if (level === 'none' || ORDER.indexOf(level) < this.#minimumOf(category)) return;
    this.#sink(invocationId === undefined ? { level, category, message } : { level, category, message, invocationId });
  }

  /** A line of the app or of the library in it. */
  fromApp(level: LogLevel, kind: LogKind, message: string, scope: Scope): void {
    const hooks = this.core?.hooks.log ?? [];
    const context = logHookContext(level, kind, message, scope, this.core?.appHookData ?? {});
    try {
      for (const hook of hooks) hook(context);
      // Only the user's own lines may be changed; what a failing hook changed does not count (WorkerContext.log).
      if (kind === 'user') ({ level, message } = context);
    } catch {}
    this.write(level, scope.category, message, scope.invocationId);
  }

  /** The rule with the longest prefix of the category wins, `*` is any middle part; `default` is the last, Information without any. */
  #minimumOf(category: string): number {
    const known = this.#minimum.get(category);
    if (known !== undefined) return known;
    const name = category.toLowerCase();
    const prefixes = [...this.#levels.keys()].filter((rule) => {
      const [prefix = '', suffix = ''] = rule.split('*');
      return rule !== 'default' && name.startsWith(prefix) && name.slice(prefix.length).endsWith(suffix);
    });
    const best = prefixes.sort((a, b) => b.length - a.length)[0] ?? 'default';
    const index = ORDER.indexOf(this.#levels.get(best) ?? 'information');
    const minimum = index < 0 ? ORDER.indexOf('information') : index;
    this.#minimum.set(category, minimum);
    return minimum;
  }
}

function logHookContext(level: LogLevel, category: LogKind, message: string, scope: Scope, appHookData: object) {
  const context = { level, message };
  return readOnly(context, {
    category,
    appHookData,
    hookData: scope.hookData ?? {},
    invocationContext: scope.invocationContext,
  });
}

/** `target` with further properties that throw when they are set, as the worker's hook contexts do. */
export function readOnly<T extends object, P extends object>(target: T, properties: P): T & Readonly<P> {
  for (const [name, value] of Object.entries(properties)) {
    const set = () => {
      throw new ReadOnlyError(name);
    };
    Object.defineProperty(target, name, { enumerable: true, get: () => value, set });
  }
  return Object.assign(target);
}
