// `web-logs-child.ts <file>`: reads a log of Squid and gathers it, step by step, as a poll does. Prints the CPU seconds.
import { httpProxyConfig } from '../lib/sources/http-proxy/config.ts';
import { linesOf } from '../lib/sources/http-proxy/index.ts';
import { follow } from '../lib/sources/logs/files/follow.ts';

const [file = ''] = process.argv.slice(2);
const config = httpProxyConfig.parse({
  name: 'bench',
  type: 'http-proxy',
  purpose: 'Shows how long it takes.',
  paths: [file],
  format: 'squid',
  detail: 'person',
});
const to = { source: config.name, paths: config.paths, encoding: config.encoding, from: new Date(0), settings: config };
const clock = { now: () => new Date() };
let rows = 0;

const before = process.cpuUsage();
for await (const { told } of follow(linesOf(config), to, { signal: new AbortController().signal, clock }))
  for (const { events } of told) rows += events.length;
const { user, system } = process.cpuUsage(before);
if (rows === 0) throw new Error('nothing was gathered');
process.stdout.write(String((user + system) / 1e6));
