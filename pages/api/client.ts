// Asks the API. Its address is relative to the document's: behind a proxy that strips a prefix it needs no setting.
import { forget, key, whileKnown } from '../shell/session.ts';
import { correct } from './clock.ts';
import { textOf, within } from './patience.ts';
import { Problem, problemOf, type Said } from './problem.ts';
import { requestOptions } from './request-options.ts';

const api = new URL('../', document.baseURI);

export interface Asking {
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON. Names and numbers of people go here, never into the path. */
  readonly body?: unknown;
  /** One of the configured purposes, where the endpoint wants one. */
  readonly purpose?: string;
  /** Of a list: how many there are in all. */
  readonly wantsTotal?: boolean;
  /** Where there may be nothing to tell, yet. */
  readonly mayBeNull?: boolean;
  readonly signal?: AbortSignal;
  /** In place of the key in memory: to try one. */
  readonly key?: string;
}

/**
 * The JSON that a path below `/api/` answers, or a Problem: also where nothing comes for long, or what no page can show. A refused
 * key is forgotten, and the form asks for another. What is answered after the key is gone is given to nobody.
 */
export const ask = <T>(path: string, asking: Asking = {}): Promise<T> =>
  within(endsOf(asking), async (signal) => {
    const response = await send(path, asking, signal);
    if (response.ok && isJson(response)) return answerIn(await textOf(response), response.status, asking);
    throw await problemIn(response, asking, signal);
  });

/** A page of a download, and where the next one begins. */
export const askFile = (path: string, asking: Asking = {}): Promise<{ text: string; next: string | null }> =>
  within(endsOf(asking), async (signal) => {
    const response = await send(path, asking, signal);
    // A page to sign in at is answered with 200, too.
    if (response.ok && typeOf(response).startsWith('text/csv'))
      return { text: await textOf(response), next: response.headers.get('x-next-cursor') };
    throw await problemIn(response, asking, signal);
  });

/** Without a key nothing is sent: it would be refused, and the form would say that of the key that was forgotten. */
const endsOf = ({ signal, key: tried }: Asking): AbortSignal =>
  AbortSignal.any([(tried ?? key.peek()) === null ? AbortSignal.abort() : whileKnown(), ...(signal ? [signal] : [])]);

async function problemIn(response: Response, asking: Asking, signal: AbortSignal): Promise<Problem> {
  const problem = problemOf(response.ok ? 0 : response.status, await saidIn(response));
  // Of a key that is gone it says nothing of the one that was entered since.
  signal.throwIfAborted();
  if (problem.reason === 'key' && asking.key === undefined) forget('refused');
  return problem;
}

async function send(path: string, asking: Asking, signal: AbortSignal): Promise<Response> {
  const { method = 'GET', body, purpose, wantsTotal, key: tried } = asking;
  const headers = new Headers({ accept: 'application/json' });
  const known = tried ?? key.value;
  if (known !== null) headers.set('x-functions-key', known);
  if (purpose !== undefined) headers.set('x-purpose', purpose);
  if (wantsTotal) headers.set('prefer', 'count=exact');
  if (body !== undefined) headers.set('content-type', 'application/json');
  const response = await fetch(new URL(path, api), {
    ...requestOptions('manual'),
    ...{ method, headers, signal, body: body === undefined ? null : JSON.stringify(body) },
  });
  correct(response.headers.get('date'));
  return response;
}

/** Lists and objects are what the API answers. */
function answerIn<T>(text: string, status: number, { mayBeNull = false }: Asking): T {
  const answer = parsed(text);
  if (typeof answer === 'object' && (answer !== null || mayBeNull)) return answer;
  throw new Problem('foreign', status);
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const typeOf = (response: Response): string => response.headers.get('content-type') ?? '';
const isJson = (response: Response): boolean => /[/+]json\b/.test(typeOf(response));

/** Null where it is no problem of ours: a proxy's page, or nothing. */
async function saidIn(response: Response): Promise<Said | null> {
  if (!isJson(response)) return null;
  const body: Partial<Said> | null | undefined = parsed(await textOf(response));
  const { type, title } = body ?? {};
  return type && title ? { ...body, type, title, detail: body?.detail ?? '' } : null;
}
