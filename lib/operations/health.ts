// Alive and ready, for probes: whether the parts are loaded, the settings and sources read, and the database answers and is written.
import type { HttpResponseInit } from '@azure/functions';
import { type Application, application } from '../app.ts';
import { announceCollector } from '../collector.ts';
import { describeError } from '../errors.ts';
import { HEALTH_HEADERS, HEALTH_WARNINGS, SCHEMA_AHEAD } from '../http/health-operation.ts';
import { plainHttp } from '../http/plain.ts';
import { waiting } from '../ingest/holds.ts';
import { otherKeys } from '../key-checks.ts';
import { licenseWarnings } from '../license/update.ts';
import { type ContextLog, loggerOver } from '../log.ts';
import { channelNames } from '../notifications/channels.ts';
import { undelivered } from '../notifications/outbox.ts';
import { doubtOf } from '../retention/jump.ts';
import { isAhead, newestSchema, schemaOfStore } from '../store/migrate.ts';

/** 200 `ready`, or 503 with a code; what is wrong stands in the log, since anybody may ask. */
export async function health(failedParts: readonly string[], context: ContextLog): Promise<HttpResponseInit> {
  if (failedParts.length > 0) return answer(503, { status: 'failed', code: 'load' });
  try {
    const app = await application();
    const { store, stores, collector, fileProblems } = app;
    const isNewer = isAhead(await schemaOfStore(store), newestSchema(store.engine));
    // A full disk can still be read: only a write tells whether it is over.
    for (const one of new Set([store, stores.polls, stores.push]))
      if (one.writeFailure) await announceCollector(one, collector);
    if (fileProblems.length > 0) {
      loggerOver(context).error(`not ready (sources-file): ${fileProblems.join('\n')}`, {}, 'sources-file');
      return answer(503, { status: 'failed', code: 'sources-file' });
    }
    const warnings = [...(await warningCodes(app)), ...(isNewer ? [SCHEMA_AHEAD] : [])];
    return answer(200, { status: 'ready', ...(warnings.length > 0 ? { warnings } : {}) });
  } catch (error) {
    const { code, message, hint } = describeError(error);
    loggerOver(context).error(`not ready (${code}): ${message}\n${hint}`, {}, code);
    return answer(503, { status: 'failed', code });
  }
}

/** What waits for an operator; `/api/sources` tells it in full. */
export async function warningCodes({
  store,
  settings,
  sources,
  ruleProblems,
  collector,
}: Pick<Application, 'store' | 'settings' | 'sources' | 'ruleProblems' | 'collector'>): Promise<readonly string[]> {
  const [held, doubt] = [await waiting(store), await doubtOf(store)];
  const here = held.filter(({ source }) => sources.some(({ name }) => name === source));
  const codes = new Set<string>(here.map(({ kind }) => `${kind ?? 'removals'}-held`));
  if (doubt) codes.add('clock-doubted');
  if (ruleProblems.length > 0) codes.add('rules-unusable');
  if ((await otherKeys(store, settings)).length > 0) codes.add('key-changed');
  if (plainHttp.lines.length > 0) codes.add('plain-http');
  const told = [
    ...(await licenseWarnings(store, await store.now(), collector.lensVersion)),
    ...(await undelivered(store, channelNames(settings))),
  ];
  for (const { kind } of told) codes.add(kind);
  return HEALTH_WARNINGS.filter((code) => codes.has(code));
}

const answer = (status: number, body: Readonly<Record<string, string | readonly string[]>>): HttpResponseInit => ({
  status,
  jsonBody: body,
  headers: HEALTH_HEADERS,
});
