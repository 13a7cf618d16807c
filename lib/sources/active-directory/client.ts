// An authenticated LDAP connection, good for one poll and thrown away after any error. Answers whole pages or throws:
// every result code but 0 is an error, whatever entries came before it.
import type { TLSSocket } from 'node:tls';
import {
  Client,
  type Control,
  type Filter,
  FilterParser,
  PagedResultsControl,
  SearchRequest,
  SearchResponse,
} from 'ldapts';
import { SourceError } from '../../errors.ts';
import type { DirectoryConfig } from './config.ts';
import { Entry } from './entry.ts';
import { abortedError, connectionError, resultError } from './errors.ts';
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

// Own numbers, far from those that the client gives to its bind.
const FIRST_MESSAGE_ID = 1000;
const SUCCESS = 0;
const NO_SUCH_OBJECT = 32;

export class DirectoryClient {
  readonly #client: Client;
  readonly #socket: TLSSocket;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => void this.#socket.destroy();
  #messageId = FIRST_MESSAGE_ID;

  private constructor(config: DirectoryConfig, socket: TLSSocket, signal: AbortSignal) {
    this.#socket = socket;
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    let handedOut = false;
    this.#client = new Client({
      // Never dialled: the one connection is the encrypted one given here, and there is no second.
      url: 'ldap://directory',
      timeout: config.operationTimeoutSeconds * 1000,
      createConnection: () => {
        if (handedOut)
          throw new SourceError('The connection is gone.', { code: 'reset', hint: 'The next poll connects anew.' });
        handedOut = true;
        return socket;
      },
    });
  }

  /** Connects, encrypts, binds. Throws SourceError: `ldap-49` for a refused password, `tls`, `refused`, `timeout`, ... */
  static async open(config: DirectoryConfig, signal: AbortSignal): Promise<DirectoryClient> {
    const password = config.password.read();
    const client = new DirectoryClient(config, await openTransport(config, signal), signal);
    await client.#guarded('bind', () => client.#client.bind(config.bindDn, password));
    return client;
  }

  /** The entry at a DN, or null where there is none that the account may see. */
  async entry(base: string, attributes: readonly string[], controls: readonly Control[] = []): Promise<Entry | null> {
    const search: Search = { base, scope: 'base', filter: '(objectClass=*)', attributes, controls };
    const answer = await this.#send(search, NO_SUCH_OBJECT);
    return answer.searchEntries.map(Entry.of)[0] ?? null;
  }

  /** One page. The server must know paging: an answer without its control proves nothing and is refused. */
  async page(search: Search, size: number, cookie: Buffer): Promise<Page> {
    const paging = new PagedResultsControl({ critical: true, value: { size, cookie } });
    const answer = await this.#send({ ...search, controls: [...(search.controls ?? []), paging] });
    const control = answer.controls?.find((c) => c instanceof PagedResultsControl);
    if (!control?.value)
      throw new SourceError('The directory answered a page without the paging control.', {
        code: 'incomplete',
        hint: 'Nothing was removed. Is there a proxy between that does not know paged results (RFC 2696)?',
      });
    return { entries: answer.searchEntries.map(Entry.of), cookie: control.value.cookie ?? Buffer.alloc(0) };
  }

  async #send(search: Search, accepted = SUCCESS): Promise<SearchResponse> {
    this.#messageId += 1;
    const request = new SearchRequest({
      messageId: this.#messageId,
      baseDN: search.base,
      scope: search.scope,
      filter: typeof search.filter === 'string' ? FilterParser.parseString(search.filter) : search.filter,
      // An empty list would mean all attributes (RFC 4511, 4.5.1.8).
      attributes: search.attributes.length === 0 ? ['1.1'] : [...search.attributes],
      // 0: the default of ldapts is ten seconds. No size limit: with one, ldapts takes a cut answer for success.
      timeLimit: 0,
      controls: [...(search.controls ?? [])],
    });
    const answer = await this.#guarded('search', () => sendRequest(this.#client, request));
    // A refused critical control may come as an extended response.
    const status: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'status') : undefined;
    if (answer instanceof SearchResponse && (status === SUCCESS || status === accepted)) return answer;
    this.close();
    throw resultError('search', typeof status === 'number' && status !== SUCCESS ? status : 2);
  }

  async #guarded<T>(operation: string, action: () => Promise<T>): Promise<T> {
    try {
      if (this.#signal.aborted) throw abortedError(this.#signal);
      return await action();
    } catch (error) {
      this.close();
      throw this.#signal.aborted ? abortedError(this.#signal) : connectionError(operation, error);
    }
  }

  /** Ends the connection. What is pending fails. */
  close(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#socket.end();
    this.#socket.destroy();
  }
}

/**
 * `search` and `searchPaginated` of ldapts stop on an empty page that has a cookie, report success, and hide the response
 * controls; its `_send` does neither, but its type is private. The version is pinned, and a test runs this path.
 */
async function sendRequest(client: Client, request: SearchRequest): Promise<unknown> {
  const send: unknown = Reflect.get(client, '_send');
  if (typeof send !== 'function') throw new TypeError('ldapts has no _send');
  return await Reflect.apply(send, client, [request]);
}
