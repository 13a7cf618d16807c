// What can be told of deploy/compose.yaml without an engine; compose.long.test.ts asks docker-compose, and makes the secrets.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { HEALTH_PATHS } from '../../lib/http/health-operation.ts';
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
  networks: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.unknown()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
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
/** `${NAME:-default}` */
const defaultOf = (value: string): string => /^\$\{\w+:-(.*)\}$/.exec(value)?.[1] ?? value;

describe('deploy/compose.yaml', () => {
  it('names each image by what it is', () => {
    expect(all.filter(([, { image }]) => !isPinned(defaultOf(image))).map(([name]) => name)).toEqual([]);
  });

  it('sets what collectors need, and nothing that nobody reads', () => {
    expect(collectors.map(([name]) => name)).toEqual(['collector', 'collector-zone-b']);
    for (const [, { environment }] of collectors) expect(faultsOf(environment)).toEqual([]);
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
    expect(textOf('nginx/compose.conf')).toContain('default collector:8080;');
    expect(services.front?.volumes).toContain('./secrets/front:/run/secrets/tls:ro');
    expect(nginx).toContain('/run/secrets/tls/tls.crt');
  });

  it('mounts what is there, and what prepare.sh makes', () => {
    const mounted = all.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const made = mounted.filter((path) => /^\.\/(config|secrets)/.test(path)).map((path) => path.slice(2));
    for (const path of made) expect(textOf('prepare.sh')).toContain(path);
    const ours = mounted.filter((path) => path.startsWith('./') && !made.includes(path.slice(2)));
    expect(ours.filter((path) => !existsSync(new URL(path, folder)))).toEqual([]);
    const environment = collector?.environment ?? {};
    for (const file of filesIn(environment, '/run/secrets'))
      expect(textOf('prepare.sh')).toContain(`collector/${file}`);
    expect(filesIn(environment, '/run/config')).toEqual(['ca.pem', 'sources.json']);
  });

  it('has no secret in it', () => {
    expect(text).not.toMatch(/password["']?\s*[:=](?!.*(?:cat |\/run\/))/i);
  });
});
