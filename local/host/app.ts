// Loads the bundle into this process, in the worker's order: serve the core module, import `main`, appStart hooks,
// capabilities, end of registration. A bundle that fails to load leaves a host without functions, not without an answer.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Core, serveCoreModule } from './core.ts';
import { type HostLog, readOnly } from './log.ts';

let loaded = false;

/** The core with what the bundle registered; `failed` says that nothing of it may be used. An Error if this process already has an app. */
export async function loadApp(
  appRoot: string,
  version: string,
  log: HostLog,
): Promise<{ core: Core; failed: boolean }> {
  // The library remembers the core module, and Node the bundle: a second app needs a second process, as a worker is one.
  if (loaded) throw new Error('This process has already hosted an app: start another process.');
  loaded = true;
  const core = new Core((level, kind, message) => log.fromApp(level, kind, message, { category: 'Worker' }));
  log.core = core;
  serveCoreModule(core.module(version));
  const main = readMain(appRoot);
  let failed = false;
  try {
    if (main !== undefined) await importMain(appRoot, main);
    for (const hook of core.hooks.appStart) await hook(appHookContext(core, appRoot));
    if (core.httpStream)
      throw new Error('app.setup({ enableHttpStream: true }) is not supported by the embedded host.');
    await core.programmingModel?.getCapabilities?.({});
  } catch (error) {
    failed = true;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    log.write('error', 'Host.Function.Console', `Worker was unable to load entry point "${main ?? ''}": ${reason}`);
  }
  core.lock();
  return { core, failed };
}

/** Runs the appTerminate hooks one after the other; one that throws does not keep the next from running. */
export async function terminateApp(core: Core, appRoot: string, log: HostLog): Promise<void> {
  for (const hook of core.hooks.appTerminate) {
    try {
      await hook(appHookContext(core, appRoot));
    } catch (error) {
      log.write(
        'error',
        'Worker',
        `An appTerminate hook failed: ${error instanceof Error ? error.name : typeof error}`,
      );
    }
  }
}

function readMain(appRoot: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8'));
    const { main } = Object.assign({ main: undefined }, manifest);
    return typeof main === 'string' && main !== '' ? main : undefined;
  } catch {
    // No package.json means no main: the worker warns and finds no functions.
    return undefined;
  }
}

async function importMain(appRoot: string, main: string): Promise<void> {
  if (/[*?[\]{}!]/.test(main))
    throw new Error('A pattern as "main" is not supported by the embedded host: name one file.');
  await import(pathToFileURL(resolve(appRoot, main)).href);
}

const appLevelHookData = new WeakMap<Core, object>();

/** appStart and appTerminate share one `hookData`. */
function appHookContext(core: Core, functionAppDirectory: string): object {
  const hookData = appLevelHookData.get(core) ?? {};
  appLevelHookData.set(core, hookData);
  return readOnly({ functionAppDirectory }, { hookData, appHookData: core.appHookData });
}
