// Lines that a real syslog-ng pushes at full speed, over TLS, against the same into a server that answers at once; and how
// long health takes meanwhile. Nothing is measured where it is not installed.
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineName } from '../lib/store/index.ts';
import { createAuthority } from '../local/fleet/authority.ts';
import { deployBundle } from '../test/end-to-end/bundle.ts';
import { Front } from '../test/real/front.ts';
import { SyslogNg, syslogNgIsInstalled } from '../test/real/syslog-ng.ts';
import { squid } from '../test/sources/http-proxy/squid-lines.ts';
import { openTestStore } from '../test/store/databases.ts';
import type { Result } from './report.ts';
import { type RunningHost, startHostProcess } from './running-host.ts';

const PEOPLE = 500;
const HOSTS = 2_000;
const LOOK_MS = 50;

export async function measurePushes(engine: EngineName, lines: number): Promise<readonly Result[]> {
  if (!syslogNgIsInstalled()) return [];
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const authority = createAuthority(Date.now());
  writeFileSync(join(folder, 'ca.pem'), authority.caPem);
  writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources: [SOURCE] }));
  const front = await Front.start(authority.issueServer());
  const sink = createServer((message, response) =>
    message.resume().once('end', () => response.writeHead(202).end('{}')),
  );
  const { database, remove } = await openTestStore(engine);
  const host = await startHostProcess({ appRoot: deployBundle(folder), folder, database });
  try {
    sink.listen(0, '127.0.0.1');
    await once(sink, 'listening');
    const address = sink.address();
    front.targets = [`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`];
    const free = await shipped(front, folder, lines);
    while (!JSON.parse(await host.get('sources/squid')).lastSuccessAt) await delay(LOOK_MS);
    front.targets = [host.url];
    const watched = watch(host);
    const ours = await shipped(front, folder, lines);
    const { longestMs } = await watched.end();
    const rate = (seconds: number): number => Math.round(lines / seconds);
    return [
      {
        engine,
        what: `${lines} lines of Squid pushed by one syslog-ng at full speed, against a server that only answers: lines a second`,
        measured: `${rate(ours)} against ${rate(free)}`,
        ratio: free / ours,
        target: { atLeast: 1 },
      },
      {
        engine,
        what: 'health meanwhile, the longest answer against a second',
        measured: `${Math.round(longestMs)} ms`,
        ratio: longestMs / 1_000,
        target: { atMost: 1 },
      },
    ];
  } finally {
    await host.stop();
    await front.close();
    sink.closeAllConnections();
    sink.close();
    await remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const KEY = 'a key for the bench alone';
const SOURCE = {
  name: 'squid',
  type: 'http-proxy',
  format: 'squid',
  purpose: 'Shows how fast lines are taken.',
  push: { keys: ['env:BENCH_KEY'] },
};

/** A few have most of the requests. */
const hostOf = (n: number): number => Math.floor(HOSTS * (((n * 104_729) % 100_003) / 100_003) ** 4);

/** Seconds from the first request to the answer to the last. */
async function shipped(front: Front, folder: string, lines: number): Promise<number> {
  const shipper = new SyslogNg('syslog-ng.conf');
  try {
    const file = shipper.at('access.log');
    const now = Date.now();
    const line = (n: number): string =>
      squid(`p${n % PEOPLE}@corp.example`, `http://www.h${hostOf(n)}.example/${n}`, { at: now - lines + n });
    for (let from = 0; from < lines; from += 10_000)
      appendFileSync(file, Array.from({ length: Math.min(10_000, lines - from) }, (_, i) => line(from + i)).join(''));
    const begun = Promise.withResolvers<number>();
    front.onForward = () => begun.resolve(performance.now());
    await shipper.start({
      'https://lens.example.org': front.url,
      '/var/log/squid/access.log': file,
      '/etc/ssl/certs/corp-ca.pem': join(folder, 'ca.pem'),
      'Bearer KEY': `Bearer ${KEY}`,
    });
    const start = await begun.promise;
    while (!front.delivered.includes(line(lines - 1).trim())) await delay(LOOK_MS);
    return (performance.now() - start) / 1_000;
  } finally {
    await shipper.remove();
  }
}

/** Asks for health again and again. */
function watch(host: RunningHost): { end(): Promise<{ longestMs: number }> } {
  let longestMs = 0;
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      const asked = performance.now();
      await host.get('health');
      longestMs = Math.max(longestMs, performance.now() - asked);
      await delay(LOOK_MS);
    }
  })();
  return {
    end: async () => {
      ended = true;
      await watching;
      return { longestMs };
    },
  };
}
