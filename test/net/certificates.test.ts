// NODE_TLS_REJECT_UNAUTHORIZED=0, which many sites set for everything, checks no certificate. Another process has it, and
// meets servers that nobody vouches for: what they get of it is counted.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  type Closable,
  connectProxy,
  httpsServer,
  privateAuthority,
  tdsServer,
  tlsProxy,
  tlsServer,
} from './servers.ts';

const { authority, caFile, remove } = privateAuthority();
/** What the servers were told inside of TLS, or in the clear. */
const told: string[] = [];
const open: Closable[] = [];
let ports: Readonly<Record<string, number>> = {};

beforeAll(async () => {
  const tell = (what: string): void => void told.push(what);
  const servers = {
    api: await httpsServer(authority, (_, response) => response.end(tell('a request')), 'unknown-authority'),
    proxy: await connectProxy(() => undefined),
    tlsProxy: await tlsProxy(authority, () => tell('a target'), 'unknown-authority'),
    directory: await tlsServer(authority, () => tell('a bind'), 'unknown-authority'),
    database: await tdsServer(authority, () => tell('a login'), 'unknown-authority'),
    known: await tdsServer(authority, () => tell('a login of a known server'), 'valid'),
  };
  open.push(...Object.values(servers));
  ports = Object.fromEntries(Object.entries(servers).map(([name, { port }]) => [name, port]));
});
afterEach(() => {
  told.length = 0;
});
afterAll(async () => {
  await Promise.all(open.map((server) => server.close()));
  remove();
});

const run = promisify(execFile);

/** Runs a script with the variable; gives what it says of each attempt: a code, or `sent`. */
async function attempts(script: string): Promise<Readonly<Record<string, string>>> {
  const harness = `
    const [ports, caFile] = JSON.parse(process.argv.at(-1));
    const said = {};
    const attempt = async (name, use) => {
      try { await use(); said[name] = 'sent'; } catch (error) { said[name] = error.code ?? error.name; }
    };
    ${script}
    console.log(JSON.stringify(said));
    process.exit();`;
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '--eval', harness, JSON.stringify([ports, caFile])],
    { env: { PATH: process.env.PATH, NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
  );
  return z.record(z.string(), z.string()).parse(JSON.parse(stdout));
}

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  it('no source, no proxy and no licence address gets a request', async () => {
    const said = await attempts(`
      const { createHttpClient } = await import('./lib/net/client.ts');
      const via = (proxy) => createHttpClient({
        caFile, proxy, signal: new AbortController().signal, clock: { now: () => new Date() }, random: () => 0,
        log: { debug() {} },
      });
      const url = 'https://127.0.0.1:' + ports.api + '/';
      await attempt('direct', () => via().json({ url }));
      await attempt('licence', () => via().stream({ url, method: 'POST', body: {}, maxBytes: 9 }));
      await attempt('through a proxy', () => via('http://127.0.0.1:' + ports.proxy).json({ url }));
      await attempt('through a proxy by TLS', () => via('https://127.0.0.1:' + ports.tlsProxy).json({ url }));`);
    const refused = ['direct', 'licence', 'through a proxy', 'through a proxy by TLS'].map((name) => [name, 'tls']);
    expect(said).toEqual(Object.fromEntries(refused));
    expect(told).toEqual([]);
  });

  it('no directory gets a password', async () => {
    const said = await attempts(`
      const { openTransport } = await import('./lib/sources/active-directory/transport.ts');
      const config = { url: 'ldaps://127.0.0.1:' + ports.directory, caFile, connectTimeoutSeconds: 60 };
      await attempt('directory', async () =>
        (await openTransport(config, new AbortController().signal)).write('password'));`);
    expect([said, told]).toEqual([{ directory: 'tls' }, []]);
  });

  it('no database gets a login, and what the driver asks elsewhere is checked too', async () => {
    const said = await attempts(`
      const { mssqlConfig } = await import('./lib/store/mssql/connection-string.ts');
      const { openMssql } = await import('./lib/store/mssql/engine.ts');
      const login = (port) =>
        openMssql(mssqlConfig('Server=127.0.0.1,' + port + ';Database=a;User Id=b;Password=c', caFile));
      await attempt('database', () => login(ports.database));
      await attempt('known', () => login(ports.known));
      const { get } = await import('node:https');
      await attempt('sign-in of the driver', () => new Promise((resolve, reject) =>
        get({ port: ports.api, host: '127.0.0.1' }, resolve).on('error', reject)));`);
    expect(said).toEqual({
      database: 'esocket',
      known: 'esocket',
      'sign-in of the driver': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    expect(told).toEqual(['a login of a known server']);
  });
});
