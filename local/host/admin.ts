// The host's own routes below /admin: ping (anonymous), status and the manual run of a function (both with the master key).
// The other admin routes of the real host are not here and answer 404.
import type { HostedFunction } from './functions.ts';
import { type HttpRequest, presentedKey, type Reply, readBody } from './http.ts';
import type { Invoker } from './invocation.ts';
import type { KeyStore } from './keys.ts';
import type { HostLog } from './log.ts';
import { timerData } from './timers.ts';

type Parts = { keys: KeyStore; invoker: Invoker; log: HostLog; functions: HostedFunction[]; version: string };

/** A manual run needs no more than `{"input":""}`. */
const BODY_LIMIT = 64 * 1024;

/** Answers a request whose path begins with admin. */
export async function serveAdmin(request: HttpRequest, parts: Parts): Promise<Reply> {
  const [, area, name, ...more] = request.path.map((segment) => segment.toLowerCase());
  if (more.length > 0 || name === undefined) return { status: 404 };
  const route = `${request.method} ${area}/${area === 'host' ? name : ''}`;
  if (route === 'GET host/ping' || route === 'POST host/ping') return { status: 200 };
  if (route !== 'GET host/status' && route !== 'POST functions/') return { status: 404 };
  const level = parts.keys.level(presentedKey(request));
  // ASP.NET tells whom it knows by a lesser key from whom it does not know; a key of one function is none here.
  if (level !== 'admin') return { status: level === 'none' ? 401 : 403 };
  return area === 'host' ? status(parts) : runFunction(request, name, parts);
}

function status({ version }: Parts): Reply {
  const body = { id: null, state: 'Running', version, processUptime: Math.round(process.uptime() * 1000) };
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Starts the function and answers before it has run. Works on a disabled function too, as in production. */
async function runFunction(request: HttpRequest, name: string, parts: Parts): Promise<Reply> {
  const type = (request.message.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^(application\/json|text\/json|application\/[^\s/]+\+json)$/.test(type)) return { status: 415 };
  const input = parseInput(await readBody(request.message, BODY_LIMIT));
  if (!input) return { status: 400 };
  const target = parts.functions.find((candidate) => candidate.name.toLowerCase() === name);
  if (!target) return { status: 404 };
  const refusal = target.kind === 'http' ? 'of an HTTP function' : input.input ? 'with an input' : undefined;
  if (refusal) {
    const message = `The manual run ${refusal} is not supported by the embedded host.`;
    parts.log.write('error', `Function.${target.name}`, message);
  } else if (target.kind === 'timer') {
    void parts.invoker.invoke(
      target,
      timerData(target),
      'This function was programmatically called via the host APIs.',
    );
  }
  return { status: 202 };
}

function parseInput(body: Buffer): { input?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
