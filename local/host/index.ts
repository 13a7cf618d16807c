// An embedded Azure Functions host: runs a built bundle (Node.js v4 model) in this process and offers the HTTP and timer
// features of the real host, as the real host does them. What it does not offer it refuses by name.
// A stray throw or unhandled rejection of the bundle ends the process, as it ends a worker of the real host.
import { setTimeout as sleep } from 'node:timers/promises';
import { serveAdmin } from './admin.ts';
import { loadApp, terminateApp } from './app.ts';
import { type HostedFunction, indexFunctions } from './functions.ts';
import { createRouter } from './http.ts';
import { createInvoker, type Invoker } from './invocation.ts';
import { KeyStore } from './keys.ts';
import { HostLog, type HostLogEntry } from './log.ts';
import { type Answer, createFront } from './server.ts';
import { type Environment, Settings } from './settings.ts';
import { startTimers, systemClock } from './timers.ts';

export type { HostLogEntry } from './log.ts';
export { HostConfigError } from './settings.ts';

export type HostOptions = {
  /** The folder with package.json, host.json and, if any, local.settings.json. */
  appRoot: string;
  /** 0: any free port. */
  port: number;
  hostname?: string;
  /** Wins over local.settings.json. Both become visible to the bundle in process.env. */
  environment: Environment;
  /** The folder of the key files; outside the app root. */
  secretsPath: string;
  /** A key beside those of the files, which opens what the default one opens: that of whoever starts the host. */
  ownKey?: string;
  /** Receives every line that host.json lets through. */
  log: (entry: HostLogEntry) => void;
};
export type FunctionInfo = { name: string; kind: 'http' | 'timer'; route?: string; schedule?: string };
export type Host = {
  url: string;
  /** As the key files say now. */
  readonly masterKey: string;
  /** Opens every function of authLevel `function`. */
  readonly defaultKey: string;
  functions: FunctionInfo[];
  /** Stops timers and listening, lets what runs finish (10 s at most), runs the appTerminate hooks; resolves when all is down. */
  stop(): Promise<void>;
};
type App = {
  keys: KeyStore;
  functions: HostedFunction[];
  answer: Answer;
  invoker: Invoker;
  terminate(): Promise<void>;
};

/** The line of runtime versions whose behaviour this host follows. */
const VERSION = '4.1037.0';
const SHUTDOWN_LIMIT = 10_000;

/**
 * Starts the host; once in a process. Rejects with HostConfigError for settings that cannot be used, with the system's
 * error for a port in use. A bundle that cannot be loaded does not reject: as in production, there are no functions then.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const settings = new Settings(options.appRoot, options.environment);
  Object.assign(process.env, settings.all);
  const log = new HostLog(settings.logLevels(), options.log);
  const timers = new AbortController();
  const front = createFront(settings.get('AzureWebJobsDisableHomepage')?.toLowerCase() === 'true');
  const hostname = options.hostname ?? '127.0.0.1';
  const port = await front.listen(options.port, hostname);
  let app: App;
  try {
    app = await prepare(options, settings, log, timers.signal);
  } catch (error) {
    timers.abort();
    front.close();
    throw error;
  }
  front.open(app.answer);
  const stop = async () => {
    timers.abort();
    await atMost(SHUTDOWN_LIMIT, Promise.all([front.drain(), app.invoker.idle()]));
    await atMost(SHUTDOWN_LIMIT, app.terminate());
    front.close();
    app.keys.close();
    log.write('information', 'Host.Startup', 'Host stopped.');
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
    get masterKey() {
      return app.keys.masterKey;
    },
    get defaultKey() {
      return app.keys.defaultKey;
    },
    functions: app.functions.map(functionInfo),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Loads the bundle, indexes its functions and starts the timers. */
async function prepare(options: HostOptions, settings: Settings, log: HostLog, signal: AbortSignal): Promise<App> {
  const { core, failed } = await loadApp(options.appRoot, VERSION, log);
  const functions = indexFunctions(failed ? [] : core.functions.values(), settings, systemClock.now(), (name, reason) =>
    log.write('error', 'Host.Startup', `The '${name}' function is in error: ${reason}`),
  );
  for (const { name, kind, route, schedule } of functions.map(functionInfo)) {
    const line = kind === 'http' ? `Mapped function route '${route}' to '${name}'` : `Timer '${name}': ${schedule}`;
    log.write('information', 'Host.Startup', line);
  }
  log.write('information', 'Host.Startup', `${functions.length} functions loaded`);
  const webhooks = functions.filter((hosted) => hosted.kind === 'http');
  // The real host writes key files when a key is first presented; here the caller is told the keys at once.
  const keys = new KeyStore(
    options.secretsPath,
    webhooks.map(({ name }) => name),
    options.ownKey,
  );
  const invoker = createInvoker({ core, log, timeout: settings.functionTimeout });
  const route = createRouter(webhooks, { keys, invoker, log, bodyLimit: settings.bodyLimit });
  startTimers(
    functions.filter((hosted) => hosted.kind === 'timer'),
    { invoker, log, clock: systemClock, signal },
  );
  return {
    keys,
    functions,
    invoker,
    terminate: () => terminateApp(core, options.appRoot, log),
    answer: async (request) =>
      request.path[0]?.toLowerCase() === 'admin'
        ? serveAdmin(request, { keys, invoker, log, functions, version: VERSION })
        : route(request),
  };
}

function functionInfo(hosted: HostedFunction): FunctionInfo {
  const { name, kind } = hosted;
  return hosted.kind === 'http' ? { name, kind, route: hosted.template } : { name, kind, schedule: hosted.expression };
}

/** Waits for `work`, but no longer than `milliseconds`. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const waited = new AbortController();
  await Promise.race([work, sleep(milliseconds, undefined, { signal: waited.signal }).catch(() => undefined)]);
  waited.abort();
}
