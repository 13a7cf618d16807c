// An authenticated LDAP connection, good for one poll and thrown away after any error. Answers whole pages or throws:
// every result code but 0 is an error, whatever entries came before it.
import { BindRequest, type Control, type Filter, FilterParser, PagedResultsControl, SearchRequest } from 'ldapts';
import { ofServer, SourceError } from '../../errors.ts';
import { expectAbout } from '../about.ts';
import type { DirectoryConfig } from './config.ts';
import { Connection, type Request, type Response } from './connection.ts';
import { type Entry, plainDn } from './entry.ts';
import { abortedError, connectionError, resultError } from './errors.ts';
import { RESPONSE } from './message.ts';
import { openTransport } from './transport.ts';

export interface Search {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter | string;
  readonly attributes: readonly string[];
  readonly controls?: readonly Control[];
}

export interface Page {
  readonly entries: readonly Entry[];
  /** Empty on the last page, and only there. */
  readonly cookie: Buffer;
}

const SUCCESS = 0;
const PROTOCOL_ERROR = 2;
const NO_SUCH_OBJECT = 32;
const MOST_OF_FEW = 10;

export class DirectoryClient {
  readonly #connection: Connection;
  /** One of those that answer to this name. */
  readonly #host: string;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.#connection.close(abortedError(this.#signal));
  #messageId = 0;

  private constructor(config: DirectoryConfig, connection: Connection, signal: AbortSignal) {
    this.#connection = connection;
    this.#host = new URL(config.url).host;
    this.#timeoutMs = config.operationTimeoutSeconds * 1000;
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Connects, encrypts, binds. Throws SourceError: `ldap-49` for a refused password, `tls`, `refused`, `timeout`, ... */
  static async open(config: DirectoryConfig, signal: AbortSignal): Promise<DirectoryClient> {
    const password = config.password.read();
    const client = new DirectoryClient(config, new Connection(await openTransport(config, signal)), signal);
    const request = new BindRequest({ messageId: client.#nextId(), dn: config.bindDn, password });
    await client.#ask('bind', RESPONSE.bind, request, 0);
    return client;
  }

  /** The entry at a DN, or null where there is none that the account may see. */
  async entry(base: string, attributes: readonly string[], controls: readonly Control[] = []): Promise<Entry | null> {
    const search: Search = { base, scope: 'base', filter: '(objectClass=*)', attributes, controls };
    const { entries } = await this.#search(search, 1, NO_SUCH_OBJECT);
    const [entry] = entries;
    // The server's own spelling, from an answer of before; a well-known GUID (`<WKGUID=..>`) is answered with the name.
    if (entry && !base.startsWith('<')) expectAbout('The directory', plainDn(base), plainDn(entry.dn));
    return entry ?? null;
  }

  /** Entries of which there are few, not paged; none where the account may not see the base. */
  async few(search: Search): Promise<readonly Entry[]> {
    return (await this.#search(search, MOST_OF_FEW, NO_SUCH_OBJECT)).entries;
  }

  /** One page. The server must know paging: an answer without its control proves nothing and is refused. */
  async page(search: Search, size: number, cookie: Buffer): Promise<Page> {
    const paging = new PagedResultsControl({ critical: true, value: { size, cookie } });
    const { entries, result } = await this.#search({ ...search, controls: [...(search.controls ?? []), paging] }, size);
    if (result.cookie === null) {
      this.close();
      throw new SourceError('The directory answered a page without the paging control.', {
        code: 'incomplete',
        hint: 'Nothing was removed. Is there a proxy between that does not know paged results (RFC 2696)?',
      });
    }
    return { entries, cookie: result.cookie };
  }

  #search(search: Search, maxEntries: number, accepted = SUCCESS): Promise<Response> {
    const request = new SearchRequest({
      messageId: this.#nextId(),
      baseDN: search.base,
      scope: search.scope,
      filter: typeof search.filter === 'string' ? FilterParser.parseString(search.filter) : search.filter,
      // An empty list would mean all attributes (RFC 4511, 4.5.1.8).
      attributes: search.attributes.length === 0 ? ['1.1'] : [...search.attributes],
      // 0: the default of ldapts is ten seconds. No size limit either.
      timeLimit: 0,
      controls: [...(search.controls ?? [])],
    });
    return this.#ask('search', RESPONSE.done, request, maxEntries, accepted);
  }

  /** The answer, of code 0 or the accepted one; the connection is closed otherwise. */
  async #ask(
    operation: string,
    tag: number,
    request: Request,
    maxEntries: number,
    accepted = SUCCESS,
  ): Promise<Response> {
    try {
      if (this.#signal.aborted) throw abortedError(this.#signal);
      const response = await this.#connection.ask(operation, request, { timeoutMs: this.#timeoutMs, maxEntries });
      const { code, text } = response.result;
      if (response.result.tag === tag && (code === SUCCESS || code === accepted)) return response;
      // A refused critical control may come as an extended response; a success of another operation is a protocol error.
      throw resultError(operation, code === SUCCESS ? PROTOCOL_ERROR : code, text);
    } catch (error) {
      this.close();
      const failure = connectionError(operation, error);
      throw this.#signal.aborted ? failure : ofServer(failure, this.#host);
    }
  }

  #nextId(): number {
    this.#messageId += 1;
    return this.#messageId;
  }

  /** Ends the connection. What is pending fails. */
  close(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#connection.close();
  }
}
