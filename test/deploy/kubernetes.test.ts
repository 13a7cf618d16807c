// The manifests of deploy/kubernetes as they are written; kubernetes.long.test.ts looks at what kustomize makes of them.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { HEALTH_PATHS } from '../../lib/http/health-operation.ts';
import { readSources } from '../../lib/settings/index.ts';
import { manifestsIn, ofKind } from './manifests.ts';
import { faultsOf, filesIn, isPinned } from './settings.ts';

const folder = new URL('../../deploy/kubernetes/', import.meta.url).pathname;
const files = globSync('**/*.yaml', { cwd: folder });
const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');
const kustomizations = files.filter((path) => path.endsWith('kustomization.yaml'));
const manifests = files.filter((path) => !kustomizations.includes(path)).flatMap((path) => manifestsIn(textOf(path)));
const [deployment] = ofKind(manifests, 'Deployment');
if (!deployment) throw new TypeError('no deployment');
const { spec } = deployment.spec.template;
const [collector, front] = spec.containers;
const settings = Object.fromEntries(
  (parse(textOf('base/kustomization.yaml')).configMapGenerator[0].literals as string[]).map((literal) => [
    literal.slice(0, literal.indexOf('=')),
    literal.slice(literal.indexOf('=') + 1),
  ]),
);
const secrets = new Map(
  ofKind(manifests, 'Secret').map(({ metadata, stringData }) => [metadata.name, Object.keys(stringData)]),
);
/** Of a container, where a volume is mounted. */
const mounted = (name: string, of = collector) => of?.volumeMounts.find((mount) => mount.name === name)?.mountPath;

describe('deploy/kubernetes', () => {
  it('names each image by what it is', () => {
    const overlays = kustomizations.flatMap(
      (path): { newName: string; newTag: string }[] => parse(textOf(path)).images ?? [],
    );
    expect(overlays).toHaveLength(2);
    const images = [front?.image ?? '', ...overlays.map(({ newName, newTag }) => `${newName}:${newTag}`)];
    expect(images.filter((image) => !isPinned(image))).toEqual([]);
    // Replaced by each overlay.
    expect([collector?.image, ...spec.initContainers.map(({ image }) => image)]).toEqual(['emm-lens', 'emm-lens']);
  });

  it('probes addresses of health past the front, so that a flood restarts nothing: alive by the process alone, ready by the database too', () => {
    const { startupProbe, livenessProbe, readinessProbe } = collector ?? {};
    const asked = [startupProbe, livenessProbe, readinessProbe].map(
      (probe) => /fetch\('([^']+)'\)/.exec(probe?.exec?.command.at(-1) ?? '')?.[1] ?? '',
    );
    const paths = ['/api/health/live', '/api/health/live', '/api/health'];
    expect(asked).toEqual(paths.map((path) => `${settings.ASPNETCORE_URLS}${path}`));
    expect(Object.keys(HEALTH_PATHS)).toEqual(expect.arrayContaining(paths));
    expect([front?.livenessProbe, front?.readinessProbe?.tcpSocket?.port]).toEqual([
      undefined,
      front?.ports[0]?.containerPort,
    ]);
  });

  it('lets plain HTTP be heard in the pod alone, where the front looks for it', () => {
    expect(settings.ASPNETCORE_URLS).toBe('http://127.0.0.1:8080');
    expect(readFileSync(join(folder, '../nginx/kubernetes.conf'), 'utf8')).toContain('default 127.0.0.1:8080;');
    expect(collector?.ports).toEqual([]);
    expect(mounted('tls', front)).toBe('/run/secrets/tls');
  });

  it('sets what collectors need, and nothing that nobody reads', () => {
    expect(faultsOf(settings)).toEqual([]);
  });

  it('refers to secrets that the example has, each file of them', () => {
    const used = spec.volumes.flatMap(({ secret }) => secret?.secretName ?? []);
    expect(used.sort()).toEqual([...secrets.keys()].sort());
    const read = filesIn(settings, mounted('secrets') ?? '');
    expect(read.length).toBeGreaterThan(3);
    expect(secrets.get('emm-lens')).toEqual(expect.arrayContaining([...read]));
    expect(secrets.get('emm-lens-tls')).toEqual(['tls.crt', 'tls.key']);
    const [keys] = spec.initContainers;
    expect(keys?.command?.[1]).toBe(`${mounted('given-keys', keys)}/${secrets.get('emm-lens-keys')?.[0]}`);
    expect(keys?.command?.[2]).toBe(`${mounted('keys')}/host.json`);
  });

  it('has a sources file that collectors take, of secrets that the example has', () => {
    const file = join(folder, 'example/sources.example.json');
    expect(readSources(file).sources.map((source) => ['config' in source, source.name])).toEqual([
      [true, 'intune'],
      [true, 'directory'],
    ]);
    const referred = [...readFileSync(file, 'utf8').matchAll(/"file:([^"]+)"/g)].map(([, path = '']) => path);
    const known = (secrets.get('emm-lens') ?? []).map((name) => `${mounted('secrets')}/${name}`);
    expect(referred.filter((path) => !known.includes(path))).toEqual([]);
  });

  it('mounts volumes that there are, and each that there is', () => {
    const all = [...spec.initContainers, ...spec.containers].flatMap(({ volumeMounts }) => volumeMounts);
    expect([...new Set(all.map(({ name }) => name))].sort()).toEqual(spec.volumes.map(({ name }) => name).sort());
    const writable = all.filter(({ readOnly }) => !readOnly).map(({ mountPath }) => mountPath);
    expect([...new Set(writable)].sort()).toEqual(['/run/keys', '/tmp']);
  });

  it('lists files that there are', () => {
    const listed = kustomizations.flatMap((path) =>
      (parse(textOf(path)).resources ?? []).map((resource: string) => join(path, '..', resource)),
    );
    expect(listed.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    const single = files.filter((path) => !kustomizations.includes(path) && path !== 'secrets.example.yaml');
    expect(single.filter((path) => !listed.includes(path))).toEqual([]);
  });
});
