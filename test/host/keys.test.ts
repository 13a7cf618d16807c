import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { KeyStore } from '../../local/host/keys.ts';
import { cleanUp, writeApp } from './host-process.ts';

afterAll(cleanUp);

const HOST = { masterKey: { name: 'master', value: 'm', encrypted: false }, functionKeys: [], systemKeys: [] };
const open = (files: Record<string, string | object>, ...names: string[]) =>
  new KeyStore(join(writeApp(files), 'keys'), names);

describe('the key files', () => {
  it('are created with random keys in a folder of the owner, and read again by the next start', () => {
    const folder = join(writeApp({}), 'keys');
    const first = new KeyStore(folder, ['Devices']);
    const second = new KeyStore(folder, ['Devices']);
    expect(first.masterKey).not.toBe(first.defaultKey);
    expect([second.masterKey, second.defaultKey]).toEqual([first.masterKey, first.defaultKey]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of ['host.json', 'devices.json']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    first.close();
    second.close();
  });

  it('may have one beside them that stands in no file, and ends with the host', () => {
    const folder = join(writeApp({ 'keys/host.json': HOST }), 'keys');
    const [having, without] = [new KeyStore(folder, ['Devices'], 'own'), new KeyStore(folder, ['Devices'])];
    expect([having.level('own', 'Devices'), having.level('other', 'Devices'), having.level('')]).toEqual([
      ...['function', 'none', 'none'],
    ]);
    expect(without.level('own', 'Devices')).toBe('none');
    expect(readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').includes('own'))).toEqual([]);
    for (const keys of [having, without]) keys.close();
  });

  it.each([
    ['an encrypted key', { ...HOST, masterKey: { ...HOST.masterKey, encrypted: true } }, /host\.json is encrypted/],
    ['no master key', { functionKeys: [] }, /has no masterKey/],
    ['a key without a value', { ...HOST, functionKeys: [{ name: 'default', encrypted: false }] }, /without a value/],
    ['no JSON', 'secret-text', /host\.json is not valid JSON/],
  ])('with %s are refused by name, without a key in the message', (_, host, message) => {
    const refused = () => open({ 'keys/host.json': host });
    expect(refused).toThrow(message);
    expect(refused).not.toThrow(/secret-text/);
  });

  it('that is half written leaves the keys that were read before, until it is whole', async () => {
    const folder = join(writeApp({ 'keys/host.json': HOST }), 'keys');
    const keys = new KeyStore(folder, []);
    writeFileSync(join(folder, 'host.json'), '{"masterKey":');
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    for (let turns = 0; turns < 50; turns++) {
      expect(keys.level('m')).toBe('admin');
      await turn();
    }
    writeFileSync(join(folder, 'host.json'), JSON.stringify({ ...HOST, masterKey: { ...HOST.masterKey, value: 'n' } }));
    for (let turns = 0; keys.level('n') !== 'admin' && turns < 5000; turns++) await turn();
    expect([keys.level('n'), keys.level('m')]).toEqual(['admin', 'none']);
    keys.close();
  });
});
