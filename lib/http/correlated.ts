// Says of all that a request leads to which one it is, and which trace goes on.
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { newTrace, type Trace, traceOf, within } from '../correlation.ts';

export const correlated =
  (answer: (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>): HttpHandler =>
  (request, context) =>
    within({ ...traceBefore(request, context), request: context.invocationId }, () => answer(request, context));

/** The caller's; else what the runtime began; else a new one. */
const traceBefore = ({ headers }: HttpRequest, { traceContext }: InvocationContext): Trace =>
  traceOf(headers.get('traceparent')) ?? traceOf(traceContext?.traceParent) ?? newTrace();
