// Runs the embedded host in a process of its own, as it is used: one JSON line per event, "stop" on standard input ends it.
// It never calls process.exit: a test that waits for the exit proves that a stopped host leaves nothing behind.
import { flushCompileCache } from 'node:module';
import { type HostOptions, startHost } from '../../local/host/index.ts';

const print = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);
const given: Pick<HostOptions, 'appRoot' | 'secretsPath'> = JSON.parse(process.argv[2] ?? '{}');
try {
  const host = await startHost({ ...given, port: 0, environment: process.env, log: (log) => print({ log }) });
  const { url, masterKey, defaultKey, functions } = host;
  process.stdin.once('data', async () => {
    process.stdin.destroy();
    await host.stop();
    print({ stopped: true });
  });
  // Most processes of tests are killed, and would leave nothing for the next one to start with.
  flushCompileCache();
  print({ ready: { url, masterKey, defaultKey, functions } });
} catch (error) {
  print({ refused: error instanceof Error ? `${error.constructor.name}: ${error.message}` : 'unknown' });
}
