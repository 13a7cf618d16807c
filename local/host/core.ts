// The module `@azure/functions-core`, which the Functions worker hands to the library `@azure/functions` at run time and
// which exists on no disk. It collects what the bundle registers; who runs the functions reads it from here.
// Shapes: types-core/index.d.ts and src/coreApi of https://github.com/Azure/azure-functions-nodejs-worker
import Module from 'node:module';

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type LogKind = 'user' | 'system' | 'customMetric';
export type BindingInfo = { type?: string; direction?: string; [option: string]: unknown };
export type FunctionMetadata = { name: string; bindings: Record<string, BindingInfo>; retryOptions?: object | null };
export type Handler = (...inputs: unknown[]) => unknown;
export type Registration = { metadata: FunctionMetadata; handler: Handler };
export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';
export type Hook = (context: object) => unknown;
export type CoreLog = (level: LogLevel, kind: LogKind, message: string) => void;

/** One of the forms in which a value crosses between host and library; only those of HTTP and timers are here. */
export type TypedData = { json?: string; bytes?: Uint8Array; string?: string; http?: HttpData };
type Nullable = Record<string, { value?: string }>;
export type HttpData = {
  url?: string;
  method?: string;
  nullableHeaders?: Nullable;
  nullableQuery?: Nullable;
  nullableParams?: Nullable;
  body?: TypedData;
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: object[];
  enableContentNegotiation?: boolean;
};
export type InvocationRequest = {
  invocationId: string;
  functionId: string;
  inputData: { name: string; data: TypedData }[];
  triggerMetadata: Record<string, TypedData>;
  traceContext?: { traceParent: string; traceState: string; attributes: Record<string, string> };
};
export type CoreContext = {
  invocationId: string;
  request: InvocationRequest;
  metadata: FunctionMetadata;
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';
  log: CoreLog;
};
export type InvocationModel = {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], handler: Handler): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<{ returnValue?: TypedData | null }>;
};
export type ProgrammingModel = {
  name: string;
  version: string;
  getInvocationModel(context: CoreContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(known: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
};

/** An error of the runtime's own; the library tells it from the user's by the mark. */
export class SystemError extends Error {
  readonly isAzureFunctionsSystemError = true;
}
class SystemRangeError extends RangeError {
  readonly isAzureFunctionsSystemError = true;
}
export class ReadOnlyError extends TypeError {
  readonly isAzureFunctionsSystemError = true;
  constructor(property: string) {
    super(`Cannot assign to read only property '${property}'`);
  }
}

/** `Disposable` of the core module: undoes a registration. */
export class CoreDisposable {
  #dispose: (() => unknown) | undefined;
  static from(...items: { dispose(): unknown }[]): CoreDisposable {
    return new CoreDisposable(() => {
      for (const item of items) item.dispose();
    });
  }
  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }
  dispose(): unknown {
    const dispose = this.#dispose;
    this.#dispose = undefined;
    return dispose?.();
  }
}

/** What one app has registered so far. */
export class Core {
  readonly functions = new Map<string, Registration>();
  readonly hooks: Record<HookName, Hook[]> = {
    appStart: [],
    appTerminate: [],
    preInvocation: [],
    postInvocation: [],
    log: [],
  };
  /** Shared by the hooks of all scopes. */
  readonly appHookData: Record<string, unknown> = {};
  programmingModel: ProgrammingModel | undefined;
  httpStream = false;
  #locked = false;
  readonly #log: CoreLog;

  constructor(log: CoreLog) {
    this.#log = log;
  }

  /** Ends the time of registration, as the worker does when the host has read the functions' metadata. */
  lock(): void {
    this.#locked = true;
  }

  /** The exports of `@azure/functions-core`. */
  module(version: string): object {
    return {
      version,
      hostVersion: version,
      Disposable: CoreDisposable,
      log: (level: LogLevel, kind: LogKind, message: string) => this.#fromLibrary(level, kind, message),
      setProgrammingModel: (model: ProgrammingModel) => {
        this.programmingModel = model;
      },
      getProgrammingModel: () => this.programmingModel,
      registerFunction: (metadata: FunctionMetadata, handler: Handler) => this.#registerFunction(metadata, handler),
      registerHook: (name: string, hook: Hook) => this.#registerHook(name, hook),
    };
  }

  #fromLibrary(level: LogLevel, kind: LogKind, message: string): void {
    // The only trace that app.setup({enableHttpStream: true}) leaves before getCapabilities() opens a port on all interfaces.
    if (kind === 'system' && message === 'HTTP streaming enabled.') this.httpStream = true;
    this.#log(level, kind, message);
  }

  #registerFunction(metadata: FunctionMetadata, handler: Handler): CoreDisposable {
    if (this.#locked) throw new SystemError('A function can only be registered during app startup.');
    const { name } = metadata;
    if (this.functions.has(name)) throw new SystemError(`A function with id "${name}" has already been registered.`);
    this.functions.set(name, { metadata, handler });
    return new CoreDisposable(() => {
      if (this.#locked) throw new SystemError('A function can only be disposed during app startup.');
      this.functions.delete(name);
    });
  }

  #registerHook(name: string, hook: Hook): CoreDisposable {
    if (!isHookName(name)) throw new SystemRangeError(`Unrecognized hook "${name}"`);
    this.hooks[name].push(hook);
    return new CoreDisposable(() => {
      this.hooks[name] = this.hooks[name].filter((other) => other !== hook);
    });
  }
}

function isHookName(name: string): name is HookName {
  return ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'].includes(name);
}

/** Makes `require('@azure/functions-core')` answer `exports` in this process, by the means of the real worker (src/setupCoreModule.ts). */
export function serveCoreModule(exports: object): void {
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (target, self, args) => (args[0] === '@azure/functions-core' ? exports : Reflect.apply(target, self, args)),
  });
}
