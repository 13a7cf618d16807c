// npm start: builds what is not built, runs the bundle in the embedded host, and says where to look. With a
// local.settings.json it uses the real settings in it; without one, the simulated fleet and the embedded database.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { buildWhereStale } from './build.ts';
import { Console, type Progress } from './console.ts';
import { endWith } from './ending.ts';
import { examples } from './examples.ts';
import { failureLine } from './failure.ts';
import { Shipper } from './fleet/logs/shipper.ts';
import { notifiedLine } from './fleet/told.ts';
import { type Host, type HostLogEntry, startHost } from './host/index.ts';
import { loseWhenRead } from './losing.ts';
import { type StartOptions, startOptions } from './options.ts';
import { isSimulated, overridden, type Simulation, simulate } from './simulation.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const screen = new Console(process.stdout);
const seconds = () => `${(performance.now() / 1000).toFixed(1)} s`;

const options = startOptions(process.argv.slice(2));
if (options)
  await start(options).catch((error: unknown) => {
    const line = failureLine(error);
    if (line === null) throw error;
    screen.warn(line);
    process.exitCode = 1;
  });

async function start(wanted: StartOptions): Promise<void> {
  if (buildWhereStale()) screen.done('built', seconds());
  const real = existsSync(join(root, 'local.settings.json'));
  if (!real && (await isSimulated(root, wanted))) {
    screen.warn('This company runs already: end that start, or take another company: npm start -- --seed 2 --port 0');
    process.exitCode = 1;
    return;
  }
  const simulation = real ? null : await simulate(root, wanted);
  if (simulation)
    screen.done(
      'simulated fleet',
      `${wanted.users} people, ${wanted.devices} devices over HTTPS and LDAPS  ${seconds()}`,
    );
  else screen.done('settings', 'local.settings.json');
  simulation?.onNotified((notified) => screen.line(`  ${notifiedLine(notified)}`));
  const own = simulation ? overridden(simulation, process.env) : [];
  if (own.length > 0)
    screen.warn(`The simulated company has its own ${own.join(', ')}: what the environment says is not obeyed.`);
  const host = await run(wanted, simulation).catch(async (error: unknown) => {
    await simulation?.stop();
    throw error;
  });
  if (!host) return;
  screen.done('listening', `${host.url}/api  ${host.functions.length} functions  ${seconds()}`);
  const shippers = (simulation?.pushed ?? []).map(
    ({ source, ...of }) =>
      new Shipper({
        ...of,
        url: `${host.url}/api/ingest/${source}?sender=branch-1`,
        isAwaited: () => isPolled(host, source),
      }),
  );
  for (const shipper of shippers) shipper.start();
  const stopping = new AbortController();
  endWith(async () => {
    for (const shipper of shippers) shipper.stop();
    stopping.abort();
    screen.line('\nStopping …');
    await stopPolls();
    await host.stop();
    await simulation?.stop();
  });
  // A key of real systems is not left in a terminal's history.
  const keyFile = join(keysOf(simulation), 'host.json');
  screen.line(examples(host.url, simulation && host.defaultKey, keyFile, await hasRole(host)));
  await showProgress();
  if (simulation && wanted.hold)
    loseWhenRead(host, simulation, stopping.signal).then(
      (text) => screen.warn(text),
      () => undefined,
    );
}

function keysOf(simulation: Simulation | null): string {
  return join(simulation?.folder ?? join(root, '.data'), 'keys');
}

/** Whether the key of this start may ask for anything, as the API itself says it. */
async function hasRole({ url, defaultKey }: Host): Promise<boolean> {
  const headers = { 'x-functions-key': defaultKey };
  return (await fetch(`${url}/api/roles`, { headers }).catch(() => null))?.status !== 403;
}

/** Lines are refused, with a warning, until a poll has taken note of what the source collects. */
async function isPolled({ url, defaultKey }: Host, source: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/sources/${source}`, { headers: { 'x-functions-key': defaultKey } }).catch(
    () => null,
  );
  return answer?.ok === true && Object(await answer.json()).lastSuccessAt !== null;
}

async function run(wanted: StartOptions, simulation: Simulation | null): Promise<Host | null> {
  try {
    return await startHost({
      appRoot: root,
      port: wanted.port,
      environment: {
        ...process.env,
        AzureWebJobsDisableHomepage: 'true',
        ...simulation?.environment,
      },
      secretsPath: keysOf(simulation),
      log: show,
    });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code !== 'EADDRINUSE') throw error;
    screen.warn(`Port ${wanted.port} is in use: npm start -- --port 0 takes a free one.`);
    process.exitCode = 1;
    await simulation?.stop();
    return null;
  }
}

/** The bundle's own lines, and warnings of the host. */
function show({ level, category, message }: HostLogEntry): void {
  const ours = /\.User$|^Host\.Function\.Console/.test(category);
  if (level === 'warning' || level === 'error' || level === 'critical') screen.warn(message);
  else if (ours && level === 'information') screen.line(`  ${message}`);
}

/** The host lets invocations end for a while before it tells the bundle: a large poll would use all of it. */
async function stopPolls(): Promise<void> {
  const built: { stopPolls(): void } = await import(join(root, 'dist/lib/app.js'));
  built.stopPolls();
}

/** The built bundle runs in this process, so its own progress can be listened to. */
async function showProgress(): Promise<void> {
  const built: { pollProgress: { on(event: 'progress', listener: (progress: Progress) => void): void } } = await import(
    join(root, 'dist/lib/operations/progress.js')
  );
  built.pollProgress.on('progress', (progress) => screen.progress(progress));
}
