// Every row of the sample is what its `expected.json` says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Exports, rowsOf } from './exports.ts';

const folder = join(import.meta.dirname, 'samples');
const sample: {
  readonly config: { readonly culture: string; readonly zone: string };
  readonly totals: Readonly<Record<string, number>>;
  readonly lines: readonly { readonly is: string; readonly why: string; readonly expect: object }[];
} = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
const events = sample.lines.filter(({ is }) => is === 'event');

/** A row by the names of the sample. */
const told = (row: Readonly<Record<string, unknown>>): object => {
  const { last_logon_at: at, doubts } = row;
  return {
    guid: row.external_id,
    name: row.display_name,
    items: row.item_count,
    bytes: row.size_bytes,
    lastLogon: at instanceof Date ? at.toISOString().replace('.000', '') : at,
    ambiguousTime: Object.values(doubts ?? {}).filter((doubt) => doubt === 'repeated-hour').length,
  };
};

it('says what its answer says, row by row', async () => {
  using exports = new Exports();
  exports.write('mailboxes.csv', readFileSync(join(folder, 'input.log')));
  const { culture, zone } = sample.config;
  const { steps } = await exports.poll({ culture, zone });
  const rows = rowsOf(steps);
  expect(rows).toHaveLength(sample.totals.event ?? 0);
  expect(rows.map(told)).toEqual(events.map(({ expect: answer }) => expect.objectContaining(answer)));
});
