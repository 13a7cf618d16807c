// Warnings by kind and source: what tells operators of them goes by these, the API and the log by the lines.
import { expect, it } from '@jest/globals';
import { warningsIn, warningsOf } from '../../lib/operations/warnings.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf } from './application.ts';

onEachEngine((open) => {
  const { application } = operatorsOf(open);

  it('each warning says its kind and its source, and the lines are the same', async () => {
    const { store } = open();
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(20)));
    await source.poll(() => wholePass(devices(8)));
    const app = { ...application(source, () => []), ignored: ['LICENSE is no setting.'] };
    const facts = [
      { name: 'READ_COMMITTED_SNAPSHOT', value: 'off', advice: 'Turn it on.' },
      { name: 'something else', value: 'off', advice: 'Think about it.' },
    ];
    const warnings = await warningsIn(app, facts);
    expect(warnings.map(({ kind, source: about }) => [kind, about])).toEqual([
      ['setting-ignored', null],
      ['hold-opened', source.name],
      // The scripted source tells a time of its own, which lies back.
      ['source-stale', source.name],
      ['database-posture', null],
    ]);
    expect(await warningsOf(app, facts)).toEqual(warnings.map(({ line }) => line));
    const left = await warningsIn({ ...app, sources: [] }, facts);
    expect(left.map(({ kind }) => kind)).toEqual(['setting-ignored', 'source-stale', 'database-posture']);
  });
});
