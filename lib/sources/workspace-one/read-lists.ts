// What administrators set up, and what keeps the console running.
import type { Logger } from '../../logger.ts';
import { AskedParts, isPathSegment } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { mapRecord } from '../map.ts';
import type { Parameter } from '../parameters.ts';
import { readParts } from '../parts.ts';
import type { WireRecord } from '../wire.ts';
import type { WorkspaceOneClient } from './client.ts';

export interface ListReading {
  readonly client: WorkspaceOneClient;
  readonly collection: Collection;
  readonly parallelRequests: number;
  readonly log: Logger;
}

interface List {
  readonly name: string;
  readonly rows: (reading: ListReading) => AsyncGenerator<readonly SourceRow[], void, void>;
}

const GROUPS = { path: '/api/system/groups/search', key: 'LocationGroups', order: { orderby: 'Id' } };

const applications: List = {
  name: 'application',
  async *rows({ client, collection }) {
    const { parameters } = collection.entity('application');
    for await (const { records } of client.pages({ path: '/api/mam/apps/search', key: 'Application' }))
      yield records.map((record) => ({ kind: 'application', ...mapRecord(parameters, record) }));
  },
};

const organizationGroups: List = {
  name: 'organizationGroup',
  async *rows({ client, collection, parallelRequests }) {
    const { parameters } = collection.entity('organizationGroup');
    const rates = collection.entity('deviceSampleRates').parameters;
    const asked = new AskedParts();
    for await (const { records } of client.pages(GROUPS))
      yield await inParallel(records, parallelRequests, async (record) => {
        const row = mapRecord(parameters, record);
        row.kind = 'organisation-group';
        const id = row.external_id;
        if (rates.length === 0 || typeof id !== 'string') return row;
        const path = `/api/system/groups/${encodeURIComponent(id)}/samplerates`;
        const found = await asked.ask('deviceSampleRates', row, rates, () => client.record(path, rates));
        return found === null ? row : mapRecord(rates, found, row);
      });
  },
};

const userGroups: List = {
  name: 'userGroup',
  async *rows({ client, collection }) {
    const { parameters } = collection.entity('userGroup');
    for await (const { records } of client.pages({ path: '/api/system/usergroups/search', key: 'ResultSet' }))
      yield records.map((record) => ({ kind: 'group', ...mapRecord(parameters, record) }));
  },
};

/** One record of its own kind, whose id in our mirror is its kind. */
const single = (name: string, component: string, path: string): List => ({
  name,
  async *rows({ client, collection }) {
    const { parameters } = collection.entity(name);
    if (parameters.length === 0) return;
    yield [{ component, external_id: component, ...mapRecord(parameters, await client.sole(path, parameters)) }];
  },
});

/** Groups inherit certificates: each certificate once. */
const pushCertificates: List = {
  name: 'apnsCertificate',
  async *rows({ client, collection, parallelRequests }) {
    const { parameters } = collection.entity('apnsCertificate');
    const seen = new Set<unknown>();
    for await (const { records } of client.pages(GROUPS)) {
      const found = await inParallel(records, parallelRequests, (group) => certificateOf(client, parameters, group));
      const fresh = found.filter((record): record is WireRecord => {
        if (record === null || !record.thumbprint || seen.has(record.thumbprint)) return false;
        seen.add(record.thumbprint);
        return true;
      });
      yield fresh.map((record) => ({ component: 'apns-certificate', ...mapRecord(parameters, record) }));
    }
  },
};

async function certificateOf(
  client: WorkspaceOneClient,
  parameters: readonly Parameter[],
  group: WireRecord,
): Promise<WireRecord | null> {
  // Of a group that is listed, a 404 is no word for "none", as 204 is.
  return isPathSegment(group.Uuid)
    ? client.record(`/api/system/groups/${encodeURIComponent(group.Uuid)}/apns`, parameters, { version: 2 })
    : null;
}

const DATASETS = {
  configuration: [applications, organizationGroups, userGroups],
  infrastructure: [
    single('systemInfo', 'server', '/api/system/info'),
    pushCertificates,
    single('tunnelHealth', 'tunnel', '/api/mdm/tunnel/health'),
    single('deviceCount', 'devices', '/api/mdm/devices/devicecountinfo'),
  ],
} as const satisfies Readonly<Record<string, readonly List[]>>;

/** Throws SourceError. */
export const readLists = (reading: ListReading, dataset: keyof typeof DATASETS): AsyncGenerator<PollStep, void, void> =>
  readParts({
    dataset,
    parts: DATASETS[dataset].map(({ name, rows }) => ({ name, rows: () => rows(reading) })),
    proof: { marker: 'rows-equal-total', offsetPaged: true },
    log: reading.log,
  });
