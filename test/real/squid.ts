// A real Squid in the foreground, in a folder of its own, on a free port: it asks everybody to sign in, blocks two domains,
// and logs each request in three formats.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { end, freePort, untilListening } from './processes.ts';

const HOST = '127.0.0.1';
const SQUID = '/usr/sbin/squid';
/** Takes any password. */
const SIGN_IN = '/usr/lib/squid/basic_fake_auth';

export const squidIsInstalled = (): boolean => existsSync(SQUID) && existsSync(SIGN_IN);

/** As docs/sources/http-proxy.md asks for it: what matters stands in front. */
export const LOGFORMAT = '%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %>rd %[un %mt';
export const FORMATS = { squid: 'squid', combined: 'combined', lens: LOGFORMAT } as const;
export type FormatName = keyof typeof FORMATS;

export interface Squid {
  /** Each format writes a file of its own: `access.log` in a folder of its name. */
  folderOf(format: FormatName): string;
  /** Status of the answer. `user` signs in. */
  get(host: string, path: string, user?: string): Promise<number>;
  tunnel(host: string, user: string): Promise<number>;
  /** Resolves once so many lines were written in all. */
  logged(lines: number): Promise<void>;
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

const configuration = (folder: string, port: number): string =>
  [
    `http_port ${HOST}:${port}`,
    `pid_filename ${folder}/squid.pid`,
    `cache_log ${folder}/cache.log`,
    `hosts_file ${folder}/hosts`,
    'cache deny all',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    'visible_hostname lab',
    `auth_param basic program ${SIGN_IN}`,
    'acl authed proxy_auth REQUIRED',
    'acl unasked dstdomain .unasked.example',
    'acl blocked dstdomain .blocked.example',
    // Before anybody was asked who it is: no person stands in the line.
    'http_access deny unasked',
    'http_access deny !authed',
    'http_access deny blocked',
    'http_access allow authed',
    'http_access deny all',
    `logformat lens ${LOGFORMAT}`,
    ...Object.keys(FORMATS).map((name) => `access_log stdio:${folder}/${name}/access.log ${name}`),
    'logfile_rotate 3',
    '',
  ].join('\n');

export async function startSquid(hosts: readonly string[]): Promise<Squid> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-squid-'));
  // It leaves root behind, and writes as somebody else.
  for (const name of ['', ...Object.keys(FORMATS)]) {
    mkdirSync(join(folder, name), { recursive: true });
    chmodSync(join(folder, name), 0o777);
  }
  const origin: Server = createServer((_, response) => response.end('x'.repeat(500))).listen(0, HOST);
  await once(origin, 'listening');
  const address = origin.address();
  const originPort = typeof address === 'object' && address !== null ? address.port : 0;
  const port = await freePort(HOST);
  writeFileSync(join(folder, 'hosts'), hosts.map((host) => `${HOST} ${host}\n`).join(''));
  writeFileSync(join(folder, 'squid.conf'), configuration(folder, port));
  const child: ChildProcess = spawn(SQUID, ['-N', '-f', join(folder, 'squid.conf')], { stdio: 'ignore' });
  const log = (): string => readFileSync(join(folder, 'cache.log'), 'utf8');
  await untilListening(child, HOST, port, log);

  const files = (name: string) => [0, 1, 2].map((n) => join(folder, name, `access.log.${n}`));
  const linesOf = (name: string): number =>
    [join(folder, name, 'access.log'), ...files(name)]
      .filter((file) => existsSync(file))
      .reduce((sum, file) => sum + readFileSync(file, 'latin1').split('\n').length - 1, 0);
  const authorization = (user?: string): Record<string, string> =>
    user === undefined ? {} : { 'proxy-authorization': `Basic ${Buffer.from(`${user}:secret`).toString('base64')}` };

  return {
    folderOf: (format) => join(folder, format),
    async get(host, path, user) {
      const sent = request({
        host: HOST,
        port,
        path: `http://${host}:${originPort}${path}`,
        headers: { host: `${host}:${originPort}`, ...authorization(user) },
        agent: false,
      }).end();
      const [answer] = await once(sent, 'response');
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    },
    async tunnel(host, user) {
      const socket = connect(port, HOST);
      const credentials = authorization(user)['proxy-authorization'];
      socket.write(`CONNECT ${host}:${originPort} HTTP/1.1\r\nProxy-Authorization: ${credentials}\r\n\r\n`);
      const [data] = await once(socket, 'data');
      socket.destroy();
      return Number(String(data).split(' ')[1]);
    },
    async logged(lines) {
      while (Object.keys(FORMATS).some((name) => linesOf(name) < lines)) await wait(20);
    },
    async rotate() {
      child.kill('SIGUSR1');
      while (Object.keys(FORMATS).some((name) => !existsSync(files(name)[0] ?? ''))) await wait(20);
    },
    async stop() {
      origin.closeAllConnections();
      origin.close();
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
