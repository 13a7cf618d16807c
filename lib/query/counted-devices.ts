// When the devices of a day were counted: rows of the daily numbers know their day alone.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import type { Store } from '../store/index.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';
import { queriedList } from './list.ts';
import { statistics } from './resource.ts';

const NAME = 'device-counts';

/** All of them are in the database. */
export const noteCounted = (store: Store, at: Date): Promise<void> =>
  writeStoredValue(store, NAME, { countedAt: at.toISOString() });

/** The daily numbers, and when those of devices were counted last. */
export async function listStatistics(request: ApiRequest, api: ApiDependencies): Promise<Answer> {
  const answer = await queriedList(statistics, request, api);
  if (answer.contentType !== undefined) return answer;
  const { countedAt = null } = Object(await readStoredValue(api.store, NAME));
  return { ...answer, body: { ...Object(answer.body), countedAt } };
}
