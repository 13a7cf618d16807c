// What of Kubernetes is used, key by key: an unknown key is a typing mistake, and no server is here to say so.
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const selector = z.strictObject({ matchLabels: labels });
const metadata = z.strictObject({
  name: z.string().optional(),
  namespace: z.string().optional(),
  labels: labels.optional(),
});
const named = metadata.extend({ name: z.string() });

const least = {
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
};
const exec = z.strictObject({ command: z.array(z.string()) });
const probe = z.strictObject({
  exec: exec.optional(),
  tcpSocket: z.strictObject({ port: z.number() }).optional(),
  periodSeconds: z.number().optional(),
  timeoutSeconds: z.number().optional(),
  failureThreshold: z.number().optional(),
});
const amounts = z.strictObject({ cpu: z.string().optional(), memory: z.string() });
const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  envFrom: z.array(z.strictObject({ configMapRef: z.strictObject({ name: z.string() }) })).default([]),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.number() })).default([]),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  lifecycle: z.strictObject({ preStop: z.strictObject({ exec }) }).optional(),
  resources: z.strictObject({ requests: amounts, limits: amounts }),
  securityContext: z.strictObject({
    ...least,
    runAsUser: z.number().min(1).optional(),
    runAsGroup: z.number().min(1).optional(),
  }),
  volumeMounts: z.array(
    z.strictObject({
      name: z.string(),
      mountPath: z.string(),
      subPath: z.string().optional(),
      readOnly: z.boolean().default(false),
    }),
  ),
});
const volume = z.strictObject({
  name: z.string(),
  emptyDir: z.strictObject({ medium: z.literal('Memory').optional(), sizeLimit: z.string() }).optional(),
  secret: z.strictObject({ secretName: z.string(), defaultMode: z.literal(0o440) }).optional(),
  configMap: z.strictObject({ name: z.string() }).optional(),
});
const deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata: named,
  spec: z.strictObject({
    replicas: z.number(),
    strategy: z.strictObject({
      rollingUpdate: z.strictObject({ maxUnavailable: z.literal(0), maxSurge: z.number() }),
    }),
    selector,
    template: z.strictObject({
      metadata,
      spec: z.strictObject({
        automountServiceAccountToken: z.literal(false),
        enableServiceLinks: z.literal(false),
        terminationGracePeriodSeconds: z.number(),
        nodeSelector: labels.optional(),
        securityContext: z.strictObject({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number().min(1),
          runAsGroup: z.number().min(1),
          fsGroup: z.number().min(1),
          seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
        }),
        topologySpreadConstraints: z.array(
          z.strictObject({
            maxSkew: z.number(),
            topologyKey: z.string(),
            whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
            labelSelector: selector,
          }),
        ),
        initContainers: z.array(container),
        containers: z.array(container),
        volumes: z.array(volume),
      }),
    }),
  }),
});

const port = z.strictObject({ port: z.number(), protocol: z.enum(['TCP', 'UDP']) });
const policy = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('NetworkPolicy'),
  metadata: named,
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
    ingress: z.array(z.strictObject({ ports: z.array(port) })).optional(),
    egress: z.array(
      z.strictObject({
        to: z.array(
          z.union([
            z.strictObject({ ipBlock: z.strictObject({ cidr: z.cidrv4() }) }),
            z.strictObject({ namespaceSelector: selector }),
          ]),
        ),
        ports: z.array(port),
      }),
    ),
  }),
});
const service = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata: named,
  spec: z.strictObject({
    clusterIP: z.literal('None').optional(),
    publishNotReadyAddresses: z.boolean().optional(),
    selector: labels,
    ports: z.array(z.strictObject({ name: z.string(), port: z.number(), targetPort: z.string() })),
  }),
});
const budget = z.strictObject({
  apiVersion: z.literal('policy/v1'),
  kind: z.literal('PodDisruptionBudget'),
  metadata: named,
  spec: z.strictObject({ minAvailable: z.number(), selector }),
});
const configMap = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata: named,
  data: labels,
});
const secret = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Secret'),
  metadata: named,
  type: z.string().optional(),
  stringData: labels,
});
const manifest = z.discriminatedUnion('kind', [deployment, policy, service, budget, configMap, secret]);
export type Manifest = z.infer<typeof manifest>;

/** All documents of a file; throws where one is not what Kubernetes takes of us. */
export const manifestsIn = (text: string): readonly Manifest[] =>
  parseAllDocuments(text, { uniqueKeys: true }).map((document) => {
    for (const error of document.errors) throw error;
    return manifest.parse(document.toJS());
  });

export const ofKind = <K extends Manifest['kind']>(manifests: readonly Manifest[], kind: K) =>
  manifests.filter((one): one is Extract<Manifest, { kind: K }> => one.kind === kind);
