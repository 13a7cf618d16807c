// The outbound HTTP client: one per poll, over one agent per source. It sends a request again as `retry.ts` says, and
// tells of a failure only what `failure.ts` says.
import type { Agent } from 'node:https';
import { Readable } from 'node:stream';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import axios, { type AxiosResponse } from 'axios';
import { ofServer, SourceError } from '../errors.ts';
import type { Failure } from '../source-codes.ts';
import { span } from '../span.ts';
import { chunksOf, isJson, parseJson, readBody } from './body.ts';
import { classify, failure, failureOf, IdleTimeout, statusError, stopped, timeBudget } from './failure.ts';
import type { HttpClient, HttpRequest, HttpResponse, HttpUsage } from './http.ts';
import { JSON_BOUNDS, JsonBounds } from './json-bounds.ts';
import { allowFor } from './rest.ts';
import { backoffWait, httpDate, isServerFailure, isThrottled, politeWait, retryAfterMs } from './retry.ts';
import { type AgentSettings, createAgent } from './tls.ts';

export interface HttpLimits {
  /** Until a connection stands, TLS included. */
  readonly connectMs: number;
  /** Without a byte, while one is awaited. */
  readonly idleMs: number;
  /** Of a JSON body, decoded. */
  readonly maxBytes: number;
  /** How often a request is sent at most where connection or server fail; throttling does not count. */
  readonly attempts: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
}

/** An answer that takes some milliseconds to parse. */
const LARGE_BYTES = 1024 * 1024;

const LIMITS: HttpLimits = {
  connectMs: 15_000,
  idleMs: 60_000,
  maxBytes: JSON_BOUNDS.text,
  attempts: 4,
  backoffFirstMs: 1000,
  backoffMaxMs: 60_000,
};

export interface HttpClientOptions extends Omit<AgentSettings, 'connectMs'> {
  readonly signal: AbortSignal;
  /** When the time budget ends: a longer wait is not begun. Without it only the signal ends waiting. */
  readonly deadline?: Date | undefined;
  /** Whoever asks comes again by himself: nothing is sent twice, and what asks to wait is thrown as it is. */
  readonly isOnce?: boolean;
  readonly clock: { now(): Date };
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: { debug(message: string, details?: Readonly<Record<string, string | number | boolean>>): void };
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly limits?: Partial<HttpLimits>;
}

/** Dispose it (`using`, or `close()`) so that kept connections end. Throws ConfigError for an unreadable CA file. */
export function createHttpClient(options: HttpClientOptions): HttpClient & Disposable & { close(): void } {
  return new Client(options);
}

type Answer = AxiosResponse<Readable>;

class Client implements HttpClient, Disposable {
  readonly usage: HttpUsage = { requests: 0, throttled: 0, clockSkewMs: null };
  readonly #options: HttpClientOptions;
  readonly #limits: HttpLimits;
  readonly #agent: Agent;
  /** Requests whose answers are awaited, or read. */
  #asking = 0;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#agent = createAgent({ ...options, connectMs: this.#limits.connectMs });
  }

  json(request: HttpRequest): Promise<HttpResponse<unknown>> {
    return this.#send(request, async (answer, ok) => {
      const bounds = { maxBytes: this.#limits.maxBytes, idleMs: this.#limits.idleMs, signal: this.#options.signal };
      const json = isJson(headersOf(answer)['content-type']);
      const counted = new JsonBounds();
      const body = await readBody(answer.data, bounds, json ? (chunk) => counted.take(chunk) : undefined);
      if (answer.status === 204) return null;
      if (!json && ok) throw failure('not-json');
      const parsed = json ? parseJson(body) : null;
      // Whoever waits is served before it is mapped.
      if (body.length > LARGE_BYTES) await turn();
      return parsed;
    });
  }

  stream(request: HttpRequest & { readonly maxBytes: number }): Promise<HttpResponse<Readable>> {
    const bounds = { maxBytes: request.maxBytes, idleMs: this.#limits.idleMs, signal: this.#options.signal };
    const signal = this.#options.signal;
    return this.#send(request, async (answer) => {
      // Until it was read its connection is in use, and another request must not wait for it.
      this.#asking++;
      answer.data.once('close', () => this.#asking--);
      return Readable.from(toldByUs(chunksOf(answer.data, bounds), signal, new URL(request.url).host), {
        objectMode: false,
      });
    });
  }

  close(): void {
    this.#agent.destroy();
  }
  [Symbol.dispose](): void {
    this.close();
  }

  /** What it throws says which server it is of, but where the poll was stopped. */
  async #send<T>(request: HttpRequest, read: (answer: Answer, ok: boolean) => Promise<T>): Promise<HttpResponse<T>> {
    try {
      return await this.#untilAnswered(request, read);
    } catch (error) {
      throw this.#options.signal.aborted ? error : ofServer(error, new URL(request.url).host);
    }
  }

  /** Sends until an answer is good, or bad for certain. `read` gets whether the status is 2xx. */
  async #untilAnswered<T>(
    request: HttpRequest,
    read: (answer: Answer, ok: boolean) => Promise<T>,
  ): Promise<HttpResponse<T>> {
    if (!request.url.startsWith('https://'))
      throw new SourceError('The address is not https.', { code: 'not-https', hint: 'Only https addresses are used.' });
    const repeatable = (request.method ?? 'GET') === 'GET' || request.idempotent === true;
    for (let waits = 0, failures = 1; ; waits++) {
      const outcome = await this.#attempt(request, read);
      if ('response' in outcome) return outcome.response;
      const mayRepeat = outcome.throttled || ((repeatable || outcome.unsent) && failures++ < this.#limits.attempts);
      if (!mayRepeat || outcome.final || this.#options.isOnce) throw outcome.error;
      await this.#wait(outcome.askedMs, waits);
    }
  }

  async #attempt<T>(request: HttpRequest, read: (answer: Answer, ok: boolean) => Promise<T>): Promise<Outcome<T>> {
    allowFor(this.#agent, ++this.#asking);
    try {
      const answer = await this.#exchange(request);
      const { status } = answer;
      const ok = status >= 200 && status < 300;
      if (!ok && !request.accept?.includes(status)) return this.#refused(request, answer);
      return { response: { status, headers: headersOf(answer), body: await read(answer, ok) } };
    } catch (error) {
      if (this.#options.signal.aborted) throw stopped(this.#options.signal);
      if (error instanceof SourceError) return { ...NOT_SENT_AGAIN, error };
      const { failure: code, unsent } = classify(error);
      return { error: failureOf(error, request.keys), throttled: false, final: FINAL.has(code), unsent, askedMs: null };
    } finally {
      this.#asking--;
    }
  }

  #exchange(request: HttpRequest): Promise<Answer> {
    const facts = { host: new URL(request.url).hostname, method: request.method ?? 'GET' };
    return span('outbound', facts, async (tell) => {
      const answer = await this.#ask(request);
      tell({ status: answer.status });
      return answer;
    });
  }

  /** One request and the head of its answer. */
  async #ask(request: HttpRequest): Promise<Answer> {
    const { signal } = this.#options;
    if (signal.aborted) throw stopped(signal);
    const idle = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      idle.abort();
    }, this.#limits.idleMs);
    this.usage.requests++;
    try {
      const answer = await axios.request<Readable>({
        url: request.url,
        method: request.method ?? 'GET',
        headers: {
          Accept: 'application/json',
          'User-Agent': 'EMM-Lens',
          ...contentType(request.body),
          ...request.headers,
        },
        data: bodyOf(request.body),
        httpsAgent: this.#agent,
        signal: AbortSignal.any([signal, idle.signal]),
        // Proxies are named by the source, not by the environment; the agent knows them.
        proxy: false,
        maxRedirects: 0,
        maxBodyLength: Number.POSITIVE_INFINITY,
        responseType: 'stream',
        validateStatus: () => true,
      });
      const date = httpDate(headersOf(answer).date);
      if (date !== null) this.usage.clockSkewMs = date - this.#options.clock.now().getTime();
      return answer;
    } catch (error) {
      throw late ? new IdleTimeout() : error;
    } finally {
      clearTimeout(timer);
    }
  }

  #refused({ keys }: HttpRequest, answer: Answer): Refusal {
    const headers = headersOf(answer);
    answer.data.on('error', () => undefined).destroy();
    const throttled = isThrottled(answer.status);
    const askedMs = throttled ? retryAfterMs(headers['retry-after'], headers.date, this.#options.clock.now()) : null;
    if (throttled) this.usage.throttled++;
    const error = statusError(answer.status, {
      keys,
      isPage: /^text\/html\b/i.test(headers['content-type'] ?? ''),
      ...(askedMs !== null && { retryAfterSeconds: Math.ceil(askedMs / 1000) }),
    });
    return { error, throttled, final: !throttled && !isServerFailure(answer.status), unsent: false, askedMs };
  }

  async #wait(askedMs: number | null, waits: number): Promise<void> {
    const { random, clock, deadline, signal, log, sleep } = this.#options;
    const { backoffFirstMs: firstMs, backoffMaxMs: maxMs } = this.#limits;
    const ms = askedMs === null ? backoffWait(waits, { firstMs, maxMs }, random) : politeWait(askedMs, random);
    if (deadline && clock.now().getTime() + ms >= deadline.getTime()) throw timeBudget(ms);
    log.debug('A request waits before it is sent again.', { seconds: Math.ceil(ms / 1000), asked: askedMs !== null });
    try {
      await (sleep ?? sleepFor)(ms, signal);
    } catch {
      throw stopped(signal);
    }
    if (signal.aborted) throw stopped(signal);
  }
}

interface Refusal {
  readonly error: SourceError;
  readonly throttled: boolean;
  /** Another try would be answered alike. */
  readonly final: boolean;
  /** The request certainly never left. */
  readonly unsent: boolean;
  readonly askedMs: number | null;
}
type Outcome<T> = Refusal | { readonly response: HttpResponse<T> };

/** Failures that another try would meet as well. */
const FINAL: ReadonlySet<Failure> = new Set<Failure>(['tls', 'too-large', 'long-head', 'not-json']);

const NOT_SENT_AGAIN = { throttled: false, final: true, unsent: false, askedMs: null };

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  // setTimeout() fires at once beyond 2^31 ms.
  await delay(Math.min(ms, 2 ** 31 - 1), undefined, { signal });
}

/** A body read later than its head fails with our errors, too. */
async function* toldByUs(
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
  host: string,
): AsyncGenerator<Buffer, void, void> {
  try {
    yield* chunks;
  } catch (error) {
    if (signal.aborted) throw stopped(signal);
    const code = classify(error).failure;
    throw ofServer(failure(code === 'not-json' ? 'reset' : code), host);
  }
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined || Buffer.isBuffer(body) ? {} : { 'Content-Type': 'application/json' };
}

function bodyOf(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

function headersOf(answer: Answer): Readonly<Record<string, string | undefined>> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  return headers;
}
