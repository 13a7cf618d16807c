// Data of the wire in every shape: nothing crashes, an unreadable value is null and counted, no prototype is touched.
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rejections } from '../../lib/ingest/record.ts';
import { nextTime, scheduleProblem } from '../../lib/ncrontab.ts';
import { parseJson } from '../../lib/net/body.ts';
import { politeWait, retryAfterMs } from '../../lib/net/retry.ts';
import { loadSettings, settingsTable } from '../../lib/settings/index.ts';
import { parseSources } from '../../lib/settings/sources-file.ts';
import { Entry } from '../../lib/sources/active-directory/entry.ts';
import { inetOrgPerson, rowOf, server, user } from '../../lib/sources/active-directory/parameters.ts';
import { declaration } from '../../lib/sources/intune/parameters.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import { mssqlConfig } from '../../lib/store/mssql/connection-string.ts';
import { runs } from './runs.ts';
import { allEntities, ingested, recordOf } from './subjects-records.ts';

const untouched = Object.getOwnPropertyNames(Object.prototype).join();
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(untouched);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\uD800',
    '9'.repeat(400),
    '-0',
    '1e999',
    'NaN',
    '2026-02-30T00:00:00Z',
    'x'.repeat(9_000),
  ),
  fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '2026-01-01',
    '2026-01-01T25:00:00Z',
    '\uFDFA'.repeat(300),
  ),
);
const hostile = fc.oneof(
  text,
  fc.double(),
  fc.constantFrom(null, true, 2 ** 53, -(2 ** 31) - 1, [], {}, [null], [[]]),
  fc.jsonValue({ maxDepth: 4 }),
  fc
    .constantFrom(
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"a":1,"a":{"a":2},"toString":1,"hasOwnProperty":null}',
      `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
      `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
    )
    .map((json) => parseJson(Buffer.from(json))),
);

const everyEntity = (await allEntities()).map(([name, entity], at) => ({ name, entity, at }));

describe('a record of a product', () => {
  it.each(everyEntity)(
    '$name, whatever its properties are, becomes a row that fits its dataset, or none',
    ({ entity, at }) => {
      fc.assert(
        fc.property(fc.array(hostile, { minLength: 1, maxLength: 8 }), (values) => {
          const rejections = new Rejections();
          const record = ingested(
            entity,
            recordOf(entity, (i) => values[i % values.length]),
            rejections,
          );
          expect(record === null || Object.values(record.values).every(isStored)).toBe(true);
          expect(JSON.stringify(rejections.list()).length).toBeLessThan(20_000);
        }),
        // Each of them its own few: what maps and validates them is the same for all.
        runs(8, at),
      );
    },
  );

  it('counts each value that cannot be read, and keeps the others', () => {
    const [entity] = declaration.entities.filter(({ name }) => name === 'managedDevice');
    if (!entity) throw new Error('no entity');
    const deep = parseJson(Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`));
    const rejections = new Rejections();
    const record = ingested(entity, { id: 'a', deviceName: 'phone', model: deep, osVersion: deep }, rejections);
    expect(record?.values).toMatchObject({ external_id: 'a', device_name: 'phone', model: null, os_version: null });
    expect(rejections.total).toBe(2);
  });
});

/** What both engines take: no half pair, no NUL, numbers and instants that are some. */
function isStored(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return true;
  return Number.isFinite(Reflect.apply(Date.prototype.getTime, value, []));
}

describe('an entry of a directory', () => {
  it('of any bytes becomes a row, its unreadable values marked as such', () => {
    const values = fc.array(
      fc
        .oneof(
          fc.uint8Array({ maxLength: 40 }),
          text.map((one) => Buffer.from(one)),
        )
        .map((bytes) => Buffer.from(bytes)),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(user, inetOrgPerson, server),
        fc.array(values, { minLength: 1, maxLength: 7 }),
        (entity, all) => {
          const attributes = entity.parameters.map(({ wire }, i) => ({
            name: wire,
            values: all[i % all.length] ?? [],
          }));
          const { attributes: kept, ...row } = rowOf(entity, new Entry('CN=a', attributes));
          for (const value of [...Object.values(row), ...Object.values(kept)])
            expect(value instanceof Unreadable || Buffer.isBuffer(value) || JSON.stringify(value) !== undefined).toBe(
              true,
            );
        },
      ),
      runs(150),
    );
  });
});

describe('what operators write', () => {
  const known = () => settingsTable().map(({ name }) => name);
  it('is read or refused without a crash, and never repeated', () => {
    const secret = text.map((one) => `hunter2${one}`);
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }), (texts, json) => {
        const { problems } = loadSettings(
          Object.fromEntries(known().map((name, i) => [name, texts[i % texts.length]])),
        );
        const source = { name: texts[0], type: 'intune', tenantId: texts[1], graphUrl: texts[0], clientId: json };
        const told = [
          ...problems.map(({ problem }) => problem),
          ...[JSON.stringify({ sources: [source, json] }), JSON.stringify(json), texts[0] ?? ''].map((file) =>
            JSON.stringify(parseSources(file)),
          ),
        ];
        expect(told.join()).not.toContain('hunter2');
        try {
          mssqlConfig(texts[0] ?? '');
        } catch (error) {
          expect(error).toMatchObject({ code: 'database-setting' });
          expect(String(error)).not.toContain('hunter2');
        }
      }),
      runs(300),
    );
  });

  it('as a schedule has a next time, or a problem that is told', () => {
    const field = fc.oneof(
      fc.constantFrom('*', '*/5', '0', '1-5', 'mon', 'JAN', '1,2', '59', '60', '*/0', '5-1', 'L', '?', '1-5/2', 'sunX'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(field, { minLength: 5, maxLength: 7 }), (fields) => {
        const schedule = fields.join(' ');
        const at = new Date('2026-11-20T08:00:00Z');
        if (scheduleProblem(schedule) === null) expect(nextTime(schedule, at).getTime()).toBeGreaterThan(at.getTime());
      }),
      runs(1_000),
    );
  });
});

describe('Retry-After', () => {
  it('of any text is null, or a wait that is no less than nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.constantFrom('Mon, 24 Nov 2026 08:00:00 GMT', 'Mon, 99 Foo', '-5', '1.5', 'Sunday, 1')),
        text,
        (value, date) => {
          const asked = retryAfterMs(value, date, new Date(0));
          if (asked !== null) expect(politeWait(asked, () => 0.5)).toBeGreaterThanOrEqual(0);
        },
      ),
      runs(1_000),
    );
  });
});
