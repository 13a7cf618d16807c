// When the devices of a day were counted, and how many there were: rows of the daily numbers know their day alone.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import type { WriteTransaction } from '../store/index.ts';
import { putStoredValue, readStoredValue } from '../store/stored-values.ts';
import { queriedList } from './list.ts';
import { statistics } from './resource.ts';

const NAME = 'device-counts';

export interface DeviceTotal {
  /** `*` stands for all together. */
  readonly source: string;
  /** Whose devices were counted. */
  readonly sources: readonly string[];
  /** Null where it is not told. */
  readonly devices: number | null;
}

/** In the transaction that writes them. */
export const noteCounted = (tx: WriteTransaction, at: Date, totals: readonly DeviceTotal[]): Promise<void> =>
  putStoredValue(tx, NAME, { countedAt: at.toISOString(), totals });

/** The daily numbers, when those of devices were counted last, and of how many devices they are. */
export async function listStatistics(request: ApiRequest, api: ApiDependencies): Promise<Answer> {
  for (;;) {
    const counted = await readStoredValue(api.store, NAME);
    const answer = await queriedList(statistics, request, api);
    if (answer.contentType !== undefined) return answer;
    const { countedAt = null, totals = [] } = Object(counted);
    // Counted anew between the two: they belong together.
    if (countedAt !== (Object(await readStoredValue(api.store, NAME)).countedAt ?? null)) continue;
    return { ...answer, body: { ...Object(answer.body), countedAt, totals } };
  }
}
