// How long an answer is waited for, and how much of it is read: what never ends would say "Loading" for ever.
import { Problem } from './problem.ts';

/** The runtime and proxies have given up long before. */
const PATIENCE_MS = 5 * 60_000;
/** A page of a list has at most a thousand rows; everything about a person is some megabytes. */
const MOST_BYTES = 100_000_000;

/** Does `work`; whatever it fails of but a Problem is the connection, unless `asked` ended it. */
export async function within<T>(asked: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  try {
    const done = await work(AbortSignal.any([asked, late.signal]));
    asked.throwIfAborted();
    return done;
  } catch (error) {
    if (error instanceof Problem || asked.aborted) throw error;
    throw new Problem('connection', 0);
  } finally {
    clearTimeout(timer);
  }
}

export async function textOf({ body, status }: Response): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  const reader = body?.getReader();
  let bytes = 0;
  // What has begun came from somebody: where it breaks off the connection is not what is missing.
  const next = () =>
    reader?.read().catch(() => {
      throw new Problem('cut', status);
    });
  for (let read = await next(); read?.value; read = await next()) {
    bytes += read.value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader?.cancel();
      throw new Problem('huge', status);
    }
    parts.push(decoder.decode(read.value, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}
