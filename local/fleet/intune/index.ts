// Microsoft Graph, simulated: token authority and API on one HTTPS port, the report blobs on another.
// A request passes: faults, token (401), route (404), permission (403), handler.
import { randomUUID } from 'node:crypto';
import type { IssuedCertificate } from '../authority.ts';
import type { Answer, Exchange, RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Access, FleetMember, SystemOptions } from '../member.ts';
import { guid, hex } from '../random.ts';
import { answerBatch } from './batch.ts';
import { ExportJobs } from './export-jobs.ts';
import { ManagedDevices } from './managed-devices.ts';
import { GraphError, notFound } from './odata.ts';
import { graphRoutes, PERMISSIONS, type Permission } from './routes.ts';
import { SignIns } from './sign-ins.ts';
import { Tokens } from './tokens.ts';
import { Users } from './users.ts';
import { UsersDelta } from './users-delta.ts';

/** Its address is the origin of the API; `/v1.0` and `/beta` follow. */
export interface Intune extends HttpSystem {
  authorityHost: string;
  blobUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** The app registration's certificate with its key, made at the first use (RSA takes its time). */
  readonly certificate: IssuedCertificate;
  blobFaults: FaultRules;
  blobRequests: RequestRecord[];
  tokens: Tokens;
  devices: ManagedDevices;
  delta: UsersDelta;
  exportJobs: ExportJobs;
  signIns: SignIns;
  /** What the app may do; take one away to see a 403. */
  permissions: Set<Permission>;
}

const DENIED = 'Insufficient privileges to complete the operation.';

function denied(exchange: Exchange): GraphError {
  const directory = exchange.path.includes('/users');
  return new GraphError(403, directory ? 'Authorization_RequestDenied' : 'Forbidden', DENIED);
}

async function start(options: SystemOptions): Promise<Intune> {
  const { estate, authority, clock, waits } = options;
  const { seed } = estate.options;
  let certificate: IssuedCertificate | undefined;
  const app = { tenantId: guid(seed, 1000), clientId: guid(seed, 1001), clientSecret: `Fl8Q~${hex(34, seed, 1002)}` };
  const tokens = new Tokens({ ...app, certificate: () => certificate?.certPem }, clock);
  const devices = new ManagedDevices(estate);
  const users = new Users(estate);
  const delta = new UsersDelta(estate, users, clock);
  const exportJobs = new ExportJobs(estate, clock);
  if (waits === 'none') exportJobs.settings = { notStartedPolls: 0, inProgressPolls: 0 };
  const signIns = new SignIns(estate, clock);
  const routes = graphRoutes({ estate, devices, users, delta, exportJobs, signIns });
  const permissions = new Set<Permission>(PERMISSIONS);

  const route = (exchange: Exchange): Answer | Promise<Answer> => {
    if (!tokens.accepts(exchange))
      throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty, invalid or expired.');
    if (exchange.method === 'POST' && /^\/(v1\.0|beta)\/\$batch$/.test(exchange.path)) {
      return answerBatch(exchange, (inner) => server.faults.apply(inner, handle));
    }
    const found = routes.find(({ method, path }) => method === exchange.method && path.test(exchange.path));
    if (!found) throw notFound();
    if (!permissions.has(found.permission)) throw denied(exchange);
    return found.handle(exchange, found.path.exec(exchange.path)?.[1] ?? '');
  };

  const handle = async (exchange: Exchange): Promise<Answer> => {
    const clientRequestId = String(exchange.headers['client-request-id'] ?? randomUUID());
    const common = { 'request-id': randomUUID(), 'client-request-id': clientRequestId };
    try {
      const answer = tokens.answer(exchange) ?? (await route(exchange));
      return { ...answer, headers: { ...common, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const answer = error.toAnswer(clock(), clientRequestId);
      return { ...answer, headers: { ...common, ...answer.headers } };
    }
  };

  const server = new HttpServer(options, { handle });
  const blobs = new HttpServer(options, { handle: (exchange) => exportJobs.blob(exchange) });
  const [system] = await Promise.all([server.open(), blobs.open()]);
  exportJobs.blobOrigin = blobs.url;
  return {
    ...app,
    ...system,
    authorityHost: server.url,
    blobUrl: blobs.url,
    get certificate() {
      certificate ??= authority.issueClient('emm-lens');
      return certificate;
    },
    blobFaults: blobs.faults,
    blobRequests: blobs.requests,
    tokens,
    devices,
    delta,
    exportJobs,
    signIns,
    permissions,
    close: async () => {
      await Promise.all([server.close(), blobs.close()]);
      await exportJobs.close();
    },
  };
}

const access = ({ tenantId, clientId, clientSecret, url, authorityHost }: Intune): Access => ({
  settings: { tenantId, clientId, graphUrl: url, authorityHost },
  secrets: { clientSecret },
});

export const intune: FleetMember<Intune> = { managesDevices: true, start, access };

/** The same tenant, at another address: a source of sign-ins has an app registration of its own. */
export const entraSignIns: FleetMember<Intune> = {
  managesDevices: false,
  start,
  access: (system) => {
    const { settings, secrets } = access(system);
    return { settings: { ...settings, purpose: 'Shows which apps are reached, and why some are not.' }, secrets };
  },
};
