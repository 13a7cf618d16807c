// Counts each request by the template of its route: a raw path has ids, and no end.
import type { HttpHandler } from '@azure/functions';
import { counters } from '../metrics/counters.ts';

/** The runtime answers 500 for what a handler throws, and 204 for nothing. */
export function measured(route: string, handler: HttpHandler): HttpHandler {
  return async (request, context) => {
    const began = performance.now();
    let status = 500;
    try {
      const response = await handler(request, context);
      status = response ? (response.status ?? 200) : 204;
      return response;
    } finally {
      counters.add('emmlens_http_requests_total', [request.method, route, String(status)]);
      counters.observe(
        'emmlens_http_request_duration_seconds',
        [request.method, route],
        (performance.now() - began) / 1000,
      );
    }
  };
}
