// A source of devices that grows, and what is to be seen of it.
import type { Store } from '../../lib/store/index.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

export const growing = (open: () => { readonly store: Store }) => ({
  source: () => new ScriptedSource(open().store),
  rows: async (of: ScriptedSource) => (await of.rows('device')).length,
  holds: (of: ScriptedSource) => of.rows('deletion_hold'),
  poll: (of: ScriptedSource, count: number) => of.poll(() => wholePass(devices(count))),
});
