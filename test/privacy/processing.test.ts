import { beforeAll, describe, expect, it } from '@jest/globals';
import { catalog, datasetNamed, datasets } from '../../lib/catalog/index.ts';
import { type ProcessingEntry, processingRecord } from '../../lib/privacy/processing.ts';
import { rulesIn } from '../../lib/settings/index.ts';
import { Collection } from '../../lib/sources/collection.ts';
import { logConfig } from '../../lib/sources/logs/config.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { isPersonal } from '../../lib/sources/telling.ts';
import { retentionInGerman } from '../../pages/privacy/purposes.ts';
import { parameter } from '../ingest/scripted.ts';
import { sourceOf } from '../sources/source-of.ts';

let record: readonly ProcessingEntry[] = [];
beforeAll(async () => {
  record = await processingRecord({ RETENTION_DAYS: 20, RETENTION_OVERRIDES: { change: 90 }, UNVERIFIED_DAYS: 14 });
});
const entry = (name: string) => record.find((one) => one.dataset === name);

describe('the record of processing', () => {
  it('names every dataset, its purpose and how long it is kept', () => {
    expect(record.map((one) => one.dataset).sort()).toEqual(
      datasets()
        .map((one) => one.name)
        .sort(),
    );
    for (const one of record)
      expect([one.dataset, one.purpose.length > 0, one.retention.length > 0]).toEqual([one.dataset, true, true]);
  });

  it('says how long in words that the pages have in German, too', () => {
    const told = record.filter(({ retentionDays }) => retentionDays === null).map(({ retention }) => retention);
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter((text) => retentionInGerman(text) === null)).toEqual([]);
  });

  it('names what a source of logs is read for, with what it tells, and only while it is read', async () => {
    const parameters = [parameter('day')];
    const entity = { name: 'usage', dataset: 'data_usage', path: '/', parameters } as const;
    const of = (name: string, more: object) => {
      const config = logConfig.parse({ name, purpose: `for ${name} alone`, paths: ['/logs'], ...more });
      return { config, collection: async () => new Collection([entity], config) };
    };
    const settings = { RETENTION_DAYS: 20, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 14 };
    const named = await processingRecord(settings, [of('proxy', {}), of('off', { enabled: false }), { problems: [] }]);
    const sources = named.flatMap(({ dataset, sources }) =>
      sources.map(({ name, purpose }) => [dataset, name, purpose]),
    );
    expect(sources).toEqual([['data_usage', 'proxy', 'for proxy alone']]);
  });

  it('names what a field is stored for that has a purpose of its own, while it has', async () => {
    const purposes = async (more: object) => {
      const source = sourceOf('exchange-activesync', { purpose: 'for all of it', paths: ['/logs'], ...more });
      const settings = { RETENTION_DAYS: 20, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 14 };
      const entries = await processingRecord(settings, [source]);
      return entries.find(({ dataset }) => dataset === 'pim_activity')?.sources.map(({ name, ...told }) => told);
    };
    expect(await purposes({ unmanagedIds: 'for the id alone' })).toEqual([
      { purpose: 'for all of it' },
      { purpose: 'for the id alone', field: 'unmanagedId' },
    ]);
    expect(await purposes({})).toEqual([{ purpose: 'for all of it' }]);
  });

  it.each(Object.keys(SOURCE_TYPES).filter((type) => !/^(emm|directory)$/.test(SOURCE_TYPES[type]?.kind ?? '')))(
    'names what %s is read for with each dataset that it tells: without a purpose it is not read',
    async (type) => {
      const refused = SOURCE_TYPES[type]?.schema.safeParse({ name: 'test', type });
      expect(refused?.error?.issues.map(({ path }) => path.join('.'))).toContain('purpose');
      const { entities = [] } = (await SOURCE_TYPES[type]?.describe()) ?? {};
      const config = logConfig.parse({
        name: type,
        purpose: `for ${type} alone`,
        paths: ['/logs'],
        profile: 'sensitive',
      });
      const source = { config, collection: async () => new Collection(entities, config) };
      const settings = { RETENTION_DAYS: 20, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 14 };
      const named = (await processingRecord(settings, [source])).filter(({ sources }) => sources.length > 0);
      const told = entities.filter(({ dataset }) => datasetNamed(dataset).switch === undefined);
      expect(named.map(({ dataset }) => dataset).sort()).toEqual(
        [...new Set(told.map(({ dataset }) => dataset))].sort(),
      );
      for (const { dataset, sources } of named)
        expect([dataset, sources]).toEqual([dataset, [{ name: type, purpose: `for ${type} alone` }]]);
    },
  );

  it('names the switch of each field that is off by default', () => {
    const switched = record.flatMap(({ dataset, fields }) => fields.map((field) => `${dataset} ${field.switch}`));
    expect([...new Set(switched)].filter((text) => !text.endsWith('undefined')).sort()).toEqual([
      'data_usage telephony',
      'device roaming',
      'http_request requests',
      'location location',
      'mail_device unmanagedIds',
      'message content',
      'pim_activity unmanagedIds',
      'pim_request requests',
      'pim_request unmanagedIds',
    ]);
    expect(
      entry('message')
        ?.fields.filter((field) => field.switch)
        .map(({ name }) => name),
    ).toEqual(['content']);
  });

  it('names the rules of the company, and what those that look at times are for', async () => {
    const { rules } = rulesIn([
      { name: 'plain', on: 'call', severity: 'low', is: { numberKind: ['premium'] } } as { name: string },
      {
        name: 'night',
        on: 'call',
        severity: 'high',
        when: { zone: 'UTC', from: '22:00', to: '06:00' },
        purpose: 'Finds stolen phones.',
      } as { name: string },
    ]);
    const settings = { RETENTION_DAYS: 20, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 14 };
    const entries = await processingRecord(settings, [], rules);
    expect(entries.filter((one) => one.rules).map((one) => [one.dataset, one.personal, one.rules])).toEqual([
      [
        'rule_hit',
        true,
        [
          { name: 'plain', on: 'call', severity: 'low', purpose: null, timed: false, within: null },
          { name: 'night', on: 'call', severity: 'high', purpose: 'Finds stolen phones.', timed: true, within: null },
        ],
      ],
    ]);
  });

  it('says the days that the settings say', () => {
    expect(entry('change')).toMatchObject({ retentionDays: 90, retention: '90 days' });
    expect(entry('poll_run')?.retentionDays).toBe(20);
    expect(entry('access_log')?.retentionDays).toBe(365);
    expect(entry('device')?.retention).toContain('14 days');
  });

  it('gives each field its class and what it means', () => {
    expect(entry('device')?.fields).toContainEqual({ name: 'imei', class: 'identifier', description: 'IMEI' });
    expect(entry('device')?.classes).toEqual(expect.arrayContaining(['contact', 'identifier', 'technical', 'usage']));
  });

  it('says of each dataset whether it is about people, by what its fields and all parameters of it tell', async () => {
    expect(entry('configuration')?.classes).toEqual(expect.arrayContaining(['contact', 'content', 'identifier']));
    expect(
      record
        .filter(({ personal }) => !personal)
        .map(({ dataset }) => dataset)
        .sort(),
    ).toEqual([
      'collector',
      'collector_peak',
      'day_salt',
      'deletion_hold',
      'http_total',
      'license_exchange',
      'log_file',
      'log_sender',
      'notification',
      'notification_delivery',
      'poll_run',
      'setting',
      'source_state',
      'statistic',
      'told_id',
      'write_lock',
    ]);
  });

  it('takes a dataset for one about people where a parameter of some product alone tells of them', async () => {
    const { state, version } = catalog.configuration.fields;
    expect(await isPersonal({ ...catalog.configuration, fields: { state, version } })).toBe(true);
    expect(await isPersonal({ ...catalog.configuration, name: 'another', fields: { state, version } })).toBe(false);
  });

  it('puts what is about people first', () => {
    const personal = record.map((one) => one.personal);
    expect(personal).toEqual([...personal].sort((a, b) => Number(b) - Number(a)));
  });
});
