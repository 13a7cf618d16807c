// The one entry of the bundle. Health registers first; the rest is loaded inside try/catch, because the runtime says of
// a module or setting that breaks at load only "0 functions loaded".
import { app } from '@azure/functions';
import { loadFailed } from './health.ts';

for (const [name, load] of [
  ['pages', () => import('./pages.ts')],
  ['query', () => import('./query.ts')],
  ['sources', () => import('./sources.ts')],
  ['ingest', () => import('./ingest.ts')],
  ['metrics', () => import('./metrics.ts')],
  ['privacy', () => import('./privacy.ts')],
  ['license-check', () => import('./license-check.ts')],
  ['retention', () => import('./retention.ts')],
  ['statistics', () => import('./statistics.ts')],
  ['poll', () => import('./poll.ts')],
  ['watch', () => import('./watch.ts')],
  ['notify', () => import('./notify.ts')],
  ['docs', () => import('./docs.ts')],
  ['telemetry', () => import('./telemetry.ts')],
] as const) {
  try {
    await load();
  } catch (error) {
    loadFailed(name, error);
  }
}

app.hook.appTerminate(async () => {
  const [{ stopApplication }, { endRecording }] = await Promise.all([
    import('../lib/app.ts'),
    import('../lib/span.ts'),
  ]);
  // A database that cannot be closed is no reason to lose what was recorded.
  await stopApplication().finally(endRecording);
});
