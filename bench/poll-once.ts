// One poll through the real pipeline, which must end whole.
import { poll } from '../lib/ingest/poll.ts';
import type { PollReceipt } from '../lib/ingest/run.ts';
import type { Connector } from '../lib/sources/contract.ts';
import type { Store } from '../lib/store/index.ts';
import { config } from './fleet.ts';

export async function pollOnce(store: Store, connector: Connector, name = config.name): Promise<PollReceipt> {
  const receipt = await poll({
    store,
    config: { ...config, name },
    connector,
    collector: 'bench',
    clock: { now: () => new Date() },
    log: silent,
    http: () => unusedHttp,
    phoneKey: null,
    retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
    rules: [],
    stop: new AbortController().signal,
  });
  if (receipt?.outcome !== 'complete') throw new Error(`the poll ended as ${receipt?.outcome ?? 'held elsewhere'}`);
  return receipt;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const unusedHttp = {
  json: () => Promise.reject(new TypeError('the bench sends nothing')),
  stream: () => Promise.reject(new TypeError('the bench sends nothing')),
  usage: { requests: 0, throttled: 0, clockSkewMs: null },
};
