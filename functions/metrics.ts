// GET /api/metrics: for Prometheus, which can send a bearer token, and no function key.
import { guarded } from '../lib/http/handler.ts';
import { registerOperation } from '../lib/http/register.ts';
import { metricsEndpoint } from '../lib/operations/metrics-operation.ts';

registerOperation(
  metricsEndpoint,
  guarded(metricsEndpoint, async (request, context) => {
    const { metrics } = await import('../lib/operations/metrics.ts');
    return metrics(request, context);
  }),
);
