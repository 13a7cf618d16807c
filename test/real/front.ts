// What ends TLS in front of collectors, as in production: it hands requests on by turns, and does with the answers what a
// network may do.
import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { IssuedCertificate } from '../../local/fleet/authority.ts';

/** What becomes of a request, by its number, from 1; `lose` cuts the connection behind the collector's answer. */
export type Fate = (number: number) => 'answer' | 'lose';

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  message.setEncoding('latin1');
  for await (const part of message) text += part;
  return text;
}

export class Front {
  readonly url: string;
  /** Bases of collectors: `http://127.0.0.1:7071`. */
  targets: readonly string[] = [];
  fate: Fate = () => 'answer';
  /** As soon as a request is on its way to the collector. */
  onForward: () => void = () => {};
  lost = 0;
  /** What the last request had in it that was answered 202. */
  delivered = '';
  #requests = 0;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async start({ certPem, keyPem }: IssuedCertificate): Promise<Front> {
    const server = createServer({ cert: certPem, key: keyPem }, (message, response) => {
      front.#forward(message, response).catch(() => response.destroy());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const front: Front = new Front(`https://localhost:${address.port}`, async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return front;
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #forward(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#requests += 1;
    const number = this.#requests;
    const target = this.targets[number % this.targets.length] ?? '';
    const body = await textOf(message);
    const sent = request(`${target}${message.url}`, { method: message.method ?? 'GET', headers: message.headers });
    sent.on('error', () => response.destroy());
    sent.end(body, 'latin1');
    this.onForward();
    const [answer] = await once(sent, 'response');
    const answered = await textOf(answer);
    const { statusCode: status = 0 } = answer;
    if (status === 202 && this.fate(number) === 'lose') {
      this.lost += 1;
      response.destroy();
      return;
    }
    if (status === 202) this.delivered = body;
    response.writeHead(status, answer.headers).end(answered, 'latin1');
  }
}
