// A client as a source has it, and servers that answer it as a test says.
import type { RequestListener } from 'node:http';
import { createHttpClient, type HttpClientOptions } from '../../lib/net/client.ts';
import type { CertificateKind } from '../../local/fleet/authority.ts';
import { type Closable, httpsServer, oddTlsServer, privateAuthority } from './servers.ts';

export const { authority, caFile, remove } = privateAuthority();
export const open: { close(): unknown }[] = [];
/** What a test opened, and the last one first. */
export async function closeOpened(): Promise<void> {
  for (const one of open.splice(0).reverse()) await one.close();
}

export async function serve(
  handle: RequestListener,
  kind?: CertificateKind,
): Promise<{ url: string; server: Closable }> {
  const server = await httpsServer(authority, handle, kind);
  open.push(server);
  return { url: `https://127.0.0.1:${server.port}/secret-path?token=hidden`, server };
}

/** A server that speaks no newer TLS than 1.2, and answers nothing that could be read. */
export async function oldTls() {
  const server = await oddTlsServer(authority, { maxVersion: 'TLSv1.2' });
  open.push(server);
  return { url: `https://127.0.0.1:${server.port}/` };
}

export function clientWith(options: Partial<HttpClientOptions> = {}) {
  const waits: number[] = [];
  const lines: string[] = [];
  const client = createHttpClient({
    caFile,
    signal: new AbortController().signal,
    clock: { now: () => new Date() },
    random: () => 0,
    log: { debug: (message, details) => lines.push(JSON.stringify([message, details])) },
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  open.push(client);
  return { client, waits, lines };
}

export const json = (value: unknown): [number, Record<string, string>, string] => [
  200,
  { 'content-type': 'application/json; charset=utf-8' },
  JSON.stringify(value),
];

/** Answers with these in turn, the last one for ever. */
export function answering(
  ...answers: [status: number, headers: Record<string, string>, body: string | Buffer][]
): RequestListener {
  let turn = 0;
  return (_, response) => {
    const [status, headers, body] = answers[Math.min(turn++, answers.length - 1)] ?? [500, {}, ''];
    response.writeHead(status, headers).end(body);
  };
}
