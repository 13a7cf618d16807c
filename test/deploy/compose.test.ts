// What can be told of deploy/compose.yaml without an engine; compose.long.test.ts asks docker-compose, and makes the secrets.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { HEALTH_PATHS } from '../../lib/http/health-operation.ts';
import { DECLARATIONS } from '../../lib/settings/declarations.ts';
import { faultsOf, filesIn, isPinned } from './settings.ts';

const service = z.object({
  image: z.string(),
  entrypoint: z.array(z.string()).default([]),
  restart: z.string(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  env_file: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.unknown()).default({}),
  healthcheck: z.object({ test: z.array(z.string()).default([]) }).optional(),
});
const compose = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
});

const folder = new URL('../../deploy/', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, folder), 'utf8');
const text = textOf('compose.yaml');
const { services, networks } = compose.parse(parse(text, { merge: true, uniqueKeys: true }));
const all = Object.entries(services);
const collectors = all.filter(([name]) => name.startsWith('collector'));
const [, collector] = collectors[0] ?? [];
const settings = Object.fromEntries(
  textOf('settings.env')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
/** `${NAME:-default}` */
const defaultOf = (value: string): string => /^\$\{\w+:-(.*)\}$/.exec(value)?.[1] ?? value;

describe('deploy/compose.yaml', () => {
  it('names each image by what it is', () => {
    expect(all.filter(([, { image }]) => !isPinned(defaultOf(image))).map(([name]) => name)).toEqual([]);
  });

  it('sets what collectors need, and nothing that nobody reads', () => {
    expect(collectors.map(([name]) => name)).toEqual(['collector', 'collector-zone-b']);
    for (const [, { environment }] of collectors) expect(faultsOf({ ...settings, ...environment })).toEqual([]);
  });

  it('lets collectors and tools take every setting from a file, but those that differ between zones', () => {
    const configured = all.filter(([name]) => name === 'tools' || name.startsWith('collector'));
    expect(configured).toHaveLength(3);
    for (const [, { env_file, environment }] of configured) {
      // The later one says, and `environment` would say more than both.
      expect(env_file).toEqual(['settings.env', 'collector.env']);
      expect(Object.keys(environment).filter((name) => name in DECLARATIONS && name !== 'COLLECTOR_SOURCES')).toEqual(
        [],
      );
    }
    expect(textOf('prepare.sh')).toContain('put collector.env');
  });

  it('runs tools where the collectors reach what they reach, with their secrets', () => {
    const reached = new Set(collectors.flatMap(([, { networks: of }]) => of).filter((name) => name !== 'inside'));
    expect([...(services.tools?.networks ?? [])].sort()).toEqual([...reached].sort());
    expect(collector?.volumes).toEqual(expect.arrayContaining(services.tools?.volumes ?? ['none']));
    const { scripts } = JSON.parse(textOf('../package.json'));
    for (const name of ['check', 'migrate', 'restored']) expect(scripts).toHaveProperty(name);
    expect(textOf('Dockerfile')).toContain(' AS build');
  });

  it('differs between zones in the sources that are polled, and in the network', () => {
    const [one, two] = collectors.map(([, { environment, networks: of, ...same }]) => ({
      environment: Object.entries(environment).filter(([name]) => name !== 'COLLECTOR_SOURCES'),
      same: { ...same, profiles: undefined },
    }));
    expect(one).toEqual(two);
    expect(new Set(collectors.map(([, { environment }]) => environment.COLLECTOR_SOURCES)).size).toBe(2);
  });

  it('lets what is reached from outside, and what reaches out, write nothing and have no right', () => {
    for (const [name, one] of [...collectors, ['front', services.front] as const])
      expect([name, one]).toMatchObject([
        name,
        { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], restart: 'always' },
      ]);
    const writable = collector?.volumes.filter((volume) => !volume.endsWith(':ro'));
    expect(writable).toEqual([expect.stringMatching(/:\/run\/keys$/)]);
    expect([collector?.tmpfs, services.front?.tmpfs]).toEqual([
      [expect.stringMatching(/^\/tmp:/)],
      [expect.stringMatching(/^\/tmp:/)],
    ]);
  });

  it('asks for health at an address that there is', () => {
    const [, path = ''] = /http:\/\/127\.0\.0\.1:8080(\/[\w/]+)/.exec(collector?.healthcheck?.test.at(-1) ?? '') ?? [];
    expect(Object.keys(HEALTH_PATHS)).toContain(path);
    expect(textOf('Dockerfile')).toContain('ASPNETCORE_URLS=http://+:8080');
  });

  it('opens the front alone, and lets plain HTTP and the database stay on the host', () => {
    expect(all.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(['front']);
    const internal = (name: string): boolean => networks[name]?.internal ?? false;
    const shared = (one: string, other: string) =>
      services[one]?.networks.filter((name) => services[other]?.networks.includes(name)) ?? [];
    expect(shared('front', 'collector').map(internal)).toEqual([true]);
    expect(shared('front', 'sql')).toEqual([]);
    expect(services.sql?.networks.map(internal)).toEqual([true]);
    expect(all.flatMap(([, { networks: of }]) => of.filter((name) => !(name in networks)))).toEqual([]);
  });

  it('has its bounds and names as the front has them', () => {
    const nginx = textOf('nginx/nginx.conf');
    const [, bytes] = /FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=(\d+)/.exec(textOf('Dockerfile')) ?? [];
    expect(nginx).toContain(`client_max_body_size ${bytes};`);
    const [, port] = /listen (\d+) ssl/.exec(nginx) ?? [];
    expect(services.front?.ports).toEqual([expect.stringMatching(/:8443$/)]);
    expect(port).toBe('8443');
    expect(textOf('nginx/compose.conf')).toMatch(/~\^\/zone-b\/ collector-zone-b:8080;\n *default collector:8080;/);
    expect(services.front?.volumes).toContain('./secrets/front:/run/secrets/tls:ro');
    expect(nginx).toContain('/run/secrets/tls/tls.crt');
  });

  it('mounts what is there, and what prepare.sh makes', () => {
    const mounted = all.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const made = mounted.filter((path) => /^\.\/(backup|config|secrets)/.test(path)).map((path) => path.slice(2));
    for (const path of made) expect(textOf('prepare.sh')).toContain(path);
    const ours = mounted.filter((path) => path.startsWith('./') && !made.includes(path.slice(2)));
    expect(ours.filter((path) => !existsSync(new URL(path, folder)))).toEqual([]);
    for (const file of filesIn(settings, '/run/secrets')) expect(textOf('prepare.sh')).toContain(`collector/${file}`);
    expect(filesIn(settings, '/run/config')).toEqual(['ca.pem', 'sources.json']);
  });

  it('has no secret in it', () => {
    expect(text).not.toMatch(/password["']?\s*[:=](?!.*(?:cat |\/run\/))/i);
  });
});
