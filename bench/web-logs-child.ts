// `web-logs-child.ts <file>`: reads a log of Squid and gathers it, step by step, as a poll does. Prints the CPU seconds.
import { createReadStream } from 'node:fs';
import { httpProxyConfig } from '../lib/sources/http-proxy/config.ts';
import { linesOf } from '../lib/sources/http-proxy/index.ts';
import { Lines } from '../lib/sources/logs/lines.ts';

const STEP = 50_000;
const [file = ''] = process.argv.slice(2);
const config = httpProxyConfig.parse({
  name: 'bench',
  type: 'http-proxy',
  purpose: 'Shows how long it takes.',
  paths: [file],
  format: 'squid',
  detail: 'person',
});
const { format, gather } = linesOf(config);
const reader = format.begin({ fields: null, writtenAt: Date.now() });
const lines = new Lines('utf-8');
let gathering = gather();
let read = 0;
let rows = 0;
const take = (): void => {
  for (const { events } of gathering.rows()) rows += events.length;
  gathering = gather();
};

const before = process.cpuUsage();
for await (const block of createReadStream(file, { highWaterMark: 1 << 20 })) {
  lines.feed(block);
  lines.read(Number.POSITIVE_INFINITY, (line) => {
    const reading = line === null ? null : reader.read(line);
    if (reading?.is === 'event') gathering.add(reading.event, () => '');
    read += 1;
    if (read % STEP === 0) take();
  });
}
take();
const { user, system } = process.cpuUsage(before);
if (rows === 0) throw new Error('nothing was gathered');
process.stdout.write(String((user + system) / 1e6));
