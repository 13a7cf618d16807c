// Each dataset stands in every place that it needs, and says of itself what those who walk the catalogue rest on. What
// is missing is named with its dataset.
import { describe, expect, it } from '@jest/globals';
import * as access from '../../lib/catalog/access.ts';
import * as calls from '../../lib/catalog/calls.ts';
import { event } from '../../lib/catalog/dataset.ts';
import * as devices from '../../lib/catalog/devices.ts';
import { COMPANY_ONLY } from '../../lib/catalog/event.ts';
import * as told from '../../lib/catalog/events.ts';
import { required } from '../../lib/catalog/field.ts';
import {
  ALIAS_KINDS,
  catalog,
  columnsOf,
  type Dataset,
  datasets,
  derivationOf,
  events,
  hasSubject,
  hasTellingFields,
  lookupsOf,
  mirrors,
} from '../../lib/catalog/index.ts';
import * as internal from '../../lib/catalog/internal.ts';
import * as mail from '../../lib/catalog/mail.ts';
import * as mailboxes from '../../lib/catalog/mailboxes.ts';
import * as people from '../../lib/catalog/people.ts';
import * as rules from '../../lib/catalog/rules.ts';
import * as web from '../../lib/catalog/web.ts';
import { DERIVE } from '../../lib/ingest/derive.ts';
import { sourceEndpoints } from '../../lib/operations/endpoints.ts';
import { isAliasKind } from '../../lib/people/link.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { schemaOfFiles } from '../store/schema.ts';

const TABLES = (['sqlite', 'mssql'] as const).map((engine) => {
  const tables = Object.keys(schemaOfFiles(engine).columns).map((column) => column.split('.')[0]);
  return { engine, tables: new Set(tables) };
});
const SHOWN = new Set([...queryEndpoints, ...sourceEndpoints].flatMap(({ shows = [] }) => shows));
const DERIVED = new Set(Object.keys(DERIVE));

/** Where a dataset should stand, and does not. */
const missingPlaces = ({ name, kind, toldBy }: Dataset): readonly string[] => [
  ...TABLES.filter(({ tables }) => !tables.has(name)).map(({ engine }) => `a migration of ${engine}`),
  ...(kind === 'internal' || SHOWN.has(name) ? [] : ['an endpoint']),
  ...(!derivationOf(toldBy) || DERIVED.has(name) ? [] : ['a piece that makes it']),
];

describe('a dataset', () => {
  it('that is declared has its name in the catalogue', () => {
    const declared = [devices, people, told, calls, web, mail, mailboxes, access, rules, internal].flatMap((module) =>
      Object.values(module).flatMap((value: unknown) =>
        typeof value === 'object' && value !== null && 'kind' in value && 'name' in value ? [value.name] : [],
      ),
    );
    expect(declared.length).toBeGreaterThan(20);
    expect(declared.filter((name) => !Object.hasOwn(catalog, String(name)))).toEqual([]);
  });

  it.each(datasets().map((dataset) => [dataset.name, dataset] as const))('%s stands in every place', (_, dataset) => {
    expect(missingPlaces(dataset)).toEqual([]);
  });

  it('that stands in none of them is told of, place by place', () => {
    const nowhere = event({
      name: 'nowhere',
      purpose: 'None.',
      key: ['number'],
      toldBy: { mirror: 'device', needs: [], copies: {} },
      device: { stored: COMPANY_ONLY },
      fields: { number: required.text(8)('technical', 'Number') },
    });
    expect(missingPlaces(nowhere)).toEqual([
      'a migration of sqlite',
      'a migration of mssql',
      'an endpoint',
      'a piece that makes it',
    ]);
  });
});

const each = events().map((dataset) => [dataset.name, dataset] as const);

describe('an event', () => {
  it.each(each)('%s names fields that it has', (_, dataset) => {
    const { fields, key, at, until, counter, toldBy, device } = dataset;
    const found = { ...lookupsOf(dataset), ...fields };
    const derivation = derivationOf(toldBy);
    const mirror = mirrors.find(({ name }) => derivation?.mirror === name);
    const { needs = [], copies = {} } = derivation ?? {};
    const own = device && 'field' in device ? (device.field ?? '') : undefined;
    const named = [...key, ...[at, until, counter?.first, counter?.last, own].filter((name) => name !== undefined)];
    expect(named.filter((name) => !Object.hasOwn(found, name))).toEqual([]);
    expect([...(counter?.sums ?? []), ...Object.keys(copies)].filter((name) => !Object.hasOwn(fields, name))).toEqual(
      [],
    );
    expect(
      [...needs, ...Object.values(copies)].filter((name) => !mirror || !Object.hasOwn(mirror.fields, name)),
    ).toEqual([]);
    // What goes one by one is nulled.
    for (const name of [...Object.keys(copies), ...(until === undefined ? [] : [until])])
      expect([name, fields[name]?.nullable]).toEqual([name, true]);
  });

  it.each(each)('%s is personal where it is told of a device or a person', (_, dataset) => {
    expect(hasTellingFields(dataset)).toBe(hasSubject(dataset));
  });

  it('is found by what mirrors have', () => {
    const lookups = lookupsOf({
      device: { by: catalog.device.hardware, stored: COMPANY_ONLY },
      person: { by: Object.keys(ALIAS_KINDS).filter(isAliasKind) },
    });
    const fields = {
      ...columnsOf(catalog.directory_user),
      ...columnsOf(catalog.emm_user),
      ...columnsOf(catalog.device),
    };
    for (const [name, { length, class: own, opaque }] of Object.entries(lookups))
      expect([name, { length, class: own, opaque }]).toMatchObject([
        name,
        { length: fields[name]?.length, class: fields[name]?.class, opaque: fields[name]?.opaque },
      ]);
  });

  it('has no parameters but its own fields, and what finds whom it is told of', async () => {
    const wrong = [];
    for (const type of Object.values(SOURCE_TYPES))
      for (const { name, dataset, parameters } of (await type.describe()).entities) {
        const declared: Dataset = catalog[dataset];
        const fields = { ...declared.fields, ...lookupsOf(declared) };
        if (declared.kind === 'event')
          for (const { wire, field } of parameters)
            if (field === undefined || !Object.hasOwn(fields, field)) wrong.push(`${name} ${wire}`);
      }
    expect(wrong).toEqual([]);
  });
});
