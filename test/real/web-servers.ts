// A real Apache and a real nginx in the foreground, each in a folder of its own, on a free port: two sites ask everybody to
// sign in, and each request is logged in all of their formats.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { end, freePort, untilListening } from './processes.ts';

const HOST = '127.0.0.1';
const MODULES = '/usr/lib/apache2/modules';
export const SITES = ['www.intra.example', 'wiki.lab.example'] as const;

interface Program {
  readonly path: string;
  /** By name: each writes `access.log` in a folder of its name. */
  readonly formats: Readonly<Record<string, string>>;
  configuration(folder: string, port: number, users: readonly string[]): string;
  arguments(folder: string): readonly string[];
}

/** As docs/sources/http-proxy.md asks for them. */
const APACHE_FORMATS = {
  common: '%h %l %u %t \\"%r\\" %>s %b',
  combined: '%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"',
  host: '%v:%p %h %l %u %t \\"%r\\" %>s %b',
} as const;
const NGINX_FORMATS = {
  common: '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent',
  combined:
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
  host: '$host:$server_port $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent',
} as const;

const apache: Program = {
  path: '/usr/sbin/apache2',
  formats: APACHE_FORMATS,
  arguments: (folder) => ['-DFOREGROUND', '-f', join(folder, 'server.conf')],
  configuration: (folder, port) =>
    [
      `ServerRoot ${folder}`,
      `DefaultRuntimeDir ${folder}`,
      `PidFile ${folder}/server.pid`,
      `ErrorLog ${folder}/error.log`,
      `Listen ${HOST}:${port}`,
      'ServerName lab',
      'User www-data',
      'Group www-data',
      ...['mpm_event', 'authn_core', 'authn_anon', 'authz_core', 'authz_user', 'auth_basic'].map(
        (name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`,
      ),
      ...Object.entries(APACHE_FORMATS).flatMap(([name, format]) => [
        `LogFormat "${format}" ${name}`,
        `CustomLog ${folder}/${name}/access.log ${name}`,
      ]),
      ...SITES.flatMap((site) => [
        `<VirtualHost ${HOST}:${port}>`,
        `ServerName ${site}`,
        `DocumentRoot ${folder}/pages`,
        '</VirtualHost>',
      ]),
      '<Location />',
      'AuthType Basic',
      'AuthName lab',
      'AuthBasicProvider anon',
      'Anonymous *',
      'Require valid-user',
      '</Location>',
      '',
    ].join('\n'),
};

const nginx: Program = {
  path: '/usr/sbin/nginx',
  formats: NGINX_FORMATS,
  arguments: (folder) => ['-c', join(folder, 'server.conf'), '-e', join(folder, 'error.log')],
  configuration: (folder, port, users) => {
    writeFileSync(join(folder, 'users'), users.map((user) => `${user}:{PLAIN}secret\n`).join(''));
    return [
      'daemon off;',
      `pid ${folder}/server.pid;`,
      `error_log ${folder}/error.log;`,
      'user www-data;',
      'events {}',
      'http {',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`),
      // It knows `combined` itself.
      ...Object.entries(NGINX_FORMATS).flatMap(([name, format]) => [
        ...(name === 'combined' ? [] : [`log_format ${name} '${format}';`]),
        `access_log ${folder}/${name}/access.log ${name};`,
      ]),
      'server {',
      `listen ${HOST}:${port};`,
      `server_name ${SITES.join(' ')};`,
      `root ${folder}/pages;`,
      'auth_basic lab;',
      `auth_basic_user_file ${folder}/users;`,
      '}',
      '}',
      '',
    ].join('\n');
  },
};

export const WEB_SERVERS = { apache, nginx } as const;
export type WebServerName = keyof typeof WEB_SERVERS;
export const isInstalled = (name: WebServerName): boolean => existsSync(WEB_SERVERS[name].path);

export interface WebServer {
  folderOf(format: string): string;
  /** Status of the answer. `user` signs in. */
  get(site: string, path: string, user?: string): Promise<number>;
  /** Resolves once so many lines were written in all. */
  logged(lines: number): Promise<void>;
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWebServer(name: WebServerName, users: readonly string[]): Promise<WebServer> {
  const program = WEB_SERVERS[name];
  const formats = Object.keys(program.formats);
  const folder = mkdtempSync(join(tmpdir(), `lens-${name}-`));
  for (const name of ['', 'pages', ...formats]) mkdirSync(join(folder, name), { recursive: true });
  // It leaves root behind, and reads as somebody else.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'pages', 'index.html'), 'x'.repeat(500));
  writeFileSync(join(folder, 'pages', 'sp ace'), 'x'.repeat(100));
  const port = await freePort(HOST);
  writeFileSync(join(folder, 'server.conf'), program.configuration(folder, port, users));
  const child: ChildProcess = spawn(program.path, program.arguments(folder), { stdio: 'ignore' });
  await untilListening(child, HOST, port, () => readFileSync(join(folder, 'error.log'), 'utf8'));
  const files = (format: string) => ['access.log', 'access.log.1'].map((file) => join(folder, format, file));
  const linesOf = (format: string): number =>
    files(format)
      .filter((file) => existsSync(file))
      .reduce((sum, file) => sum + readFileSync(file, 'latin1').split('\n').length - 1, 0);

  return {
    folderOf: (format) => join(folder, format),
    async get(site, path, user) {
      const authorization = `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`;
      const headers = {
        host: site,
        ...(user !== undefined && { authorization }),
        'user-agent': 'a "browser" \\ of ours',
      };
      const sent = request({ host: HOST, port, path, headers, agent: false }).end();
      const [answer] = await once(sent, 'response');
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    },
    async logged(lines) {
      while (formats.some((format) => linesOf(format) < lines)) await wait(20);
    },
    async rotate() {
      for (const format of formats) {
        const [now = '', before = ''] = files(format);
        renameSync(now, before);
      }
      child.kill('SIGUSR1');
      while (formats.some((format) => !existsSync(files(format)[0] ?? ''))) await wait(20);
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
