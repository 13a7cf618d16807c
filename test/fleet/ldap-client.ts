// ldapts against the simulated directory, with paging driven by hand: the library's own paging stops on an empty page with
// a cookie and calls it success.
import {
  Client,
  type Control,
  type Entry,
  FilterParser,
  PagedResultsControl,
  SearchRequest,
  SearchResponse,
} from 'ldapts';
import type { Fleet } from '../../local/fleet/index.ts';

const BUFFERS = ['objectGUID', 'objectSid', 'invocationId', 'thumbnailPhoto'];

let nextMessageId = 100_000;

export interface Page {
  status: number;
  message: string;
  entries: Entry[];
  references: string[];
  cookie: Buffer;
}

export interface Query {
  base?: string;
  scope?: 'base' | 'one' | 'sub';
  filter?: string;
  attributes?: string[];
  controls?: Control[];
  size?: number;
  cookie?: Buffer;
}

export function connect(fleet: Fleet): Client {
  return new Client({
    url: fleet.systems['active-directory'].url,
    tlsOptions: { ca: fleet.authority.caPem },
    timeout: 60_000,
    connectTimeout: 60_000,
  });
}

export async function bound(fleet: Fleet): Promise<Client> {
  const client = connect(fleet);
  await client.bind(fleet.systems['active-directory'].bindDn, fleet.systems['active-directory'].password);
  return client;
}

/** One page, whatever its result code. */
export async function page(client: Client, fleet: Fleet, query: Query): Promise<Page> {
  const paging = new PagedResultsControl({
    value: { size: query.size ?? 100, ...(query.cookie ? { cookie: query.cookie } : {}) },
  });
  const request = new SearchRequest({
    messageId: nextMessageId++,
    baseDN: query.base ?? fleet.systems['active-directory'].baseDn,
    scope: query.scope ?? 'sub',
    filter: FilterParser.parseString(
      query.filter ?? '(&(objectCategory=person)(objectClass=user)(!(sAMAccountName=svc-*)))',
    ),
    attributes: query.attributes ?? ['objectGUID'],
    explicitBufferAttributes: BUFFERS,
    timeLimit: 0,
    controls: [...(query.controls ?? []), paging],
  });
  // Private by its type only; `search` hides the controls of the answer.
  const send: unknown = Reflect.get(client, '_send');
  if (typeof send !== 'function') throw new TypeError('ldapts has no _send');
  const response: unknown = await Reflect.apply(send, client, [request]);
  if (!(response instanceof SearchResponse)) throw new TypeError('the answer is no search response');
  const control = response.controls?.find(
    (candidate): candidate is PagedResultsControl => candidate instanceof PagedResultsControl,
  );
  return {
    status: response.status,
    message: response.errorMessage,
    entries: response.searchEntries.map((entry) => entry.toObject([], BUFFERS)),
    references: response.searchReferences.flatMap(({ uris }) => uris),
    cookie: control?.value?.cookie ?? Buffer.alloc(0),
  };
}

/** All pages up to the empty cookie; throws on any result code but 0. */
export async function pages(client: Client, fleet: Fleet, query: Query): Promise<Page[]> {
  const all: Page[] = [];
  let cookie: Buffer | undefined;
  do {
    const one = await page(client, fleet, { ...query, ...(cookie ? { cookie } : {}) });
    if (one.status !== 0) throw new RangeError(`result ${one.status}`);
    all.push(one);
    cookie = one.cookie;
  } while (cookie.length > 0);
  return all;
}
