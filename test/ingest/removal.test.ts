import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import type { PollStep, Unproven } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, silent, wholePass } from './scripted.ts';

describe('removal', () => {
  onEachEngine((open) => {
    const loaded = async (count: number) => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(count)));
      return source;
    };
    const names = async (source: ScriptedSource) => (await source.rows('device')).map((row) => row.external_id);
    const holds = (source: ScriptedSource) => source.rows('deletion_hold');

    it('follows a complete pass', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(18)));
      expect(await names(source)).toHaveLength(18);
    });

    it('does not follow a reading without proof', async () => {
      const source = await loaded(20);
      await source.poll(function* () {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: devices(18) };
      });
      expect(await names(source)).toHaveLength(20);
    });

    it('does not follow an error behind the first page', async () => {
      const source = await loaded(20);
      const receipt = await source.poll(function* () {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: devices(2) };
        throw new SourceError('The answer was no JSON.', { code: 'not-json', hint: 'Look at the source.' });
      });
      expect(receipt).toMatchObject({ outcome: 'failed', error: { code: 'not-json' } });
      expect(await names(source)).toHaveLength(20);
    });

    it('does not follow a pass in which a row could not be read', async () => {
      const source = await loaded(20);
      const receipt = await source.poll(() =>
        wholePass([...devices(18), { external_id: null, device_name: 'nobody' }]),
      );
      expect(await names(source)).toHaveLength(20);
      expect(receipt).toMatchObject({ outcome: 'partial', error: null, rejected: 1 });
      expect(receipt.datasets.device).toMatchObject({ complete: false, unproven: true });
    });

    it('does not follow a pass of more or fewer rows than its proof names, which the receipt shows', async () => {
      const source = await loaded(20);
      for (const rows of [17, 19]) {
        const receipt = await source.poll(function* () {
          yield { dataset: 'device', pass: 'start' };
          yield { dataset: 'device', rows: devices(18) };
          yield { dataset: 'device', complete: { marker: 'total', rows } };
        });
        expect(receipt).toMatchObject({ outcome: 'partial', error: null });
        const proof = { marker: 'total', rows, again: 0, read: 18 };
        expect(receipt.datasets.device).toMatchObject({ complete: false, unproven: true, proof });
        expect(await names(source)).toHaveLength(20);
      }
      const [run] = (await source.rows('poll_run')).slice(-1);
      expect(JSON.parse(String(run?.datasets)).device.proof).toMatchObject({ rows: 19, read: 18 });
    });

    it('does not follow a pass in which rows came twice in the place of others, whatever they add up to', async () => {
      const all = devices(20);
      const [a, b] = [all.slice(0, 10), all.slice(10)];
      const paged = (pages: readonly (typeof all)[], proof: { rows: number; again?: number; offsetPaged?: boolean }) =>
        function* (): Generator<PollStep> {
          yield { dataset: 'device', pass: 'start' };
          for (const rows of pages) yield { dataset: 'device', rows };
          yield { dataset: 'device', complete: { marker: 'rows-equal-total', ...proof } };
        };
      const source = await loaded(20);
      for (const proof of [{ rows: 20 }, { rows: 20, offsetPaged: true }, { rows: 11, again: 9 }])
        for (let pass = 0; pass < 2; pass += 1) {
          const receipt = await source.poll(paged([a, a], proof));
          expect(receipt).toMatchObject({ outcome: 'partial', error: null });
          expect(receipt.datasets.device).toMatchObject({ complete: false, unproven: true, proof: { read: 10 } });
          expect(await names(source)).toHaveLength(20);
        }
      expect((await source.poll(paged([a, b], { rows: 20 }))).datasets.device).toMatchObject({ complete: true });
    });

    it('does not follow such a pass over several polls and processes either', async () => {
      const source = await loaded(20);
      const all = devices(20);
      await source.poll(function* () {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: all.slice(0, 12), checkpoint: { page: 1 } };
        throw new SourceError('The connection was lost.', { code: 'reset', hint: 'None.' });
      });
      const receipt = await source.poll(function* () {
        yield { dataset: 'device', rows: all.slice(4, 12) };
        yield { dataset: 'device', complete: { marker: 'rows-equal-total', rows: 20 }, checkpoint: {} };
      });
      expect(receipt.datasets.device).toMatchObject({ complete: false, proof: { rows: 20, read: 12 } });
      expect(await names(source)).toHaveLength(20);
    });

    it('does not follow a pass that its source calls unproven, which the receipt and the log say', async () => {
      const source = await loaded(20);
      const said: [string, unknown][] = [];
      const log = { ...silent, warn: (message: string, details?: unknown) => said.push([message, details]) };
      const unproven = (why: Unproven) =>
        function* (): Generator<PollStep> {
          yield { dataset: 'device', pass: 'start' };
          yield { dataset: 'device', rows: devices(18) };
          yield { dataset: 'device', unproven: why, checkpoint: {} };
        };
      const receipt = await source.poll(unproven('not-answered'), { log });
      expect(receipt).toMatchObject({ outcome: 'partial', error: null });
      expect(receipt.datasets.device).toMatchObject({ complete: false, unproven: true, why: 'not-answered' });
      expect(said).toContainEqual([
        'A dataset was not proven to be read whole: nothing of it is removed.',
        expect.objectContaining({ dataset: 'device', reason: 'not-answered' }),
      ]);
      const lacking = await source.poll(unproven('not-supported'));
      expect(lacking).toMatchObject({ outcome: 'partial', error: { code: 'not-supported' } });
      expect(lacking.error?.hint).toContain('Scripted 1.0 does not know a call for device');
      expect(await names(source)).toHaveLength(20);
      expect((await source.poll(() => wholePass(devices(18)))).datasets.device).toMatchObject({ removed: 2 });
    });

    it('follows a pass over several polls, of which a page is read again, and keys that stand for rows', async () => {
      const source = await loaded(20);
      const all = devices(18);
      const first = await source.poll(function* () {
        yield { dataset: 'device', pass: 'start', checkpoint: { page: 0 } };
        yield { dataset: 'device', rows: all.slice(0, 8), checkpoint: { page: 1 } };
        yield { dataset: 'device', rows: all.slice(8, 12) };
        throw new SourceError('The connection was lost.', { code: 'reset', hint: 'None.' });
      });
      expect(first.outcome).toBe('failed');
      const second = await source.poll(function* ({ checkpoint }) {
        expect(checkpoint).toEqual({ page: 1 });
        yield { dataset: 'device', rows: all.slice(8, 16) };
        yield { dataset: 'device', present: [['d16'], ['d17']] };
        yield { dataset: 'device', rows: all.slice(16, 17) };
        yield { dataset: 'device', complete: { marker: 'total', rows: 18, again: 1 }, checkpoint: { page: 0 } };
      });
      expect(second).toMatchObject({
        outcome: 'complete',
        datasets: { device: { proof: { rows: 18, again: 1, read: 18 } } },
      });
      expect(await names(source)).toHaveLength(18);
    });

    it("takes the source's own word, and bounds it too", async () => {
      const source = await loaded(20);
      const gone = (from: number, to: number) => [
        { dataset: 'device' as const, gone: Array.from({ length: to - from }, (_, i) => [`d${from + i}`]) },
      ];
      await source.poll(() => gone(0, 2));
      expect(await names(source)).toHaveLength(18);
      await source.poll(() => gone(2, 12));
      expect(await names(source)).toHaveLength(18);
      expect(await holds(source)).toMatchObject([{ state: 'open', absent: 10 }]);
    });

    it("takes the source's word, too, for a record that it showed before in the same pass", async () => {
      const source = await loaded(20);
      await source.poll(function* () {
        const [start, rows, complete] = [...wholePass(devices(20))];
        if (start && rows) yield* [start, rows];
        yield { dataset: 'device', gone: [['d7']] };
        if (complete) yield complete;
      });
      expect(await names(source)).not.toContain('d7');
    });

    it('that is held makes the next poll read everything anew, so that what is there again is seen', async () => {
      const source = await loaded(20);
      const positions: unknown[] = [];
      const passThen = (count: number) =>
        source.poll(function* ({ checkpoint }) {
          positions.push(checkpoint);
          yield* wholePass(devices(count));
          yield { dataset: 'device', rows: [], checkpoint: { link: 'of the changes' } };
        });
      for (const count of [20, 8, 8, 20, 20]) await passThen(count);
      const changes = { link: 'of the changes' };
      expect(positions).toEqual([null, changes, null, null, changes]);
    });

    it('waits for a second pass where the source pages by offset', async () => {
      const source = await loaded(20);
      const offsetPass = function* (count: number) {
        yield { dataset: 'device' as const, pass: 'start' as const };
        yield { dataset: 'device' as const, rows: devices(count) };
        yield { dataset: 'device' as const, complete: { marker: 'total', rows: count, offsetPaged: true } };
      };
      await source.poll(() => offsetPass(19));
      expect(await names(source)).toHaveLength(20);
      await source.poll(() => offsetPass(19));
      expect(await names(source)).toHaveLength(19);
    });

    it('removes the apps with their device', async () => {
      const source = await loaded(20);
      await source.poll(function* () {
        const rows = [0, 1].map((i) => ({ device_external_id: `d${i}`, app_id: 'mail', title: 'Mail', version: '1' }));
        yield { dataset: 'device_app', rows, scope: [['d0'], ['d1']] };
      });
      expect(await source.rows('device_app')).toHaveLength(2);
      await source.poll(() => wholePass(devices(20).slice(1)));
      expect(await source.rows('device_app')).toMatchObject([{ device_external_id: 'd1' }]);
    });
  });
});
