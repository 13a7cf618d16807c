// One client's connection: frames messages, keeps who is bound and which result sets are open, upgrades to TLS, and plays
// the faults that happen on the wire. Operations are answered one after the other, with regard to a slow reader.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type SecureContext, TLSSocket } from 'node:tls';
import { ElementReader, elementSize } from '../ber.ts';
import { judgeBind } from './accounts.ts';
import { attributeSelector } from './attributes.ts';
import type { Entry } from './entry.ts';
import { entryMessage } from './entry-message.ts';
import { FAULT_RESULT, type LdapFaultName, type LdapFaultRules } from './faults.ts';
import { readFilter } from './filter.ts';
import {
  type Message,
  notification,
  RESPONSE,
  RESULT,
  type Result,
  readMessage,
  resultMessage,
  type SearchRequest,
} from './message.ts';
import { pageRequest, type ResultSets, type SearchAnswer, type Searcher } from './search.ts';
import { half, wrongControls, wrongMessages, wrongRequest } from './wrong-messages.ts';

const START_TLS = '1.3.6.1.4.1.1466.20037';
const WHO_AM_I = '1.3.6.1.4.1.4203.1.11.3';
const MAX_MESSAGE = 10_485_760;
const DRIP_MS = 20;
const ANONYMOUS =
  '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563';

export interface DirectoryRequest {
  operation: string;
  base: string;
  /** Those that a search asks for. */
  attributes: readonly string[];
  encrypted: boolean;
  authenticated: boolean;
}

export interface ConnectionContext {
  searcher: Searcher;
  faults: LdapFaultRules;
  password: string;
  secureContext: () => SecureContext;
  rootDse: () => Entry;
  log: (request: DirectoryRequest) => void;
}

export class Connection {
  readonly #context: ConnectionContext;
  readonly #sets: ResultSets = new Map();
  readonly #socket: Socket;
  #stream: Duplex;
  #encrypted = false;
  #authenticated = false;
  #received: Buffer = Buffer.alloc(0);
  #work: Promise<void> = Promise.resolve();

  /** `encrypted`: TLS from the first byte. */
  constructor(socket: Socket, encrypted: boolean, context: ConnectionContext) {
    this.#context = context;
    this.#socket = socket;
    this.#stream = socket;
    if (encrypted) this.#upgrade();
    else this.#listen();
  }

  #listen(): void {
    this.#stream.on('error', () => this.#stream.destroy());
    this.#stream.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  #upgrade(): void {
    this.#socket.removeAllListeners('data');
    this.#stream = new TLSSocket(this.#socket, { isServer: true, secureContext: this.#context.secureContext() });
    this.#encrypted = true;
    this.#listen();
  }

  #receive(bytes: Buffer): void {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    try {
      for (;;) {
        const size = elementSize(this.#received);
        if (size !== null && size > MAX_MESSAGE) throw new RangeError('message is too large');
        if (size === null || this.#received.length < size) return;
        const message = readMessage(this.#received.subarray(0, size));
        this.#received = this.#received.subarray(size);
        this.#work = this.#work.then(() => this.#serve(message)).catch(() => this.#end());
      }
    } catch {
      this.#end();
    }
  }

  #end(): void {
    this.#stream.destroy();
  }

  /** Waits for a slow reader; a client that went away ends the waiting. */
  async #write(bytes: Buffer): Promise<void> {
    const stream = this.#stream;
    if (stream.destroyed) throw new RangeError('the client has gone');
    if (stream.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stream.off('drain', done).off('close', done);
        resolve();
      };
      stream.once('drain', done).once('close', done);
    });
  }

  async #serve(message: Message): Promise<void> {
    const { id, operation } = message;
    const base = operation.kind === 'search' ? operation.base : '';
    this.#context.log({
      operation: operation.kind,
      base,
      attributes: operation.kind === 'search' ? operation.attributes : [],
      encrypted: this.#encrypted,
      authenticated: this.#authenticated,
    });
    switch (operation.kind) {
      case 'bind':
        return this.#bind(message);
      case 'search':
        return this.#search(message, operation);
      case 'extended':
        return this.#extended(id, operation.oid);
      case 'unbind':
        this.#stream.end();
        return;
      case 'abandon':
        return;
      default:
        // The answer to an operation has the next tag.
        return this.#write(
          resultMessage(id, operation.tag + 1, {
            code: RESULT.unwillingToPerform,
            message: 'This directory is read-only',
          }),
        );
    }
  }

  async #bind({ id, operation }: Message): Promise<void> {
    if (operation.kind !== 'bind') return;
    const fault = this.#context.faults.strike({ operation: 'bind', base: '', continued: false });
    if (fault && (await this.#wireFault(fault))) return;
    const outcome = judgeBind(operation, this.#context.password, this.#encrypted);
    this.#authenticated = fault === undefined && outcome.authenticated;
    this.#sets.clear();
    const result = (fault && FAULT_RESULT[fault]) ?? outcome.result;
    await this.#write(resultMessage(id, RESPONSE.bind, result));
  }

  async #extended(id: number, oid: string): Promise<void> {
    if (oid === WHO_AM_I) return this.#write(resultMessage(id, RESPONSE.extended, { code: RESULT.success }));
    if (oid !== START_TLS)
      return this.#write(
        resultMessage(id, RESPONSE.extended, { code: RESULT.protocolError, message: 'Unknown extended operation' }),
      );
    if (this.#encrypted)
      return this.#write(
        resultMessage(id, RESPONSE.extended, { code: RESULT.operationsError, message: 'TLS is active already', oid }),
      );
    const fault = this.#context.faults.strike({ operation: 'start-tls', base: '', continued: false });
    const refused = fault && FAULT_RESULT[fault];
    if (refused) return this.#write(resultMessage(id, RESPONSE.extended, { ...refused, oid }));
    this.#stream.removeAllListeners('data');
    await this.#write(resultMessage(id, RESPONSE.extended, { code: RESULT.success, oid }));
    this.#upgrade();
  }

  async #search(message: Message, request: SearchRequest): Promise<void> {
    const { id, controls } = message;
    const done = (result: Result): Promise<void> => this.#write(resultMessage(id, RESPONSE.searchDone, result));
    if (request.base === '' && request.scope === 0) return this.#rootDse(id, request);
    if (!this.#authenticated) return done({ code: RESULT.operationsError, message: ANONYMOUS });
    const continued = (pageRequest(controls)?.cookie.length ?? 0) > 0;
    const fault = this.#context.faults.strike({ operation: 'search', base: request.base, continued });
    const asked = wrongRequest(fault, request);
    const answer = this.#context.searcher.answer(id, asked, controls, this.#sets, fault);
    const result = fault && FAULT_RESULT[fault];
    if (result) {
      if (fault.endsWith('-limit')) await this.#entries(half(answer.messages).before);
      return done(result);
    }
    if (fault && (await this.#wireFault(fault, answer))) return;
    await this.#entries(fault ? wrongMessages(fault, id, answer.messages) : answer.messages);
    await done(fault ? wrongControls(fault, answer.result) : answer.result);
  }

  /** Plays what ends a conversation; false for faults that do not. */
  async #wireFault(fault: LdapFaultName, answer?: SearchAnswer): Promise<boolean> {
    const before = () => half(answer?.messages ?? []).before;
    switch (fault) {
      case 'stall':
        await this.#entries(before());
        return true;
      case 'cut':
        await this.#entries(before());
        this.#end();
        return true;
      case 'disconnect':
        await this.#write(notification());
        this.#stream.end();
        return true;
      case 'not-ldap':
        await this.#write(Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
        return true;
      case 'drip':
        await this.#drip(Buffer.concat([...(answer?.messages ?? [])]));
        return true;
      case 'flood': {
        const page = Buffer.concat([...(answer?.messages ?? [])]);
        while (!this.#stream.destroyed) await this.#write(page);
        return true;
      }
      case 'huge-length':
        await this.#entries(before());
        await this.#write(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff]));
        while (!this.#stream.destroyed) await this.#write(Buffer.alloc(65_536, 0x04));
        return true;
      default:
        return false;
    }
  }

  /** A byte at a time, and then nothing. */
  async #drip(bytes: Buffer): Promise<void> {
    for (let i = 0; i < bytes.length && !this.#stream.destroyed; i++) {
      await this.#write(bytes.subarray(i, i + 1));
      await wait(DRIP_MS);
    }
  }

  async #entries(messages: Iterable<Buffer>): Promise<void> {
    let batch: Buffer[] = [];
    let size = 0;
    for (const message of messages) {
      batch.push(message);
      size += message.length;
      if (size < 65_536) continue;
      await this.#write(Buffer.concat(batch));
      batch = [];
      size = 0;
    }
    if (size > 0) await this.#write(Buffer.concat(batch));
  }

  /** The one thing that may be read without a bind. */
  async #rootDse(id: number, request: SearchRequest): Promise<void> {
    const entry = this.#context.rootDse();
    const select = attributeSelector(request.attributes, request.typesOnly, 1500);
    if (readFilter(new ElementReader(request.filter))(entry) === true)
      await this.#write(entryMessage(id, '', select(entry)));
    await this.#write(resultMessage(id, RESPONSE.searchDone, { code: RESULT.success }));
  }
}
