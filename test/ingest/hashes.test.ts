// Keys and hashes are stored: another process, another build and another time zone must come to the same bytes, or the
// first poll after an update would write every row anew.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { columnsOf, type Dataset, datasetNamed } from '../../lib/catalog/index.ts';
import { Recorder, Rejections } from '../../lib/ingest/record.ts';
import { keyOf } from '../../lib/mirror/key.ts';

const POLICY = { phoneNumbers: 'masked', phoneKey: 'a key of thirty-two letters, fixed' } as const;
const collection = { numbersOf: () => new Map() };
const ROW = {
  external_id: '6f1c2b7e-9d40-4c3a-8a55-000000000007',
  user_external_id: 'Üser 😀 7',
  device_name: "Ann's iPhone [%_]",
  phone_number: '+41 79 123 45 67',
  ownership: 'company',
  encrypted: true,
  last_seen_at: new Date('2026-03-29T01:30:00.123Z'),
  attributes: { zeta: 1, alpha: { b: [1, 'two'], a: null }, wifi: 'Straße' },
};

const hashOf = (
  row: Readonly<Record<string, unknown>>,
  dataset: Dataset = datasetNamed('device'),
): string | undefined =>
  new Recorder(dataset, { ...POLICY, collection }, new Rejections()).record(row)?.hash.toString('hex');

describe('stored hashes', () => {
  it('are these bytes, in every build', () => {
    expect(keyOf(['6f1c2b7e-9d40-4c3a-8a55-000000000007', 'com.example.Mail']).toString('hex')).toBe(
      'a7fcf4d86043f71c1db5941de1c5dd9a',
    );
    expect(hashOf(ROW)).toBe('f8a8f80135900f772249eea8aebc0056');
  });

  it('are the same in a new process with another time zone and locale', () => {
    const program = `
      import { datasetNamed } from './lib/catalog/index.ts';
      import { Recorder, Rejections } from './lib/ingest/record.ts';
      const policy = { ...${JSON.stringify(POLICY)}, collection: { numbersOf: () => new Map() } };
      const row = ${JSON.stringify(ROW)};
      row.last_seen_at = new Date(row.last_seen_at);
      const recorder = new Recorder(datasetNamed('device'), policy, new Rejections());
      process.stdout.write(recorder.record(row).hash.toString('hex'));`;
    const answered = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      env: { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8' },
      encoding: 'utf8',
    });
    expect(answered).toBe(hashOf(ROW));
  });

  it('do not depend on the order in which a source names its values', () => {
    const turned = Object.fromEntries(Object.entries(ROW).reverse());
    const attributes = Object.fromEntries(Object.entries(ROW.attributes).reverse());
    expect(hashOf({ ...turned, attributes })).toBe(hashOf(ROW));
  });

  it('differ with every single value', () => {
    const values = Object.entries(ROW).filter(([name]) => name !== 'external_id');
    const without = values.map(([name]) => hashOf({ ...ROW, [name]: null }));
    expect(new Set([hashOf(ROW), ...without]).size).toBe(values.length + 1);
  });

  it('do not change when a later version declares one more field, for rows that lack it', () => {
    const device = datasetNamed('device');
    const { os } = columnsOf(device);
    if (!os) throw new RangeError('devices have an os');
    const later: Dataset = { ...device, fields: { brand_new: os, ...device.fields } };
    expect(hashOf(ROW, later)).toBe(hashOf(ROW));
    expect(hashOf({ ...ROW, brand_new: 'x' }, later)).not.toBe(hashOf(ROW));
  });
});
