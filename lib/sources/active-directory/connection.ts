// One request at a time over an encrypted connection: frames the answers, bounds their size and time, and fails for good
// with the first thing that is not LDAP or was not asked for. The LDAP client of ldapts is not used (see message.ts); it
// also swallows a Notice of Disconnection, and reconnects without TLS.
import type { Duplex } from 'node:stream';
import { type LensError, SourceError } from '../../errors.ts';
import type { Entry } from './entry.ts';
import { connectionError, timeoutError } from './errors.ts';
import { messageSize, notLdap, RESPONSE, type Result, readMessage } from './message.ts';

const NOTICE_OF_DISCONNECTION = '1.3.6.1.4.1.1466.20036';
/** Of memory that one page takes: 1,000 entries of 128 KB. */
const MAX_ANSWER_BYTES = 134_217_728;

export interface Request {
  readonly messageId: number;
  write(): Buffer;
}

export interface Response {
  readonly entries: readonly Entry[];
  readonly result: Result;
}

export interface Bounds {
  readonly timeoutMs: number;
  readonly maxEntries: number;
}

interface Pending {
  readonly id: number;
  readonly maxEntries: number;
  readonly entries: Entry[];
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
}

export class Connection {
  readonly #socket: Duplex;
  readonly #maxBytes: number;
  #pending: Pending | null = null;
  #failure: unknown = null;
  #parts: Buffer[] = [];
  #length = 0;
  /** Bytes until the next message can be read, or told to be incomplete. */
  #needed = 2;
  #answered = 0;

  constructor(socket: Duplex, maxBytes = MAX_ANSWER_BYTES) {
    this.#socket = socket;
    this.#maxBytes = maxBytes;
    socket.on('data', (bytes: Buffer) => this.#received(bytes));
    socket.on('error', (error) => this.#fail(failureOf(error)));
    socket.once('end', () => this.#fail(lost())).once('close', () => this.#fail(lost()));
  }

  /** The whole answer to a request. Throws SourceError `timeout`, `reset`, `protocol`, `too-large`; the connection is dead then. */
  async ask(operation: string, request: Request, { timeoutMs, maxEntries }: Bounds): Promise<Response> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#pending) throw new RangeError('a request is pending');
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    this.#pending = { id: request.messageId, maxEntries, entries: [], resolve, reject };
    this.#answered = 0;
    const timer = setTimeout(() => this.#fail(timeoutError(operation, 'operationTimeoutSeconds')), timeoutMs);
    this.#socket.write(request.write());
    return promise.finally(() => clearTimeout(timer));
  }

  /** Ends the connection; what is pending fails with this. */
  close(reason: unknown = lost()): void {
    this.#fail(reason);
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#parts = [];
    this.#socket.end();
    this.#socket.destroy();
    this.#pending?.reject(error);
    this.#pending = null;
  }

  #received(bytes: Buffer): void {
    if (this.#failure !== null) return;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    this.#answered += bytes.length;
    try {
      if (this.#answered > this.#maxBytes) throw tooLarge();
      if (this.#length >= this.#needed) this.#read();
    } catch (error) {
      this.#fail(error);
    }
  }

  #read(): void {
    let rest = Buffer.concat(this.#parts);
    for (;;) {
      const size = messageSize(rest);
      this.#needed = size ?? rest.length + 1;
      if (rest.length < this.#needed) break;
      const message = rest.subarray(0, this.#needed);
      rest = rest.subarray(this.#needed);
      this.#deal(message);
      if (this.#failure !== null) return;
    }
    this.#parts = [rest];
    this.#length = rest.length;
  }

  #deal(bytes: Buffer): void {
    const answer = readMessage(bytes);
    const pending = this.#pending;
    if (answer.id === 0) this.#unsolicited(answer);
    else if (answer.id !== pending?.id) throw notLdap();
    else if ('entry' in answer) {
      this.#answered += answer.entry.memory;
      if (pending.entries.push(answer.entry) > pending.maxEntries || this.#answered > this.#maxBytes) throw tooLarge();
    } else if ('result' in answer) {
      this.#pending = null;
      pending.resolve({ entries: pending.entries, result: answer.result });
    }
  }

  /** RFC 4511, 4.4: a notification of a kind that is not known is ignored; nothing else comes without being asked for. */
  #unsolicited(answer: ReturnType<typeof readMessage>): void {
    if (!('result' in answer) || answer.result.tag !== RESPONSE.extended) throw notLdap();
    if (answer.result.name === NOTICE_OF_DISCONNECTION) this.#fail(disconnected());
  }
}

function failureOf(error: unknown): LensError {
  const failure = connectionError('answer', error);
  // Behind the handshake a reset says nothing about ports.
  return failure.code === 'reset' ? lost() : failure;
}

const lost = (): SourceError => connectionLost('The connection to the directory was lost.');
const disconnected = (): SourceError => connectionLost('The directory ended the connection.');
const connectionLost = (message: string): SourceError =>
  new SourceError(message, { code: 'reset', hint: 'The next poll starts the pass anew.' });

const tooLarge = (): SourceError =>
  new SourceError('The directory answered with more than was asked for.', {
    code: 'too-large',
    hint: 'Nothing was removed. Make pageSize smaller; a server that does not keep to it cannot be read.',
  });
