// A part of a row that its source did not answer says nothing about its values.
import { describe, expect, it } from '@jest/globals';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

describe('parameters that were not answered', () => {
  onEachEngine((open) => {
    const PART = ['os_version', 'carrier', 'phone_number', 'attributes.joinType'];
    const told = (i: number): SourceRow => ({
      user_external_id: 'u',
      os_version: '17',
      carrier: 'A',
      phone_number: `+49 151 234567${i}`,
      attributes: { joinType: 'cloud', notes: 'note' },
    });
    const silent: SourceRow = {
      user_external_id: 'u',
      attributes: { notes: 'note' },
      unanswered: PART,
    };
    const loaded = async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(20, told)));
      return source;
    };
    const some = (count: number, what: SourceRow) => devices(20, (i) => (i < count ? what : told(i)));
    const stored = async (source: ScriptedSource) =>
      (await source.rows('device')).map(({ os_version, carrier, phone_number, phone_number_hash, attributes }) => ({
        os_version,
        carrier,
        phone_number,
        phone_number_hash,
        attributes,
      }));

    it('of which a version has no call are said to be so, though the pass is whole', async () => {
      const source = new ScriptedSource(open().store);
      const pass = function* (lacking?: readonly string[]): Generator<PollStep> {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: devices(3, told) };
        yield { dataset: 'device', complete: { marker: 'test', rows: 3, ...(lacking && { lacking }) } };
      };
      expect(await source.poll(() => pass(['details']))).toMatchObject({
        outcome: 'complete',
        datasets: { device: { complete: true, unproven: false, why: 'not-supported' } },
        error: { code: 'not-supported' },
      });
      const { datasets, error } = await source.poll(() => pass());
      expect([datasets.device?.why, error]).toEqual([undefined, null]);
    });

    it('keep what is stored of them, counted, as if nothing had changed, of few rows and of all', async () => {
      for (const count of [3, 20]) {
        const source = await loaded();
        const before = await stored(source);
        const receipt = await source.poll(() => wholePass(some(count, silent)));
        expect(receipt).toMatchObject({ rejected: count * PART.length, datasets: { device: { updated: 0, held: 0 } } });
        const [run] = (await source.rows('poll_run')).slice(-1);
        expect(JSON.parse(String(run?.rejected))).toContainEqual({
          dataset: 'device',
          field: 'osVersion',
          reason: 'not answered',
          count,
        });
        expect(await stored(source)).toEqual(before);
        const again = await source.poll(() => wholePass(devices(20, told)));
        expect(again.datasets.device).toMatchObject({ updated: 0 });
      }
    });

    it('are known no more of a device that is somebody else`s now, or a person`s own', async () => {
      for (const change of [{ user_external_id: 'another' }, { ownership: 'personal' }]) {
        const source = await loaded();
        await source.poll(() => wholePass(some(3, { ...silent, ...change })));
        expect((await stored(source)).slice(0, 3).map(({ carrier }) => carrier)).toEqual([null, null, null]);
      }
    });

    it('keep nothing of what is not collected any more, and the rest of the row is written', async () => {
      const source = await loaded();
      source.config = { exclude: ['carrier'] };
      await source.poll(() => wholePass(some(20, { ...silent, device_name: 'another' })));
      expect((await source.rows('device')).every((row) => row.carrier === null && row.os_version === '17')).toBe(true);
      expect((await source.rows('device')).every((row) => row.device_name === 'another')).toBe(true);
    });

    it('that no row was answered are told as a call that is not supported, and absences count all the same', async () => {
      const source = await loaded();
      const receipt = await source.poll(function* (): Generator<PollStep> {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: some(20, silent).slice(1) };
        yield { dataset: 'device', complete: { marker: 'test', rows: 19, lacking: ['network'] } };
      });
      expect(receipt).toMatchObject({ outcome: 'complete', error: { code: 'not-supported' } });
      expect(receipt.datasets.device).toMatchObject({ complete: true, removed: 1, why: 'not-supported' });
      expect(await stored(source)).toHaveLength(19);
    });
  });
});
