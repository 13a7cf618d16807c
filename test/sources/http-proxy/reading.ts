// One poll of a log, of web traffic unless said otherwise, as the sources file has it, into a store.
import { poll } from '../../../lib/ingest/poll.ts';
import type { PollReceipt } from '../../../lib/ingest/run.ts';
import type { Store } from '../../../lib/store/index.ts';
import { silent } from '../../ingest/scripted.ts';
import { steadyClock } from '../../steady-clock.ts';
import { type Settings, sourceOf } from '../source-of.ts';

export const clock = steadyClock;

export async function readLog(
  store: Store,
  name: string,
  settings: Settings,
  type = 'http-proxy',
  phoneKey = 'a test key of thirty-two letters',
): Promise<PollReceipt> {
  const { config, connect } = sourceOf(type, {
    name,
    purpose: 'Shows what the web is used for.',
    ...settings,
  });
  const receipt = await poll({
    store,
    config: { ...config, type },
    connector: await connect(),
    collector: 'test',
    clock,
    log: silent,
    http: () => {
      throw new TypeError('a log is asked nothing');
    },
    phoneKey,
    retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
    rules: [],
    stop: new AbortController().signal,
  });
  if (!receipt) throw new Error('another collector holds the source');
  return receipt;
}
