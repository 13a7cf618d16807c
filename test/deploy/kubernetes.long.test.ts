// What kustomize makes of the overlays, where kubectl is installed: names that refer to each other, and who may talk to whom.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DECLARATIONS } from '../../lib/settings/declarations.ts';
import { type Manifest, manifestsIn, ofKind } from './manifests.ts';
import { isPinned } from './settings.ts';

const folder = new URL('../../deploy/kubernetes/', import.meta.url).pathname;
const kustomize = (overlay: string) => spawnSync('kubectl', ['kustomize', overlay], { cwd: folder, encoding: 'utf8' });
/** What docs/deploy.md adds to an overlay. */
const [, added = ''] =
  /```yaml\n(configMapGenerator:[^`]*)```/.exec(
    readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8'),
  ) ?? [];
const real = kustomize('one-zone').error === undefined ? describe : describe.skip;

/** Whether pods with these labels are meant. */
const selects = (selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>> = {}): boolean =>
  Object.keys(selector).length > 0 && Object.entries(selector).every(([name, value]) => labels[name] === value);

real.each(['one-zone', 'two-zones'])('kubectl kustomize %s', (overlay) => {
  const { status, stdout, stderr } = kustomize(overlay);
  const manifests: readonly Manifest[] = status === 0 ? manifestsIn(stdout) : [];
  const deployments = ofKind(manifests, 'Deployment');
  const configMaps = new Map(ofKind(manifests, 'ConfigMap').map((map) => [map.metadata.name, map.data]));
  const settingsOf = ({ spec }: (typeof deployments)[number]) =>
    configMaps.get(spec.template.spec.containers[0]?.envFrom[0]?.configMapRef.name ?? '') ?? {};

  it('makes whole manifests, in a namespace of their own', () => {
    expect([status, stderr]).toEqual([0, '']);
    expect(deployments).toHaveLength(overlay === 'one-zone' ? 1 : 2);
    expect([...new Set(manifests.map(({ metadata }) => metadata.namespace))]).toEqual(['emm-lens']);
  });

  it('gives each deployment its images, settings, sources and front', () => {
    for (const deployment of deployments) {
      const { containers, initContainers, volumes } = deployment.spec.template.spec;
      const images = [...containers, ...initContainers].map(({ image }) => image);
      expect(images.filter((image) => !isPinned(image))).toEqual([]);
      const used = volumes.flatMap(({ configMap }) => configMap?.name ?? []);
      expect(used.map((name) => Object.keys(configMaps.get(name) ?? {}))).toEqual([
        ['sources.json'],
        ['collector.conf', 'nginx.conf'],
      ]);
      expect(settingsOf(deployment)).toMatchObject({ AzureFunctionsWebHost__hostid: 'emm-lens' });
      expect(deployment.spec.replicas).toBeGreaterThan(1);
    }
  });

  it('means by each service, budget and rule the pods of one deployment', () => {
    const labels = deployments.map(({ spec }) => spec.template.metadata.labels);
    const meant = (kind: 'Service' | 'PodDisruptionBudget' | 'NetworkPolicy' | 'Deployment') =>
      manifests
        .filter((one) => one.kind === kind)
        .map((one) => {
          const selector =
            one.kind === 'Service'
              ? one.spec.selector
              : one.kind === 'NetworkPolicy'
                ? one.spec.podSelector.matchLabels
                : 'selector' in one
                  ? {}
                  : one.kind === 'Deployment' || one.kind === 'PodDisruptionBudget'
                    ? one.spec.selector.matchLabels
                    : {};
          return labels.filter((pod) => selects(selector, pod)).length;
        });
    for (const kind of ['Service', 'PodDisruptionBudget', 'NetworkPolicy', 'Deployment'] as const) {
      expect(meant(kind).length).toBeGreaterThan(0);
      expect([kind, meant(kind).filter((count) => count !== 1)]).toEqual([kind, []]);
    }
    const spread = deployments.flatMap(({ spec }) => spec.template.spec.topologySpreadConstraints);
    expect(
      spread.map(({ labelSelector }) => labels.filter((pod) => selects(labelSelector.matchLabels, pod)).length),
    ).toEqual(deployments.map(() => 1));
  });

  it('lets out names, the database and the sources of the zone, each at one port', () => {
    const policies = ofKind(manifests, 'NetworkPolicy');
    for (const { spec } of deployments) {
      const own = policies.filter(({ spec: of }) => selects(of.podSelector.matchLabels, spec.template.metadata.labels));
      expect(own.some(({ spec: of }) => of.policyTypes.includes('Ingress') && of.policyTypes.includes('Egress'))).toBe(
        true,
      );
      const rules = own.flatMap(({ spec: of }) => of.egress);
      const ports = rules.flatMap((rule) => rule.ports.map(({ port }) => port));
      expect(ports.toSorted((a, b) => a - b)).toEqual(
        overlay === 'one-zone' ? [53, 53, 636, 1433, 3128] : expect.arrayContaining([53, 1433]),
      );
      const networks = rules.flatMap(({ to }) => to.flatMap((one) => ('ipBlock' in one ? one.ipBlock.cidr : [])));
      expect(networks.filter((cidr) => !cidr.endsWith('/32'))).toEqual([]);
      const spaces = rules.flatMap(({ to }) => to.flatMap((one) => ('namespaceSelector' in one ? one : [])));
      expect(spaces).toEqual([
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
      ]);
    }
  });

  it('has each source polled by one zone', () => {
    const [sources = '{}'] = [...configMaps.values()].flatMap((data) => data['sources.json'] ?? []);
    const names = JSON.parse(sources).sources.map(({ name }: { readonly name: string }) => name);
    const polled = deployments.flatMap((one) => settingsOf(one).COLLECTOR_SOURCES?.split(',') ?? names);
    expect(polled.sort()).toEqual(names.sort());
  });
});

real('an overlay of your own, as docs/deploy.md makes it', () => {
  const parent = mkdtempSync(join(tmpdir(), 'lens-overlay-'));
  afterAll(() => rmSync(parent, { recursive: true }));

  it('has its own sources, and every setting that it gives beside those of the base', () => {
    cpSync(join(folder, '..'), parent, {
      recursive: true,
      filter: (path) => !/\/(config|secrets|backup|\.env)$/.test(path),
    });
    const mine = join(parent, 'kubernetes/mine');
    cpSync(join(parent, 'kubernetes/one-zone'), mine, { recursive: true });
    writeFileSync(join(mine, 'sources.json'), '{"sources":[]}');
    const examples = Object.entries(DECLARATIONS).map(([name, { example }]) => [name, example] as const);
    const others = examples.filter(([name]) => !added.includes(`${name}=`));
    expect(others.length).toBeLessThan(examples.length);
    appendFileSync(
      join(mine, 'kustomization.yaml'),
      added + others.map(([name, value]) => `      - '${name}=${value}'\n`).join(''),
    );
    const { status, stdout, stderr } = kustomize(mine);
    expect([status, stderr]).toEqual([0, '']);
    const maps = ofKind(manifestsIn(stdout), 'ConfigMap').map(({ data }) => data);
    expect(maps).toContainEqual({ 'sources.json': '{"sources":[]}' });
    const settings = maps.find((data) => 'DATABASE' in data);
    expect(settings).toMatchObject({ ...Object.fromEntries(others), RETENTION_DAYS: '60', TZ: 'UTC' });
    expect(examples.filter(([name]) => settings?.[name] === undefined)).toEqual([]);
  });
});
