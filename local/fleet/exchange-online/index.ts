// The usage reports of Microsoft Graph, simulated: token authority and API on one HTTPS port, downloads on another.
import { randomBytes } from 'node:crypto';
import type { Answer, Exchange, RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import { GraphError, notFound } from '../intune/odata.ts';
import { Tokens } from '../intune/tokens.ts';
import type { Access, FleetMember, SystemOptions } from '../member.ts';
import { guid, hex } from '../random.ts';
import { UsageReports } from './reports.ts';

export interface ExchangeOnline extends HttpSystem {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokens: Tokens;
  readonly reports: UsageReports;
  readonly downloadFaults: FaultRules;
  readonly downloads: RequestRecord[];
}

async function start(options: SystemOptions): Promise<ExchangeOnline> {
  const { estate, clock } = options;
  const { seed } = estate.options;
  const app = { tenantId: guid(seed, 1000), clientId: guid(seed, 1011), clientSecret: `Rp7Q~${hex(34, seed, 1012)}` };
  const tokens = new Tokens({ ...app, certificate: () => undefined }, clock);
  const reports = new UsageReports(estate, clock);
  const ready = new Map<string, string>();

  const route = (exchange: Exchange): Answer => {
    if (!tokens.accepts(exchange)) throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is invalid.');
    const [, name = '', day] = /^\/v1\.0\/reports\/(\w+)\((?:period='D7'|date=([\d-]+))\)$/.exec(exchange.path) ?? [];
    const csv = reports.csvOf(name, day);
    if (csv === undefined) throw name === '' ? notFound() : new GraphError(400, 'InvalidArgument', 'No such report.');
    const path = `/data/download/${randomBytes(16).toString('hex')}`;
    ready.set(path, csv);
    return { status: 302, headers: { location: `${downloads.url}${path}` } };
  };
  const handle = (exchange: Exchange): Answer => {
    try {
      return tokens.answer(exchange) ?? route(exchange);
    } catch (error) {
      if (error instanceof GraphError) return error.toAnswer(clock(), '');
      throw error;
    }
  };
  const download = ({ path, headers }: Exchange): Answer => {
    const csv = headers.authorization === undefined ? ready.get(path) : undefined;
    ready.delete(path);
    return csv === undefined
      ? { status: 403, content: 'Server failed to authenticate the request.' }
      : { status: 200, headers: { 'content-type': 'application/octet-stream' }, content: csv };
  };
  const server = new HttpServer(options, { handle });
  const downloads = new HttpServer(options, { handle: download });
  const [system] = await Promise.all([server.open(), downloads.open()]);
  return {
    ...app,
    ...system,
    tokens,
    reports,
    downloadFaults: downloads.faults,
    downloads: downloads.requests,
    close: async () => {
      await Promise.all([server.close(), downloads.close()]);
    },
  };
}

const access = ({ tenantId, clientId, clientSecret, url }: ExchangeOnline): Access => ({
  settings: {
    tenantId,
    clientId,
    graphUrl: url,
    authorityHost: url,
    purpose: 'Finds mailboxes that run full, or that nobody uses any more.',
    schedule: '0 * * * * *',
  },
  secrets: { clientSecret },
});

export const exchangeOnline: FleetMember<ExchangeOnline> = { managesDevices: false, start, access };
