// A local server that takes what is sent by OTLP, or to Application Insights, over TLS of a private authority.
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { httpsServer, privateAuthority } from '../net/servers.ts';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** `take` gets each body, and may answer with another status than 200, or begin an answer that never ends. */
export async function receiver(take: (received: Received) => number | 'endless' | undefined) {
  const { authority, caFile, remove } = privateAuthority();
  const server = await httpsServer(authority, async (request, response) => {
    const sent = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const status = take({ path: request.url ?? '', headers: request.headers, body }) ?? 200;
    if (status === 'endless') {
      response.writeHead(200).write(' ');
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  return {
    url: `https://127.0.0.1:${server.port}`,
    caFile,
    close: async () => {
      await server.close();
      remove();
    },
  };
}
