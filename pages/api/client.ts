// Asks the API. Its address is relative to the document's: behind a proxy that strips a prefix it needs no setting.
import { forget, key } from '../shell/session.ts';
import { correct } from './clock.ts';
import { Problem, problemOf, type Said } from './problem.ts';

const api = new URL('../', document.baseURI);

export interface Asking {
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON. Names and numbers of people go here, never into the path. */
  readonly body?: unknown;
  /** One of the configured purposes, where the endpoint wants one. */
  readonly purpose?: string;
  /** Of a list: how many there are in all. */
  readonly wantsTotal?: boolean;
  readonly signal?: AbortSignal;
  /** In place of the key in memory: to try one. */
  readonly key?: string;
}

/** The JSON that a path below `/api/` answers, or a Problem. A refused key is forgotten, and the form asks for another. */
export async function ask<T>(path: string, asking: Asking = {}): Promise<T> {
  const response = await send(path, asking);
  if (response.ok && isJson(response)) return response.json();
  const problem = problemOf(response.ok ? 0 : response.status, await saidIn(response));
  if (problem.reason === 'key' && asking.key === undefined) forget('refused');
  throw problem;
}

/** A page of a download, and where the next one begins. */
export async function askFile(path: string, asking: Asking = {}): Promise<{ text: string; next: string | null }> {
  const response = await send(path, asking);
  // A page to sign in at is answered with 200, too.
  if (response.ok && typeOf(response).startsWith('text/csv'))
    return { text: await response.text(), next: response.headers.get('x-next-cursor') };
  throw problemOf(response.ok ? 0 : response.status, await saidIn(response));
}

async function send(path: string, asking: Asking): Promise<Response> {
  const { method = 'GET', body, purpose, wantsTotal, signal, key: tried } = asking;
  const headers = new Headers({ accept: 'application/json' });
  const known = tried ?? key.value;
  if (known !== null) headers.set('x-functions-key', known);
  if (purpose !== undefined) headers.set('x-purpose', purpose);
  if (wantsTotal) headers.set('prefer', 'count=exact');
  if (body !== undefined) headers.set('content-type', 'application/json');
  // We have no cookies. A proxy that signs people in has one, and tells the API who they are; where it has ended, it leads to its
  // page, which is not followed: something else answered then.
  const options = {
    method,
    headers,
    signal,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'manual',
  } as const;
  try {
    const response = await fetch(new URL(path, api), {
      ...options,
      body: body === undefined ? null : JSON.stringify(body),
    });
    correct(response.headers.get('date'));
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem('connection', 0);
  }
}

const typeOf = (response: Response): string => response.headers.get('content-type') ?? '';
const isJson = (response: Response): boolean => /[/+]json\b/.test(typeOf(response));

/** Null where it is no problem of ours: a proxy's page, or nothing. */
async function saidIn(response: Response): Promise<Said | null> {
  if (!isJson(response)) return null;
  const body: Partial<Said> | null = await response.json().catch(() => null);
  const { type, title } = body ?? {};
  return type && title ? { ...body, type, title, detail: body?.detail ?? '' } : null;
}
