// The tenant and its device spaces: small, and read first, since devices are listed by their space.
import { SourceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { mapRecord } from '../map.ts';
import { readParts } from '../parts.ts';
import { smallList } from '../small-list.ts';
import type { NeuronsClient } from './client.ts';
import { partition, tenant } from './parameters-tenant.ts';
import { idText } from './transforms.ts';

export interface TenantReading {
  readonly neurons: NeuronsClient;
  readonly collection: Collection;
  readonly log: Logger;
}

/** Gives the ids of the spaces that the account may see. Throws SourceError, `no-spaces` among them. */
export async function* readSpaces({ neurons, collection }: TenantReading): AsyncGenerator<PollStep, string[], void> {
  const spaces = await smallList(neurons.pages(partition.path), ({ records }) => records, 'Neurons for MDM');
  const { parameters } = collection.entity(partition.name);
  const rows: SourceRow[] = spaces.map((space) => ({ kind: 'organisation-group', ...mapRecord(parameters, space) }));
  yield { dataset: 'configuration', pass: 'start' };
  yield { dataset: 'configuration', rows };
  yield { dataset: 'configuration', complete: { marker: 'rows-equal-total', rows: rows.length, offsetPaged: true } };
  const ids = spaces.map((space) => idText(space.id)).filter((id) => typeof id === 'string');
  if (ids.length === 0) throw noSpaces();
  return ids;
}

/** Only an account with a role in the tenant may read it; for others it stays as it was. */
export const readTenant = ({ neurons, collection, log }: TenantReading): AsyncGenerator<PollStep, void, void> =>
  readParts({
    dataset: 'infrastructure',
    proof: { marker: 'one-record' },
    log,
    parts: [
      {
        name: tenant.name,
        async *rows() {
          const record = await neurons.record(tenant.path);
          yield [{ component: 'tenant', ...mapRecord(collection.entity(tenant.name).parameters, record) }];
        },
      },
    ],
  });

function noSpaces(): SourceError {
  return new SourceError('The account sees no device space.', {
    code: 'no-spaces',
    hint: 'Nothing was removed. Give the API user a role in the device spaces that are to be read.',
  });
}
