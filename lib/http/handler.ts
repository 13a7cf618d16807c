// Wraps an endpoint for the Functions runtime: reads the request, answers, audits. Whatever is thrown becomes a problem,
// and no foreign error's text leaves or is logged.
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { describeError } from '../errors.ts';
import { loggerOver } from '../log.ts';
import type { Logger } from '../logger.ts';
import { span } from '../span.ts';
import { logAccess } from './audit.ts';
import { correlated } from './correlated.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { Answer, Endpoint, EndpointDeclaration } from './endpoint.ts';
import { functionKeyOf, principalOf, purposeOf } from './principal.ts';
import { ApiError, Gone, invalidRequest, problemOf, problemResponse } from './problem.ts';
import { bodyOf, queryErrors, queryOf, wantsTotal } from './request.ts';
import { demandRole, rolesOf } from './roles.ts';
import { answers } from './room.ts';
import { sending } from './sending.ts';

/** https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** The handler of one endpoint. `application` is awaited per request, so that a late or broken start answers a problem. */
export function handlerOf<D extends ApiDependencies>(
  endpoint: Endpoint<D>,
  application: () => Promise<D>,
  room = answers,
): HttpHandler {
  return guarded(endpoint, async (request) =>
    room.for(endpoint.characters ?? 0, async () =>
      sending(request, await answer(endpoint, request, await application())),
    ),
  );
}

/** Answers whatever is thrown as a problem, and logs what is ours. */
export function guarded(
  { name, route }: Pick<EndpointDeclaration, 'name' | 'route'>,
  answer: (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>,
): HttpHandler {
  return correlated((request, context) =>
    span('request', { method: request.method, route }, async (also) => {
      const response = await answer(request, context).catch((error: unknown) => {
        const problem = problemOf(error);
        tell(loggerOver(context), name, problem.status, error);
        const { headers, ...refusal } = problemResponse(problem, context.invocationId);
        return { ...refusal, headers: { ...headers, ...(error instanceof ApiError && error.headers) } };
      });
      also({ status: response.status ?? 200 });
      return secured(response);
    }),
  );
}

/** A caller's mistake by its code alone: what was sent may be somebody's name. */
function tell(log: Logger, name: string, status: number, error: unknown): void {
  const { code, message } = describeError(error);
  if (status >= 500) log.error(`request ${name} failed (${code}): ${message}`, {}, code);
  // Whoever has no key may ask without end, and is counted.
  else log[status === 401 ? 'debug' : 'info'](`request ${name} was refused`, { status, code });
}

async function answer<D extends ApiDependencies>(
  endpoint: Endpoint<D>,
  request: HttpRequest,
  dependencies: D,
): Promise<HttpResponseInit> {
  const { query, codes } = queryOf(request);
  const key = functionKeyOf(request.headers, codes);
  const principal = principalOf(request.headers, key, dependencies.auditKey);
  const has = rolesOf(key, dependencies.settings.roles);
  demandRole(endpoint, has);
  const purpose = purposeOf(request.headers, dependencies.settings.purposes, endpoint.purpose === 'required');
  const errors = endpoint.checksQuery ? [] : queryErrors(endpoint.parameters, query);
  if (errors.length > 0) throw invalidRequest(errors);
  const body = endpoint.requestBody ? await bodyOf(request) : undefined;
  const asked = {
    query,
    params: request.params,
    body,
    principal,
    roles: has?.roles ?? null,
    purpose,
    wantsTotal: wantsTotal(request),
  };
  const answered = await endpoint.handle(asked, dependencies).catch(async (error: unknown) => {
    if (error instanceof Gone) await logAccess(dependencies, endpoint.name, asked, error.access);
    throw error;
  });
  if (endpoint.dataset !== null && answered.access.length === 0)
    throw new TypeError(`${endpoint.name} answered personal data without an access record`);
  await logAccess(dependencies, endpoint.name, asked, answered.access);
  return responseOf(answered, endpoint.response.status ?? 200);
}

function responseOf(answered: Answer, status: number): HttpResponseInit {
  const contentType = answered.contentType ?? 'application/json; charset=utf-8';
  return {
    status: answered.status ?? status,
    headers: { 'content-type': contentType, ...answered.headers },
    body:
      answered.contentType && typeof answered.body === 'string' ? answered.body : JSON.stringify(answered.body ?? null),
  };
}

function secured(response: HttpResponseInit): HttpResponseInit {
  return { ...response, headers: { ...SECURITY_HEADERS, ...Object.fromEntries(new Headers(response.headers)) } };
}
