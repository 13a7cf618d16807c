// Runs the embedded host in a process of its own, as it is used: one JSON line per event, "stop" on standard input ends it.
// It calls process.exit only where its parent is gone: a test that waits for the exit proves that a stopped host leaves
// nothing behind.
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { type HostOptions, startHost } from '../../local/host/index.ts';

const print = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);
const given: Pick<HostOptions, 'appRoot' | 'secretsPath'> = JSON.parse(process.argv[2] ?? '{}');
const told = once(process.stdin, 'data');
// Nobody is left to say "stop", nor to read: a killed test leaves no collector behind.
process.stdin.once('end', () => process.exit(1));
try {
  const host = await startHost({ ...given, port: 0, environment: process.env, log: (log) => print({ log }) });
  const { url, masterKey, defaultKey, functions } = host;
  // Most processes of tests are killed, and would leave nothing for the next one to start with.
  flushCompileCache();
  print({ ready: { url, masterKey, defaultKey, functions } });
  await told;
  process.stdin.destroy();
  await host.stop();
  print({ stopped: true });
} catch (error) {
  process.stdin.destroy();
  print({ refused: error instanceof Error ? `${error.constructor.name}: ${error.message}` : 'unknown' });
}
