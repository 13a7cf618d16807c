// The embedded host in a process of its own: prints where it listens when it does, ends with its standard input.
import { startHost } from '../local/host/index.ts';

const [appRoot = '', secretsPath = ''] = process.argv.slice(2);
const host = await startHost({ appRoot, secretsPath, port: 0, environment: process.env, log: () => {} });
process.stdout.write(JSON.stringify({ url: host.url, key: host.defaultKey }));
process.stdin.once('end', async () => {
  await host.stop();
  process.exit();
});
process.stdin.resume();
