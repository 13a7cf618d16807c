// What is read for tests of the search: people and devices with every key that they are found by, polled as sources tell
// them, so that the terms are those that ingest writes.
import type { PollDependencies } from '../../lib/ingest/dependencies.ts';
import { classOf, FOUND, type FoundDataset, foundColumns, termsOf } from '../../lib/search/terms.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import type { Parameter } from '../../lib/sources/parameters.ts';
import { foundAttributes } from '../../lib/sources/telling.ts';
import type { Store } from '../../lib/store/index.ts';
import { parameter, ScriptedSource, wholePass } from '../ingest/scripted.ts';

const attribute = (wire: string): Parameter => ({
  wire,
  type: 'string',
  class: 'identifier',
  profile: 'core',
});

const PEOPLE = ['external_id', 'given_name', 'surname', 'display_name', 'user_principal_name', 'mail', 'phone_number'];
const ENTITIES = [
  {
    name: 'entry',
    dataset: 'directory_user' as const,
    path: '/entries',
    parameters: [
      ...[...PEOPLE, 'account_name', 'domain_account'].map((field) => parameter(field)),
      attribute('employeeID'),
      attribute('proxyAddresses'),
    ],
  },
  {
    name: 'user',
    dataset: 'emm_user' as const,
    path: '/users',
    parameters: PEOPLE.map((field) => parameter(field)),
  },
  {
    name: 'device',
    dataset: 'device' as const,
    path: '/devices',
    parameters: [
      ...['external_id', 'user_external_id', 'device_name', 'serial_number', 'imei', 'meid', 'phone_number', 'iccid'],
      ...['wifi_mac', 'udid', 'eas_device_id', 'user_principal_name', 'os_version', 'ownership'],
    ]
      .map((field) => parameter(field))
      .concat(attribute('imei2')),
  },
];

/** A source that tells all of it, and masks numbers unless it is told otherwise. */
export function sourceOf(store: Store, config: Readonly<Record<string, unknown>> = {}): ScriptedSource {
  const source = new ScriptedSource(store, { country: 'DE', ...config });
  source.entities = ENTITIES;
  return source;
}

/** All of one mirror, as the source has it now. */
export const readWhole = (
  source: ScriptedSource,
  dataset: FoundDataset,
  rows: readonly SourceRow[],
  more: Partial<PollDependencies> = {},
) => source.poll(() => wholePass(rows, dataset), more);

/** The terms that are stored, and those that the rows make: as sorted texts. */
export async function termsIn(store: Store): Promise<{ readonly stored: string[]; readonly made: string[] }> {
  const rows = await store.db.selectFrom('search_term').selectAll().execute();
  const made: string[] = [];
  for (const dataset of FOUND) {
    const attributes = await foundAttributes(dataset);
    const all = store.rows.selectFrom<string>(dataset).select(['id', ...foundColumns(dataset)]);
    for (const row of await all.execute())
      for (const { part, text } of termsOf(dataset, row, attributes))
        made.push(`${classOf(dataset, part)} ${row.id} ${text}`);
  }
  return { stored: rows.map((row) => `${row.class} ${row.owner} ${row.term}`).sort(), made: made.sort() };
}
