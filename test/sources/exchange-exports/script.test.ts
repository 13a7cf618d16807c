// The script of docs/: what it writes is what is read. The samples are what PowerShell 7.6 made of it, with cmdlets that
// answered as Exchange's do, in a German culture.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { declaration } from '../../../lib/sources/exchange-exports/parameters.ts';
import { Exports, rowsOf } from './exports.ts';

const script = readFileSync(join(import.meta.dirname, '../../../docs/exchange-export.ps1'), 'utf8');
const named = (wire: string): boolean => script.includes(`'${wire}'`) || script.includes(`${wire} =`);
/** Other cmdlets, and exports by hand, tell them. */
const ELSEWHERE = new Set(['OwnerADGuid', 'MailboxTypeDetail', 'DeviceID (unmanaged)', 'end mark']);

it('names every property that is read, and none that is not', () => {
  const read = declaration.entities.flatMap(({ parameters }) => parameters.map(({ wire }) => wire));
  expect(read.filter((wire) => !ELSEWHERE.has(wire) && !named(wire))).toEqual([]);
  expect(declaration.leftOut.filter(({ wire }) => named(wire))).toEqual([]);
});

it('writes exports that are whole', async () => {
  using exports = new Exports();
  for (const name of ['mailboxes.jsonl', 'mail-devices.jsonl'])
    exports.write(name, readFileSync(join(import.meta.dirname, 'samples/script', name)));
  const { steps, error } = await exports.poll({}, { now: () => new Date('2026-11-30T00:00:00Z') });
  expect(error).toBeNull();
  expect(steps.flatMap((step) => ('complete' in step ? [[step.dataset, step.complete.rows]] : []))).toEqual([
    ['mailbox', 3],
    ['mail_device', 2],
  ]);
  const rows = rowsOf(steps);
  expect(rows[0]).toMatchObject({
    external_id: 'aaaaaaaa-0000-4000-8000-000000000001',
    object_guid: 'cccccccc-0000-4000-8000-000000000001',
    entra_id: null,
    display_name: 'Jörg "1" \n x',
    size_bytes: 6_512_255_010,
    warning_quota_bytes: 53_150_220_288,
    last_logon_at: new Date('2026-11-02T06:12:44Z'),
    has_archive: false,
  });
  expect(rows[2]).toMatchObject({ size_bytes: null, last_logon_at: null });
  expect(rows[3]).toMatchObject({ eas_device_id: 'APPL1', access_state: 'Allowed', folders: 9 });
});
