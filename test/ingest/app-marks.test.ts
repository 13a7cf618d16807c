// Whatever a poll does to the counts of apps is marked in its own transactions: what was marked is counted anew, and is all
// that has to be.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { recountApps } from '../../lib/operations/app-counts.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { groupsCounted, groupsKept } from '../query/groups.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { ENTITIES, guidOf, parameter, ScriptedSource, wholePass } from './scripted.ts';

const COUNT = 12;
const WITH_HARDWARE = ENTITIES.map((entity) =>
  entity.dataset === 'device' ? { ...entity, parameters: [...entity.parameters, parameter('imei')] } : entity,
);
const IMEI = '490154203237518';

/** Devices 0 and 1 are of one account, the others each of their own. */
const deviceRows = (more: (n: number) => SourceRow = () => ({})): SourceRow[] =>
  Array.from({ length: COUNT }, (_, n) => ({
    external_id: `d${n}`,
    user_external_id: `u${Math.max(1, n)}`,
    ownership: 'company',
    ...more(n),
  }));
const accountRows = (more: (n: number) => SourceRow = () => ({})): SourceRow[] =>
  Array.from({ length: COUNT - 1 }, (_, n) => ({
    external_id: `u${n + 1}`,
    display_name: `User ${n}`,
    ...more(n + 1),
  }));

/** On each device a browser, and an app that it has with the next one. */
function* appsOf(more: (n: number, row: SourceRow) => SourceRow | null = (_, row) => row): Generator<PollStep> {
  const names = Array.from({ length: COUNT }, (_, n) => n);
  yield { dataset: 'device_app', pass: 'start' };
  const rows = names.flatMap((n) =>
    ['browser', `app ${n >> 1}`].flatMap((app_id) => {
      const row: SourceRow = { device_external_id: `d${n}`, app_id, title: `The ${app_id}`, version: '1.0' };
      const told = more(n, row);
      return told ? [told] : [];
    }),
  );
  yield { dataset: 'device_app', scope: names.map((n) => [`d${n}`]), rows };
  yield { dataset: 'device_app', complete: { marker: 'test', rows: rows.length } };
}

onEachEngine((open) => {
  beforeEach(() => emptyTables(open().store));

  interface Sources {
    readonly one: ScriptedSource;
    readonly two: ScriptedSource;
  }

  async function loaded(): Promise<Sources> {
    const [one, two] = [new ScriptedSource(open().store), new ScriptedSource(open().store)];
    for (const source of [one, two]) {
      source.entities = WITH_HARDWARE;
      await source.poll(() => wholePass(accountRows(), 'emm_user'));
    }
    await one.poll(() => wholePass(deviceRows()));
    await one.poll(() => appsOf());
    return { one, two };
  }

  /** Rows of the second source that are the same hardware as devices 2 and 3 of the first. */
  async function linkThree({ one, two }: Sources): Promise<void> {
    await one.poll(() =>
      wholePass(deviceRows((n) => (n === 2 || n === 3 ? { imei: IMEI, user_external_id: null } : {}))),
    );
    await two.poll(() =>
      wholePass([
        { external_id: 'x', imei: IMEI, ownership: 'company', user_external_id: 'u4' },
        { external_id: 'y0', ownership: 'company', user_external_id: 'u4' },
        ...Array.from({ length: 30 }, (_, n) => ({ external_id: `y${n + 1}`, ownership: 'company' })),
      ]),
    );
    // Who has them is now told by the row of the second source alone, whose user has the same app on another device.
    await two.poll(function* () {
      yield {
        dataset: 'device_app',
        scope: [['y0']],
        rows: [{ device_external_id: 'y0', app_id: 'browser', title: 'The browser', version: '1.0' }],
      };
    });
  }

  const CAUSES: Readonly<
    Record<
      string,
      { readonly before?: (all: Sources) => Promise<void>; readonly poll: (all: Sources) => Promise<unknown> }
    >
  > = {
    'an app that comes': {
      poll: ({ one }) =>
        one.poll(() => appsOf((n, row) => (n === 3 ? { ...row, app_id: `${row.app_id} new`, title: 'New' } : row))),
    },
    'an app in another version': {
      poll: ({ one }) => one.poll(() => appsOf((n, row) => (n === 3 ? { ...row, version: '1.1' } : row))),
    },
    'an app that tells no version any more': {
      poll: ({ one }) => one.poll(() => appsOf((n, row) => (n === 3 ? { ...row, version: null } : row))),
    },
    'an app with another title': {
      poll: ({ one }) => one.poll(() => appsOf((n, row) => (n === 3 ? { ...row, title: `${row.app_id} plus` } : row))),
    },
    'an app that goes': {
      poll: ({ one }) => one.poll(() => appsOf((n, row) => (n === 3 && row.app_id !== 'browser' ? null : row))),
    },
    'a device that becomes personal': {
      poll: ({ one }) => one.poll(() => wholePass(deviceRows((n) => (n === 4 ? { ownership: 'personal' } : {})))),
    },
    'a device with another user': {
      poll: ({ one }) => one.poll(() => wholePass(deviceRows((n) => (n === 5 ? { user_external_id: 'u6' } : {})))),
    },
    'a device that goes': {
      poll: ({ one }) => one.poll(() => [{ dataset: 'device', gone: [['d7']] }]),
    },
    'two rows that prove to be one device': {
      poll: ({ one }) => one.poll(() => wholePass(deviceRows((n) => (n === 2 || n === 3 ? { imei: IMEI } : {})))),
    },
    'a row of hardware that goes, by which its user was known': {
      before: linkThree,
      poll: ({ two }) => two.poll(() => [{ dataset: 'device', gone: [['x']] }]),
    },
    'a row of hardware that proves to be other hardware': {
      before: linkThree,
      poll: ({ two }) =>
        two.poll(() => [
          {
            dataset: 'device',
            rows: [{ external_id: 'x', imei: '356938035643809', ownership: 'company', user_external_id: 'u4' }],
          },
        ]),
    },
    'an account that goes': {
      poll: ({ one }) => one.poll(() => [{ dataset: 'emm_user', gone: [['u1']] }]),
    },
    'an account that comes behind its devices': {
      before: async ({ one }) => {
        await one.poll(() => wholePass(deviceRows((n) => (n < 2 ? { user_external_id: 'u99' } : {}))));
      },
      poll: ({ one }) => one.poll(() => [{ dataset: 'emm_user', rows: [{ external_id: 'u99', display_name: 'New' }] }]),
    },
    'two accounts that prove to be one person': {
      before: async ({ two }) => {
        await two.poll(() =>
          wholePass([
            { external_id: 'other', ownership: 'company', user_external_id: 'u3' },
            { external_id: 'another', ownership: 'company' },
          ]),
        );
        await two.poll(function* () {
          const rows = [{ device_external_id: 'other', app_id: 'browser', title: 'The browser', version: '1.0' }];
          yield { dataset: 'device_app', scope: [['other']], rows };
        });
      },
      poll: async ({ one, two }) => {
        for (const source of [one, two])
          await source.poll(() =>
            wholePass(
              accountRows((n) => (n === 3 ? { entra_id: guidOf('one') } : {})),
              'emm_user',
            ),
          );
      },
    },
    'users of devices that are not collected any more': {
      poll: async ({ one }) => {
        one.config = { exclude: ['user_external_id'] };
        await one.poll(() => []);
      },
    },
    'titles that are not collected any more': {
      poll: async ({ one }) => {
        one.config = { exclude: ['title'] };
        await one.poll(() => []);
      },
    },
    'apps that are not collected any more': {
      poll: async ({ one }) => {
        one.entities = WITH_HARDWARE.filter(({ dataset }) => dataset !== 'device_app');
        await one.poll(() => []);
      },
    },
  };

  describe('counts of apps', () => {
    it.each(Object.keys(CAUSES))('are counted anew where a poll changes them: %s', async (cause) => {
      const { store } = open();
      const all = await loaded();
      await CAUSES[cause]?.before?.(all);
      await recountApps(store, () => false);
      expect(await groupsKept(store)).toEqual(await groupsCounted(store));
      await CAUSES[cause]?.poll(all);
      const now = await groupsCounted(store);
      expect(await groupsKept(store)).not.toEqual(now);
      await recountApps(store, () => false);
      expect(await groupsKept(store)).toEqual(now);
    });
  });
});
