// GET /api/health and /api/health/live, anonymous: ready, and alive; no details. The log and /api/sources say more.
import { app } from '@azure/functions';
import { describeError } from '../lib/errors.ts';
import { correlated } from '../lib/http/correlated.ts';
import { HEALTH_HEADERS } from '../lib/http/health-operation.ts';
import { measured } from '../lib/http/measured.ts';
import { consoleLogger } from '../lib/log.ts';

const failed: string[] = [];

/** A part of the bundle could not be loaded: health answers 503, and the log says which and why. */
export function loadFailed(part: string, error: unknown): void {
  const { code, message, hint } = describeError(error);
  failed.push(part);
  consoleLogger.error(`EMM Lens: ${part} could not be loaded (${code}): ${message} ${hint}`, {}, code);
}

app.http('health', {
  route: 'health',
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: measured(
    'health',
    correlated(async (_request, context) => {
      const { health } = await import('../lib/operations/health.ts');
      return health(failed, context);
    }),
  ),
});

// Loads nothing: a database that is away is no reason to end the process.
app.http('health-live', {
  route: 'health/live',
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: measured('health/live', async () => ({
    status: 200,
    jsonBody: { status: 'alive' },
    headers: HEALTH_HEADERS,
  })),
});
