// The licence server, simulated: accepts any POST and keeps what came, byte for byte, so that a test can prove what was sent.
import type { IncomingHttpHeaders } from 'node:http';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Hosting } from '../member.ts';
import { Vendor } from './answers.ts';

export interface ReceivedLicense {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Its faults: `server-error`, `stall`, `truncated-json`, `wrong-shape`, ...; `transport('refused')`. */
export interface License extends HttpSystem {
  /** Oldest first. Also what came while a fault answered. */
  received: ReceivedLicense[];
  /** What it answers, and the key that it signs with. */
  vendor: Vendor;
}

export async function startLicense(hosting: Hosting): Promise<License> {
  const received: ReceivedLicense[] = [];
  const vendor = new Vendor();
  const server = new HttpServer(hosting, {
    onRequest: ({ method, path, headers, body }) => {
      if (method === 'POST') received.push({ path, headers, body });
    },
    handle: (exchange) =>
      exchange.method === 'POST'
        ? vendor.answer(exchange)
        : { status: 405, headers: { allow: 'POST' }, json: { status: 'method not allowed' } },
  });
  return { ...(await server.open()), received, vendor };
}
