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
import { type OwnKey, ownKey, rolesOf, sourceNow } from './own-key.ts';
import { isInUse, isTaken, portInUse } from './port.ts';
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
  const real = existsSync(join(root, 'local.settings.json'));
  // Before the build, which takes a while; and behind it, since another start may have built, and run by now.
  if (await isRefused(wanted, real)) return;
  if (buildWhereStale()) screen.done('built', seconds());
  if (await isRefused(wanted, real)) return;
  const simulation = real ? null : await simulate(root, wanted);
  if (simulation)
    screen.done(
      'simulated fleet',
      `${wanted.users} people, ${wanted.devices} devices over HTTPS and LDAPS  ${seconds()}`,
    );
  else screen.done('settings', 'local.settings.json');
  simulation?.onNotified((notified) => screen.line(`  ${notifiedLine(notified)}`));
  const ignored = simulation ? overridden(simulation, process.env) : [];
  if (ignored.length > 0)
    screen.warn(`The simulated company has its own ${ignored.join(', ')}: what the environment says is not obeyed.`);
  const own = simulation ? ownKey(process.env.API_ROLES) : null;
  const host = await run(wanted, simulation, own).catch(async (error: unknown) => {
    await simulation?.stop();
    throw error;
  });
  if (!host) return;
  screen.done('listening', `${host.url}/api  ${host.functions.length} functions  ${seconds()}`);
  const asking = { url: host.url, key: own?.key ?? host.defaultKey };
  const shippers = (simulation?.pushed ?? []).map(
    ({ source, ...of }) =>
      new Shipper({
        ...of,
        url: `${host.url}/api/ingest/${source}?sender=branch-1`,
        // Lines are refused, with a warning, until a poll has taken note of what the source collects.
        isAwaited: async () => (Object(await sourceNow(asking, source)).lastSuccessAt ?? null) !== null,
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
  const roles = await rolesOf({ url: host.url, key: host.defaultKey });
  screen.line(examples(host.url, simulation && host.defaultKey, keyFile, roles));
  await showProgress();
  if (simulation && wanted.hold)
    loseWhenRead(asking, simulation, stopping.signal).then(
      (text) => screen.warn(text),
      () => undefined,
    );
}

/** Whether it cannot run here now: then it says why. */
async function isRefused(wanted: StartOptions, real: boolean): Promise<boolean> {
  const why =
    !real && (await isSimulated(root, wanted))
      ? 'This company runs already: end that start, or take another company: npm start -- --seed 2 --port 0'
      : (await isTaken(wanted.port)) && portInUse(wanted.port);
  if (why) refuse(why);
  return why !== false;
}

function refuse(why: string): void {
  screen.warn(why);
  process.exitCode = 1;
}

function keysOf(simulation: Simulation | null): string {
  return join(simulation?.folder ?? join(root, '.data'), 'keys');
}

async function run(wanted: StartOptions, simulation: Simulation | null, own: OwnKey | null): Promise<Host | null> {
  try {
    return await startHost({
      appRoot: root,
      port: wanted.port,
      environment: {
        ...process.env,
        AzureWebJobsDisableHomepage: 'true',
        ...simulation?.environment,
        ...own?.environment,
      },
      secretsPath: keysOf(simulation),
      ...(own && { ownKey: own.key }),
      log: show,
    });
  } catch (error) {
    if (!isInUse(error)) throw error;
    refuse(portInUse(wanted.port));
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
