// The licence server, simulated: accepts any POST and keeps what came, byte for byte, so that a test can prove what was sent.
import type { IncomingHttpHeaders } from 'node:http';
import type { Authority } from '../authority.ts';
import type { RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { HttpServer } from '../http/server.ts';

export interface ReceivedLicense {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface License {
  url: string;
  /** Oldest first. Also what came while a fault answered. */
  received: ReceivedLicense[];
  requests: RequestRecord[];
  /** `server-error`, `stall`, `truncated-json`, `wrong-shape`, ...; `transport('refused')`. */
  faults: FaultRules;
  close(): Promise<void>;
}

export async function startLicense(authority: Authority, clock: () => number): Promise<License> {
  const received: ReceivedLicense[] = [];
  const server = new HttpServer({
    authority,
    clock,
    onRequest: ({ method, path, headers, body }) => {
      if (method === 'POST') received.push({ path, headers, body });
    },
    handle: ({ method }) =>
      method === 'POST'
        ? { status: 200, json: { status: 'ok' } }
        : { status: 405, headers: { allow: 'POST' }, json: { status: 'method not allowed' } },
  });
  await server.open();
  return { url: server.url, received, requests: server.requests, faults: server.faults, close: () => server.close() };
}
