// Every address that a collector connects to, and every name that it looks up, is one that is configured.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { type Closable, connectProxy, httpsServer, silentServer } from '../net/servers.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';
import { beginRecord, RECORDER, recordOf } from './egress-record.ts';
import { isTls, isTlsOfMail, wireTo } from './wire.ts';

const BOTH = ['intune', 'directory'] as const;

/** Until each of them came: telemetry is sent every few seconds. */
const GIVEN = ['/', 'mail', '/v1/traces', '/v2.1/track'];

const hostOf = (url: string): string => new URL(url).host;
const connects = (...urls: readonly string[]): string[] => urls.map((url) => `connect ${hostOf(url)}`).sort();

/** What the kernel says: remote ends of the sockets of a process, as `/proc/net` writes them. Listening ones have none. */
function remoteEnds(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return [];
  const inodes = new Set(
    readdirSync(folder).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, fd)))?.[1] ?? [];
      } catch {
        // Closed meanwhile.
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([, , remote = '', , , , , , , inode = '']) =>
        inodes.has(inode) && !/:0000$/.test(remote) ? [remote] : [],
      ),
  );
}

describe('a collector', () => {
  let company: Company;
  let trap: Closable;
  const closables: Closable[] = [];
  beforeAll(async () => {
    company = await Company.start({ users: 20, devices: 20 });
    company.writeSources(...sources());
    trap = await silentServer();
    closables.push(trap);
  });
  afterAll(async () => {
    await company?.close();
    for (const one of closables) await one.close();
  });

  /** A slow machine ends no poll. */
  const sources = (intune = {}, directory = {}) => [
    company.source('intune', { timeBudgetSeconds: 600, ...intune }),
    company.source('active-directory', { timeBudgetSeconds: 600, ...directory }),
  ];

  /** Variables that libraries, and Node itself, take addresses from. */
  const tempting = (): Record<string, string> => {
    const elsewhere = `http://127.0.0.1:${trap.port}`;
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
    return {
      ...Object.fromEntries(names.map((name) => [name, elsewhere])),
      AZURE_AUTHORITY_HOST: `https://127.0.0.1:${trap.port}`,
      AZURE_REGIONAL_AUTHORITY_NAME: 'westeurope',
      AZURE_TENANT_ID: 'elsewhere.example',
      IDENTITY_ENDPOINT: elsewhere,
      MSI_ENDPOINT: elsewhere,
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=${elsewhere}`,
    };
  };
  const start = async (
    database: string,
    environment: Record<string, string> = {},
  ): Promise<readonly [CollectorProcess, string]> => {
    const file = join(company.folder, `${database}.egress`);
    beginRecord(file);
    const lens = await company.collector({
      database,
      environment: { ...tempting(), ...environment, EGRESS_RECORD: file },
      imports: [RECORDER],
    });
    return [lens, file];
  };

  /** Channels and places of telemetry that settings name, with the wires to them. Tells of what each is given, while it is. */
  const receivers = async (onGiven: (what: string) => void) => {
    const { authority } = company.fleet;
    const { certPem: cert, keyPem: key } = authority.issueServer();
    const mail = new SMTPServer({
      cert,
      key,
      authOptional: true,
      onData: (stream, _, done) => {
        onGiven('mail');
        stream.resume().on('end', done);
      },
    });
    const listening = mail.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    const https = await httpsServer(authority, (request, answer) => {
      onGiven(request.url ?? '');
      request.resume().on('end', () => answer.end('{}'));
    });
    const ports = { mail: address !== null && typeof address === 'object' ? address.port : 0 };
    const [webhook, mailed, otlp, insights] = await Promise.all(
      [https.port, ports.mail, https.port, https.port].map(wireTo),
    );
    if (!webhook || !mailed || !otlp || !insights) throw new Error('no wires');
    closables.push(
      https,
      ...[webhook, mailed, otlp, insights, { close: () => mail.close() }].map(({ close }) => ({
        port: 0,
        close: async () => close(),
      })),
    );
    const caFile = `${company.folder}/ca.pem`;
    return {
      wires: { webhook, mailed, otlp, insights },
      settings: {
        NOTIFY_WEBHOOK_URL: `https://${webhook.host}/`,
        NOTIFY_WEBHOOK_SECRETS: company.secret('audit-key'),
        NOTIFY_WEBHOOK_CA_FILE: caFile,
        NOTIFY_MAIL_SERVER: `smtp://${mailed.host}`,
        NOTIFY_MAIL_CA_FILE: caFile,
        NOTIFY_MAIL_FROM: 'lens@example.org',
        NOTIFY_MAIL_TO: 'ops@example.org',
        OTEL_EXPORTER_OTLP_ENDPOINT: `https://${otlp.host}`,
        OTEL_EXPORTER_OTLP_CERTIFICATE: caFile,
        APPLICATION_INSIGHTS: 'env:LENS_INSIGHTS',
        LENS_INSIGHTS: `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://${insights.host}`,
      },
    };
  };

  it('connects to its sources, through its proxy alone where one has it, to where they put their reports, to the licence address, and to who is notified and gets telemetry, by TLS, and looks up no other names: polls, API and duties', async () => {
    const { intune: graph, 'active-directory': directory } = company.fleet.systems;
    const { license } = company.fleet;
    const targets = new Set<string>();
    const proxy = await connectProxy((target) => targets.add(target));
    closables.push(proxy);
    const byName = directory.url.replace('127.0.0.1', 'localhost');
    company.writeSources(...sources({ proxy: `http://127.0.0.1:${proxy.port}` }, { url: byName }));
    const seen = new Set<string>();
    let look = (): void => undefined;
    const toCome = new Map(GIVEN.map((what) => [what, Promise.withResolvers<void>()]));
    const { wires, settings } = await receivers((what) => {
      look();
      toCome.get(what)?.resolve();
    });
    const [lens, file] = await start('whole', {
      ...settings,
      LICENSE_URL: license.url,
      LICENSE_CA_FILE: `${company.folder}/ca.pem`,
    });
    look = () => remoteEnds(lens.pid).forEach((end) => void seen.add(end));
    // Whenever it is about to connect.
    const connecting = watch(file, () => look());
    expect((await lens.firstPolls(...BOTH)).map(({ state }) => state)).toEqual(['ok', 'ok']);
    await lens.tick('license-check');
    await lens.line(/licence check was answered/);
    await lens.tick('retention');
    await lens.line(/Retention removed/);
    const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
    const { paths } = await lens.get(document, 'openapi.json');
    for (const [path, methods] of Object.entries(paths))
      if ('get' in methods)
        await lens.request(
          path
            .replace(/^\/api\//, '')
            .replace(/^\//, '')
            .replace(/\{name\}/, 'intune')
            .replace(/\{\w+\}/, '1'),
          { headers: { 'x-purpose': 'audit' } },
        );
    const tested = await lens.get(
      z.object({ items: z.array(z.object({ delivered: z.boolean() })) }),
      'notifications/test',
      { method: 'POST' },
    );
    expect(tested.items).toEqual([{ delivered: true }, { delivered: true }]);
    for (const { promise } of toCome.values()) await promise;
    connecting.close();
    expect(await lens.stop()).toBe(0);
    // The server that the test itself talks to has the test as its remote end.
    const hosts = Object.values(wires).map(({ host }) => `https://${host}`);
    const configured = [`http://127.0.0.1:${proxy.port}`, byName, license.url, ...hosts];
    expect(recordOf(file)).toEqual([...connects(...configured), 'lookup localhost']);
    expect([...targets].sort()).toEqual([hostOf(graph.url), hostOf(graph.blobUrl)].sort());
    for (const [name, wire] of Object.entries(wires)) {
      const said = wire.said();
      expect([name, said.length > 0, said.filter((one) => !(name === 'mailed' ? isTlsOfMail : isTls)(one))]).toEqual([
        name,
        true,
        [],
      ]);
    }
    if (!existsSync('/proc/net/tcp')) return;
    const loopback = [...seen].filter((end) => !/^(0100007F|0000000000000000FFFF00000100007F):/.test(end));
    expect([loopback, seen.size > 1]).toEqual([[], true]);
  });

  it('follows no link, redirect or referral to elsewhere', async () => {
    const { intune: graph, 'active-directory': directory } = company.fleet.systems;
    const redirecting = await httpsServer(company.fleet.authority, (_, answer) =>
      answer.writeHead(307, { location: `https://127.0.0.1:${trap.port}/v1.0/users` }).end(),
    );
    closables.push(redirecting);
    const moved = `https://127.0.0.1:${redirecting.port}`;
    const { name: _, ...intune } = company.source('intune');
    company.writeSources(...sources(), { ...intune, name: 'moved', graphUrl: moved });
    const [lens, file] = await start('misled');
    await lens.firstPolls('moved', ...BOTH);
    for (const path of [/managedDevices$/, /\/users\/delta$/]) {
      graph.faults.set({ fault: 'foreign-next-link', path, origin: `https://127.0.0.1:${trap.port}` });
      expect((await lens.poll('intune')).lastPoll?.errorCode).toBe('foreign-link');
      graph.faults.clear();
    }
    graph.faults.set({ fault: 'foreign-next-link', path: /managedDevices$/ });
    expect((await lens.poll('intune')).lastPoll?.errorCode).toBe('foreign-link');
    graph.faults.clear();
    directory.faults.set({ fault: 'referral' });
    directory.controller.failOver();
    expect((await lens.poll('directory')).lastPoll?.errorCode).toBe('ldap-10');
    directory.faults.clear();
    expect((await lens.source('moved')).lastPoll?.errorCode).toBe('http-307');
    expect(recordOf(file)).toEqual(connects(graph.url, graph.blobUrl, directory.url, moved));
  });

  it('is told of by a recorder that sees TCP, TLS, fetch, UDP and names', async () => {
    const file = join(company.folder, 'recorder.egress');
    beginRecord(file);
    const code = `
      import { createSocket } from 'node:dgram'; import { resolve4 } from 'node:dns/promises'; import { connect } from 'node:net';
      import { connect as secure } from 'node:tls'; import { request } from 'node:https'; import { execFile } from 'node:child_process';
      import { readFileSync } from 'node:fs'; const port = ${trap.port}; const quiet = () => undefined;
      connect(port, '127.0.0.1').on('error', quiet); secure({ port, host: '127.0.0.2' }).on('error', quiet);
      request({ port, host: '127.0.0.3' }).on('error', quiet).end(); fetch('http://127.0.0.4:' + port).catch(quiet);
      createSocket('udp4').send('x', port, '127.0.0.5', quiet); resolve4('name.invalid').catch(quiet); execFile('true');
      // Only fetch connects later than it is called.
      setInterval(() => readFileSync(process.env.EGRESS_RECORD, 'utf8').includes('127.0.0.4') && process.exit(), 10);`;
    const child = spawn(
      process.execPath,
      ['--import', join(process.cwd(), RECORDER), '--input-type=module', '-e', code],
      {
        env: { ...process.env, EGRESS_RECORD: file },
        stdio: 'inherit',
      },
    );
    await once(child, 'exit');
    const hosts = [1, 2, 3, 4].map((i) => `connect 127.0.0.${i}:${trap.port}`);
    expect(recordOf(file)).toEqual(expect.arrayContaining([...hosts, 'lookup name.invalid', 'spawn true']));
    expect(recordOf(file)).toContain(`udp x:${trap.port}:127.0.0.5`);
  });
});
