import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../../lib/catalog/index.ts';
import { ivantiEpmmConfig } from '../../../lib/sources/ivanti-epmm/config.ts';
import { ivantiEpmm } from '../../../lib/sources/ivanti-epmm/index.ts';
import { entities, leftOut } from '../../../lib/sources/ivanti-epmm/parameters.ts';

const list = fileURLToPath(new URL('../../../../shared/parameters.csv', import.meta.url));
const maybe = existsSync(list) ? describe : describe.skip;

const declared = new Set(entities.flatMap((e) => e.parameters.map((p) => `${e.name} ${p.wire}`)));
const left = new Set(leftOut.map((l) => `${l.entity} ${l.wire}`));
/** Fields of the device list that make another dataset than the device. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'device common.location': 'deviceLocation common.location',
  'device common.location_last_captured_at': 'deviceLocation common.location_last_captured_at',
};

maybe('the list of all properties', () => {
  it('is declared or left out, line by line', () => {
    const known = readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .flatMap(([source, entity, wire]) => (source === 'ivanti-epmm' ? [`${entity} ${wire}`] : []));
    expect(known.length).toBe(192);
    expect(known.map((k) => ELSEWHERE[k] ?? k).filter((k) => !declared.has(k) && !left.has(k))).toEqual([]);
  });
});

describe('the tables of parameters', () => {
  it('neither read what they leave out nor give no reason', () => {
    expect([...declared].filter((d) => left.has(d))).toEqual([]);
    expect(leftOut.filter((l) => l.reason.length < 8)).toEqual([]);
  });

  it('never read a secret', () => {
    expect([...declared].join()).not.toMatch(/stoken(?!ModifiedDate)|encryptedToken|SinceToken|password|apns_token/i);
  });

  it('name fields that their dataset has', () => {
    const wrong = entities.flatMap((e) =>
      e.parameters.filter((p) => p.field !== undefined && !Object.hasOwn(catalog[e.dataset].fields, p.field)),
    );
    expect(wrong).toEqual([]);
  });

  it('read in the core profile only what a field of the catalogue stands for', () => {
    const attributes = entities.flatMap((e) =>
      e.parameters.filter((p) => p.field === undefined && p.profile === 'core'),
    );
    expect(attributes).toEqual([]);
  });

  it('read no free text of administrators below the sensitive profile', () => {
    const texts = entities.flatMap((e) => e.parameters.filter((p) => p.class === 'content'));
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter((p) => p.profile !== 'sensitive')).toEqual([]);
  });
});

describe('what is collected', () => {
  const least = { name: 'epmm', type: 'ivanti-epmm', url: 'https://core.example', username: 'u', password: 'env:X' };
  const collected = (change: object) => ivantiEpmm.create(ivantiEpmmConfig.parse({ ...least, ...change })).collection;

  it('never holds a number that nothing masks', () => {
    const sensitive = { profile: 'sensitive' };
    expect(collected(sensitive).has('device', 'common.home_phone_number')).toBe(false);
    expect(collected(sensitive).has('device', 'common.registration_imsi')).toBe(false);
    expect(collected({ ...sensitive, phoneNumbers: 'full' }).has('device', 'common.home_phone_number')).toBe(true);
    expect(collected({ phoneNumbers: 'off' }).has('device', 'common.current_phone_number')).toBe(false);
    expect(collected({}).has('device', 'common.current_phone_number')).toBe(true);
  });

  it('says where devices are only as far as the switches do', () => {
    const fields = (change: object) => [
      ...collected({ profile: 'sensitive', ...change })
        .collectedOf('device')
        .keys(),
    ];
    expect(fields({})).not.toEqual(expect.arrayContaining(['current_network']));
    expect(fields({}).filter((name) => /current_|roaming$/.test(name))).toEqual([]);
    expect(fields({ roaming: true })).toEqual(
      expect.arrayContaining(['current_network', 'current_country', 'roaming']),
    );
    expect(collected({ roaming: true }).collectedOf('location').size).toBe(0);
    expect([...collected({ location: true }).collectedOf('location').keys()]).toContain('latitude');
  });

  it('has custom attributes that the source names, whatever its profile, and no others', () => {
    const custom = collected({ customAttributes: ['assetTag'] });
    expect(custom.has('device', 'custom.device.assetTag')).toBe(true);
    expect([...custom.collectedOf('device').keys()].filter((name) => name.includes('custom'))).toEqual([
      'attributes.custom.device.assetTag',
    ]);
    const excluded = { customAttributes: ['assetTag'], exclude: ['custom.device.assetTag'] };
    expect(collected(excluded).has('device', 'custom.device.assetTag')).toBe(false);
  });

  it('has no apps where they are off', () => {
    expect([...collected({}).collectedOf('device_app').keys()]).toContain('app_id');
    expect(collected({ apps: false }).collectedOf('device_app').size).toBe(0);
  });
});
