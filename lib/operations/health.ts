// Alive and ready, for probes: whether the parts are loaded, the settings read, and the database answers and is written.
import type { HttpResponseInit } from '@azure/functions';
import { application } from '../app.ts';
import { announceCollector } from '../collector.ts';
import { describeError } from '../errors.ts';
import type { ContextLog } from './log.ts';

/** 200 `ready`, or 503 with a code; what is wrong stands in the log, since anybody may ask. */
export async function health(failedParts: readonly string[], context: ContextLog): Promise<HttpResponseInit> {
  if (failedParts.length > 0) return answer(503, { status: 'failed', code: 'load' });
  try {
    const { store, collector } = await application();
    await store.db.selectFrom('schema_version').select('version').execute();
    // A full disk can still be read: only a write tells whether it is over.
    if (store.writeFailure) await announceCollector(store, collector);
    return answer(200, { status: 'ready' });
  } catch (error) {
    const { code, message, hint } = describeError(error);
    context.error(`not ready (${code}): ${message}\n${hint}`);
    return answer(503, { status: 'failed', code });
  }
}

const answer = (status: number, body: Readonly<Record<string, string>>): HttpResponseInit => ({
  status,
  jsonBody: body,
  headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
});
